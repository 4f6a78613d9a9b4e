"""The fakes' crews and vehicles, judged and led as the server's triggers do."""

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.crews import AT_WORK, SENDABLE, Unit, UnitStatus, UnitTask, followed
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import Assignment, TimelineEntry
from storage.service.commands import SaveUnit, SendUnit
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotAllowedNow, NotFound, Stale
from storage.testing_commands import Kept

if TYPE_CHECKING:
    from storage.testing import FakeSite

CrewCommand = SaveUnit | SendUnit
_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_SENDERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
_LONGEST = 40
_FURTHEST = (UnitStatus.ON_SCENE, UnitStatus.UNDER_WAY, UnitStatus.DISPATCHED)


class FakeCrews:
    """`storage.service.crews_port.Crews` in memory."""

    _site: "FakeSite"
    _person_id: UUID

    def units(self) -> tuple[Unit, ...]:
        self._site.reach()
        me = self._site.people[self._person_id]
        if me.role is Role.INTAKE:
            raise Forbidden
        mine = (
            one
            for one in self._site.routing.units.values()
            if me.role is not Role.AGENCY or one.agency_id == me.agency_id
        )
        return tuple(sorted((one for one in mine if one.active), key=_by_call_sign))


def do_crew_command(site: "FakeSite", person: Person, command: CrewCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if not person.active or person.must_change_password:
        raise Forbidden
    return _save(site, person, command.unit) if isinstance(command, SaveUnit) else _send(site, person, command)


def units_follow(site: "FakeSite", person: Person, kept: Kept) -> tuple[Change, ...]:
    """What an act on a ticket's assignments makes of the units that are on them."""
    states = {one.id: followed(one.state) for one in kept.ticket.assignments}
    told = []
    for unit in sorted(site.routing.units.values(), key=_id):
        tasks = []
        for task in unit.tasks:
            status = states.get(task.assignment_id, task.status)
            if status is not None:
                tasks.append(replace(task, status=status))
        if tuple(tasks) != unit.tasks:
            told.append(_led(site, person, replace(unit, tasks=tuple(tasks))))
    return tuple(told)


def hears_of_unit(site: "FakeSite", change: Change, person: Person) -> bool:
    return site.routing.units[change.id].agency_id == person.agency_id


def _save(site: "FakeSite", person: Person, unit: Unit) -> tuple[Change, ...]:
    own = person.role is Role.AGENCY and person.agency_id == unit.agency_id
    known = site.routing.units.get(unit.id)
    if known is not None and person.role is Role.AGENCY and known.agency_id != person.agency_id:
        raise NotFound
    if person.role not in _KEEPERS and not own:
        raise Forbidden
    if not unit.call_sign.strip() or len(unit.call_sign) > _LONGEST:
        raise Invalid(field="call_sign")
    if unit.version == 0 and known is not None:
        raise AlreadyTaken(field="id")
    if unit.version != 0 and known is None:
        raise NotFound
    if known is not None and known.version != unit.version:
        raise Stale
    before = known.status if known is not None else UnitStatus.AVAILABLE
    if unit.status is not before and (unit.status in AT_WORK or before in AT_WORK):
        raise Invalid(field="status")
    if not unit.active and unit.status in AT_WORK:
        raise Invalid(field="status")
    alike = (one for one in site.routing.units.values() if one.active and one.id != unit.id)
    if unit.active and any(_same_name(one, unit) for one in alike):
        raise AlreadyTaken(field="name")
    agency_id = known.agency_id if known is not None else unit.agency_id
    since = known.since if known is not None and known.status is unit.status else site.now
    kept = replace(unit, agency_id=agency_id, since=since, tasks=known.tasks if known else (), version=unit.version + 1)
    site.routing.units[unit.id] = kept
    return (site.tell(Kind.UNIT, kept.id, kept.version, person.login),)


def _send(site: "FakeSite", person: Person, command: SendUnit) -> tuple[Change, ...]:
    unit = site.routing.units.get(command.unit_id)
    found = _part(site, command.assignment_id)
    own = unit is not None and person.role is Role.AGENCY and person.agency_id == unit.agency_id
    if unit is None or found is None or (person.role not in _SENDERS and not own):
        raise Forbidden
    kept, part = found
    if unit.agency_id != part.agency_id or not unit.active or unit.status not in SENDABLE:
        raise Invalid(field="unit")
    status = followed(part.state)
    if status is None:
        raise NotAllowedNow(act="", state=part.state.value)
    if any(task.assignment_id == part.id for task in unit.tasks):
        raise AlreadyTaken(field="unit")
    task = UnitTask(new_id(), part.id, kept.ticket.id, kept.ticket.number or "", status, site.now)
    ticket = replace(kept.ticket, version=kept.ticket.version + 1, changed_at=site.now)
    facts = (("agency", part.agency_name), ("crew", unit.call_sign))
    entry = TimelineEntry(site.now, person.name, "send_unit", facts)
    site.tickets[ticket.id] = replace(kept, ticket=ticket, timeline=(*kept.timeline, entry))
    told = site.tell(Kind.TICKET, ticket.id, ticket.version, person.login)
    return told, _led(site, person, replace(unit, tasks=(*unit.tasks, task)))


def _led(site: "FakeSite", person: Person, unit: Unit) -> Change:
    held = {task.status for task in unit.tasks}
    status = next((one for one in _FURTHEST if one in held), UnitStatus.AVAILABLE)
    since = unit.since if status is unit.status else site.now
    site.routing.units[unit.id] = replace(unit, status=status, since=since, version=unit.version + 1)
    return site.tell(Kind.UNIT, unit.id, unit.version + 1, person.login)


def _part(site: "FakeSite", assignment_id: UUID) -> tuple[Kept, Assignment] | None:
    every = ((kept, one) for kept in site.tickets.values() for one in kept.ticket.assignments)
    return next(((kept, one) for kept, one in every if one.id == assignment_id), None)


def _same_name(one: Unit, other: Unit) -> bool:
    return one.agency_id == other.agency_id and one.call_sign.lower() == other.call_sign.lower()


def _by_call_sign(unit: Unit) -> tuple[str, UUID]:
    return unit.call_sign, unit.id


def _id(unit: Unit) -> UUID:
    return unit.id
