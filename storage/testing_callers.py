"""The fakes' reports, nuisance calls, contacts and gazetteer, judged as the server's triggers do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.acts import is_theirs
from storage.model.callers import GAZETTEER_ID, Area, Channel, Contact, NumberHistory, Report, normal_number
from storage.model.cameras import Place
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.model.shapes import Shape
from storage.model.tickets import OPEN_STATES
from storage.service.commands import AddReport, AddStill, ImportPlaces, NoteNuisance, SaveContact
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotAllowedNow, NotFound, Stale
from storage.testing_commands import Desk, Kept, with_report, with_still
from storage.testing_shifts import assert_desk

if TYPE_CHECKING:
    from storage.testing import FakeSite

CallerCommand = NoteNuisance | SaveContact | ImportPlaces
AddCommand = AddReport | AddStill
READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR})
_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_CODE = re.compile(r"[0-9][0-9.]{1,19}")


@dataclass(frozen=True, slots=True)
class Nuisance:
    channel: Channel
    number_key: str = field(repr=False)
    noted_at: datetime


class FakeCallers:
    """`storage.service.record.Callers` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID
    _kept: Callable[[UUID], Kept]

    def reports(self, ticket_id: UUID) -> tuple[Report, ...]:
        self._assert_reader(Role.AGENCY)
        kept, me = self._kept(ticket_id), self._site.people[self._person_id]
        # Who is only asked to take a ticket over does not read who called.
        mine = me.role is not Role.AGENCY or any(is_theirs(one, me) for one in kept.ticket.assignments)
        return kept.reports if mine else ()

    def number_history(self, caller_number: str) -> NumberHistory:
        key = normal_number(caller_number)
        if not key:
            return NumberHistory(0, 0)
        self._assert_reader()
        reports = (report for kept in self._site.tickets.values() for report in kept.reports)
        return NumberHistory(
            reports=sum(normal_number(report.caller_number) == key for report in reports),
            nuisances=sum(call.number_key == key for call in self._site.nuisance),
        )

    def contacts(self) -> tuple[Contact, ...]:
        self._site.reach()
        if self._site.people[self._person_id].role is Role.INTAKE:
            raise Forbidden
        agencies = self._site.agencies
        order = {contact.id: (agencies[contact.agency_id].name, contact.position, contact.name, contact.id)
                 for contact in self._site.contacts.values()}  # fmt: skip
        return tuple(sorted(self._site.contacts.values(), key=lambda contact: order[contact.id]))

    def areas(self) -> tuple[Area, ...]:
        self._site.reach()
        return tuple(sorted(self._site.areas.values(), key=lambda area: area.code))

    def _assert_reader(self, *more: Role) -> None:
        self._site.reach()
        if self._site.people[self._person_id].role not in (*READERS, *more):
            raise Forbidden


def add_to_ticket(desk: Desk, kept: Kept, command: AddCommand) -> Kept:
    """The open ticket with one more report or picture, at its next version."""
    others = () if isinstance(command, AddReport) else (Role.AGENCY,)
    if not desk.able() or desk.person.role not in (Role.OPERATOR, Role.SUPERVISOR, *others):
        raise Forbidden
    if kept.ticket.state not in OPEN_STATES:
        raise NotAllowedNow(state=kept.ticket.state.value)
    if isinstance(command, AddReport):
        kept = with_report(desk, kept, command.report)
    else:
        kept = with_still(desk, kept, command.jpeg, command.camera_id)
    return replace(kept, ticket=replace(kept.ticket, version=kept.ticket.version + 1, changed_at=desk.now))


def do_caller_command(site: "FakeSite", person: Person, command: CallerCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if isinstance(command, NoteNuisance):
        return _note_nuisance(site, person, command)
    if not person.active or person.must_change_password or person.role not in _KEEPERS:
        raise Forbidden
    if isinstance(command, SaveContact):
        return _save_contact(site, person, command.contact)
    return _import_places(site, person, command)


def _note_nuisance(site: "FakeSite", person: Person, command: NoteNuisance) -> tuple[Change, ...]:
    assert_desk(person)
    if len(command.caller_number) > 40:
        raise Invalid(field="caller_number")
    site.nuisance.append(Nuisance(command.channel, normal_number(command.caller_number), site.now))
    return ()


def _save_contact(site: "FakeSite", person: Person, contact: Contact) -> tuple[Change, ...]:
    known = site.contacts.get(contact.id)
    if contact.version != 0 and known is None:
        raise NotFound
    if known is not None and contact.version not in (0, known.version):
        raise Stale
    if contact.agency_id not in site.agencies:
        raise Invalid(field="agency")
    if not contact.name.strip():
        raise Invalid(field="name")
    for name, longest in (("name", 120), ("duty", 120), ("phone", 40), ("radio", 60)):
        if len(getattr(contact, name)) > longest:
            raise Invalid(field=name)
    if known is not None and contact.version == 0:
        raise AlreadyTaken(field="id")
    site.contacts[contact.id] = replace(contact, version=contact.version + 1)
    return (site.tell(Kind.CONTACT, contact.id, contact.version + 1, person.login),)


def _import_places(site: "FakeSite", person: Person, command: ImportPlaces) -> tuple[Change, ...]:
    areas = dict(site.areas)
    for area in command.areas:
        if not _CODE.fullmatch(area.code):
            raise Invalid(field="code")
        for name in ("kecamatan", "desa"):
            if not getattr(area, name).strip() or len(getattr(area, name)) > 120:
                raise Invalid(field=name)
        _check_boundary(area.boundary)
        old = areas.get(area.code, area)
        areas[area.code] = replace(area, boundary=area.boundary or old.boundary)
    places = {place.id: place for place in site.places} | {place.id: place for place in command.places}
    _check_places(places)
    if areas == site.areas and places == {place.id: place for place in site.places}:
        return ()
    site.areas, site.places = areas, tuple(places.values())
    site.gazetteer_version += 1
    return (site.tell(Kind.PLACES, GAZETTEER_ID, site.gazetteer_version, person.login),)


def _check_boundary(boundary: str) -> None:
    try:
        if boundary:
            Shape(boundary).holds(0.0, 0.0)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Invalid(field="boundary") from error


def _check_places(places: Mapping[UUID, Place]) -> None:
    for place in places.values():
        for name, limit in (("latitude", 90), ("longitude", 180)):
            if abs(getattr(place, name) or 0) > limit:
                raise Invalid(field=name)
    if len({(place.name, place.kecamatan, place.desa) for place in places.values()}) < len(places):
        raise AlreadyTaken(field="name")
