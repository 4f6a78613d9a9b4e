"""The fakes' audit: a chain a command, signed heads, and erasing, judged as the server's functions do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.audit import AuditHead, AuditRow, Rolled, digest_of, microseconds, rolled_on, seal_of
from storage.model.callers import Report, normal_number
from storage.model.erasing import Erasure, WordsRow
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.model.tickets import TimelineEntry
from storage.service.commands import AskErasure, CarryOutErasure, NoteSavedStill
from storage.service.errors import Forbidden, Invalid, Stale
from storage.testing_identity import erase_sealed
from storage.testing_shifts import READERS

if TYPE_CHECKING:
    from storage.testing import FakeSite

AuditCommand = NoteSavedStill | AskErasure | CarryOutErasure
_TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
_SAVERS = _TAKERS | {Role.AUDITOR, Role.AGENCY}
_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
_DIGEST = re.compile(r"([0-9a-f]{64})?")
_SALT = b"salt"


@dataclass(slots=True)
class AuditBook:
    """What the site keeps of who did what: one row a command that was done, each a chain of its own."""

    rows: list[AuditRow] = field(default_factory=list)
    heads: list[AuditHead] = field(default_factory=list)
    erasures: dict[UUID, Erasure] = field(default_factory=dict)

    def note(self, key: UUID, act: str, actor: str, at_us: int) -> None:
        row = AuditRow(len(self.rows) + 1, "command", key, 1, act, actor, at_us, {}, act, (), _SALT, b"", b"")
        row = replace(row, sealed=seal_of(row, _SALT))
        self.rows.append(replace(row, digest=digest_of(row, b"")))


class FakeAuditHeads:
    """`storage.service.audit_port.AuditHeads` in memory; a base of both fakes, which give the site."""

    _site: "FakeSite"

    def record_us(self) -> int:
        self._site.reach()
        return microseconds(self._site.founded_at)

    def roll_audit(self, after: Rolled, *, most: int = 200_000) -> Rolled:
        self._assert_taker()
        rolled = after
        for row in [row for row in self._site.audit.rows if row.number > after.last][:most]:
            rolled = Rolled(row.number, rolled.rows + 1, rolled_on(rolled.digest, row.number, row.digest))
        return replace(rolled, at=self._site.now)

    def keep_audit_head(self, head: AuditHead) -> None:
        self._assert_taker()
        self._site.audit.heads.append(head)

    def _assert_taker(self) -> None:
        """Any station may."""
        self._site.reach()


class FakeAudit(FakeAuditHeads):
    """`storage.service.audit_port.AuditTrail` in memory; a base of FakeRecord, which gives site and person."""

    _person_id: UUID

    def audit_heads(self, *, limit: int = 10) -> tuple[AuditHead, ...]:
        self._assert_role(READERS)
        return tuple(sorted(self._site.audit.heads, key=_by_last, reverse=True)[:limit])

    @contextmanager
    def reading_audit(self) -> Iterator["FakeAuditReading"]:
        self._assert_role(frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
        yield FakeAuditReading(self._site.audit)

    def worded_rows(self, ticket_id: UUID) -> tuple[WordsRow, ...]:
        """None: this audit tells of commands, not of tickets."""
        self._site.reach()
        return ()

    def erasures(self) -> tuple[Erasure, ...]:
        self._assert_role(_KEEPERS)
        return tuple(sorted(self._site.audit.erasures.values(), key=_by_asking, reverse=True))

    def _assert_taker(self) -> None:
        self._assert_role(_TAKERS)

    def _assert_role(self, roles: frozenset[Role]) -> None:
        self._site.reach()
        if self._site.people[self._person_id].role not in roles:
            raise Forbidden


class FakeAuditReading:
    """`storage.service.audit_port.AuditReading` of what is there."""

    def __init__(self, book: AuditBook) -> None:
        self._book = book

    def rows(self) -> Iterator[AuditRow]:
        return iter(sorted(self._book.rows, key=_by_chain))

    def digests(self) -> Iterator[tuple[int, bytes]]:
        return ((row.number, row.digest) for row in self._book.rows)

    def broken_tails(self) -> tuple[tuple[str, UUID], ...]:
        return ()

    def loose_rows(self) -> tuple[tuple[str, UUID], ...]:
        return ()

    def heads(self) -> tuple[AuditHead, ...]:
        return tuple(self._book.heads)


def do_audit_command(site: "FakeSite", person: Person, command: AuditCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    wanted = {NoteSavedStill: _SAVERS, AskErasure: {Role.SUPERVISOR}, CarryOutErasure: {Role.ADMINISTRATOR}}
    if not person.active or person.must_change_password or person.role not in wanted[type(command)]:
        raise Forbidden
    if isinstance(command, AskErasure):
        _ask(site, person, command)
        return ()
    if isinstance(command, CarryOutErasure):
        return _carry_out(site, person, command)
    if command.camera_id not in site.cameras:
        raise Invalid(field="camera")
    if not _DIGEST.fullmatch(command.sha256):
        raise Invalid(field="still")
    return ()


def _ask(site: "FakeSite", person: Person, command: AskErasure) -> None:
    if not command.reason.strip():
        raise Invalid(field="reason")
    number = normal_number(command.caller_number)
    standing = [report for kept in site.tickets.values() for report in kept.reports if _is_there(report)]
    reports = [one for one in standing if one.id in command.report_ids or number == normal_number(one.caller_number)]
    reports = [one for one in reports if one.id in command.report_ids or number]
    calls = [call for call in site.nuisance if number and call.number_key == number]
    asked = {report.id for report in reports}
    if not (asked or calls) or command.audit_numbers or not asked.issuperset(command.report_ids):
        raise Invalid(field="erasure")
    site.audit.erasures[command.erasure_id] = Erasure(
        command.erasure_id,
        command.reason,
        tuple(sorted(asked)),
        tuple(UUID(int=site.nuisance.index(call)) for call in calls),
        (),
        person.login,
        site.now,
    )


def _carry_out(site: "FakeSite", person: Person, command: CarryOutErasure) -> tuple[Change, ...]:
    asked = site.audit.erasures.get(command.erasure_id)
    if asked is None:
        raise Invalid(field="erasure")
    if asked.carried_out_at is not None:
        raise Stale
    told = []
    for ticket_id, kept in site.tickets.items():
        if any(report.id in asked.report_ids for report in kept.reports):
            reports = tuple(_emptied(one) if one.id in asked.report_ids else one for one in kept.reports)
            ticket = replace(kept.ticket, version=kept.ticket.version + 1, changed_at=site.now)
            timeline = (*kept.timeline, TimelineEntry(site.now, person.name, "erase"))
            site.tickets[ticket_id] = replace(kept, ticket=ticket, reports=reports, timeline=timeline)
            told.append(site.tell(Kind.TICKET, ticket_id, ticket.version, person.login))
    for call in asked.nuisance_ids:
        site.nuisance[call.int] = replace(site.nuisance[call.int], number_key="")
    told += erase_sealed(site, asked.report_ids, person.login)
    site.audit.erasures[asked.id] = replace(asked, carried_out_by=person.login, carried_out_at=site.now)
    return tuple(told)


def _is_there(report: Report) -> bool:
    """The fake has no other sign of one that was erased."""
    return bool(report.words or report.caller_name or report.caller_number)


def _emptied(report: Report) -> Report:
    return replace(report, words="", caller_name="", caller_number="")


def _by_last(head: AuditHead) -> tuple[int, int]:
    return head.last, head.taken_us


def _by_asking(erasure: Erasure) -> tuple[object, UUID]:
    return erasure.asked_at, erasure.id


def _by_chain(row: AuditRow) -> tuple[str, str, int]:
    return row.subject, str(row.subject_id), row.number
