"""Why evidence was not written, each with its sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resources.errors import SiagaError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class EvidenceError(SiagaError):
    """Any refusal or failure of an export; nothing of it is left at the target."""

    word = "evidence.error.failed"


class Cancelled(EvidenceError):
    """A person stopped it."""

    word = "evidence.error.cancelled"


class EvidenceNotWritten(EvidenceError):
    """The target cannot be written; facts: folder, what."""

    word = "evidence.error.not_written"


class EvidenceDiskFull(EvidenceError):
    """There is no room, seen before or met on the way; facts: folder."""

    word = "evidence.error.full"


class FolderTaken(EvidenceError):
    """Something of that name lies there already, or another export is writing it; facts: folder."""

    word = "evidence.error.taken"


class BadName(EvidenceError):
    """A folder's name that not every disk takes; facts: folder."""

    word = "evidence.error.bad_name"


class NothingRecorded(EvidenceError):
    """No camera of the request has a packet between its marks."""

    word = "evidence.error.nothing"


class BadRequest(EvidenceError):
    """No camera, a mark-out before its mark-in, or no reason."""

    word = "evidence.error.bad_request"


class BadKey(EvidenceError):
    """The station's key cannot be used; facts: file, what."""

    word = "evidence.error.bad_key"


class KeyOpenToOthers(BadKey):
    """Others may read or replace the key file, so it proves nothing; facts: file."""

    word = "evidence.error.key_open"


class BadFingerprint(SiagaError):
    """What was given is not 64 hex digits; facts: given."""

    word = "evidence.error.bad_fingerprint"


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """Turns what the system or libav says of a disk into EvidenceDiskFull or EvidenceNotWritten."""
    try:
        yield
    except EvidenceError:
        raise
    except Exception as error:
        # libav's errors are no OSError where their number has no class in Python; all of them carry it.
        number = getattr(error, "errno", None)
        if number is None:
            raise
        if number in _FULL:
            raise EvidenceDiskFull(str(error), folder=str(folder)) from error
        what = getattr(error, "strerror", "") or type(error).__name__
        raise EvidenceNotWritten(str(error), folder=str(folder), what=what) from error
