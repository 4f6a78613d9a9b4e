"""What the page of cameras' health shows; free of Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import floor

from resources.words import say
from storage.model.camera_health import CameraTrouble
from storage.model.cameras import Camera
from video.events import StreamHealth, StreamState
from widgets.common.figures import decimal, span

ILL_SHARE, BAD_SHARE = 0.01, 0.10
"""Of the watched time: from here on a figure is amber, from there on red."""
LONG_DELAY_S = 1.0
OFTEN_AN_HOUR = 6.0
FEWEST_OF_A_GROUP = 3
DARK = frozenset({StreamState.LOST, StreamState.QUARANTINED, StreamState.WAITING})


class HealthSpan(StrEnum):
    """Since when; each from the beginning of an hour."""

    HOUR = "hour"
    SHIFT = "shift"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One camera over a span of `expected_s` seconds."""

    camera: Camera
    trouble: CameraTrouble
    expected_s: float

    @property
    def available(self) -> float | None:
        """The share of the watched time with a picture that may be believed; None where nobody watched."""
        one = self.trouble
        if one.watched_s <= 0:
            return None
        return min(1.0, max(0.0, 1 - (one.lost_s + one.frozen_s + one.tampered_s) / one.watched_s))

    @property
    def watched(self) -> float:
        """The share of the span that somebody looked after the camera; of the rest nothing is known."""
        return min(1.0, self.trouble.watched_s / self.expected_s) if self.expected_s > 0 else 0.0


@dataclass(frozen=True, slots=True)
class HealthPage:
    """The worst camera first."""

    span: HealthSpan
    since: datetime
    until: datetime
    rows: tuple[HealthRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words, and how ill it is: 0 normal, 1 amber, 2 red. Empty where there is nothing to tell."""

    text: str
    ill: int = 0


Figure = Callable[[HealthRow], Cell]


def _seconds(name: str) -> Figure:
    def told(row: HealthRow) -> Cell:
        value = float(getattr(row.trouble, name))
        share = value / row.trouble.watched_s if row.trouble.watched_s > 0 else 0.0
        return Cell(span(value) if value >= 1 else "", (share >= ILL_SHARE) + (share >= BAD_SHARE))

    return told


def _reconnects(row: HealthRow) -> Cell:
    count, hours = row.trouble.reconnects, max(1.0, row.trouble.watched_s / 3600)
    return Cell(str(count) if count else "", int(count / hours >= OFTEN_AN_HOUR))


def _delay(row: HealthRow) -> Cell:
    longest_s = row.trouble.delay_s
    return Cell(f"{decimal(longest_s)} s" if longest_s >= 0.05 else "", int(longest_s >= LONG_DELAY_S))


def _rate(row: HealthRow) -> Cell:
    kbit_s = row.trouble.kbit_s
    return Cell(str(round(kbit_s)) if kbit_s is not None else "")


def _available(row: HealthRow) -> Cell:
    share = row.available
    if share is None:
        return Cell(say("camera_health.unknown"))
    places = 1 if 0.9 <= share < 1 else 0
    percent = decimal(floor(share * 100 * 10**places) / 10**places, places)  # never rounded up to a whole
    return Cell(f"{percent} %", (share < 1 - ILL_SHARE) + (share < 1 - BAD_SHARE))


def _watched(row: HealthRow) -> Cell:
    return Cell(f"{decimal(100 * row.watched, 0)} %")


FIGURES: dict[str, Figure] = {
    "lost": _seconds("lost_s"),
    "frozen": _seconds("frozen_s"),
    "late": _seconds("late_s"),
    "reconnects": _reconnects,
    "delay": _delay,
    "rate": _rate,
    "tampered": _seconds("tampered_s"),
    "available": _available,
    "watched": _watched,
}
"""The columns of figures, by name, in their order."""


def groups_in_the_dark(cameras: tuple[Camera, ...], health: Mapping[str, StreamHealth]) -> tuple[str, ...]:
    """A sentence for each group of which most cameras give no picture now: one line may be what is broken."""
    of: dict[str, list[Camera]] = {}
    for camera in cameras:
        if camera.enabled and camera.group:
            of.setdefault(camera.group, []).append(camera)
    said = []
    for group, members in sorted(of.items()):
        states = [health[str(one.id)].state for one in members if str(one.id) in health]
        dark = sum(state in DARK for state in states)
        if dark >= FEWEST_OF_A_GROUP and dark * 2 > len(members):
            said.append(say("camera_health.group", dark=dark, all=len(members), group=group))
    return tuple(said)
