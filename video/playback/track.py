"""A camera's way through its recording: packets ahead, decoded frames, and where nothing was recorded."""

from collections import deque
from dataclasses import dataclass

from av import VideoFrame

from video.playback.clock import SECOND_US
from video.playback.frame_maker import FrameMaker, VideoShot
from video.playback.source import Source, Unit
from video.playback.strip import Strip

_USUAL_FRAME_US = 40_000
_FRAME_MOST_US = 5 * SECOND_US
_CONTINUED_US = SECOND_US  # further away it is quicker, or no slower, to begin at a key frame
_AHEAD_MOST = 3_000
_GAPS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing is recorded after the frame at `since_us` until the one at `until_us`."""

    since_us: int
    until_us: int


class Track:
    """Owned by one thread. `seek`, then `look` and `decode_one` in turn; shots come into `strip`."""

    def __init__(self, source: Source, maker: FrameMaker, strip_bytes: int, gap_us: int) -> None:
        self.source = source
        self.strip: Strip[VideoFrame] = Strip(strip_bytes)
        self.whole = False  # the decoder goes on where the strip ends
        self.ahead: deque[Unit] = deque()
        self.seen_us: int | None = None  # the newest packet that was looked at
        self.frame_us = _USUAL_FRAME_US  # between two frames, as a rule
        self.key_step_us: int | None = None  # between two key frames
        self._maker = maker
        self._strip_bytes = strip_bytes
        self._gap_us = gap_us
        self._gaps: deque[Gap] = deque(maxlen=_GAPS_KEPT)
        self._key_us: int | None = None
        self._sought_us = 0

    @property
    def broken(self) -> bool:
        return self._maker.broken

    def seek(self, at_us: int) -> None:
        """Begin at the last key frame at or before `at_us`."""
        self.leave()
        self._sought_us = at_us
        self.source.seek(at_us)

    def leave(self) -> None:
        """Forget everything but what is usual; the next thing must be a seek."""
        self._maker.reset()
        self.strip.clear()
        self.ahead.clear()
        self._gaps.clear()
        self.whole, self.seen_us, self._key_us = False, None, None

    def holds(self, at_us: int) -> bool:
        """Whether the shot of `at_us` is in the strip, or is come to by decoding on for a little."""
        first, last = self.strip.first, self.strip.last
        if first is None or last is None or first.at_us > at_us:
            return False
        return last.at_us > at_us or (self.whole and at_us - last.at_us <= _CONTINUED_US)

    def look(self, at_us: int, keys_alone: bool = False) -> None:
        """Take packets from the source until one is later than `at_us` or there is none now."""
        while len(self.ahead) < _AHEAD_MOST and (self.seen_us is None or self.seen_us <= at_us):
            unit = self.source.next()
            if unit is None:
                return
            self._see(unit)
            if unit.record.key or not keys_alone:
                self.ahead.append(unit)

    def skip_overdue(self, at_us: int) -> None:
        """Jump to the newest key frame that is due: what lies before it is overdue and need not be decoded."""
        due = [place for place, unit in enumerate(self.ahead) if unit.record.key and unit.at_us <= at_us]
        if due and due[-1] > 0:
            for _ in range(due[-1]):
                self.ahead.popleft()
            self._maker.reset()
            self.strip.clear()
            self.whole = False

    def decode_one(self, keys_alone: bool = False) -> bool:
        """Decode the next packet; False where there is none now."""
        if not self.ahead:
            unit = self.source.next()
            if unit is None:
                return False
            self._see(unit)
        else:
            unit = self.ahead.popleft()
        if keys_alone:
            shot = self._maker.single(unit) if unit.record.key else None
            shots = [shot] if shot is not None else []
            self.whole = False
        else:
            shots = self._maker.feed(unit)
            self.whole = True
        self.strip.extend(shots)
        return True

    def finish(self) -> None:
        """Take out what the decoder still holds, at the end of what is recorded."""
        self.strip.extend(self._maker.drain())
        self.whole = False

    def before(self, at_us: int) -> list[VideoShot]:
        """The shots before `at_us`, from the key frame before it on; as many of the latest as may be kept.

        The decoder has been elsewhere then: the strip can only be gone on with after another seek.
        """
        key = self.source.key_before(at_us - 1)
        self.ahead.clear()
        self._maker.reset()
        self.whole = False
        if key is None:
            return []
        kept: Strip[VideoFrame] = Strip(self._strip_bytes // 2)
        self.source.seek(key.at_us)
        while (last := kept.last) is None or last.at_us < at_us:
            unit = self.source.next()
            shots = self._maker.feed(unit) if unit is not None else self._maker.drain()
            kept.extend(shots)
            if unit is None or (unit.record.key and unit.at_us >= at_us):
                break
        kept.extend(self._maker.drain())
        shots, following = kept.until(at_us), self.strip.first
        if shots and following is not None and self._is_gap(shots[-1].at_us, following.at_us):
            self._gaps.append(Gap(shots[-1].at_us, following.at_us))
        return shots

    def next_us(self, at_us: int) -> int | None:
        """When the next shot or packet after `at_us` is due; None where none is known."""
        shot = self.strip.after(at_us)
        if shot is not None:
            return shot.at_us
        return next((unit.at_us for unit in self.ahead if unit.at_us > at_us), None)

    def gap_at(self, at_us: int) -> Gap | None:
        return next((gap for gap in self._gaps if gap.since_us + self.frame_us < at_us < gap.until_us), None)

    @property
    def end_us(self) -> int | None:
        """When the newest packet's picture ends; None where none was seen."""
        return None if self.seen_us is None else self.seen_us + self.frame_us

    def _is_gap(self, since_us: int, until_us: int) -> bool:
        return until_us - since_us > max(self._gap_us, 4 * self.frame_us)

    def _see(self, unit: Unit) -> None:
        at_us = unit.at_us
        if self.seen_us is None:
            if at_us > self._sought_us + self.frame_us:
                self._gaps.append(Gap(self._sought_us - self.frame_us - 1, at_us))
        elif self._is_gap(self.seen_us, at_us):
            self._gaps.append(Gap(self.seen_us, at_us))
            self._key_us = None
        elif 0 < at_us - self.seen_us < _FRAME_MOST_US:
            self.frame_us = at_us - self.seen_us
        if unit.record.key:
            if self._key_us is not None and at_us > self._key_us:
                self.key_step_us = at_us - self._key_us
            self._key_us = at_us
        self.seen_us = at_us if self.seen_us is None else max(self.seen_us, at_us)
