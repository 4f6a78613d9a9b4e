"""A stream as the server serves it: a looped file, when it began, and whether it is well."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from video.synthetic.media import LoopedFile
from video.synthetic.rtp import CLOCK_HZ


class StreamMood(StrEnum):
    """How a stream behaves towards its clients."""

    WELL = "well"
    MUTE = "mute"  # answers and plays, but sends nothing
    CUT = "cut"  # connections are cut, new ones are refused


@dataclass(frozen=True, slots=True)
class Outage:
    """The stream dies `from_s` after its start and returns at `until_s`; again in each `every_s`, 0 for once."""

    from_s: float
    until_s: float
    every_s: float = 0.0

    def covers(self, age_s: float) -> bool:
        if self.every_s > 0 and age_s >= 0:
            age_s %= self.every_s
        return self.from_s <= age_s < self.until_s


class ServedStream:
    """Its position is a function of the monotonic clock and its start alone, the same for every client."""

    def __init__(self, file: LoopedFile, *, start_s: float, rtp_base: int, outages: Sequence[Outage] = ()) -> None:
        self.file = file
        self.rtp_base = rtp_base
        self.start_s = start_s
        self._outages = tuple(outages)
        self._ordered = StreamMood.WELL

    def order(self, mood: StreamMood) -> None:
        """Set the mood by hand; a scheduled outage still comes on top of it."""
        self._ordered = mood

    @property
    def mood(self) -> StreamMood:
        age_s = monotonic() - self.start_s
        if any(outage.covers(age_s) for outage in self._outages):
            return StreamMood.CUT
        return self._ordered

    def frame_now(self) -> int:
        """The newest frame that is due now, counted on over the seam."""
        return self.file.frame_at(int((monotonic() - self.start_s) * CLOCK_HZ))

    def due_s(self, n: int) -> float:
        """When frame `n` is due, on the monotonic clock."""
        return self.start_s + self.file.ticks_of(n) / CLOCK_HZ

    def rtp_now(self) -> int:
        return self.rtp_base + int((monotonic() - self.start_s) * CLOCK_HZ)
