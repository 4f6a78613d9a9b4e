"""The record in memory, for tests and for whoever builds on the ports; passes the same contract tests as storage.pg.

One `FakeSite` is the database; each `person()` and `station()` is one login to it. Its clock stands still until a
test moves it, but for a millisecond at each command.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from storage.model.acts import allowed, is_theirs
from storage.model.alarms import Alarm, AlarmState, Outage
from storage.model.audit import microseconds
from storage.model.callers import Area, Contact
from storage.model.cameras import Camera, CameraSecret, Place
from storage.model.feed import Change, Kind
from storage.model.people import Agency, Person, Role, Station
from storage.model.sightings import Lease, SightingRow
from storage.model.tickets import OPEN_STATES, Category, Still, Ticket, TicketDetail
from storage.model.wall import WallPush
from storage.service.commands import ActOnTicket, AddReport, Command, EditTicket, OpenTicket, SaveCamera
from storage.service.errors import AlreadyTaken, Forbidden, NotFound, RecordError, Stale
from storage.service.record import Outcome
from storage.testing_alarms import (
    AlarmCommand,
    FakeAlarms,
    alarm_to_carry_on,
    changed,
    default_rules,
    do_alarm_command,
    with_alarm,
)
from storage.testing_audit import AuditBook, FakeAudit
from storage.testing_books import do_book_command
from storage.testing_callers import AddCommand, FakeCallers, Nuisance, add_to_ticket
from storage.testing_cameras import save_camera
from storage.testing_clocks import ClockBook, FakeClocks, clock_alarm_returns
from storage.testing_commands import Desk, Kept, edit_ticket, open_ticket
from storage.testing_crews import FakeCrews, hears_of_unit, units_follow
from storage.testing_footage import FakeFootage, FootageBook
from storage.testing_identity import (
    FakeIdentities,
    IdentityBook,
    IdentityCommand,
    do_identity_command,
    seal,
    timeline_seen,
)
from storage.testing_links import FakeLinks, LinkBook, LinkCommand, do_link_command, follow_parent, refuse_linked
from storage.testing_outbox import FakeOutbox, TicketsKept
from storage.testing_procedures import (
    FakeProcedures,
    ProcedureBook,
    StepCommand,
    after_ticket_command,
    do_step_command,
)
from storage.testing_routing import (
    FakeRouting,
    RoutingBook,
    hears_of_transfer,
    in_exercise,
    tell_transfers,
    transfers_seen,
)
from storage.testing_search import FakeSearch, FilterCommand, KeptFilter, do_filter_command
from storage.testing_shifts import FakeShifts, ShiftPapers
from storage.testing_station import FakeStationRecord
from storage.testing_transfers import act_or_transfer
from storage.testing_wall import FakeWall
from storage.testing_watch import Watch

_FOUNDED = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
_AGENCY_KINDS = frozenset({Kind.CAMERA, Kind.AGENCY, Kind.CONTACT, Kind.EXERCISE, Kind.CLOCK_RULE})


class FakeSite:
    """Everything that the logins share. `down` makes every call fail as if the database were gone."""

    def __init__(
        self,
        *,
        people: Iterable[Person] = (),
        agencies: Iterable[Agency] = (),
        categories: Iterable[Category] = (),
        cameras: Iterable[Camera] = (),
        places: Iterable[Place] = (),
        stations: Iterable[Station] = (),
        secrets: Iterable[CameraSecret] = (),
        contacts: Iterable[Contact] = (),
        areas: Iterable[Area] = (),
        prefix: str = "BKS",
    ) -> None:
        self.people = {person.id: person for person in people}
        self.agencies = {agency.id: agency for agency in agencies}
        self.categories = {category.code: category for category in categories}
        self.cameras = {camera.id: camera for camera in cameras}
        self.places, self.prefix, self.gazetteer_version = tuple(places), prefix, 1
        self.stations = {station.login: station for station in stations}
        self.secrets = {secret.camera_id: secret for secret in secrets}
        self.contacts = {contact.id: contact for contact in contacts}
        self.areas = {area.code: area for area in areas}
        self.nuisance: list[Nuisance] = []
        self.tickets = TicketsKept(self)
        self.sightings: dict[UUID, SightingRow] = {}
        self.leases, self.watch, self.audit = dict[UUID, Lease](), Watch(), AuditBook()
        self.alarms, self.alarm_rules = dict[UUID, Alarm](), default_rules()
        self.alarm_stills: dict[UUID, Still] = {}  # by alarm
        self.outages: dict[UUID, Outage] = {}
        self.camera_changed_at: dict[UUID, datetime] = {}
        self.shifts, self.footage, self.links = ShiftPapers(), FootageBook(), LinkBook()
        self.identities, self.clocks = IdentityBook(), ClockBook()
        self.routing, self.procedures = RoutingBook(), ProcedureBook()
        self.filters: dict[UUID, KeptFilter] = {}
        self.wall_pushes: dict[UUID, WallPush] = {}
        self.changes: list[Change] = []
        self.outcomes: dict[UUID, Outcome] = {}
        self.founded_at = self.now = _FOUNDED
        self.down: RecordError | None = None

    def person(self, login: str) -> "FakeRecord":
        return FakeRecord(self, next(person.id for person in self.people.values() if person.login == login))

    def station(self, login: str) -> "FakeStationRecord":
        return FakeStationRecord(self, self.stations[login])

    def notifier(self, login: str = "notifier1") -> FakeOutbox:
        return FakeOutbox(self)

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def reach(self) -> None:
        """Raises `down` while it is set: every call begins here."""
        if self.down is not None:
            raise self.down

    def tell(self, kind: Kind, row_id: UUID, version: int, actor: str) -> Change:
        change = Change(len(self.changes) + 1, kind, row_id, version, actor, self.now)
        self.changes.append(change)
        return change


class FakeRecord(
    FakeCrews,
    FakeSearch,
    FakeRouting,
    FakeLinks,
    FakeIdentities,
    FakeAlarms,
    FakeCallers,
    FakeShifts,
    FakeWall,
    FakeFootage,
    FakeAudit,
    FakeClocks,
    FakeProcedures,
):
    """`storage.service.record.Record` in memory, for one person."""

    def __init__(self, site: FakeSite, person_id: UUID) -> None:
        self._site = site
        self._person_id = person_id

    def me(self) -> Person:
        self._site.reach()
        return self._site.people[self._person_id]

    def cameras(self) -> tuple[Camera, ...]:
        if self.me().role is Role.INTAKE:
            raise Forbidden
        return tuple(sorted(self._site.cameras.values(), key=lambda camera: camera.number))

    def agencies(self) -> tuple[Agency, ...]:
        self._site.reach()
        return tuple(sorted(self._site.agencies.values(), key=lambda agency: agency.name))

    def categories(self) -> tuple[Category, ...]:
        self._site.reach()
        return tuple(self._site.categories.values())

    def places(self) -> tuple[Place, ...]:
        self._site.reach()
        return self._site.places

    def tickets(self, *, open_only: bool = True, limit: int = 500) -> tuple[Ticket, ...]:
        self._site.reach()
        mine = [self._as_seen(kept.ticket) for kept in self._site.tickets.values() if self._sees(kept)]
        if open_only:
            chosen = [ticket for ticket in mine if ticket.state in OPEN_STATES]
            chosen.sort(key=lambda ticket: (ticket.priority, ticket.created_at, ticket.id))
        else:
            chosen = sorted(mine, key=lambda ticket: (ticket.created_at, ticket.id), reverse=True)
        return tuple(chosen[:limit])

    def ticket(self, ticket_id: UUID) -> TicketDetail:
        if self.me().role is Role.INTAKE:
            raise Forbidden  # what became of a report is not the intake's to read
        kept = self._kept(ticket_id)
        ticket = self._as_seen(kept.ticket)
        stills = tuple(still.id for still in kept.stills)
        return TicketDetail(ticket, timeline_seen(kept.timeline, self.me()), stills, allowed(ticket, self.me()))

    def still(self, still_id: UUID) -> Still:
        self._site.reach()
        for kept in self._site.tickets.values():
            for still in kept.stills:
                if still.id == still_id and self._sees(kept):
                    return still
        if self.me().role not in (Role.AGENCY, Role.INTAKE):
            for still in self._site.alarm_stills.values():
                if still.id == still_id:
                    return still
        raise NotFound

    def sightings(self, *, since: datetime, camera_id: UUID | None = None) -> tuple[SightingRow, ...]:
        if self.me().role in (Role.AGENCY, Role.INTAKE):
            raise Forbidden
        rows = [row for row in self._site.sightings.values() if row.seen_at >= since]
        rows = [row for row in rows if camera_id in (None, row.camera_id)]
        return tuple(sorted(rows, key=lambda row: (row.seen_at, row.id)))

    def feed_position(self) -> int:
        self._site.reach()
        return len(self._site.changes)

    def changes_since(self, number: int, *, limit: int = 500) -> tuple[Change, ...]:
        self._site.reach()
        return tuple(change for change in self._site.changes[number:] if self._hears(change))[:limit]

    def execute(self, command: Command) -> Outcome:
        person = self.me()
        if command.key in self._site.outcomes:
            known = self._site.outcomes[command.key]
            if known.actor != person.login:
                raise AlreadyTaken(field="key")
            return known
        self._site.now += timedelta(milliseconds=1)
        self._site.outcomes[command.key] = Outcome(self._done(person, command), person.login)
        self._site.audit.note(command.key, type(command).__name__, person.login, microseconds(self._site.now))
        return self._site.outcomes[command.key]

    def close(self) -> None:
        """Nothing is held."""

    def _done(self, person: Person, command: Command) -> tuple[Change, ...]:
        if isinstance(command, SaveCamera):
            return save_camera(self._site, self._desk(), command)
        if isinstance(command, AlarmCommand):
            return do_alarm_command(self._site, person, command)
        if isinstance(command, AddCommand):
            return self._add(person, command)
        if isinstance(command, OpenTicket | ActOnTicket | EditTicket):
            return self._do_ticket_command(person, command)
        if isinstance(command, StepCommand):
            return do_step_command(self._site, self._desk(), self._kept(command.ticket_id), command)
        if isinstance(command, FilterCommand):
            return do_filter_command(self._site, person, command)
        if isinstance(command, LinkCommand):
            return do_link_command(self._desk(), self._site, person, command)
        if isinstance(command, IdentityCommand):
            return do_identity_command(self._site, person, command)
        return do_book_command(self._site, person, command)

    def _do_ticket_command(self, person: Person, command: OpenTicket | ActOnTicket | EditTicket) -> tuple[Change, ...]:
        alarm = alarm_to_carry_on(self._site, person, command) if isinstance(command, OpenTicket) else None
        before = self._site.tickets.get(command.ticket_id)
        kept = self._after(command)
        if alarm is not None:
            kept = with_alarm(self._site, person, alarm, kept)
        self._site.tickets[kept.ticket.id] = kept
        told = [*tell_transfers(self._site, before, kept.ticket, person.login)]
        told.append(self._site.tell(Kind.TICKET, kept.ticket.id, kept.ticket.version, person.login))
        told += units_follow(self._site, person, kept)
        if alarm is not None:
            ticketed = {"state": AlarmState.TICKETED, "ticket_id": kept.ticket.id}
            told.append(changed(self._site, alarm, person.login, **ticketed))
        if isinstance(command, OpenTicket) and command.report is not None:
            seal(self._site, kept.reports[-1], command.report)
            told.append(self._site.tell(Kind.REPORT, kept.ticket.id, 1, person.login))
        told += clock_alarm_returns(self._site, before.ticket if before else None, kept.ticket, person.login)
        told += after_ticket_command(self._site, self._desk(), command, kept.ticket.id)
        follow = follow_parent(self._desk(), self._site, before.ticket.state if before else None, kept.ticket)
        return (*told, *follow)

    def _add(self, person: Person, command: AddCommand) -> tuple[Change, ...]:
        site, kept = self._site, add_to_ticket(self._desk(), self._kept(command.ticket_id), command)
        site.tickets[kept.ticket.id] = kept
        kinds = [(Kind.TICKET, kept.ticket.version)]
        if isinstance(command, AddReport):
            seal(site, kept.reports[-1], command.report)
            kinds.insert(0, (Kind.REPORT, len(kept.reports)))
        return tuple(site.tell(kind, kept.ticket.id, version, person.login) for kind, version in kinds)

    def _desk(self) -> Desk:
        site = self._site
        return Desk(self.me(), site.now, site.agencies, site.categories, site.cameras, site.areas)

    def _after(self, command: OpenTicket | ActOnTicket | EditTicket) -> Kept:
        if isinstance(command, OpenTicket):
            if command.ticket_id in self._site.tickets:
                raise AlreadyTaken(field="id")
            number = f"{self._site.prefix}-{self._site.now.year}-{len(self._site.tickets) + 1:06}"
            return in_exercise(self._site, open_ticket(self._desk(), command, number), command)
        kept = self._kept(command.ticket_id)
        if kept.ticket.version != command.expected_version:
            raise Stale(self.ticket(command.ticket_id))
        if isinstance(command, EditTicket):
            after = edit_ticket(self._desk(), kept, command)
        else:
            after = act_or_transfer(self._desk(), kept, command)
        refuse_linked(self._site, command)
        return after

    def _kept(self, ticket_id: UUID) -> Kept:
        kept = self._site.tickets.get(ticket_id)
        if kept is None or not self._sees(kept):
            raise NotFound
        return kept

    def _sees(self, kept: Kept) -> bool:
        me = self.me()
        if me.role is Role.INTAKE:
            return kept.opened_by == me.login
        if me.role is not Role.AGENCY or any(is_theirs(a, me) for a in kept.ticket.assignments):
            return True
        return any(one.to_agency_id == me.agency_id for one in kept.ticket.transfers)

    def _as_seen(self, ticket: Ticket) -> Ticket:
        """An agency's people see their own assignments, the intake sees none."""
        me = self.me()
        if me.role is Role.INTAKE:
            return replace(ticket, assignments=(), transfers=(), owner_name="")
        assignments = tuple(a for a in ticket.assignments if is_theirs(a, me))
        return replace(ticket, assignments=assignments, transfers=transfers_seen(ticket, me))

    def _hears(self, change: Change) -> bool:
        role = self.me().role
        if role not in (Role.AGENCY, Role.INTAKE):
            return role is not Role.WALL or change.kind is not Kind.IDENTITY
        if change.kind is Kind.TICKET or (change.kind is Kind.REPORT and role is Role.AGENCY):
            return self._sees(self._site.tickets[change.id])
        if change.kind is Kind.PLACES:
            return True
        if change.kind is Kind.TRANSFER:
            return role is Role.AGENCY and hears_of_transfer(self._site, change, self.me())
        if change.kind is Kind.UNIT:
            return role is Role.AGENCY and hears_of_unit(self._site, change, self.me())
        return role is Role.AGENCY and change.kind in _AGENCY_KINDS
