"""What tickets are looked for by, and a page of what was found."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from storage.model.tickets import Priority, Ticket, TicketState

PAGE = 50
PAGE_MOST = 200
NAME_MOST = 80
_NUMBER = re.compile(r"(?:[A-Za-z]{2,10}-)?(?:(20\d\d)-)?0*(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Every field that is given must hold; an empty one asks for nothing.

    `text` is what a person types: words of title, place, landmark and description, in Indonesian, the last one as it
    begins; "..." for a phrase, - before a word that must not be there, `or` between two. One that is a ticket's number,
    or the end of one, finds that ticket.
    """

    text: str = ""
    states: tuple[TicketState, ...] = ()
    categories: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    agency_id: UUID | None = None  # with an assignment of theirs
    area_code: str | None = None
    camera_id: UUID | None = None
    since: datetime | None = None  # opened at or after
    until: datetime | None = None  # opened before
    days: int | None = None  # opened today (1) or within so many days, today counted: kept as it was said

    @property
    def empty(self) -> bool:
        return self == TicketFilter()

    def dated(self, now: datetime, zone: tzinfo) -> "TicketFilter":
        """With `days` told as a time of opening: from midnight in `zone`. The record looks at times only."""
        if self.days is None:
            return self
        midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return replace(self, since=midnight - timedelta(days=self.days - 1), until=None, days=None)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends: the next one begins after it. New tickets in between move nothing."""

    created_at: datetime
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Found tickets, the newest first; `after` is None on the last page."""

    tickets: tuple[Ticket, ...]
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under a name: one's own, or by a supervisor for everybody at a desk."""

    id: UUID
    name: str
    filter: TicketFilter
    shared: bool
    owner_name: str
    mine: bool
    version: int = 1


def number_of(text: str) -> tuple[int | None, int] | None:
    """The year, where it is said, and the count of a ticket's number that somebody typed; None for other words.

    A bare number of under three digits is a word: house numbers and kilometres are typed as well.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None or (found[1] is None and len(text.strip()) < 3):
        return None
    return (int(found[1]) if found[1] else None), int(found[2])


def page_of(tickets: tuple[Ticket, ...], limit: int) -> Page:
    """A page out of one ticket more than it holds, if there are as many."""
    shown = tickets[:limit]
    more = len(tickets) > limit
    return Page(shown, Cursor(shown[-1].created_at, shown[-1].id) if more else None)
