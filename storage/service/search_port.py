"""Finding tickets, as the record is asked for it."""

from typing import Protocol

from storage.model.search import PAGE, Cursor, Page, SavedFilter, TicketFilter


class Search(Protocol):
    """For whoever reads tickets; an agency finds its own. Forbidden for the intake."""

    def find_tickets(self, wanted: TicketFilter, *, after: Cursor | None = None, limit: int = PAGE) -> Page:
        """The newest first, closed ones too; `limit` is 1 to PAGE_MOST. Raises Invalid for other limits.

        `days` is no time yet: see `TicketFilter.dated`.
        """
        ...

    def saved_filters(self) -> tuple[SavedFilter, ...]:
        """One's own and the shared ones, by name."""
        ...
