"""Every attempt of the suite, by every role that it is for, on both ends of the supported PostgreSQL versions."""

from pathlib import Path

import pytest
from security.attacks.attack import PASSED, Attack, attempted, controlled
from security.attacks.page import ATTACKS, as_markdown
from security.conftest import World

PAGE = Path(__file__).parents[3] / "docs" / "ref" / "security.md"


@pytest.fixture(scope="module", autouse=True)
def analysed(world: World) -> None:
    """Statistics are there for who would read them."""
    world.raw("superuser").execute("ANALYZE siaga.ticket, siaga.report, siaga.assignment")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.what)
def test_an_attempt_is_refused_to_all_it_is_for_and_passes_for_its_control(world: World, attack: Attack) -> None:
    outcomes = {by: attempted(world, attack, by) for by in attack.by}
    assert outcomes == dict.fromkeys(attack.by, attack.refused)
    assert controlled(world, attack) == PASSED


def test_no_attempt_stands_twice() -> None:
    assert len({attack.what for attack in ATTACKS}) == len(ATTACKS)


def test_the_page_shows_the_suite() -> None:
    assert as_markdown() in PAGE.read_text("utf-8")
