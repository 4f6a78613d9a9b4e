"""Sealed identities, as the record is asked for them."""

from typing import Protocol
from uuid import UUID

from storage.model.identity import Identity, Unsealing


class Identities(Protocol):
    """For the desk; the auditor reads who asked, why, and what became of it."""

    def unsealings(self, ticket_id: UUID | None = None) -> tuple[Unsealing, ...]:
        """Of a ticket, or of all tickets those that wait for an answer; in the order in which they were asked.

        Forbidden for everybody else.
        """
        ...

    def identity(self, unsealing_id: UUID) -> Identity:
        """For who asked, within a minute of an `OpenIdentity` that was carried out.

        Raises Forbidden, SealShut once the time is over, NotFound where it was erased meanwhile.
        """
        ...
