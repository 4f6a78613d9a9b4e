"""Which part of a picture is seen: pure geometry, in shares of the picture and of the view that shows it."""

from dataclasses import dataclass

MOST = 8.0
"""Beyond it a picture of a usual camera is squares."""
WHOLE_BELOW = 1.02
"""A factor that a hand brought back to nearly one is one: nobody means two hundredths."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """The seen part begins at (`left`, `top`) and is 1 / `factor` of the picture wide and high.

    All points are shares, 0 to 1; the part never leaves the picture.
    """

    factor: float = 1.0
    left: float = 0.0
    top: float = 0.0

    @property
    def on(self) -> bool:
        return self.factor > 1.0

    @property
    def side(self) -> float:
        """The seen part's width and height, as shares of the picture's."""
        return 1.0 / self.factor

    def by(self, times: float, x: float = 0.5, y: float = 0.5) -> "Zoom":
        """`times` nearer (or, under one, farther): what stands at (x, y) of the view stays there where it can."""
        factor = min(MOST, self.factor * times)
        if factor < WHOLE_BELOW:
            return Zoom()
        x, y = _share(x), _share(y)
        lost = self.side - 1.0 / factor
        return _kept(factor, self.left + x * lost, self.top + y * lost)

    def moved(self, dx: float, dy: float) -> "Zoom":
        """The seen part moved by shares of the view: positive is to the right and down."""
        return _kept(self.factor, self.left + dx * self.side, self.top + dy * self.side)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The picture's point at (x, y) of the view."""
        return self.left + x * self.side, self.top + y * self.side

    def whole(self, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        """Where the whole picture would lie, seen and unseen, for a view at (x, y) of this size."""
        wide, high = width * self.factor, height * self.factor
        return x - self.left * wide, y - self.top * high, wide, high

    def source(self, width: int, height: int) -> tuple[float, float, float, float]:
        """The seen part of a picture of this size, in its pixels."""
        return self.left * width, self.top * height, self.side * width, self.side * height


def wanted_px(room: tuple[int, int], zoom: Zoom, most: tuple[int, int]) -> tuple[int, int]:
    """How large a picture is asked for: as large as it is seen, but not larger than `most` within `room`'s shape.

    All in device pixels. More than the camera sends would be pixels that nobody took.
    """
    width, height = max(1, room[0]), max(1, room[1])
    enough = max(1.0, most[0] / width, most[1] / height)
    times = min(zoom.factor, enough)
    return round(width * times), round(height * times)


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))


def _kept(factor: float, left: float, top: float) -> Zoom:
    room = 1.0 - 1.0 / factor
    return Zoom(factor, max(0.0, min(room, left)), max(0.0, min(room, top)))
