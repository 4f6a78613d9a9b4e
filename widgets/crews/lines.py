"""Crews and vehicles as lines: by agency, those that can be sent first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.words import say
from storage.model.crews import Unit, UnitStatus
from storage.model.people import Agency
from widgets.common.figures import age
from widgets.common.sections import HeadLine, NoteLine, RowLine, SectionLine
from widgets.theme import Role

ORDER = (
    UnitStatus.AVAILABLE,
    UnitStatus.DISPATCHED,
    UnitStatus.UNDER_WAY,
    UnitStatus.ON_SCENE,
    UnitStatus.OFF_DUTY,
    UnitStatus.OUT_OF_SERVICE,
)
"""Free ones first: whoever looks wants to send one."""
ICONS: dict[UnitStatus, tuple[str, Role]] = {
    UnitStatus.AVAILABLE: ("check", Role.NORMAL),
    UnitStatus.DISPATCHED: ("waiting", Role.SELECTION),
    UnitStatus.UNDER_WAY: ("arrow", Role.SELECTION),
    UnitStatus.ON_SCENE: ("place", Role.SELECTION),
    UnitStatus.OFF_DUTY: ("pause", Role.SECOND),
    UnitStatus.OUT_OF_SERVICE: ("lost", Role.SECOND),
}
"""A state is an icon, a word and a colour; what is normal has no colour."""


@dataclass(frozen=True, slots=True)
class UnitLine(RowLine):
    unit: Unit
    since: str  # "12 mnt"


def status_word(status: UnitStatus) -> str:
    return say(f"crews.status.{status.value}")


def tasks_word(unit: Unit) -> str:
    return ", ".join(task.ticket_number for task in unit.tasks)


def unit_lines(
    units: tuple[Unit, ...], agencies: tuple[Agency, ...], now: datetime | None, *, first: UUID | None = None
) -> tuple[SectionLine, ...]:
    """A section an agency that has any; `first` is the one whose units are looked for."""
    lines: list[SectionLine] = []
    for agency in sorted(agencies, key=lambda one: (one.id != first, one.name.casefold())):
        own = sorted((one for one in units if one.agency_id == agency.id), key=_rank)
        if own:
            lines.append(HeadLine(agency.name, len(own)))
            lines += [_line(one, agency, now) for one in own]
        elif agency.id == first:
            lines += [HeadLine(agency.name, 0), NoteLine(say("crews.none_of", agency=agency.name))]
    return tuple(lines)


def _rank(unit: Unit) -> tuple[int, str]:
    return ORDER.index(unit.status), unit.call_sign.casefold()


def _line(unit: Unit, agency: Agency, now: datetime | None) -> UnitLine:
    since = age((now - unit.since).total_seconds()) if now is not None and unit.since is not None else ""
    said = say(
        "crews.says",
        call_sign=unit.call_sign,
        kind=say(f"crews.kind.{unit.kind.value}"),
        agency=agency.name,
        status=status_word(unit.status),
    )
    tasks = tasks_word(unit)
    return UnitLine(unit.id, f"{said} {say('crews.tasks', tasks=tasks)}" if tasks else said, unit, since)
