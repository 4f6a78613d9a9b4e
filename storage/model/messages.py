"""Messages out: what the record wants told to a reporter or an agency, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.model.tickets import TicketState


class MessageKind(StrEnum):
    REPORT_RECEIVED = "report_received"  # to who reported: it is in, under this number
    REPORT_STATE = "report_state"  # to who reported: the ticket is in another state
    DISPATCH = "dispatch"  # to the agency's contact: you are called


class SendOutcome(StrEnum):
    """What the sender knows. Of FAILED and UNKNOWN the same message is tried again, under its own id."""

    SENT = "sent"
    FAILED = "failed"  # it did not go out; later it may
    UNKNOWN = "unknown"  # it may have gone out
    REFUSED = "refused"  # it will never go out: no such number


class MessageState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"  # nobody took it in time


RETRY_S: tuple[float, ...] = (30, 120, 600, 1800, 7200)
"""How long after the first, second … try that did not succeed the next one comes."""

EXPIRES_S = {MessageKind.REPORT_RECEIVED: 86_400.0, MessageKind.REPORT_STATE: 86_400.0, MessageKind.DISPATCH: 3_600.0}


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its sender takes it. `id` stays over every try; `claim` is this taking's, to settle it with."""

    id: UUID
    claim: UUID
    kind: MessageKind
    ticket_number: str
    category: str  # code
    ticket_state: TicketState  # as it was when the message was written
    agency: str  # code, of a dispatch alone
    address: str = field(repr=False)  # a telephone number
    attempt: int = 1  # from 1
    written_at: datetime | None = None
