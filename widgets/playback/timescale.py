"""Moments to pixels and back, and where a scale of time has its lines."""

from dataclasses import dataclass

from widgets.playback.values import SECOND_US

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MINUTES = tuple(n * _MINUTE for n in (1, 2, 5, 10, 30))
_HOURS = tuple(n * _HOUR for n in (1, 2, 6, 12))
STEPS_S = (1, 2, 5, 10, 30, *_MINUTES, *_HOURS, _DAY)
WIB_S = 7 * _HOUR
"""Days and halves of them begin by the clock on the wall."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`width` px from `left` on show `since_us` to `until_us`."""

    since_us: int
    until_us: int
    left: float
    width: float

    def x(self, at_us: int) -> float:
        return self.left + (at_us - self.since_us) * self.width / max(1, self.until_us - self.since_us)

    def at(self, x: float) -> int:
        """The moment at a pixel; beyond the ends too."""
        return self.since_us + round((x - self.left) * (self.until_us - self.since_us) / max(1.0, self.width))

    def us(self, px: float) -> int:
        """How much time so many pixels are."""
        return round(px * (self.until_us - self.since_us) / max(1.0, self.width))

    def lines(self, least_px: float) -> tuple[int, tuple[int, ...]]:
        """The step in seconds whose lines stand at least `least_px` apart, and its moments."""
        seconds_a_px = (self.until_us - self.since_us) / SECOND_US / max(1.0, self.width)
        step_s = next((step for step in STEPS_S if step >= least_px * seconds_a_px), STEPS_S[-1])
        step_us, shift_us = step_s * SECOND_US, WIB_S * SECOND_US
        first = -((-(self.since_us + shift_us)) // step_us) * step_us - shift_us
        return step_s, tuple(range(first, self.until_us, step_us))
