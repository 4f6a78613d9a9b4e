"""Why a stream gives no pictures, as a key of resources/words."""

from enum import StrEnum


class Reason(StrEnum):
    """Each value is a key of resources/words and says what to do."""

    WRONG_PASSWORD = "stream.reason.wrong_password"
    REFUSED = "stream.reason.refused"
    UNREACHABLE = "stream.reason.unreachable"
    NOT_FOUND = "stream.reason.not_found"
    NOT_VIDEO = "stream.reason.not_video"
    NO_PICTURE = "stream.reason.no_picture"
    TOO_LARGE = "stream.reason.too_large"
    NO_PERMISSION = "stream.reason.no_permission"
    TIMED_OUT = "stream.reason.timed_out"
    ENDED = "stream.reason.ended"
    BEHIND = "stream.reason.behind"
    BAD_URL = "stream.reason.bad_url"
    SERVER_ERROR = "stream.reason.server_error"
    WORKER_LOST = "stream.reason.worker_lost"
    QUARANTINED = "stream.reason.quarantined"
    UNKNOWN = "stream.reason.unknown"
