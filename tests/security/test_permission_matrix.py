"""Every cell of the permission matrix, over raw connections: what is refused here is let through for somebody else."""

from pathlib import Path

import pytest
from security.conftest import World
from security.probes import PROBES, passes

from storage.model.people import Machine, Role
from storage.security.permissions import COLUMNS, MATRIX, Grant, Permission, as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "ref" / "roles.md"
CELLS = [(permission, role) for permission in MATRIX for role in COLUMNS]


def verdicts(world: World, who: str, permission: Permission, *, of_others: bool = False) -> set[bool]:
    probe = PROBES[permission.key]
    statements = probe.other if of_others else probe.own
    assert statements is not None
    before = probe.prepare(world) if probe.prepare else []
    if who == "superuser":
        # Only a superuser may set the triggers aside; they refuse a superuser too, who is no person of the record.
        before = [("SET LOCAL session_replication_role = replica", ())]
    return {passes(world.raw(who), statement, values, before) for statement, values in statements(world)}


@pytest.mark.parametrize(("permission", "role"), CELLS, ids=[f"{p.key}-{role}" for p, role in CELLS])
def test_the_server_grants_what_the_matrix_says_and_nothing_else(
    world: World, permission: Permission, role: Role | Machine
) -> None:
    grant = permission.of(role)
    assert verdicts(world, role, permission) == {grant is not Grant.NO}
    if PROBES[permission.key].other is not None:
        assert verdicts(world, role, permission, of_others=True) == {grant is Grant.YES}


@pytest.mark.parametrize("permission", MATRIX, ids=lambda permission: permission.key)
def test_every_refusal_has_a_control_that_passes(world: World, permission: Permission) -> None:
    """A statement with a typing error would be refused to everybody: somebody must get through with the very same."""
    granted = [role for role in COLUMNS if permission.of(role) is not Grant.NO]
    if not granted:
        assert verdicts(world, "superuser", permission) == {True}
    else:
        assert verdicts(world, granted[0], permission) == {True}


def test_an_own_grant_has_a_probe_of_what_is_not_theirs() -> None:
    owned = [p.key for p in MATRIX if Grant.OWN in p.grants.values()]
    assert [key for key in owned if PROBES[key].other is None] == []


def test_the_page_shows_the_matrix_that_is_tested() -> None:
    assert as_markdown() in PAGE.read_text("utf-8")


def test_every_line_of_the_matrix_has_its_probe() -> None:
    assert [permission.key for permission in MATRIX] == list(PROBES)
