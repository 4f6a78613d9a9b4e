"""The fakes' shifts: sign-ins, the log book and handovers, judged as the server's triggers do."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from storage import testing_facts
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.shift_facts import ShiftFacts
from storage.model.shifts import Handover, LogEntry, ShiftSpan, Side, Signature, SignIn
from storage.service.commands import PrepareHandover, SignHandover, SignInToShift, SignOutOfShift, WriteLog
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale

if TYPE_CHECKING:
    from storage.testing import FakeSite

ShiftCommand = SignInToShift | SignOutOfShift | WriteLog | PrepareHandover | SignHandover
READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
_LONGEST_SPAN = timedelta(hours=24)
_LARGEST_CONTENT_BYTES = 1024 * 1024


@dataclass(slots=True)
class ShiftPapers:
    """What the site keeps of its shifts, in the order it came."""

    sign_ins: dict[UUID, SignIn] = field(default_factory=dict)
    log: dict[UUID, LogEntry] = field(default_factory=dict)
    handovers: dict[UUID, Handover] = field(default_factory=dict)


class FakeShifts:
    """`storage.service.record.Shifts` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID

    def sign_ins(self, *, since: datetime) -> tuple[SignIn, ...]:
        rows = self._papers().sign_ins.values()
        return tuple(one for one in rows if one.signed_in_at >= since or one.signed_out_at is None)

    def log_entries(self, *, since: datetime) -> tuple[LogEntry, ...]:
        return tuple(entry for entry in self._papers().log.values() if entry.at >= since)

    def handovers(self, *, since: datetime) -> tuple[Handover, ...]:
        return tuple(one for one in self._papers().handovers.values() if one.prepared_at >= since)

    def handover(self, handover_id: UUID) -> Handover:
        found = self._papers().handovers.get(handover_id)
        if found is None:
            raise NotFound
        return found

    def shift_facts(self, since: datetime, until: datetime) -> ShiftFacts:
        self._papers()
        return testing_facts.shift_facts(self._site, since, until)

    def _papers(self) -> ShiftPapers:
        """Raises Forbidden for those who do not read shifts."""
        self._site.reach()
        if self._site.people[self._person_id].role not in READERS:
            raise Forbidden
        return self._site.shifts


def do_shift_command(site: "FakeSite", person: Person, command: ShiftCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if (
        isinstance(command, SignHandover)
        and person.role in READERS
        and command.handover_id not in site.shifts.handovers
    ):
        raise NotFound
    assert_desk(person)
    if isinstance(command, SignInToShift):
        return _sign_in(site, person, command)
    if isinstance(command, SignOutOfShift):
        return _end_sign_ins(site, person)
    if isinstance(command, WriteLog):
        return _write_log(site, person, command)
    if isinstance(command, PrepareHandover):
        return _prepare(site, person, command)
    return _sign(site, person, command)


def assert_desk(person: Person) -> None:
    """Raises Forbidden for whoever is no operator or supervisor, is disabled or must change the password first."""
    able = person.active and not person.must_change_password
    if not able or person.role not in (Role.OPERATOR, Role.SUPERVISOR):
        raise Forbidden


def _sign_in(site: "FakeSite", person: Person, command: SignInToShift) -> tuple[Change, ...]:
    span = command.span
    for one in site.shifts.sign_ins.values():
        same = (one.shift_name, one.shift_starts_at) == (span.name, span.starts_at)
        if one.person_id == person.id and one.signed_out_at is None and same:
            return ()
    _check_span(span)
    ended = _end_sign_ins(site, person)
    new = SignIn(new_id(), person.id, person.name, person.role.value, span.name, span.starts_at, site.now)
    site.shifts.sign_ins[new.id] = new
    return *ended, site.tell(Kind.SHIFT, new.id, 1, person.login)


def _end_sign_ins(site: "FakeSite", person: Person) -> tuple[Change, ...]:
    changes = []
    for one in list(site.shifts.sign_ins.values()):
        if one.person_id == person.id and one.signed_out_at is None:
            site.shifts.sign_ins[one.id] = replace(one, signed_out_at=site.now)
            changes.append(site.tell(Kind.SHIFT, one.id, 2, person.login))
    return tuple(changes)


def _write_log(site: "FakeSite", person: Person, command: WriteLog) -> tuple[Change, ...]:
    if not command.text.strip() or len(command.text) > 2000:
        raise Invalid(field="text")
    if command.entry_id in site.shifts.log:
        raise AlreadyTaken(field="id")
    if command.ticket_id is not None and command.ticket_id not in site.tickets:
        raise Invalid(field="ticket")
    number = site.tickets[command.ticket_id].ticket.number if command.ticket_id is not None else ""
    entry = LogEntry(command.entry_id, site.now, person.name, command.text, command.ticket_id, number or "")
    site.shifts.log[entry.id] = entry
    return (site.tell(Kind.SHIFT, entry.id, 1, person.login),)


def _prepare(site: "FakeSite", person: Person, command: PrepareHandover) -> tuple[Change, ...]:
    try:
        json.loads(command.content)
    except ValueError:
        raise Invalid(field="content") from None
    _check_span(command.span)
    content = command.content.encode()
    if not 2 <= len(content) <= _LARGEST_CONTENT_BYTES:
        raise Invalid(field="content")
    if command.handover_id in site.shifts.handovers:
        raise AlreadyTaken(field="id")
    span, digest = command.span, sha256(content).hexdigest()
    if any(h.complete for h in _of_shift(site, span.starts_at, span.name)):
        raise AlreadyTaken(field="handover")
    site.shifts.handovers[command.handover_id] = Handover(
        command.handover_id, span.name, span.starts_at, span.ends_at, command.content, digest, site.now, person.name
    )
    return (site.tell(Kind.SHIFT, command.handover_id, 1, person.login),)


def _sign(site: "FakeSite", person: Person, command: SignHandover) -> tuple[Change, ...]:
    handover = site.shifts.handovers[command.handover_id]
    if command.side in {signature.side for signature in handover.signatures}:
        raise AlreadyTaken(field="side")
    if command.digest != handover.digest or handover.id != _last_of_its_shift(site, handover):
        raise Stale
    if command.side is Side.INCOMING and not handover.signatures:
        raise Invalid(field="side")
    if person.id in {signature.person_id for signature in handover.signatures}:
        raise Invalid(field="signer")
    signature = Signature(command.side, person.id, person.name, site.now)
    signed = replace(handover, signatures=(*handover.signatures, signature))
    site.shifts.handovers[handover.id] = signed
    return (site.tell(Kind.SHIFT, handover.id, 1 + len(signed.signatures), person.login),)


def _last_of_its_shift(site: "FakeSite", handover: Handover) -> UUID:
    return _of_shift(site, handover.shift_starts_at, handover.shift_name)[-1].id


def _of_shift(site: "FakeSite", starts_at: datetime, name: str) -> list[Handover]:
    """In the order they were prepared."""
    made = site.shifts.handovers.values()
    return [h for h in made if (h.shift_starts_at, h.shift_name) == (starts_at, name)]


def _check_span(span: ShiftSpan) -> None:
    if not span.name.strip() or len(span.name) > 60:
        raise Invalid(field="shift_name")
    if not timedelta() < span.ends_at - span.starts_at <= _LONGEST_SPAN:
        raise Invalid(field="span")
