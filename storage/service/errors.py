"""What the record refuses, and why; each has its sentence in resources/words."""

from resources.errors import SiagaError
from storage.model.links import LinkRefusal
from storage.model.tickets import TicketDetail


class RecordError(SiagaError):
    """Any refusal or failure of the record."""


class Unreachable(RecordError):
    """The database cannot be reached now; facts: host."""

    word = "errors.record.unreachable"


class Busy(RecordError):
    """The database answered, but could not do it now: a lock, a time limit, no connections left. Try again."""

    word = "errors.record.busy"


class Full(RecordError):
    """The database's disk is full: nothing of the command was kept."""

    word = "errors.record.full"


class BadLogin(RecordError):
    """The login or its password is wrong, or it is disabled."""

    word = "errors.record.bad_login"


class Forbidden(RecordError):
    """The server refused this act to this role."""

    word = "errors.record.forbidden"


class NotFound(RecordError):
    word = "errors.record.not_found"


INVALID_FIELDS = frozenset(
    {"title", "text", "agency", "still", "main_url", "sub_url", "number", "login", "password", "category", "place"}
    | {"reason", "until", "cameras", "side", "signer"}
    | {"aspect", "onvif_url", "replay_url", "bookmark", "span", "days", "spans", "ptz"}
    | {"erasure"}
    | {"seal", "contact"}
    | {"next_owner", "transfer", "exercise", "boundary", "unit", "status", "call_sign"}
    | {"administrator"}
    | {"landmark", "area_code", "words", "caller_name", "caller_number", "latitude", "longitude", "name"}
)
TAKEN_FIELDS = frozenset(
    {"number", "login", "name", "agency", "side", "handover", "transfer", "exercise", "unit"} | {"seal"}
)


class Invalid(RecordError):
    """A value that the record does not accept; facts: field. Well-known fields have a sentence of their own."""

    def __init__(self, detail: str = "", *, field: str) -> None:
        known = field if field in INVALID_FIELDS else "other"
        self.word = f"errors.record.invalid.{known}"
        super().__init__(detail, field=field)


class NotAllowedNow(RecordError):
    """The state does not allow this act; facts: act, state."""

    word = "errors.record.not_allowed_now"


class AlreadyTaken(RecordError):
    """A number or name that must be unique is in use; facts: field."""

    def __init__(self, detail: str = "", *, field: str) -> None:
        known = field if field in TAKEN_FIELDS else "other"
        self.word = f"errors.record.already_taken.{known}"
        super().__init__(detail, field=field)


class Stale(RecordError):
    """Somebody changed the ticket since it was read; `current` is what stands now."""

    word = "errors.record.stale"

    def __init__(self, current: TicketDetail | None = None, detail: str = "", **facts: str | int | float) -> None:
        super().__init__(detail, **facts)
        self.current = current


class LinkRefused(RecordError):
    """Two tickets cannot be linked, or an act on a linked one cannot be done; says why."""

    def __init__(self, detail: str = "", *, why: LinkRefusal) -> None:
        self.word = f"errors.record.link.{why}"
        super().__init__(detail)
        self.why = why


class PtzHeld(RecordError):
    """Another person moves this camera; facts: name, until (the time of day at the site)."""

    word = "errors.record.ptz_held"


class StepNotOpen(RecordError):
    """This step of the procedure does not apply, or an answer before it is missing."""

    word = "errors.record.step_not_open"


class SealShut(RecordError):
    """The time for which a seal was lifted is over."""

    word = "errors.record.seal_shut"


class OtherSchema(RecordError):
    """The console and the database are of different versions; facts: console, database."""

    word = "errors.record.other_schema"
