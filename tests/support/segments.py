"""Segments of made-up packets, for what reads, keeps and plays the ring."""

from fractions import Fraction
from pathlib import Path

from video.recording.naming import day_of, part_name, whole_name
from video.recording.segment import Header, Kind, Record
from video.recording.tally import Tally

CAMERA = "0190a6f0-0000-7000-8000-00000000000a"
SECOND_US = 1_000_000
BEGIN_US = 1_760_000_000 * SECOND_US
HEADER = Header(CAMERA, "h264", b"\0\1parameters", 1280, 720, Fraction(1, 90_000), None, "main")


def records(
    begin_us: int = BEGIN_US, seconds: int = 4, *, fps: int = 5, gop_s: int = 2, size: int = 40, motion: int | None = 7
) -> list[Record]:
    """Packets of a steady stream, a key frame every `gop_s`, and a motion byte each second."""
    made = []
    for number in range(seconds * fps):
        at_us = begin_us + number * SECOND_US // fps
        ticks = number * 90_000 // fps
        payload = bytes([number % 251]) * size
        made.append(Record(Kind.PACKET, payload, at_us, at_us + 5_000, ticks, ticks, number % (gop_s * fps) == 0))
        if motion is not None and number % fps == fps - 1:
            made.append(Record(Kind.MOTION, bytes([motion]), at_us, at_us))
    return made


def write_segment(
    root: Path, made: list[Record] | None = None, *, camera_id: str = CAMERA, whole: bool = True, pad: bytes = b""
) -> Path:
    """One file of the ring as the writer leaves it; `pad` is what a crash left behind the last whole record."""
    made = records() if made is None else made
    header = Header(camera_id, HEADER.codec, HEADER.extradata, 1280, 720, HEADER.time_base, None, "main")
    data, tally = bytearray(header.pack()), Tally()
    for record in made:
        tally.add(len(data), record)
        data += record.pack()
    if whole:
        data += tally.trailer().pack(len(data))
    folder = root / camera_id / day_of(tally.begin_us)
    folder.mkdir(parents=True, exist_ok=True)
    name = whole_name(tally.begin_us, tally.end_us) if whole else part_name(tally.begin_us)
    path = folder / name
    path.write_bytes(bytes(data) + pad)
    return path
