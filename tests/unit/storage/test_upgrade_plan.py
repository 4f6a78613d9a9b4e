"""How far an upgrade goes while older consoles still work."""

import pytest

from storage.pg.revisions import head, in_order, is_known, pending, plan

REVISIONS = (("r1", "pre"), ("r2", "pre"), ("r3", "post"), ("r4", "pre"), ("r5", "post"))


@pytest.mark.parametrize(
    ("found", "finish", "goal", "left"),
    [
        ("r1", False, "r2", ("r3", "r4", "r5")),
        ("r2", False, "r2", ("r3", "r4", "r5")),
        ("r2", True, "r5", ()),
        ("r3", False, "r4", ("r5",)),
        ("r4", False, "r4", ("r5",)),
        ("r5", False, "r5", ()),
        (None, False, "r5", ()),
    ],
)
def test_what_older_consoles_cannot_go_on_with_waits_for_the_end(
    found: str | None, finish: bool, goal: str, left: tuple[str, ...]
) -> None:
    planned = plan(REVISIONS, found, finish=finish)
    assert (planned.goal, planned.left) == (goal, left)


def test_the_revisions_of_this_program_stand_in_their_order() -> None:
    names = [name for name, _ in in_order()]
    assert names == sorted(names)
    assert names[-1] == head()
    assert {phase for _, phase in in_order()} <= {"pre", "post"}
    assert pending(names[0]) == tuple(names[1:])
    assert pending("r9999") == ()
    assert is_known(names[0])
    assert not is_known("r9999")
