"""The fakes' sealed identities, judged as the server's functions do."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.callers import NewReport, Openness, Report
from storage.model.feed import Change, Kind
from storage.model.identity import OPEN_FOR, Identity, Unsealing
from storage.model.people import Person, Role
from storage.model.tickets import TimelineEntry
from storage.service.commands import AskUnsealing, DecideUnsealing, OpenIdentity
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, SealShut, Stale
from storage.testing_shifts import assert_desk

if TYPE_CHECKING:
    from storage.testing import FakeSite

IdentityCommand = AskUnsealing | DecideUnsealing | OpenIdentity
_READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR})
_HOUSES = frozenset({"ask_unsealing", "grant_unsealing", "refuse_unsealing", "read_identity", "see_steps"})
_SHOWN_FOR = timedelta(minutes=1)
_REASON_MOST = 500


@dataclass(slots=True)
class IdentityBook:
    """What is sealed, by report; what was asked of it; and when a reading was written down last."""

    sealed: dict[UUID, tuple[str, str, str]] = field(default_factory=dict, repr=False)
    unsealings: dict[UUID, Unsealing] = field(default_factory=dict)
    read_at: dict[UUID, datetime] = field(default_factory=dict)


class FakeIdentities:
    """`storage.service.identity_port.Identities` in memory; a base of FakeRecord."""

    _site: "FakeSite"
    _person_id: UUID

    def unsealings(self, ticket_id: UUID | None = None) -> tuple[Unsealing, ...]:
        self._site.reach()
        if self._site.people[self._person_id].role not in _READERS:
            raise Forbidden
        found = self._site.identities.unsealings.values()
        wanted = (one for one in found if ticket_id == one.ticket_id or (ticket_id is None and one.granted is None))
        return tuple(sorted(wanted, key=_by_asking))

    def identity(self, unsealing_id: UUID) -> Identity:
        self._site.reach()
        book, person = self._site.identities, self._site.people[self._person_id]
        asked = _unsealed(self._site, person, unsealing_id)
        read_at = book.read_at.get(unsealing_id)
        if read_at is None or read_at < self._site.now - _SHOWN_FOR:
            raise Forbidden
        if asked.report_id not in book.sealed or asked.until is None:
            raise NotFound
        return Identity(*book.sealed[asked.report_id], asked.until)


def seal(site: "FakeSite", report: Report, new: NewReport | None) -> None:
    """Keep who brought this report, where it is a confidential one."""
    if new is not None and new.openness is Openness.CONFIDENTIAL:
        site.identities.sealed[report.id] = (new.caller_name, new.caller_number, new.contact)


def erase_sealed(site: "FakeSite", report_ids: tuple[UUID, ...], by: str) -> tuple[Change, ...]:
    """These reports' identities go, and what was said when their seals were lifted."""
    book, told = site.identities, []
    for asked in [one for one in book.unsealings.values() if one.report_id in report_ids]:
        until = None if asked.until is None else min(asked.until, site.now)
        left = replace(asked, reason="", said="", until=until, granted=bool(asked.granted))
        left = replace(left, decided_by=asked.decided_by or by, decided_at=asked.decided_at or site.now)
        told.append(_put(site, left, by))
    for report_id in report_ids:
        book.sealed.pop(report_id, None)
    return tuple(told)


def timeline_seen(timeline: tuple[TimelineEntry, ...], person: Person) -> tuple[TimelineEntry, ...]:
    """What was done to seals, and that a notice was seen, is the house's business."""
    if person.role not in (Role.AGENCY, Role.WALL):
        return timeline
    return tuple(entry for entry in timeline if entry.act not in _HOUSES)


def do_identity_command(site: "FakeSite", person: Person, command: IdentityCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    assert_desk(person)
    if isinstance(command, AskUnsealing):
        return _ask(site, person, command)
    if isinstance(command, DecideUnsealing):
        return _decide(site, person, command)
    asked = _unsealed(site, person, command.unsealing_id)
    site.identities.read_at[asked.id] = site.now
    _note(site, person, asked, "read_identity", "")
    return (_put(site, replace(asked, readings=asked.readings + 1), person.login),)


def _ask(site: "FakeSite", person: Person, command: AskUnsealing) -> tuple[Change, ...]:
    book = site.identities
    _assert_reason(command.reason)
    reports = (report for kept in site.tickets.values() for report in kept.reports)
    report = next((one for one in reports if one.id == command.report_id), None)
    if report is None or report.id not in book.sealed:
        raise Invalid(field="seal")
    pending = (one for one in book.unsealings.values() if one.granted is None and one.asked_login == person.login)
    if any(one.report_id == report.id for one in pending):
        raise AlreadyTaken(field="seal")
    number = site.tickets[report.ticket_id].ticket.number or ""
    ids = (command.unsealing_id, report.id, report.ticket_id)
    asked = Unsealing(*ids, number, command.reason, person.login, person.name, site.now, version=0)
    _note(site, person, asked, "ask_unsealing", command.reason)
    return (_put(site, asked, person.login),)


def _decide(site: "FakeSite", person: Person, command: DecideUnsealing) -> tuple[Change, ...]:
    if person.role is not Role.SUPERVISOR:
        raise Forbidden
    asked = site.identities.unsealings.get(command.unsealing_id)
    if asked is None:
        raise Invalid(field="seal")
    if asked.asked_login == person.login:
        raise Forbidden
    if asked.granted is not None:
        raise Stale
    if command.reason or not command.grant:
        _assert_reason(command.reason)
    until = site.now + OPEN_FOR if command.grant else None
    after = replace(asked, until=until, said=command.reason, granted=command.grant)
    after = replace(after, decided_by=person.name, decided_at=site.now)
    _note(site, person, after, "grant_unsealing" if command.grant else "refuse_unsealing", command.reason)
    return (_put(site, after, person.login),)


def _unsealed(site: "FakeSite", person: Person, unsealing_id: UUID) -> Unsealing:
    """The request, where this person may read by it now."""
    assert_desk(person)
    asked = site.identities.unsealings.get(unsealing_id)
    if asked is None:
        raise Invalid(field="seal")
    if asked.asked_login != person.login or not asked.granted or asked.until is None:
        raise Forbidden
    if asked.until <= site.now:
        raise SealShut
    return asked


def _assert_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > _REASON_MOST:
        raise Invalid(field="reason")


def _note(site: "FakeSite", person: Person, asked: Unsealing, act: str, said: str) -> None:
    facts = {"id": str(asked.id)}
    if asked.until is not None and act == "grant_unsealing":
        facts["until"] = asked.until.isoformat(timespec="seconds")
    kept = site.tickets[asked.ticket_id]
    entry = TimelineEntry(site.now, person.name, act, tuple(facts.items()), said)
    site.tickets[asked.ticket_id] = replace(kept, timeline=(*kept.timeline, entry))


def _put(site: "FakeSite", asked: Unsealing, by: str) -> Change:
    site.identities.unsealings[asked.id] = replace(asked, version=asked.version + 1)
    return site.tell(Kind.IDENTITY, asked.id, asked.version + 1, by)


def _by_asking(one: Unsealing) -> tuple[datetime, UUID]:
    return one.asked_at, one.id
