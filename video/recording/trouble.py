"""Why nothing is written, as a key of resources/words."""

import errno
from enum import StrEnum


class Trouble(StrEnum):
    """Each value is a key of resources/words and says what is wrong with the disk."""

    FULL = "recording.reason.full"
    READ_ONLY = "recording.reason.read_only"
    MISSING = "recording.reason.missing"
    DENIED = "recording.reason.denied"
    SLOW = "recording.reason.slow"
    FAILING = "recording.reason.failing"
    NO_PACKETS = "recording.reason.no_packets"


_BY_NUMBER = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.ENOENT: Trouble.MISSING,
    errno.ENOTDIR: Trouble.MISSING,
    errno.ENODEV: Trouble.MISSING,
    errno.ESTALE: Trouble.MISSING,
    errno.EACCES: Trouble.DENIED,
    errno.EPERM: Trouble.DENIED,
}


def trouble_of(error: OSError) -> Trouble:
    return _BY_NUMBER.get(error.errno or 0, Trouble.FAILING)
