"""What is read of procedures, as a port."""

from typing import Protocol
from uuid import UUID

from storage.model.procedures import ProcedureNotice, ProcedureRun


class Procedures(Protocol):
    """The steps of a ticket, for whoever sees the ticket; Forbidden for the intake."""

    def procedure_run(self, ticket_id: UUID) -> ProcedureRun | None:
        """None for a ticket of a category without a procedure. Raises NotFound for a ticket that is not seen."""
        ...

    def procedure_notices(self) -> tuple[ProcedureNotice, ...]:
        """What no supervisor has seen yet, the oldest first; empty for an agency and the wall."""
        ...
