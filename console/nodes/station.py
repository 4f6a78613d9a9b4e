"""The station's work, without Qt: cameras from the record to the video room, leases, and sightings back.

One object, driven by `tick()` from one thread: the console's ticker, or a headless command's own loop.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Protocol
from uuid import UUID

from console.nodes.alarms import AlarmNode, Sight
from console.nodes.audit_heads import AuditHeadNode
from console.nodes.camera_hours import CameraHourNode
from console.nodes.clocks import ClockNode
from console.nodes.conditions import NO_PICTURE
from console.nodes.group_faults import GroupFaults
from console.nodes.halving import write_in_halves
from console.nodes.noticed import Noticed
from console.nodes.outages import OutageNode
from console.nodes.recording import Keeper, Recorder, RecordingNode
from resources.errors import SiagaError
from storage.model.cameras import Camera, CameraSecret
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.sightings import SightingRow
from storage.service.record import StationRecord
from video.events import CameraId, CameraSource, Sighting, StreamHealth, Zone
from video.playback.orders import Recorder as RecorderLogin
from video.recording.keeper import RingStatus

log = logging.getLogger(__name__)
KEPT_SIGHTINGS = 10_000
"""How many sightings wait for a database that is gone; the oldest go first."""
SIGHTINGS_A_CALL = 200


class Video(Sight, Recorder, Protocol):
    """The part of the video supervisor that a station steers."""

    def put_camera(self, source: CameraSource) -> None: ...
    def drop_camera(self, camera_id: CameraId) -> None: ...
    def set_analysing(self, camera_id: CameraId, analysing: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class StationStatus:
    """Whether the station has its record, and why not."""

    connected: bool
    error: SiagaError | None = None
    sightings_waiting: int = 0
    ring: RingStatus | None = None  # None: this station records nothing


class StationNode:
    """Keeps the video room equal to the record's cameras and writes down what this station may.

    One that only shows (`serves` False) takes no lease: it analyses and records nothing.
    """

    def __init__(
        self,
        connect: Callable[[], StationRecord],
        video: Video,
        *,
        clock: Callable[[], datetime],
        lease_s: float,
        on_cameras: Callable[[tuple[Camera, ...]], None],
        on_status: Callable[[StationStatus], None],
        keeper: Keeper | None = None,
        disk: str = "",
        on_recorder: Callable[[CameraId, RecorderLogin | None], None] | None = None,
        serves: bool = True,
        heads: AuditHeadNode | None = None,
    ) -> None:
        self._connect = connect
        self._video = video
        self._clock = clock
        self._lease_s = lease_s
        self._serves = serves
        self._heads = heads
        self._on_cameras = on_cameras
        self._on_status = on_status
        self._on_recorder = on_recorder
        self._recorders: dict[UUID, RecorderLogin] = {}
        self._record: StationRecord | None = None
        self._sources: dict[UUID, CameraSource] = {}
        self._epochs: dict[UUID, int] = {}
        self._analysing: dict[UUID, bool] = {}
        self._position = -1
        self._alarms = AlarmNode(video)
        self._outages = OutageNode()
        self._clocks = ClockNode()
        self._groups: dict[UUID, str] = {}
        self._group_faults = GroupFaults()
        self._hours = CameraHourNode()
        self._recording = RecordingNode(video, keeper, disk)
        self._pending: deque[SightingRow] = deque(maxlen=KEPT_SIGHTINGS)
        self.written = 0

    def tick(self) -> None:
        """One round; a record that is gone is tried again at the next one, and pictures and recording go on."""
        now_s, health = monotonic(), self._video.health()
        self._hours.count(frozenset(self._epochs), health, self._clock(), now_s)
        try:
            record = self._opened()
            self._follow_cameras(record)
            self._renew(record)
            self._write(record)
            owned = frozenset(self._epochs)
            noticed = (*self._lost_groups(owned, health, now_s), *self._recording.noticed(health))
            self._alarms.tick(record, self._sources, owned, now_s, noticed)
            self._outages.tick(record, owned, health, self._clock())
            self._hours.write(record, now_s)
            self._clocks.tick(record, now_s)
            if self._heads is not None:
                self._heads.tick(record)
        except SiagaError as error:
            self._lost(error)
        else:
            self._on_status(StationStatus(True, None, len(self._pending), self._recording.status))
        finally:
            self._recording.keep(health, self._clock())

    def sighted(self, sighting: Sighting) -> None:
        """Note what a camera saw, when this station analyses it. Callable from the video room's thread."""
        camera_id = UUID(sighting.camera_id)
        epoch = self._epochs.get(camera_id)
        if epoch is None:
            return
        self._pending.append(
            SightingRow(
                id=new_id(),
                camera_id=camera_id,
                zone_id=UUID(sighting.zone_id) if sighting.zone_id else None,
                epoch=epoch,
                kind=sighting.kind.value,
                began=sighting.began,
                state=sighting.state.value,
                occupancy=sighting.occupancy,
                speed=sighting.speed,
                seen_at=self._clock(),
            )
        )

    def source(self, camera_id: UUID) -> CameraSource | None:
        """Where this camera is asked and with which login, while this station serves it. From any thread."""
        return self._sources.get(camera_id)

    def hold(self, spans: tuple[tuple[str, int, int], ...]) -> AbstractContextManager[None]:
        """Keep recordings from being deleted while they are copied; see RecordingNode.hold."""
        return self._recording.hold(spans, self._clock())

    def close(self) -> None:
        """Write what waits and give the leases back, as far as the record can be reached."""
        self._recording.close()
        if self._record is None:
            return
        try:
            self._write(self._record)
            self._hours.write(self._record, monotonic(), at_once=True)
            self._record.release_leases()
        except SiagaError as error:
            log.warning("leases were not given back: %s", error)
        self._record.close()
        self._record = None

    def _opened(self) -> StationRecord:
        if self._record is None:
            self._record = self._connect()
            self._position = -1
        return self._record

    def _lost(self, error: SiagaError) -> None:
        log.warning("the station has no record: %s", error)
        if self._record is not None:
            self._record.close()
            self._record = None
        self._on_status(StationStatus(False, error, len(self._pending), self._recording.status))

    def _follow_cameras(self, record: StationRecord) -> None:
        if self._position < 0:
            self._position = record.feed_position()
            self._alarms.rules_changed()
            self._clocks.rules_changed()
            self._load(record)
            self._recording.lock(record.footage_locks())
            return
        touched: set[Kind] = set()
        while changes := record.changes_since(self._position):
            self._position = changes[-1].number
            touched.update(change.kind for change in changes)
        if Kind.CAMERA in touched:
            self._load(record)
        if Kind.ALARM_RULE in touched:
            self._alarms.rules_changed()
        if touched & {Kind.ALARM_RULE, Kind.CLOCK_RULE}:
            self._clocks.rules_changed()
        if Kind.FOOTAGE in touched:
            self._recording.lock(record.footage_locks())

    def _load(self, record: StationRecord) -> None:
        cameras = record.cameras()
        secrets = {secret.camera_id: secret for secret in record.camera_secrets()}
        wanted = {camera.id: source_of(camera, secrets.get(camera.id)) for camera in cameras if camera.enabled}
        for camera_id in self._sources.keys() - wanted.keys():
            self._video.drop_camera(CameraId(str(camera_id)))
        for camera_id, source in wanted.items():
            if self._sources.get(camera_id) != source:
                self._video.put_camera(source)
                self._analysing.pop(camera_id, None)
        self._sources = wanted
        self._groups = {camera.id: camera.group for camera in cameras}
        self._tell_recorders({one.id: _recorder_of(one, secrets.get(one.id)) for one in cameras if one.replay_url})
        self._on_cameras(cameras)

    def _tell_recorders(self, wanted: dict[UUID, RecorderLogin]) -> None:
        """Where older pictures are than this station holds, for who plays them."""
        before, self._recorders = self._recorders, wanted
        if self._on_recorder is not None:
            for camera_id in before.keys() | wanted.keys():
                if before.get(camera_id) != wanted.get(camera_id):
                    self._on_recorder(CameraId(str(camera_id)), wanted.get(camera_id))

    def _renew(self, record: StationRecord) -> None:
        """The lease is for the whole camera: who holds it analyses it where it should be, and watches over it.

        Also where this station records nothing: else nobody would notice that a camera is gone.
        """
        wanted = tuple(self._sources) if self._serves else ()
        leases = record.claim_leases(wanted, seconds=self._lease_s) if wanted else ()
        held = {lease.camera_id: lease.epoch for lease in leases}
        for camera_id, source in self._sources.items():
            if source.analyse and self._analysing.get(camera_id) != (camera_id in held):
                self._analysing[camera_id] = camera_id in held
                self._video.set_analysing(CameraId(str(camera_id)), camera_id in held)
        self._epochs = held
        self._recording.follow(frozenset(one for one in held if one in self._sources and self._sources[one].record))

    def _lost_groups(
        self, owned: frozenset[UUID], health: Mapping[CameraId, StreamHealth], now_s: float
    ) -> tuple[Noticed, ...]:
        states = {one: health[own].state for one in owned if (own := CameraId(str(one))) in health}
        dark = frozenset(one for one, state in states.items() if state in NO_PICTURE)
        return self._group_faults.look({one: self._groups.get(one, "") for one in owned}, dark, now_s)

    def _write(self, record: StationRecord) -> None:
        def write(batch: tuple[SightingRow, ...]) -> None:
            self.written += record.write_sightings(batch)

        def done(batch: tuple[SightingRow, ...]) -> None:
            for _ in batch:
                self._pending.popleft()  # they are told of in their order

        write_in_halves(tuple(self._pending), write, done, _not_kept, most=SIGHTINGS_A_CALL)


def _not_kept(row: SightingRow, error: SiagaError) -> None:
    log.warning("a sighting of camera %s is not kept: %s", row.camera_id, error)


def _recorder_of(camera: Camera, secret: CameraSecret | None) -> RecorderLogin:
    """A recorder is asked with its camera's login."""
    if secret is None:
        return RecorderLogin(camera.replay_url)
    return RecorderLogin(camera.replay_url, secret.username, secret.password)


def source_of(camera: Camera, secret: CameraSecret | None) -> CameraSource:
    """The video room's view of a camera of the record."""
    return CameraSource(
        camera_id=CameraId(str(camera.id)),
        main_url=camera.main_url,
        sub_url=camera.sub_url,
        username=secret.username if secret else "",
        password=secret.password if secret else "",
        zones=tuple(Zone(str(zone.id), zone.name, zone.polygon) for zone in camera.zones),
        analyse=camera.analyse,
        transport=camera.transport.value,
        aspect=camera.aspect,
        record=camera.record,
    )
