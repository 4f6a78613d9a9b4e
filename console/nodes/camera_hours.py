"""Counts how well each camera of this station does, for the page that sorts cameras by trouble."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from console.nodes.halving import write_in_halves
from resources.errors import SiagaError
from storage.model.camera_health import CameraHour
from storage.service.record import StationRecord
from video.events import CameraId, StreamHealth, StreamState

log = logging.getLogger(__name__)
WRITE_EVERY_S = 60.0
LONGEST_STEP_S = 15.0
"""A station that stood still longer than this does not know what happened meanwhile."""
WAITING_MOST = 20_000
"""Hours of cameras that wait for a record that is gone; a week of a hundred cameras."""
_LOST = frozenset({StreamState.WAITING, StreamState.LOST, StreamState.QUARANTINED})


class CameraHourNode:
    """`count` at each round, whether there is a record or not; `write` when there is one."""

    def __init__(self) -> None:
        self._pending: dict[tuple[UUID, datetime], CameraHour] = {}
        self._seen: dict[UUID, tuple[int, int]] = {}  # reconnects and bytes as they stood
        self._counted_s: float | None = None
        self._written_s: float | None = None

    def count(
        self, owned: frozenset[UUID], health: Mapping[CameraId, StreamHealth], now: datetime, now_s: float
    ) -> None:
        """What passed since the last call; `now` is UTC, `now_s` of the monotonic clock."""
        step_s = now_s - self._counted_s if self._counted_s is not None else 0.0
        self._counted_s = now_s
        if step_s > LONGEST_STEP_S:
            step_s = 0.0
        hour = now.replace(minute=0, second=0, microsecond=0)
        early_s = max(0.0, step_s - (now - hour).total_seconds())
        known = {camera_id: health.get(CameraId(str(camera_id))) for camera_id in owned}
        for camera_id, own in known.items():
            if own is None:
                continue
            if early_s:
                self._add(_passed(camera_id, hour - timedelta(hours=1), own, early_s))
            self._add(self._counters(camera_id, own, _passed(camera_id, hour, own, step_s - early_s)))
        self._seen = {camera_id: seen for camera_id, seen in self._seen.items() if camera_id in owned}

    def write(self, record: StationRecord, now_s: float, *, at_once: bool = False) -> None:
        """Once a minute. Raises SiagaError where the record cannot be written now; nothing counted is lost by that.

        An hour that the record refuses is logged and dropped, and all others are written.
        """
        if self._written_s is None:
            self._written_s = now_s
        if not self._pending or not (at_once or now_s - self._written_s >= WRITE_EVERY_S):
            return
        write_in_halves(tuple(self._pending.values()), record.write_camera_hours, self._written, _not_kept)
        self._written_s = now_s

    def _written(self, hours: tuple[CameraHour, ...]) -> None:
        for hour in hours:
            del self._pending[hour.camera_id, hour.hour]

    def _counters(self, camera_id: UUID, own: StreamHealth, hour: CameraHour) -> CameraHour:
        """With what the stream's counters grew by; a counter that fell began anew."""
        before = self._seen.get(camera_id)
        self._seen[camera_id] = (own.reconnects, own.received_bytes)
        if before is None:
            return hour
        reconnects, received = own.reconnects - before[0], own.received_bytes - before[1]
        return replace(hour, reconnects=max(0, reconnects), bytes=max(0, received))

    def _add(self, new: CameraHour) -> None:
        key = (new.camera_id, new.hour)
        old = self._pending.get(key)
        if old is None and len(self._pending) >= WAITING_MOST:
            del self._pending[next(iter(self._pending))]
        self._pending[key] = new if old is None else _sum(old, new)


def _not_kept(hour: CameraHour, error: SiagaError) -> None:
    log.warning("the hour %s of camera %s is not kept: %s", hour.hour.isoformat(), hour.camera_id, error)


def _passed(camera_id: UUID, hour: datetime, own: StreamHealth, seconds: float) -> CameraHour:
    lost = own.state in _LOST
    return CameraHour(
        camera_id,
        hour,
        watched_s=seconds,
        lost_s=seconds if lost else 0.0,
        frozen_s=seconds if own.state is StreamState.FROZEN else 0.0,
        late_s=seconds if own.state is StreamState.LATE else 0.0,
        delay_s=0.0 if lost else own.delay_s or 0.0,
        tampered_s=seconds if own.tampered and not lost else 0.0,
    )


def _sum(one: CameraHour, other: CameraHour) -> CameraHour:
    return replace(
        one,
        watched_s=one.watched_s + other.watched_s,
        lost_s=one.lost_s + other.lost_s,
        frozen_s=one.frozen_s + other.frozen_s,
        late_s=one.late_s + other.late_s,
        reconnects=one.reconnects + other.reconnects,
        delay_s=max(one.delay_s, other.delay_s),
        bytes=one.bytes + other.bytes,
        tampered_s=one.tampered_s + other.tampered_s,
    )
