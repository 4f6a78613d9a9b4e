"""What can keep the embedded server from running; each has its sentence in resources/words."""

import errno
from pathlib import Path

from resources.errors import SiagaError


class EmbeddedError(SiagaError):
    """The embedded server cannot be started or stopped; its data are as they were."""

    word = "database.would_not_start"


class WouldNotStart(EmbeddedError):
    """PostgreSQL refused to start; facts: log."""


class DiskFull(EmbeddedError):
    """No space is left for the record; facts: folder."""

    word = "database.disk_full"


class NotPermitted(EmbeddedError):
    """This account, or the server's, may not use the folder; facts: folder."""

    word = "database.not_permitted"


class FolderInUse(EmbeddedError):
    """The data folder holds something that is not a database of ours; facts: folder."""

    word = "database.folder_in_use"


class BinariesMissing(EmbeddedError):
    """There is no PostgreSQL in the folder named; facts: folder."""

    word = "database.binaries_missing"


class BinariesBroken(EmbeddedError):
    """The PostgreSQL found does not run on this machine; facts: folder, reason."""

    word = "database.binaries_broken"


class OtherMajor(EmbeddedError):
    """The data were written by another major version and stay untouched; facts: folder, data, binaries."""

    word = "database.other_major"


class NoPort(EmbeddedError):
    """No port on the loopback address could be bound."""

    word = "database.no_port"


class NoSystemUser(EmbeddedError):
    """The account that the server runs under is missing and cannot be made; facts: user."""

    word = "database.no_system_user"


class StillBusy(EmbeddedError):
    """Another console's start, a recovery or a stop took longer than we wait; facts: seconds."""

    word = "database.still_busy"


_SIGNS: tuple[tuple[str, type[EmbeddedError]], ...] = (
    ("No space left on device", DiskFull),
    ("Disk quota exceeded", DiskFull),
    ("Permission denied", NotPermitted),
    ("could not bind", NoPort),
    ("could not create any TCP/IP sockets", NoPort),
)


def told_by(output: str, *, folder: Path, log: Path) -> EmbeddedError:
    """The error that PostgreSQL's own words stand for; `output` becomes the detail for our log, never a fact."""
    for sign, kind in _SIGNS:
        if sign in output:
            return kind(output, folder=str(folder))
    return WouldNotStart(output, log=str(log))


def from_os(error: OSError, folder: Path) -> EmbeddedError:
    """The error that a failed file operation on `folder` stands for."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(str(error), folder=str(folder))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NotPermitted(str(error), folder=str(folder))
    return WouldNotStart(str(error), log=str(folder))
