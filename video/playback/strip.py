"""A stretch of decoded frames in the order of their times, with a limit on memory."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True, slots=True, eq=False)
class Shot(Generic[F]):
    """A decoded frame and its time: UTC in microseconds. `aspect` is that of a pixel, None for square."""

    at_us: int
    frame: F
    size: int  # bytes that it holds
    aspect: Fraction | None = None


class Strip(Generic[F]):
    """Shots without one missing between them. The nearest to where the clock is are kept."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._shots: list[Shot[F]] = []
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._shots)

    @property
    def first(self) -> Shot[F] | None:
        return self._shots[0] if self._shots else None

    @property
    def last(self) -> Shot[F] | None:
        return self._shots[-1] if self._shots else None

    def append(self, shot: Shot[F]) -> None:
        """One more at the end; the oldest give way, the last two never. One that is not later is left out."""
        if self._shots and shot.at_us <= self._shots[-1].at_us:
            return
        self._shots.append(shot)
        self._bytes += shot.size
        while self._bytes > self._limit and len(self._shots) > 2:
            self._bytes -= self._shots.pop(0).size

    def extend(self, shots: Iterable[Shot[F]]) -> None:
        for shot in shots:
            self.append(shot)

    def prepend(self, shots: Iterable[Shot[F]]) -> None:
        """The shots before the first, all of them up to it; the latest in the strip give way."""
        before = [shot for shot in shots if not self._shots or shot.at_us < self._shots[0].at_us]
        self._shots[:0] = before
        self._bytes += sum(shot.size for shot in before)
        while self._bytes > self._limit and len(self._shots) > len(before) + 1:
            self._bytes -= self._shots.pop().size

    def index(self, at_us: int) -> int:
        """Which is the newest at or before `at_us`; -1 where none is."""
        return bisect_right(self._shots, at_us, key=lambda shot: shot.at_us) - 1

    def at(self, at_us: int) -> Shot[F] | None:
        """The newest at or before `at_us`."""
        place = self.index(at_us)
        return self._shots[place] if place >= 0 else None

    def after(self, at_us: int) -> Shot[F] | None:
        """The first after `at_us`."""
        place = self.index(at_us) + 1
        return self._shots[place] if place < len(self._shots) else None

    def until(self, at_us: int) -> list[Shot[F]]:
        """All before `at_us`."""
        return [shot for shot in self._shots if shot.at_us < at_us]

    def forget_before(self, at_us: int) -> None:
        """Drop what is older than the newest at or before `at_us`."""
        place = self.index(at_us)
        if place > 0:
            self._bytes -= sum(shot.size for shot in self._shots[:place])
            del self._shots[:place]

    def clear(self) -> None:
        self._shots.clear()
        self._bytes = 0
