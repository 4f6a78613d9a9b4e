"""The playback room as a desk uses it: one session at a time, its pictures for a pump, its stills as signals."""

from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from console.presenters.playback import Played
from resources.errors import SiagaError
from resources.words import catalog, language, say
from video.events import CameraId
from video.frames.reader import PictureReader
from video.playback.room import PlaybackRoom
from video.playback.settings import PlaybackSettings
from video.playback.state import (
    CameraPlayback,
    Condition,
    PlaybackFact,
    PlaybackProcessLost,
    PlaybackState,
    PlaybackStill,
)
from widgets.common.figures import clock
from widgets.playback.values import Place, TilePlace, Transport
from widgets.playback.wording import time_of, us_of

_PLACES = {
    Condition.LOADING: Place.LOADING,
    Condition.PLAYING: Place.SHOWN,
    Condition.GAP: Place.GAP,
    Condition.END: Place.END,
    Condition.FAILED: Place.FAILED,
}


STILL_MOST = 190_000
"""Bytes of a recorded still: the record takes 200 kB (storage.service.commands.AddStill)."""


class PlaybackBridge(QObject):
    """Owns the playback room; a process of its that ended is told as a sentence's key."""

    process_lost = Signal(str)

    def __init__(self, ring: Path, time_zone: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        settings = PlaybackSettings(still_bytes=STILL_MOST, recorder_zone=time_zone)
        self.room = PlaybackRoom(settings, ring, self._on_fact)

    def start(self) -> None:
        self.room.start()

    def close(self) -> None:
        self.room.close()

    def _on_fact(self, fact: PlaybackFact) -> None:
        """On the room's thread; the signal is queued."""
        if isinstance(fact, PlaybackProcessLost):
            self.process_lost.emit(fact.cause)


class RoomPlayer(QObject):
    """Implements Player and Pictures over one session of the room.

    `still_taken` or `still_failed` answers `take_still`. Both signals may
    be emitted from the room's thread: Qt queues them to whoever lives on another.
    """

    still_taken = Signal(str, bytes, object)  # camera id, JPEG, the frame's time
    still_failed = Signal(str, object)  # camera id, SiagaError

    def __init__(self, room: PlaybackRoom, session: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._room, self._session = room, session

    # Playing.

    def open(self, cameras: tuple[CameraId, ...], at_us: int) -> None:
        self._room.open(self._session, cameras, time_of(at_us))

    def set_cameras(self, cameras: tuple[CameraId, ...]) -> None:
        self._room.set_cameras(self._session, cameras)

    def play(self, rate: float) -> None:
        self._room.play(self._session, rate)

    def pause(self) -> None:
        self._room.pause(self._session)

    def step(self, frames: int) -> None:
        self._room.step(self._session, frames)

    def seek(self, at_us: int) -> None:
        self._room.seek(self._session, time_of(at_us))

    def played(self) -> Played | None:
        state = self._room.state(self._session)
        return played_of(state) if state is not None else None

    def close(self) -> None:
        self._room.close_session(self._session)

    # Pictures.

    def show(self, camera_id: CameraId, view: str, size: tuple[int, int]) -> None:
        self._room.show(self._session, camera_id, view, size)

    def hide(self, camera_id: CameraId, view: str) -> None:
        self._room.hide(self._session, camera_id, view)

    def reader(self, camera_id: CameraId, view: str) -> PictureReader | None:
        return self._room.reader(self._session, camera_id, view)

    def take_still(self, camera_id: CameraId) -> None:
        """The frame on show at its full size, as a JPEG."""
        self._room.still(self._session, camera_id).add_done_callback(partial(self._still_ended, camera_id))

    def _still_ended(self, camera_id: CameraId, future: "Future[PlaybackStill]") -> None:
        error = future.exception()
        if error is None:
            still = future.result()
            self.still_taken.emit(camera_id, still.jpeg, still.at)
        else:
            self.still_failed.emit(camera_id, error if isinstance(error, SiagaError) else SiagaError(str(error)))


def played_of(state: PlaybackState) -> Played:
    """The room's state as the desk shows it."""
    transport = Transport(us_of(state.position), state.rate, state.playing)
    return Played(transport, {camera_id: _place(one) for camera_id, one in state.cameras.items()})


def _place(one: CameraPlayback) -> TilePlace:
    reason = ""
    if one.reason:
        reason = say(one.reason) if one.reason in catalog(language()) else say("tiles.unnamed_reason")
    elif one.condition is Condition.GAP and one.until is not None:
        reason = say("playback_desk.place_hint.gap_until", at=clock(one.until))
    return TilePlace(_PLACES[one.condition], reason)
