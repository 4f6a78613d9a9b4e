"""A stick's place as a speed: free of Qt."""

from math import hypot

DEAD = 0.15
"""Within this share of the radius nothing moves: a hand is never quite still."""


def speed_of(dx: float, dy: float, radius: float) -> tuple[float, float]:
    """Pan and tilt, -1 to 1, for a stick this far from its middle (px, down is positive).

    Right and up are positive. From the dead zone's edge on it rises with the square: slow near the middle, where a
    person aims, and full at the rim and beyond.
    """
    far = hypot(dx, dy) / radius if radius > 0 else 0.0
    if far <= DEAD:
        return 0.0, 0.0
    share = (min(1.0, far) - DEAD) / (1.0 - DEAD)
    times = share * share / (far * radius)
    return dx * times, -dy * times
