"""Tickets that belong together, as the record is asked for them."""

from typing import Protocol
from uuid import UUID

from storage.model.callers import Report
from storage.model.links import Draft, Likeness, Link


class Links(Protocol):
    """For the house; Forbidden for an agency and the intake."""

    def links(self, ticket_id: UUID) -> tuple[Link, ...]:
        """Those that stand and name this ticket: its parent's first, then its children's in the order of linking."""
        ...

    def alike(self, draft: Draft) -> tuple[Likeness, ...]:
        """Open tickets that may be of the same thing, the likeliest first; a few at most."""
        ...

    def subscribers(self, ticket_id: UUID) -> tuple[Report, ...]:
        """Every report of a ticket and of its duplicates, in the order they came: who is to hear of it.

        Forbidden for whoever does not read who called.
        """
        ...
