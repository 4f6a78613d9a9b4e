"""Files of tables that a person opens or saves: read up to a limit, written whole or not at all."""

from pathlib import Path

from console.reports.file import ReportDiskFull, ReportNotWritten, write_whole
from resources.errors import SiagaError


class TableNotWritten(SiagaError):
    """The file could not be written, and what stood there before still stands; facts: file, what."""

    word = "cameras.file.not_written"


class TableDiskFull(TableNotWritten):
    """There is no room for it; facts: file."""

    word = "cameras.file.full"


class TableNotRead(SiagaError):
    """The file is not there or may not be read; facts: file, what."""

    word = "cameras.file.not_read"


def write_table(file: Path, content: bytes) -> Path:
    """The file, when it stands as a whole. Raises TableNotWritten, TableDiskFull."""
    try:
        write_whole(file, content)
    except ReportDiskFull as error:
        raise TableDiskFull(str(error), file=file.name) from error
    except ReportNotWritten as error:
        raise TableNotWritten(str(error), file=file.name, what=error.facts.get("what", "")) from error
    return file


def read_table(file: Path, most: int) -> bytes:
    """At most `most` bytes and one more, so that who reads them sees that there were too many. Raises TableNotRead."""
    try:
        if not file.is_file():  # a pipe or a device would never end
            raise FileNotFoundError(2, "no such file")
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or type(error).__name__
        raise TableNotRead(str(error), file=file.name, what=what) from error
