"""A report's file: there as a whole or not at all."""

import errno
import os
import secrets
from pathlib import Path

from resources.errors import SiagaError


class ReportNotWritten(SiagaError):
    """The file could not be written, and what stood there before still stands; facts: file, what."""

    word = "report.file.not_written"


class ReportDiskFull(ReportNotWritten):
    """There is no room for it; facts: file."""

    word = "report.file.full"


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_whole(file: Path, content: bytes) -> None:
    """Write beside and rename, so that a failed write leaves no half file. Raises ReportNotWritten, ReportDiskFull."""
    beside = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if file.exists() and not file.is_file():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        try:
            with beside.open("xb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        if error.errno in _FULL:
            raise ReportDiskFull(str(error), file=str(file)) from error
        raise ReportNotWritten(str(error), file=str(file), what=error.strerror or type(error).__name__) from error
    except ValueError as error:  # a name with a zero byte
        raise ReportNotWritten(str(error), file=repr(str(file)), what=type(error).__name__) from error
