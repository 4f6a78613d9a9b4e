"""Commands: what a person asks of the record. The same `key` twice is done once."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage.model.alarms import AlarmAct, AlarmRule
from storage.model.callers import Area, Channel, Contact, NewReport
from storage.model.cameras import Camera, Place
from storage.model.footage import EvidenceExport, Span
from storage.model.shifts import ShiftSpan, Side
from storage.model.tickets import Act, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    """A new ticket, with the still it was made from and the agency it is dispatched to at once, if any.

    `alarm_id` names the alarm that it carries on: listed or shelved, it becomes TICKETED in the same transaction and
    its still is the ticket's too; an alarm that is no longer to be had is `Stale`.
    """

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
    landmark: str = ""
    area_code: str | None = None
    agency_ids: tuple[UUID, ...] = ()
    still: bytes | None = field(default=None, repr=False)
    report: NewReport | None = None
    alarm_id: UUID | None = None


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
    """Changed fields of a ticket; None leaves a field as it is, an empty `area_code` takes it away.

    `clear_point` takes the point away, whatever `latitude` and `longitude` say.
    """

    key: UUID
    ticket_id: UUID
    expected_version: int
    title: str | None = None
    category: str | None = None
    priority: Priority | None = None
    place: str | None = None
    description: str | None = None
    landmark: str | None = None
    area_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    clear_point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStill:
    """One more picture for an open ticket: JPEG, at most 200 kB, its metadata already taken off."""

    key: UUID
    ticket_id: UUID
    jpeg: bytes = field(repr=False)
    camera_id: UUID | None = None


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
class ActOnAlarm:
    """One act on one alarm as it was seen at `expected_version`."""

    key: UUID
    alarm_id: UUID
    expected_version: int
    act: AlarmAct
    reason: str = ""  # SHELVE needs one
    until: datetime | None = None  # SHELVE: at most 12 hours from now


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAlarmRule:
    """A rule added (version 0) or changed."""

    key: UUID
    rule: AlarmRule


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCamera:
    """A camera added (version 0) or changed; a username or password of None stays as it is."""

    key: UUID
    camera: Camera
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInToShift:
    """The person who asks is on this shift from now; a shift that they were still on ends."""

    key: UUID
    span: ShiftSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutOfShift:
    key: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLog:
    """A line of the log book."""

    key: UUID
    entry_id: UUID
    text: str
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareHandover:
    """What is handed over, ready to be signed; one that is prepared again has a new id.

    A shift that both sides have signed is handed over: preparing it once more is AlreadyTaken, field "handover".
    """

    key: UUID
    handover_id: UUID
    span: ShiftSpan
    content: str  # canonical JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHandover:
    """Signs what `digest` names; the two sides are two different people, both at a desk."""

    key: UUID
    handover_id: UUID
    side: Side
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PushToWall:
    """Put cameras on the wall; takes the place of what was pushed before."""

    key: UUID
    push_id: UUID
    camera_ids: tuple[UUID, ...]
    reason: str
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWall:
    """Give the wall back to what it shows by itself; any operator or supervisor may."""

    key: UUID
    push_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBookmark:
    """Mark a moment of a camera. The text is 1 to BOOKMARK_MOST letters."""

    key: UUID
    bookmark_id: UUID
    camera_id: UUID
    at: datetime
    text: str
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBookmark:
    """Take a bookmark away: one's own, or as a supervisor anyone's."""

    key: UUID
    bookmark_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFootage:
    """Keep recorded pictures of `span` for `days` whatever the disk's quota says; needs a reason."""

    key: UUID
    lock_id: UUID
    span: Span
    reason: str
    days: int
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFootage:
    """Let locked pictures go again; a supervisor's act, with a reason."""

    key: UUID
    lock_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepExport:
    """Write down evidence that lies complete on its disk; `made_by` and `made_at` are the server's to set."""

    key: UUID
    export: EvidenceExport


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePtz:
    """Hold a camera's PTZ for HOLD_S, or renew it. Another's hold needs a reason and a supervisor, else `PtzHeld`."""

    key: UUID
    camera_id: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePtz:
    """Give one's own hold back; where there is none it is done already."""

    key: UUID
    camera_id: UUID


Command = (
    OpenTicket
    | ActOnTicket
    | EditTicket
    | AddStill
    | AddReport
    | NoteNuisance
    | ActOnAlarm
    | SaveAlarmRule
    | SaveCamera
    | SaveContact
    | ImportPlaces
    | SignInToShift
    | SignOutOfShift
    | WriteLog
    | PrepareHandover
    | SignHandover
    | PushToWall
    | ReleaseWall
    | SetBookmark
    | RemoveBookmark
    | LockFootage
    | ReleaseFootage
    | KeepExport
    | TakePtz
    | ReleasePtz
)
