"""Commands: what a person asks of the record. The same `key` twice is done once."""

from dataclasses import dataclass, field
from uuid import UUID

from storage.model.cameras import Camera
from storage.model.tickets import Act, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    """A new ticket, with the still it was made from and the agency it is dispatched to at once, if any."""

    key: UUID
    ticket_id: UUID
    title: str
    category: str
    priority: Priority
    place: str
    description: str = ""
    camera_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    agency_ids: tuple[UUID, ...] = ()
    still: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnTicket:
    """One act on one ticket as it was seen at `expected_version`."""

    key: UUID
    ticket_id: UUID
    expected_version: int
    act: Act
    assignment_id: UUID | None = None  # for the acts of an assignment
    agency_id: UUID | None = None  # DISPATCH: to whom; DECLINE: the next owner, if any
    text: str = ""  # a note, or the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTicket:
    """Changed fields of a ticket; None leaves a field as it is."""

    key: UUID
    ticket_id: UUID
    expected_version: int
    title: str | None = None
    category: str | None = None
    priority: Priority | None = None
    place: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCamera:
    """A camera added (version 0) or changed; a username or password of None stays as it is."""

    key: UUID
    camera: Camera
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


Command = OpenTicket | ActOnTicket | EditTicket | SaveCamera
