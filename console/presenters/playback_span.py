"""The span of time that the timeline shows: nearer, farther, along, and after the moment that plays."""

from dataclasses import dataclass, replace

from widgets.playback.values import SECOND_US

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
LENGTHS_S = (
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 4, 8, 12)),
    *(n * _DAY for n in (1, 2, 4, 7)),
)
"""From one minute to seven days."""
USUAL_S = 30 * _MINUTE
_MARGIN = 0.04
"""Of the span stays free after now, so that the end of the recording is not the end of the picture."""


@dataclass(frozen=True, slots=True)
class TimelineSpan:
    """A stretch of `length_s` seconds that begins at `since_us`."""

    since_us: int
    length_s: int = USUAL_S

    @property
    def length_us(self) -> int:
        return self.length_s * SECOND_US

    @property
    def until_us(self) -> int:
        return self.since_us + self.length_us

    @classmethod
    def ending(cls, now_us: int, length_s: int = USUAL_S) -> "TimelineSpan":
        """The last `length_s` before now."""
        return cls(now_us - round(length_s * SECOND_US * (1 - _MARGIN)), length_s)

    @classmethod
    def around(cls, at_us: int, now_us: int, length_s: int = USUAL_S) -> "TimelineSpan":
        """A moment in the middle."""
        return cls(at_us - length_s * SECOND_US // 2, length_s).held(now_us)

    def zoomed(self, steps: int, at_us: int, now_us: int) -> "TimelineSpan":
        """`steps` nearer (or farther, where negative); the moment `at_us` keeps its place."""
        place = min(range(len(LENGTHS_S)), key=lambda n: abs(LENGTHS_S[n] - self.length_s))
        length_s = LENGTHS_S[min(max(place - steps, 0), len(LENGTHS_S) - 1)]
        share = (at_us - self.since_us) / max(1, self.length_us)
        return TimelineSpan(at_us - round(share * length_s * SECOND_US), length_s).held(now_us)

    def moved(self, by_us: int, now_us: int) -> "TimelineSpan":
        return replace(self, since_us=self.since_us + by_us).held(now_us)

    def held(self, now_us: int) -> "TimelineSpan":
        """No farther into what has not been yet than a margin."""
        latest_us = now_us - round(self.length_us * (1 - _MARGIN))
        return replace(self, since_us=min(self.since_us, latest_us))

    def following(self, at_us: int, now_us: int) -> "TimelineSpan":
        """The same span while `at_us` is in it, else turned by a page so that it is."""
        if self.since_us <= at_us <= self.until_us - self.length_us // 50:
            return self
        if at_us > self.until_us - self.length_us // 50 and at_us < self.until_us + self.length_us // 2:
            return replace(self, since_us=at_us - self.length_us // 8).held(now_us)
        return TimelineSpan.around(at_us, now_us, self.length_s)
