"""Writes down when a camera of this station gave no picture, for the shift's report."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from console.nodes.halving import write_in_halves
from resources.errors import SiagaError
from storage.model.alarms import Outage
from storage.model.ids import new_id
from storage.service.record import StationAlarms
from video.events import CameraId, StreamHealth, StreamState

log = logging.getLogger(__name__)
_OUT = frozenset({StreamState.LOST, StreamState.QUARANTINED})
_GOOD = frozenset({StreamState.LIVE, StreamState.LATE, StreamState.RECEIVING})
WAITING_OUT_S = 10.0
"""A camera that never came within this time is out: as long as one that was there may be silent."""


class OutageNode:
    """`tick` begins and ends outages; what the record could not take is written at the next round."""

    def __init__(self) -> None:
        self._owned: frozenset[UUID] = frozenset()
        self._open: dict[UUID, Outage] = {}
        self._waiting: dict[UUID, datetime] = {}
        self._unwritten: list[Outage] = []

    def tick(
        self,
        record: StationAlarms,
        owned: frozenset[UUID],
        health: Mapping[CameraId, StreamHealth],
        now: datetime,
    ) -> None:
        """Raises SiagaError; nothing noted is lost by it. What the record refuses is logged and dropped, by itself."""
        if gained := owned - self._owned:
            self._take_over(record, gained)
        self._owned = owned
        for camera_id in tuple(self._open):
            if camera_id not in owned:
                del self._open[camera_id]  # its new owner goes on with it
        for camera_id in owned:
            self._judge(camera_id, health.get(CameraId(str(camera_id))), now)
        write_in_halves(tuple(self._unwritten), record.write_outages, self._written, _not_kept)

    def _written(self, outages: tuple[Outage, ...]) -> None:
        del self._unwritten[: len(outages)]  # they are told of in their order

    def _take_over(self, record: StationAlarms, gained: frozenset[UUID]) -> None:
        """Go on with what a former owner of these cameras began, unless this station noted one meanwhile."""
        for outage in record.open_outages():
            if outage.camera_id in gained:
                self._open.setdefault(outage.camera_id, outage)

    def _judge(self, camera_id: UUID, health: StreamHealth | None, now: datetime) -> None:
        if health is None:
            return
        outage = self._open.get(camera_id)
        began = self._began(camera_id, health, now)
        if outage is None and began is not None:
            self._open[camera_id] = Outage(new_id(), camera_id, began, None)
            self._unwritten.append(self._open[camera_id])
        elif outage is not None and health.state in _GOOD:
            self._unwritten.append(replace(outage, ended_at=now))
            del self._open[camera_id]

    def _began(self, camera_id: UUID, health: StreamHealth, now: datetime) -> datetime | None:
        if health.state is StreamState.WAITING:
            # A clock that is set back must not make the camera wait until it is that late again.
            since = self._waiting[camera_id] = min(now, self._waiting.get(camera_id, now))
            return since if (now - since).total_seconds() >= WAITING_OUT_S else None
        self._waiting.pop(camera_id, None)
        return now - timedelta(seconds=health.age_s or 0.0) if health.state in _OUT else None


def _not_kept(outage: Outage, error: SiagaError) -> None:
    log.warning("the outage of camera %s of %s is not kept: %s", outage.camera_id, outage.began_at.isoformat(), error)
