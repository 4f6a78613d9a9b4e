"""What is asked of filters that people keep."""

from dataclasses import dataclass
from uuid import UUID

from storage.model.search import TicketFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveFilter:
    """A filter kept under a name, or changed where the id is known: one's own; shared ones are a supervisor's."""

    key: UUID
    filter_id: UUID
    name: str
    filter: TicketFilter
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFilter:
    """Takes away one's own filter, or as a supervisor a shared one."""

    key: UUID
    filter_id: UUID
