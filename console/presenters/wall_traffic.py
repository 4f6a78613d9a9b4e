"""The roads' states as the wall knows them: from its own analysis, else from what the record's analyser wrote."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from storage.model.cameras import Camera
from storage.model.sightings import SightingRow
from video.events import Analysis, CameraId, FrameStamp, SightingKind, TrafficState, ZoneReading

LOOKS_BACK = timedelta(hours=12)
"""A state is written once, when it begins: a queue that stands since noon was written at noon."""
OVERLAP = timedelta(seconds=30)
OWN_S = 5.0
_SEVERITY = (
    TrafficState.UNKNOWN,
    TrafficState.FREE,
    TrafficState.DENSE,
    TrafficState.CONGESTED,
    TrafficState.STOPPED,
)


class WallTraffic:
    """Newest state of each zone; a camera that this machine analyses itself is believed before the record."""

    def __init__(self, monotonic_s: Callable[[], float]) -> None:
        self._monotonic_s = monotonic_s
        self._zones: dict[tuple[UUID, UUID], SightingRow] = {}
        self._newest: datetime | None = None
        self._own: dict[UUID, tuple[float, TrafficState]] = {}

    def read_since(self, now: datetime) -> datetime:
        """From when on sightings must be read; a bit twice, since they are not written in the order of their times."""
        return self._newest - OVERLAP if self._newest is not None else now - LOOKS_BACK

    def sighted(self, rows: Iterable[SightingRow]) -> None:
        for row in rows:
            if row.kind != SightingKind.CONGESTION.value or row.zone_id is None:
                continue
            place = row.camera_id, row.zone_id
            known = self._zones.get(place)
            if known is None or known.seen_at <= row.seen_at:
                self._zones[place] = row
            self._newest = row.seen_at if self._newest is None else max(self._newest, row.seen_at)

    def analysed(self, analysis: Analysis) -> None:
        self._own[UUID(analysis.camera_id)] = (self._monotonic_s(), _worst(analysis))

    def states(self) -> Mapping[UUID, TrafficState]:
        """The worst state of each camera's zones."""
        found: dict[UUID, TrafficState] = {}
        for camera_id in {camera_id for camera_id, _ in self._zones}:
            found[camera_id] = _worst(self._written(camera_id))
        found.update({one: state for one, (at_s, state) in self._own.items() if self._is_own(at_s)})
        return found

    def of_others(self, cameras: Iterable[Camera]) -> tuple[Analysis, ...]:
        """What another station sees of these cameras: zones without boxes."""
        others = [one for one in cameras if not self._is_own(self._own.get(one.id, (float("-inf"),))[0])]
        return tuple(self._written(one.id) for one in others)

    def _is_own(self, at_s: float) -> bool:
        return self._monotonic_s() - at_s <= OWN_S

    def _written(self, camera_id: UUID) -> Analysis:
        readings = tuple(
            ZoneReading(str(zone_id), _state_of(row), row.occupancy, row.speed)
            for (of, zone_id), row in self._zones.items()
            if of == camera_id
        )
        return Analysis(CameraId(str(camera_id)), FrameStamp(0, 0.0, 0.0), zones=readings)


def _state_of(row: SightingRow) -> TrafficState:
    return TrafficState(row.state) if row.began else TrafficState.FREE


def _worst(analysis: Analysis) -> TrafficState:
    return max((one.state for one in analysis.zones), key=_SEVERITY.index, default=TrafficState.UNKNOWN)
