"""What stands between the ticket that is looked at and others, as views are given it."""

from dataclasses import dataclass
from uuid import UUID

from storage.model.links import Likeness, Link
from storage.model.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Kin:
    """The ticket, its links that stand, and open tickets that may be of the same thing."""

    ticket: Ticket
    still_id: UUID | None = None  # its first picture
    links: tuple[Link, ...] = ()
    alike: tuple[Likeness, ...] = ()
    may_act: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.links and not self.alike


def other_end(link: Link, here: Ticket) -> tuple[UUID, str]:
    """Id and number of the ticket at the link's other end."""
    if link.child_id == here.id:
        return link.parent_id, link.parent_number
    return link.child_id, link.child_number
