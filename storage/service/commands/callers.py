"""What is asked of reports, contact books and places."""

from dataclasses import dataclass, field
from uuid import UUID

from storage.model.callers import Area, Channel, Contact, NewReport
from storage.model.cameras import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """One more report of what a ticket is about."""

    key: UUID
    ticket_id: UUID
    report: NewReport


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNuisance:
    """A call that was none: counted by its number, where one was shown."""

    key: UUID
    channel: Channel
    caller_number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveContact:
    """A line of an agency's contact book added (version 0) or changed."""

    key: UUID
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlaces:
    """Landmarks and areas added or, by id and code, changed; nothing is taken away."""

    key: UUID
    places: tuple[Place, ...] = ()
    areas: tuple[Area, ...] = ()
