"""Lets the cameras of this station be recorded, and says when that fails."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from console.nodes.conditions import Point
from console.nodes.noticed import Noticed
from storage.model.alarms import AlarmKind, RecordingCause, subject_with
from storage.model.footage import FootageLock
from video.events import CameraId, StreamHealth, StreamState
from video.recording.keeper import RingState, RingStatus
from video.recording.locks import RingLock
from video.recording.trouble import Trouble

_ON = "on"
HELD_MOST = timedelta(hours=6)
_DARK = frozenset({StreamState.WAITING, StreamState.LOST, StreamState.QUARANTINED})


class Recorder(Protocol):
    """The part of the video supervisor that recording needs."""

    def set_recording(self, camera_id: CameraId, recording: bool) -> None: ...


class Keeper(Protocol):
    """Who keeps the ring within its disk: a RingKeeper, or one that does it on a thread of its own."""

    @property
    def may_record(self) -> bool: ...
    def set_locks(self, locks: tuple[RingLock, ...]) -> None: ...
    def tick(self, now: datetime, cameras_recording: int = 0) -> RingStatus: ...
    def close(self) -> None: ...


class RecordingNode:
    """`keep` at each round, also without a record: pictures are recorded on while the database is gone.

    `disk` is what people call the station whose disk it is. Without a keeper nothing is recorded.
    """

    def __init__(self, video: Recorder, keeper: Keeper | None, disk: str) -> None:
        self._video = video
        self._keeper = keeper
        self._disk = disk
        self._wanted: frozenset[UUID] = frozenset()
        self._told: dict[UUID, bool] = {}
        self._locked: tuple[RingLock, ...] | None = None  # None: the record was not read yet
        self._held: tuple[RingLock, ...] = ()
        self.status: RingStatus | None = None
        """Of the newest round: the keeper's word, unless the cameras' writers are refused by the disk."""

    def follow(self, wanted: frozenset[UUID]) -> None:
        """The cameras whose lease is ours and that are to be recorded."""
        self._wanted = wanted

    def lock(self, locks: tuple[FootageLock, ...]) -> None:
        """What the record says may not be deleted."""
        self._locked = tuple(map(_ring_lock, locks))

    @contextmanager
    def hold(self, spans: tuple[tuple[str, int, int], ...], now: datetime) -> Iterator[None]:
        """Keep (camera id, since, until in microseconds) from being deleted for as long as it is entered.

        From another thread than the rounds', one at a time; it holds from the next round on. What a crash leaves
        held is free again after HELD_MOST.
        """
        until_us = _micros(now + HELD_MOST)
        self._held = tuple(RingLock(*span, until_us) for span in spans)
        try:
            yield
        finally:
            self._held = ()

    def keep(self, health: Mapping[CameraId, StreamHealth], now: datetime) -> None:
        """One round of the disk, and who is recorded after it."""
        if self._keeper is None:
            return
        if self._locked is not None:  # else what lies beside the ring holds
            self._keeper.set_locks(self._locked + self._held)
        going = sum(own.recording == _ON for own in health.values())
        self.status = self._judged(self._keeper.tick(now, going), self._failing(health))
        for camera_id in self._wanted | self._told.keys():
            wanted = camera_id in self._wanted
            # Told again at each round: a camera that was dropped and came back knows nothing of it.
            self._video.set_recording(CameraId(str(camera_id)), wanted and self._keeper.may_record)
            self._told[camera_id] = wanted
        self._told = {camera_id: True for camera_id, wanted in self._told.items() if wanted}

    def noticed(self, health: Mapping[CameraId, StreamHealth]) -> tuple[Noticed, ...]:
        """What is wrong with the disk, or with the recording of single cameras."""
        if self._keeper is None or self.status is None or not self._wanted:
            return ()
        failing = self._failing(health)
        status = self._judged(self.status, failing)
        stopped = AlarmKind.RECORDING_STOPPED
        if status.state is RingState.STOPPED:
            return (self._of_the_disk(stopped, subject_with(self._disk, cause_of(status.trouble))),)
        found = [
            Noticed(Point(one, None, stopped), subject_with("", cause_of(failing[one]))) for one in sorted(failing)
        ]
        if status.state is RingState.SHORT:
            found.append(self._of_the_disk(AlarmKind.RECORDING_SHORT, self._disk))
        return tuple(found)

    def close(self) -> None:
        """Another station may record these cameras now."""
        for camera_id in self._told:
            self._video.set_recording(CameraId(str(camera_id)), False)
        self._told.clear()
        self._wanted = frozenset()
        if self._keeper is not None:
            self._keeper.close()

    def _failing(self, health: Mapping[CameraId, StreamHealth]) -> dict[UUID, str]:
        """Cameras that are to be recorded and are not, and why."""
        return {one: reason for one in self._wanted if (reason := _failing(health.get(CameraId(str(one)))))}

    def _judged(self, status: RingStatus, failing: Mapping[UUID, str]) -> RingStatus:
        """The disk has stopped also where its keeper is content and the cameras are refused."""
        reasons = Counter(reason for reason in failing.values() if reason != Trouble.NO_PACKETS.value)
        if status.state is RingState.STOPPED or not _the_disk(reasons.total(), len(self._wanted)):
            return status
        return replace(status, state=RingState.STOPPED, trouble=reasons.most_common(1)[0][0])

    def _of_the_disk(self, kind: AlarmKind, subject: str) -> Noticed:
        return Noticed(Point(min(self._wanted), None, kind), subject, len(self._wanted))


def cause_of(trouble: str) -> RecordingCause | None:
    """What a Trouble is in the record's words; None for none."""
    return RecordingCause[Trouble(trouble).name] if trouble else None


def _failing(own: StreamHealth | None) -> str:
    """Why a camera that is to be recorded is not; empty where it is, or where its loss is an alarm already."""
    if own is None or own.recording in ("", _ON):
        return ""
    return "" if own.recording == Trouble.NO_PACKETS.value and own.state in _DARK else own.recording


def _the_disk(refused: int, recorded: int) -> bool:
    """Whether that is the disk's and not the cameras' trouble: more than half of several cameras name it."""
    return refused > 1 and refused * 2 > recorded


def _ring_lock(lock: FootageLock) -> RingLock:
    return RingLock(str(lock.camera_id), *map(_micros, (lock.since, lock.until, lock.expires_at)))


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
