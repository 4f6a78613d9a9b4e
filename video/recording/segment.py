"""One segment file: about a minute of one stream's packets, as the camera sent them (docs/design/recording.md)."""

import base64
import json
import struct
import zlib
from dataclasses import asdict, dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any

MAGIC = b"SIAGASEG"
VERSION = 1
_PREFACE = struct.Struct("<8sHI")  # magic, version, length of the header
_CRC = struct.Struct("<I")
_HEAD = struct.Struct("<BBHIqqqq")  # kind, flags, nothing, size, pts, dts, at_us, arrival_us
HEAD_BYTES = _HEAD.size + _CRC.size + 4  # padded to 48
TAIL = struct.Struct("<Q4s")  # where the trailer begins, and that it does
TAIL_MARK = b"TAIL"
_NONE = -(2**63)
_KEY = 1
PAYLOAD_MOST = 64_000_000
HEADER_MOST = 65_536


class Kind(IntEnum):
    PACKET = 1
    MOTION = 2
    TRAILER = 3


class BadSegment(ValueError):
    """The file is no segment, or its header is damaged; what follows a damaged record is merely not read."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a decoder must know before the first packet. `extradata` is the codec's, empty where it is in the stream."""

    camera_id: str
    codec: str  # libav's name: h264, hevc, mjpeg
    extradata: bytes
    width: int
    height: int
    time_base: Fraction
    aspect: Fraction | None  # of a pixel; None: square
    grade: str  # main or sub

    def pack(self) -> bytes:
        values: dict[str, Any] = asdict(self)
        values["extradata"] = base64.b64encode(self.extradata).decode()
        values["time_base"] = str(self.time_base)
        values["aspect"] = str(self.aspect) if self.aspect else None
        text = json.dumps(values, separators=(",", ":")).encode()
        return _PREFACE.pack(MAGIC, VERSION, len(text)) + text + _CRC.pack(zlib.crc32(text))


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `at_us` and `arrival_us` are UTC in microseconds; pts and dts in the header's time base."""

    kind: Kind
    payload: bytes
    at_us: int
    arrival_us: int
    pts: int | None = None
    dts: int | None = None
    key: bool = False

    def pack(self) -> bytes:
        return pack_record(self.kind, self.payload, self.at_us, self.arrival_us, self.pts, self.dts, self.key)


def pack_record(
    kind: Kind, payload: bytes, at_us: int, arrival_us: int, pts: int | None, dts: int | None, key: bool
) -> bytes:
    """A record's bytes; what `Record.pack` gives, without the object for each packet."""
    flags = _KEY if key else 0
    ticks = (_NONE if pts is None else pts, _NONE if dts is None else dts)
    head = _HEAD.pack(kind, flags, 0, len(payload), *ticks, at_us, arrival_us)
    crc = zlib.crc32(payload, zlib.crc32(head))
    return b"".join((head, _CRC.pack(crc), b"\0\0\0\0", payload))


@dataclass(frozen=True, slots=True)
class Trailer:
    """What a whole segment knows of itself: key frames as (at_us, place in the file), motion as (at_us, 0 to 255)."""

    begin_us: int
    end_us: int  # when its last picture ends
    packets: int
    keys: tuple[tuple[int, int], ...]
    motion: tuple[tuple[int, int], ...]

    def pack(self, place: int) -> bytes:
        """The trailer's record and the file's last bytes; `place` is where the record begins."""
        payload = json.dumps(asdict(self), separators=(",", ":")).encode()
        return Record(Kind.TRAILER, payload, self.end_us, self.end_us).pack() + TAIL.pack(place, TAIL_MARK)


def unpack_header(data: bytes) -> tuple[Header, int]:
    """The header and where the first record begins. Raises BadSegment."""
    try:
        magic, version, length = _PREFACE.unpack_from(data)
        text = data[_PREFACE.size : _PREFACE.size + length]
        (crc,) = _CRC.unpack_from(data, _PREFACE.size + length)
    except struct.error:
        raise BadSegment("it ends within its header") from None
    if magic != MAGIC or version != VERSION or crc != zlib.crc32(text):
        raise BadSegment("its header is not to be believed")
    try:
        values = json.loads(text)
        values["extradata"] = base64.b64decode(values["extradata"])
        values["time_base"] = Fraction(values["time_base"])
        values["aspect"] = Fraction(values["aspect"]) if values["aspect"] else None
        return Header(**values), _PREFACE.size + length + _CRC.size
    except (ValueError, KeyError, TypeError, ZeroDivisionError):
        raise BadSegment("its header has other fields") from None


def payload_size(head: bytes) -> int | None:
    """How many bytes follow a record's head; None where it is no head. Not yet proved by the CRC."""
    if len(head) < HEAD_BYTES:
        return None
    size = int(_HEAD.unpack_from(head)[3])
    return size if size <= PAYLOAD_MOST else None


def unpack_record(data: bytes | memoryview, place: int) -> Record | None:
    """The record that begins at `place`; None where it is not whole or not to be believed."""
    start = place + HEAD_BYTES
    if place < 0 or start > len(data):
        return None
    kind, flags, _, size, pts, dts, at_us, arrival_us = _HEAD.unpack_from(data, place)
    if kind not in Kind.__members__.values() or size > PAYLOAD_MOST or start + size > len(data):
        return None
    (crc,) = _CRC.unpack_from(data, place + _HEAD.size)
    payload = bytes(data[start : start + size])
    if crc != zlib.crc32(payload, zlib.crc32(data[place : place + _HEAD.size])):
        return None
    ticks = [None if value == _NONE else value for value in (pts, dts)]
    return Record(Kind(kind), payload, at_us, arrival_us, ticks[0], ticks[1], bool(flags & _KEY))


def unpack_trailer(record: Record) -> Trailer | None:
    """The trailer in a TRAILER record; None where its fields are others."""
    try:
        values = json.loads(record.payload)
        for name in ("keys", "motion"):
            values[name] = tuple((int(at_us), int(value)) for at_us, value in values[name])
        return Trailer(**values)
    except (ValueError, KeyError, TypeError):
        return None
