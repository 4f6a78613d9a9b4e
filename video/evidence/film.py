"""A span's packets as MP4 files: where a new one begins, how time runs on, and which stretches are missing."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from resources.redaction import redact
from video.evidence.durable import PART
from video.evidence.errors import EvidenceNotWritten
from video.evidence.film_file import FilmFile, pictures_in
from video.evidence.naming import film_name
from video.evidence.values import CameraSpan, Film, FilmPart
from video.recording.segment import Header, Record

PART_BYTES = 3_900_000_000
"""FAT ends at 4 GiB; the index takes some of it."""
_SOFT = 0.92  # from here on the next key frame begins a new file
_GAP_US = 1_000_000
_BREAK_US = 2_000_000
_SLOW = 3  # a camera slower than usual is silent for so many of its frame times before it is a gap
_AGREE_S = Fraction(1, 5)
_STEP_S = Fraction(2)
_USUAL_US = 40_000
_SLOWEST_US = 10_000_000

Finished = Callable[[Path, Path], None]
"""What makes a closed file durable and gives it its name: from, to."""


@dataclass(slots=True)
class _Open:
    """The file that is written."""

    file: FilmFile
    path: Path
    header: Header
    first_us: int  # of its first picture
    begins_with_key: bool
    shift: int  # added to the camera's ticks
    last_dts: int = -(2**62)
    end_us: int = 0
    last_us: int = 0
    packets: int = 0
    key_frames: int = 0
    size: int = 0


class FilmCopier:
    """Takes packets in the order of the ring and leaves finished files in `folder`.

    `stem` begins every name; `begun` is called when a file is open, `finished` when it is closed and must be kept.
    Use as: add ..., then finish; abandon closes what is open without keeping it.
    """

    def __init__(
        self, span: CameraSpan, folder: Path, stem: str, finished: Finished, begun: Callable[[], None], most: int
    ) -> None:
        self._span, self._folder, self._stem = span, folder, stem
        self._finished, self._begun, self._most = finished, begun, most
        self._open: _Open | None = None
        self._parts: list[FilmPart] = []
        self._gaps: list[tuple[int, int]] = []
        self._covered_us = span.mark_in_us
        self._step_us: int | None = None

    def add(self, header: Header, record: Record) -> None:
        if not record.payload:
            return
        self._learn(header, record)
        if self._open is not None and self._breaks(self._open, header, record):
            self._close()
        self._measure(record)
        if self._open is None:
            self._begin(header, record)
        else:
            self._follow(self._open, header, record)
        assert self._open is not None
        self._write(self._open, record)

    def finish(self) -> Film:
        self._close()
        self._cover(self._span.mark_out_us, self._span.mark_out_us)
        return Film(self._span, tuple(self._parts), tuple(self._gaps))

    def abandon(self) -> None:
        if self._open is not None:
            self._open.file.close()
            self._open = None

    def _breaks(self, now: _Open, header: Header, record: Record) -> bool:
        """Whether this packet cannot go into the file that is open."""
        if header is not now.header and _shape(header) != _shape(now.header):
            return True
        if abs(record.at_us - now.last_us) > self._patience(_BREAK_US):
            return True
        full = now.size + len(record.payload) > self._most
        return full or (record.key and now.size > self._most * _SOFT)

    def _patience(self, usual_us: int) -> int:
        return max(usual_us, _SLOW * self._step_us) if self._step_us is not None else usual_us

    def _learn(self, header: Header, record: Record) -> None:
        """How slow the camera is, before its first silence is judged: a segment lacks nothing between two packets."""
        now = self._open
        if now is not None and self._step_us is None and header is now.header and record.at_us > now.last_us:
            self._step_us = min(record.at_us - now.last_us, _SLOWEST_US)

    def _measure(self, record: Record) -> None:
        """Note a gap before this packet, and how far apart packets are."""
        step_us = record.at_us - self._open.last_us if self._open is not None else 0
        if step_us > 0 and self._step_us is not None:
            self._step_us += (step_us - self._step_us) // 8
        self._cover(record.at_us, record.at_us + (self._step_us or _USUAL_US))

    def _cover(self, at_us: int, until_us: int) -> None:
        at_us = min(at_us, self._span.mark_out_us)
        if at_us - self._covered_us > self._patience(_GAP_US):
            self._gaps.append((self._covered_us, at_us))
        self._covered_us = max(self._covered_us, until_us)

    def _begin(self, header: Header, record: Record) -> None:
        pts, dts = _times(record, header)
        first_us = record.at_us + round((pts - dts) * header.time_base * 1_000_000)
        path = self._folder / (film_name(self._stem, first_us, len(self._parts) + 1) + PART)
        title = f"{self._span.number} {redact(self._span.name)}"
        file = FilmFile(path, header, record, first_us, title)
        self._open = _Open(file, path, header, first_us, record.key, -pts)
        self._begun()

    def _follow(self, now: _Open, header: Header, record: Record) -> None:
        """In another segment time runs on by the camera's ticks where they agree with the ring's time.

        Within one they may step too, until the key frame that ends it: an hour must not be shown that never was.
        """
        agree_s = _STEP_S if header is now.header else _AGREE_S
        now.header = header
        pts, dts = _times(record, header)
        by_ring = round(Fraction(record.at_us - now.first_us, 1_000_000) / header.time_base) + (pts - dts)
        off = abs(pts + now.shift - by_ring) * header.time_base
        if off > agree_s:
            now.shift = max(by_ring - pts, now.last_dts + 1 - dts)  # a clock that was set back does not squeeze time

    def _write(self, now: _Open, record: Record) -> None:
        pts, dts = _times(record, now.header)
        dts = max(dts + now.shift, now.last_dts + 1)
        pts = max(pts + now.shift, dts)
        now.file.write(record.payload, pts, dts, key=record.key)
        shown_us = now.first_us + round(pts * now.header.time_base * 1_000_000)
        now.end_us = max(now.end_us, shown_us + (self._step_us or _USUAL_US))
        now.last_dts, now.last_us = dts, record.at_us
        now.packets += 1
        now.key_frames += record.key
        now.size += len(record.payload)

    def _close(self) -> None:
        now, self._open = self._open, None
        if now is None:
            return
        now.file.close()
        if now.end_us <= self._span.mark_in_us:
            now.path.unlink()  # the ring began with a key frame before a stretch that ended before the mark
            return
        name = now.path.name.removesuffix(PART)
        if pictures_in(now.path) != now.packets or now.path.stat().st_size < now.size:
            raise EvidenceNotWritten(f"{name} is not whole", folder=str(self._folder.name), what=name)
        self._finished(now.path, now.path.with_name(name))
        self._parts.append(
            FilmPart(
                name=name,
                first_us=now.first_us,
                end_us=now.end_us,
                packets=now.packets,
                key_frames=now.key_frames,
                begins_with_key=now.begins_with_key,
                codec=now.header.codec,
                width=now.header.width,
                height=now.header.height,
            )
        )


def _shape(header: Header) -> tuple[object, ...]:
    return header.codec, header.extradata, header.width, header.height, header.time_base, header.aspect, header.grade


def _times(record: Record, header: Header) -> tuple[int, int]:
    """pts and dts in ticks; what a packet does not say follows from the other, or from the ring's time."""
    by_ring = round(Fraction(record.at_us, 1_000_000) / header.time_base)
    pts = record.pts if record.pts is not None else record.dts if record.dts is not None else by_ring
    return pts, record.dts if record.dts is not None else pts
