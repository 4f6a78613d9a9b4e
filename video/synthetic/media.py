"""An MP4 with H.264, indexed so that any moment of its endless loop can be served without decoding."""

import bisect
import mmap
import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from video.synthetic.errors import NotServable
from video.synthetic.rtp import CLOCK_HZ


@dataclass(frozen=True, slots=True)
class _Unit:
    ticks: int
    key: bool
    offset: int
    size: int


class LoopedFile:
    """A file that never ends: frame `n` counts on over the seam, as does its time (90 kHz ticks).

    Raises NotServable. Close it after the last reader: frames are read from a memory map.
    """

    def __init__(self, path: Path) -> None:
        self._units, self.loop_ticks, extradata = _index(path)
        self._ticks = [unit.ticks for unit in self._units]
        self._keys = [i for i, unit in enumerate(self._units) if unit.key]
        self.sps, self.pps, self._length_size = _parameter_sets(path, extradata)
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def close(self) -> None:
        self._bytes.close()

    @property
    def frames(self) -> int:
        """How many frames one round of the loop has."""
        return len(self._units)

    def ticks_of(self, n: int) -> int:
        """When frame `n` is due, counted from the start of the stream."""
        rounds, i = divmod(n, len(self._units))
        return rounds * self.loop_ticks + self._ticks[i]

    def frame_at(self, ticks: int) -> int:
        """The newest frame that is due at `ticks`; 0 before the start."""
        rounds, rest = divmod(max(0, ticks), self.loop_ticks)
        return rounds * len(self._units) + bisect.bisect_right(self._ticks, rest) - 1

    def key_before(self, n: int) -> int:
        """The latest key frame at or before frame `n`."""
        rounds, i = divmod(n, len(self._units))
        return rounds * len(self._units) + self._keys[bisect.bisect_right(self._keys, i) - 1]

    def nals(self, n: int) -> list[bytes]:
        """The NAL units of frame `n`; a key frame carries its parameter sets."""
        unit = self._units[n % len(self._units)]
        data = self._bytes[unit.offset : unit.offset + unit.size]
        nals: list[bytes] = [self.sps, self.pps] if unit.key else []
        at = 0
        while at + self._length_size <= len(data):
            size = int.from_bytes(data[at : at + self._length_size], "big")
            at += self._length_size
            nals.append(data[at : at + size])
            at += size
        return nals


def _index(path: Path) -> tuple[list[_Unit], int, bytes]:
    try:
        with av.open(str(path)) as container:
            video = container.streams.video[0]
            extradata = video.codec_context.extradata or b""
            scale = (video.time_base or Fraction(1, CLOCK_HZ)) * CLOCK_HZ
            units: list[_Unit] = []
            end = 0
            for packet in container.demux(video):
                if packet.pts is None or packet.pos is None or packet.pos < 0:
                    continue
                units.append(_Unit(round(packet.pts * scale), packet.is_keyframe, packet.pos, packet.size))
                end = round((packet.pts + (packet.duration or 0)) * scale)
    except (av.FFmpegError, OSError, IndexError) as error:
        raise NotServable(f"{path.name}: {error}", file=path.name) from error
    ticks = [unit.ticks for unit in units]
    if not units or not units[0].key or ticks != sorted(set(ticks)) or end <= ticks[-1]:
        raise NotServable(f"{path.name}: frames are missing or not in display order", file=path.name)
    first = ticks[0]
    return [_Unit(u.ticks - first, u.key, u.offset, u.size) for u in units], end - first, extradata


def _parameter_sets(path: Path, avcc: bytes) -> tuple[bytes, bytes, int]:
    """SPS, PPS and the size of a NAL's length field from an avcC box (ISO 14496-15, 5.3.3.1)."""
    try:
        if avcc[0] != 1:
            raise NotServable(f"{path.name}: no avcC, so not H.264 in MP4", file=path.name)
        (sps_size,) = struct.unpack_from("!H", avcc, 6)
        sps = avcc[8 : 8 + sps_size]
        at = 8 + sps_size + 1
        (pps_size,) = struct.unpack_from("!H", avcc, at)
        return sps, avcc[at + 2 : at + 2 + pps_size], (avcc[4] & 3) + 1
    except (IndexError, struct.error) as error:
        raise NotServable(f"{path.name}: broken avcC", file=path.name) from error
