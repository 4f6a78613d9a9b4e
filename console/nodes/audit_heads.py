"""Heads of the audit: taken, signed by the station's key, kept in the record and in a file beside the station's state.

The file is what the record cannot reach: who owns the database can recompute every chain, and cannot sign for it.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from console.settings import Settings
from resources.errors import SiagaError
from storage.model.audit import AuditHead, Rolled, head_bytes, head_line, microseconds, read_head
from storage.service.audit_port import AuditHeads
from storage.service.errors import Busy
from video.evidence.durable import sync_folder
from video.evidence.key import FILE_NAME as KEY_FILE
from video.evidence.key import SigningKey, station_key

log = logging.getLogger(__name__)
FILE_NAME = "audit-heads.jsonl"
AGAIN_S = 600.0
"""After a head that could not be taken or kept, the next try."""
BUSY_S = 60.0
_AT_ONCE = 200_000


class HeadsNotRead(SiagaError):
    """A file of heads cannot be read, or a line in it is none; facts: file, what."""

    word = "audit.error.not_read"


class HeadsNotKept(SiagaError):
    """A head could not be written to its file; facts: file, what."""

    word = "audit.error.not_kept"


class HeadFile:
    """A head a line, only ever appended to, each by one write; what a crash cut off is passed over."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def heads(self) -> tuple[AuditHead, ...]:
        """In the order they were taken; none where there is no file. Raises HeadsNotRead."""
        return read_heads(self.path) if self.path.exists() else ()

    def append(self, head: AuditHead) -> None:
        """On the disk when this returns. Raises HeadsNotKept."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = not self.path.exists()
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            with os.fdopen(handle, "r+b", buffering=0) as out:
                size = out.seek(0, os.SEEK_END)
                out.seek(max(0, size - 1))
                begin = b"" if out.read(1) in (b"", b"\n") else b"\n"
                out.write(begin + head_line(head).encode() + b"\n")
                os.fsync(out.fileno())
            if fresh:
                sync_folder(self.path.parent)
        except OSError as error:
            raise HeadsNotKept(str(error), file=str(self.path), what=error.strerror or "") from error


class HeadTaker:
    """Takes heads for one station: `data_dir` holds its key and its file."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.file = HeadFile(data_dir / FILE_NAME)

    @property
    def signs(self) -> bool:
        """Whether this station has a key already; taking a head makes one."""
        return (self._data_dir / KEY_FILE).exists()

    def take(self, record: AuditHeads) -> AuditHead:
        """Roll on from this station's last head, sign, keep in the record and then in the file.

        The record first: a head in the file that the record never had would look like one that was taken out of it.
        Raises RecordError, HeadsNotRead, HeadsNotKept, BadKey.
        """
        key = station_key(self._data_dir / KEY_FILE)
        record_us = record.record_us()
        mine = [head for head in self.file.heads() if head.record_us == record_us]
        head = signed(key, record_us, _rolled(record, mine[-1] if mine else None))
        record.keep_audit_head(head)
        self.file.append(head)
        return head


class AuditHeadNode:
    """Takes the day's head, once a day by the site's calendar. `tick` is called every few seconds, from one thread."""

    def __init__(self, taker: HeadTaker, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._taker, self._zone, self._clock = taker, zone, clock
        self._done: date | None = None  # the day whose head is there
        self._not_before: datetime | None = None

    def tick(self, record: AuditHeads) -> AuditHead | None:
        """The head that was taken now, None where there is one of this day. What fails is told and tried again."""
        now = self._clock()
        today = now.astimezone(self._zone).date()
        if self._done == today or (self._not_before is not None and now < self._not_before):
            return None
        try:
            head = None if self._is_there(record, today) else self._taker.take(record)
        except Busy:
            self._not_before = now + timedelta(seconds=BUSY_S)  # somebody writes; another minute will do
            return None
        except SiagaError as error:
            self._not_before = now + timedelta(seconds=AGAIN_S)
            log.warning("no head of the audit was kept: %s", error)
            return None
        self._done, self._not_before = today, None
        return head

    def _is_there(self, record: AuditHeads, today: date) -> bool:
        record_us = record.record_us()
        mine = [head for head in self._taker.file.heads() if head.record_us == record_us]
        return bool(mine) and mine[-1].taken_at.astimezone(self._zone).date() == today


def daily_heads(settings: Settings, clock: Callable[[], datetime]) -> AuditHeadNode:
    """What takes the day's head for the station whose state is in `settings.data_dir`."""
    return AuditHeadNode(HeadTaker(settings.data_dir), ZoneInfo(settings.time_zone), clock)


def signed(key: SigningKey, record_us: int, rolled: Rolled) -> AuditHead:
    head = AuditHead(record_us, microseconds(rolled.at), rolled.last, rolled.rows, rolled.digest)
    signature = key.sign(head_bytes(head))
    return replace(head, public_key=key.private.public_key().public_bytes_raw(), signature=signature)


def is_signed(public_key: bytes, content: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 key (32 bytes) signed this."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_heads(file: Path) -> tuple[AuditHead, ...]:
    """Every head of a file. A line without its end is what a crash left, and counts for nothing.

    Raises HeadsNotRead for another line that is none: what was kept outside has to be whole.
    """
    try:
        lines = file.read_bytes().decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HeadsNotRead(str(error), file=str(file), what=getattr(error, "strerror", "") or "UTF-8") from error
    heads = []
    for number, line in enumerate(lines, start=1):
        if not line.endswith("}"):
            continue
        try:
            heads.append(read_head(line))
        except ValueError as error:
            raise HeadsNotRead(str(error), file=str(file), what=str(number)) from error
    return tuple(heads)


def _rolled(record: AuditHeads, last: AuditHead | None) -> Rolled:
    """In portions: a record that grew for years before its first head takes more than one statement's time."""
    rolled = Rolled(last.last, last.rows, last.digest) if last is not None else Rolled()
    while True:
        further = record.roll_audit(rolled, most=_AT_ONCE)
        if further.rows - rolled.rows < _AT_ONCE:
            return further
        rolled = further
