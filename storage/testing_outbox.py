"""The fakes' outbox: messages are written when a ticket changes, taken and settled as on the server."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.callers import Report, normal_number
from storage.model.ids import new_id
from storage.model.messages import EXPIRES_S, RETRY_S, Message, MessageKind, MessageState, SendOutcome
from storage.model.tickets import TicketState
from storage.service.errors import Invalid, Stale
from storage.testing_commands import Kept

if TYPE_CHECKING:
    from storage.testing import FakeSite

_FINAL = {SendOutcome.SENT: MessageState.SENT, SendOutcome.REFUSED: MessageState.FAILED}
_GIVEN_UP = {SendOutcome.FAILED: MessageState.FAILED, SendOutcome.UNKNOWN: MessageState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A row of the outbox."""

    id: UUID
    kind: MessageKind
    ticket_id: UUID
    report_id: UUID | None
    agency_id: UUID | None
    ticket_state: TicketState
    written_at: datetime
    due_at: datetime
    state: MessageState = MessageState.WAITING
    outcome: SendOutcome | None = None
    attempts: int = 0
    claim: UUID | None = None
    claimed_until: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        return self.written_at + timedelta(seconds=EXPIRES_S[self.kind])

    def is_free(self, now: datetime) -> bool:
        lapsed = self.claimed_until is not None and self.claimed_until <= now
        return self.state is MessageState.WAITING or (self.state is MessageState.CLAIMED and lapsed)


class TicketsKept(dict[UUID, Kept]):
    """The site's tickets: keeping one writes the messages that its change asks for, as the server's triggers do."""

    def __init__(self, site: "FakeSite") -> None:
        super().__init__()
        self._site = site
        self.messages: dict[UUID, KeptMessage] = {}

    def __setitem__(self, ticket_id: UUID, kept: Kept) -> None:
        before = self.get(ticket_id)
        super().__setitem__(ticket_id, kept)
        known = set() if before is None else {report.id for report in before.reports}
        begin = TicketState.NEW if before is None else before.ticket.state
        for report in kept.reports:
            if report.id not in known:
                self._write(MessageKind.REPORT_RECEIVED, kept, begin, report=report)
        dispatched = set() if before is None else {one.id for one in before.ticket.assignments}
        for assignment in kept.ticket.assignments:
            if assignment.id not in dispatched:
                self._write(MessageKind.DISPATCH, kept, kept.ticket.state, agency_id=assignment.agency_id)
        if kept.ticket.state is not begin:
            for report in kept.reports:
                self._write(MessageKind.REPORT_STATE, kept, kept.ticket.state, report=report)

    def _write(
        self,
        kind: MessageKind,
        kept: Kept,
        state: TicketState,
        *,
        report: Report | None = None,
        agency_id: UUID | None = None,
    ) -> None:
        if report is not None and not normal_number(report.caller_number):
            return
        if getattr(kept.ticket, "exercise", False):
            return
        now = self._site.now
        report_id = None if report is None else report.id
        row = KeptMessage(new_id(), kind, kept.ticket.id, report_id, agency_id, state, now, now)
        self.messages[row.id] = row


class FakeOutbox:
    """`storage.service.outbox_port.Outbox` in memory."""

    def __init__(self, site: "FakeSite") -> None:
        self._site = site

    def claim(self, *, most: int = 50, seconds: float = 60.0) -> tuple[Message, ...]:
        self._site.reach()
        if not 1 <= most <= 500 or not 0.1 <= seconds <= 3600:
            raise Invalid(field="message")
        now, rows = self._site.now, self._site.tickets.messages
        for row in list(rows.values()):
            if row.is_free(now) and row.expires_at <= now:
                unknown = row.state is MessageState.CLAIMED or row.outcome is SendOutcome.UNKNOWN
                rows[row.id] = replace(row, state=MessageState.UNKNOWN if unknown else MessageState.EXPIRED)
        due = [row for row in rows.values() if row.is_free(now) and row.due_at <= now]
        due.sort(key=lambda row: (row.due_at, row.id))
        taken = [self._taken(row, now + timedelta(seconds=seconds)) for row in due[:most]]
        return tuple(sorted((one for one in taken if one is not None), key=lambda one: (one.written_at or now, one.id)))

    def settle(self, message_id: UUID, claim: UUID, outcome: SendOutcome) -> MessageState:
        self._site.reach()
        rows = self._site.tickets.messages
        row = rows.get(message_id)
        if row is None or row.claim != claim:
            raise Stale
        if row.state is not MessageState.CLAIMED:
            return row.state
        state, due_at = _FINAL.get(outcome), row.due_at
        if state is None:
            state = _GIVEN_UP[outcome]
            if row.attempts <= len(RETRY_S):
                later = self._site.now + timedelta(seconds=RETRY_S[row.attempts - 1])
                if later < row.expires_at:
                    state, due_at = MessageState.WAITING, later
        rows[row.id] = replace(row, state=state, due_at=due_at, outcome=outcome)
        return state

    def close(self) -> None:
        """Nothing is held."""

    def _taken(self, row: KeptMessage, until: datetime) -> Message | None:
        site = self._site
        address = self._address(row)
        if not address:
            site.tickets.messages[row.id] = replace(row, state=MessageState.FAILED)
            return None
        outcome = SendOutcome.UNKNOWN if row.state is MessageState.CLAIMED else row.outcome
        claim, ticket = new_id(), site.tickets[row.ticket_id].ticket
        site.tickets.messages[row.id] = replace(
            row,
            state=MessageState.CLAIMED,
            outcome=outcome,
            attempts=row.attempts + 1,
            claim=claim,
            claimed_until=until,
        )
        agency = site.agencies[row.agency_id].code if row.agency_id else ""
        return Message(
            id=row.id,
            claim=claim,
            kind=row.kind,
            ticket_number=ticket.number or "",
            category=ticket.category,
            ticket_state=row.ticket_state,
            agency=agency,
            address=address,
            attempt=row.attempts + 1,
            written_at=row.written_at,
        )

    def _address(self, row: KeptMessage) -> str:
        if row.report_id is not None:
            reports = self._site.tickets[row.ticket_id].reports
            return next((normal_number(r.caller_number) for r in reports if r.id == row.report_id), "")
        book = [c for c in self._site.contacts.values() if c.agency_id == row.agency_id and c.active and c.phone]
        return min(book, key=lambda c: (c.position, c.name, c.id)).phone if book else ""
