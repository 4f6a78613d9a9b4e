"""Shifts: when they are, who is on one, what stands in its log book, and its handover that both sides sign."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ShiftSpan:
    """One shift of one day; it lasts from `starts_at` until before `ends_at`."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """The day's shifts as name and local begin, in order; each lasts until the next one begins."""

    begins: tuple[tuple[str, time], ...]
    zone: tzinfo

    def at(self, moment: datetime) -> ShiftSpan:
        """The shift in which `moment` lies."""
        today = moment.astimezone(self.zone).date()
        spans = [span for day in (-1, 0, 1) for span in self.of_day(today + timedelta(days=day))]
        return next(span for span in spans if span.starts_at <= moment < span.ends_at)

    def of_day(self, day: date) -> tuple[ShiftSpan, ...]:
        """The shifts that begin on that local day."""
        starts = [datetime.combine(day, begin, self.zone) for _, begin in self.begins]
        next_day = datetime.combine(day + timedelta(days=1), self.begins[0][1], self.zone)
        ends = [*starts[1:], next_day]
        return tuple(
            ShiftSpan(name, start, end) for (name, _), start, end in zip(self.begins, starts, ends, strict=True)
        )


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person on one shift."""

    id: UUID
    person_id: UUID
    person_name: str
    role: str
    shift_name: str
    shift_starts_at: datetime
    signed_in_at: datetime
    signed_out_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log book: written once, never changed."""

    id: UUID
    at: datetime
    author: str  # a name, for people
    text: str
    ticket_id: UUID | None = None
    ticket_number: str = ""


class Side(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a handover's digest, by a connection of their own that their password opened."""

    side: Side
    person_id: UUID
    person_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """What one shift hands to the next. `content` is canonical JSON (see console/presenters/handover.py); `digest`
    is its SHA-256 in hex, set by the server; both sides sign that digest. Signed twice it never changes again."""

    id: UUID
    shift_name: str
    shift_starts_at: datetime
    shift_ends_at: datetime
    content: str
    digest: str
    prepared_at: datetime
    prepared_by: str
    signatures: tuple[Signature, ...] = ()

    @property
    def complete(self) -> bool:
        return {signature.side for signature in self.signatures} == set(Side)
