"""What the cameras show that may want an answer, and since when: levels read off the newest analysis, never counted.

Levels and not events: a worker that is restarted never says that what it saw has ended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from storage.model.alarms import AlarmKind
from video.events import Analysis, Box, StreamState, TrafficState, Zone

GONE_AFTER_S = 10.0
"""How long a condition may be out of sight before it is over: a detector hesitates."""
NO_PICTURE = frozenset({StreamState.LOST, StreamState.QUARANTINED, StreamState.WAITING})
_TRAFFIC = {
    TrafficState.CONGESTED: (AlarmKind.CONGESTION,),
    # Traffic that stands is congested too: when it creeps again it is still the same alarm.
    TrafficState.STOPPED: (AlarmKind.CONGESTION, AlarmKind.STOPPED_TRAFFIC),
}
FROM_PICTURES = frozenset({AlarmKind.CONGESTION, AlarmKind.STOPPED_TRAFFIC, AlarmKind.STOPPED_VEHICLE, AlarmKind.DARK})
"""What only an analysed picture can tell."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where a condition is: a camera, or one zone of it."""

    camera_id: UUID
    zone_id: UUID | None
    kind: AlarmKind


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds at a point. Times are of the monotonic clock."""

    point: Point
    since_s: float
    seen_s: float
    occupancy: float = 0.0
    speed: float = 0.0

    @property
    def held_s(self) -> float:
        return self.seen_s - self.since_s


class Conditions:
    """All conditions of the cameras that this station owns."""

    def __init__(self) -> None:
        self._held: dict[Point, Condition] = {}

    def see(self, now_s: float, seen: Mapping[Point, tuple[float, float]], unknown: Iterable[UUID]) -> None:
        """Take what is seen now, as point to (occupancy, speed).

        Cameras in `unknown` show no picture to judge by: what their last ones told neither ends nor grows older.
        """
        blind = frozenset(unknown)
        for point, (occupancy, speed) in seen.items():
            old = self._held.get(point)
            since_s = old.since_s if old else now_s
            self._held[point] = Condition(point, since_s, now_s, occupancy, speed)
        for point, condition in tuple(self._held.items()):
            if point in seen:
                continue
            if point.camera_id in blind and point.kind in FROM_PICTURES:
                shift_s = now_s - condition.seen_s
                self._held[point] = replace(condition, since_s=condition.since_s + shift_s, seen_s=now_s)
            elif now_s - condition.seen_s > GONE_AFTER_S:
                del self._held[point]

    def drop(self, points: Iterable[Point]) -> None:
        """These are told by something else now."""
        for point in points:
            self._held.pop(point, None)

    def forget(self, camera_ids: frozenset[UUID]) -> None:
        """These cameras are another's now."""
        for point in tuple(self._held):
            if point.camera_id in camera_ids:
                del self._held[point]

    def held(self) -> tuple[Condition, ...]:
        return tuple(self._held.values())


def seen_in(analysis: Analysis, zones: tuple[Zone, ...]) -> dict[Point, tuple[float, float]]:
    """The points at which this frame shows something, with occupancy and speed."""
    camera_id = UUID(analysis.camera_id)
    seen: dict[Point, tuple[float, float]] = {}
    for zone in analysis.zones:
        for kind in _TRAFFIC.get(zone.state, ()):
            seen[Point(camera_id, UUID(zone.zone_id), kind)] = (zone.occupancy, zone.speed)
    jammed = {point.zone_id for point in seen}
    for box in analysis.stopped:
        zone_id = _zone_of(box, zones)
        if zone_id is None or zone_id not in jammed:  # in a jam every vehicle stands
            seen[Point(camera_id, zone_id, AlarmKind.STOPPED_VEHICLE)] = (0.0, 0.0)
    if analysis.dark:
        seen[Point(camera_id, None, AlarmKind.DARK)] = (0.0, 0.0)
    return seen


def _zone_of(box: Box, zones: tuple[Zone, ...]) -> UUID | None:
    """The zone in which the box stands, by the middle of its lower edge."""
    foot = (box.x + box.w / 2, box.y + box.h)
    return next((UUID(zone.id) for zone in zones if _inside(foot, zone.polygon)), None)


def _inside(point: tuple[float, float], polygon: tuple[tuple[float, float], ...]) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
