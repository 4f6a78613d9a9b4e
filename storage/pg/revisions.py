"""The revisions of the schema in their order, and how far an upgrade may go while older consoles still work.

A revision says `phase = "post"` in its file where a console of the revision before it could not go on with it: such a
one waits until every console is new. All others only add ("pre").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from alembic.config import Config
from alembic.script import ScriptDirectory

POST = "post"


@dataclass(frozen=True, slots=True)
class Plan:
    """`goal` is the revision to go to now; `left` those that wait for the end of the upgrade."""

    goal: str
    left: tuple[str, ...]


def config() -> Config:
    made = Config()
    # ConfigParser reads a percent sign as interpolation.
    made.set_main_option("script_location", str(files("storage").joinpath("migrations")).replace("%", "%%"))
    return made


def in_order() -> tuple[tuple[str, str], ...]:
    """Every revision with its phase, the first one first."""
    scripts = ScriptDirectory.from_config(config())
    told = [(one.revision, str(getattr(one.module, "phase", "pre"))) for one in scripts.walk_revisions()]
    return tuple(reversed(told))


def head() -> str:
    """The revision that the migrations of this program end in."""
    return in_order()[-1][0]


def is_known(revision: str) -> bool:
    """Whether a record of this revision can be brought to this program's newest."""
    return revision in dict(in_order())


def pending(revision: str) -> tuple[str, ...]:
    """What a record of this revision has not; nothing for one that is not known."""
    names = [name for name, _ in in_order()]
    return tuple(names[names.index(revision) + 1 :]) if revision in names else ()


def plan(revisions: Sequence[tuple[str, str]], found: str | None, *, finish: bool) -> Plan:
    """How far to go from `found` (None: there is no record yet, so no console either)."""
    names = [name for name, _ in revisions]
    begin = 0 if found is None else names.index(found) + 1
    waiting = [n for n, (_, phase) in enumerate(revisions) if n >= begin and phase == POST]
    end = len(names) if found is None or finish or not waiting else waiting[0]
    goal = names[end - 1] if end else names[0]
    return Plan(goal, tuple(names[end:]))
