"""The playback room's front door: sessions are wished for here, pictures, states and stills come out."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from video.events import CameraId
from video.frames import PictureReader, PictureStore
from video.ingest.bell import Bell
from video.playback.clock import RATES, MediaClock, to_us
from video.playback.entry import run_playback
from video.playback.keeper import ProcessKeeper, Sessions
from video.playback.orders import Recorder, Wish
from video.playback.page import SLOTS
from video.playback.session_record import SessionRecord
from video.playback.settings import PlaybackSettings
from video.playback.state import PlaybackFact, PlaybackState, PlaybackStill
from video.playback.still_desk import PlaybackStillDesk


class PlaybackRoom:
    """Plays what the ring under `root` holds, several cameras in step, in a process of its own.

    Methods return at once and may be called from any thread, also before `start`; an unknown session or camera is no
    error. Times have a zone. `on_fact` is called in the room's own thread; it must not block, and it may call any
    method but `close`. A session begins standing still at its moment.
    """

    def __init__(
        self,
        settings: PlaybackSettings,
        root: Path,
        on_fact: Callable[[PlaybackFact], None],
        run: Callable[..., Any] = run_playback,
    ) -> None:
        """`run` is what the process does; another one stands in for it in tests."""
        self._store = PictureStore()
        self._stills = PlaybackStillDesk()
        self._sessions = Sessions()
        self._lock = self._sessions.lock
        self._records = self._sessions.records
        self._numbers = self._sessions.numbers
        self._bell = Bell()
        self._closing = threading.Event()
        self._keeper = ProcessKeeper(settings, root, run, self._sessions, self._stills, on_fact)
        self._thread = threading.Thread(target=self._run, name="siaga-playback-room", daemon=True)

    def start(self) -> None:
        """Start the thread; the process starts with the first session."""
        self._thread.start()

    def close(self) -> None:
        """End the process and give all memory back. Twice is once; takes up to about two seconds."""
        with self._lock:  # what is opened at the same time is opened before this, or not at all
            if self._closing.is_set():
                return
            self._closing.set()
        self._bell.ring()
        if self._thread.ident is not None:
            self._thread.join()
        self._stills.close()
        self._store.close()
        self._bell.close()

    def set_recorder(self, camera_id: CameraId, recorder: Recorder | None) -> None:
        """Where a camera's pictures are that the ring does not hold; None takes it away again."""
        with self._lock:
            if recorder is None:
                self._sessions.recorders.pop(camera_id, None)
            else:
                self._sessions.recorders[camera_id] = recorder
            for record in self._records.values():
                record.dirty |= camera_id in record.cameras
        self._bell.ring()

    def open(self, session: str, cameras: tuple[CameraId, ...], at: datetime) -> None:
        """Begin a session that stands still at `at`; one of that name that is there starts over."""
        self.close_session(session)
        clock = MediaClock(to_us(at), monotonic())
        with self._lock:
            if self._closing.is_set():
                return
            record = SessionRecord(session, (), Wish(next(self._numbers), clock), clock)
            self._records[session] = record
            self._give(record, cameras)
        self._bell.ring()

    def close_session(self, session: str) -> None:
        """End a session and give its pictures' memory back."""
        with self._lock:
            record = self._records.pop(session, None)
            if record is None:
                return
            self._sessions.closed.append(session)
            for camera_id, view in record.views:
                self._store.drop(camera_id, _key(session, view))
        self._bell.ring()

    def set_cameras(self, session: str, cameras: tuple[CameraId, ...]) -> None:
        """Play these cameras, in this order; those that were there go on."""
        with self._lock:
            record = self._records.get(session)
            if record is None:
                return
            for camera_id, view in [key for key in record.views if key[0] not in cameras]:
                self._store.drop(camera_id, _key(session, view))
                del record.views[camera_id, view]
            self._give(record, cameras)
        self._bell.ring()

    def play(self, session: str, rate: float = 1.0) -> None:
        """Play on from where it is, at one of `RATES`. Raises ValueError for another rate."""
        if rate not in RATES:
            raise ValueError(f"no rate of playback: {rate}")
        self._change(session, lambda record, number, now_s: record.want(number, now_s, rate=rate, playing=True))

    def pause(self, session: str) -> None:
        """Stand still."""
        self._change(session, lambda record, number, now_s: record.want(number, now_s, playing=False))

    def step(self, session: str, frames: int) -> None:
        """So many frames on (or back, where negative) of the leading camera, and stand still there."""
        self._change(session, lambda record, number, now_s: record.step(number, now_s, frames))

    def seek(self, session: str, at: datetime) -> None:
        """Go to a moment, and play or stand there as before. The newest of many wins."""
        at_us = to_us(at)
        self._change(session, lambda record, number, now_s: record.jump(number, now_s, at_us))

    def show(self, session: str, camera_id: CameraId, view: str, size: tuple[int, int]) -> None:
        """Show a camera of the session in a view of `size` device pixels; another size makes a new generation.

        Raises SharedMemoryFull; what the view showed before stays.
        """
        with self._lock:
            record = self._records.get(session)
            if record is None or camera_id not in record.cameras or self._closing.is_set():
                return
            block = record.views.get((camera_id, view))
            if block is not None and (block.width, block.height) == size:
                return
            record.views[camera_id, view] = self._store.open(camera_id, _key(session, view), size)
            record.dirty = True
        self._bell.ring()

    def hide(self, session: str, camera_id: CameraId, view: str) -> None:
        with self._lock:
            record = self._records.get(session)
            if record is None or record.views.pop((camera_id, view), None) is None:
                return
            self._store.drop(camera_id, _key(session, view))
            record.dirty = True
        self._bell.ring()

    def reader(self, session: str, camera_id: CameraId, view: str) -> PictureReader | None:
        """The view's pictures; valid over resizes until it is hidden. `stamp.pts_s` is UTC seconds."""
        return self._store.reader(camera_id, _key(session, view))

    def state(self, session: str) -> PlaybackState | None:
        """The session as it is at the time of the call; None for an unknown one."""
        with self._lock:
            record = self._records.get(session)
            return record.state(monotonic()) if record is not None else None

    def still(self, session: str, camera_id: CameraId) -> "Future[PlaybackStill]":
        """JPEG of the shown frame at its full size, with its exact time; raises NoPlaybackStill in the future."""
        future = self._stills.ask(session, camera_id)
        if self.state(session) is None:
            self._stills.fail(session)
        self._bell.ring()
        return future

    @property
    def pid(self) -> int:
        """The playback process; 0 while there is none. For diagnosis."""
        return self._keeper.pid

    def _change(self, session: str, change: Callable[[SessionRecord, int, float], None]) -> None:
        with self._lock:
            record = self._records.get(session)
            if record is None:
                return
            change(record, next(self._numbers), monotonic())
        self._bell.ring()

    def _give(self, record: SessionRecord, cameras: tuple[CameraId, ...]) -> None:
        """Set a session's cameras, each with a place on the page; beyond a thousand there is none."""
        kept = tuple(dict.fromkeys(cameras))
        record.slots = {camera_id: slot for camera_id, slot in record.slots.items() if camera_id in kept}
        used = {slot for one in self._records.values() for slot in one.slots.values()}
        free = (slot for slot in count() if slot not in used)
        for camera_id in kept:
            if camera_id not in record.slots and (slot := next(free)) < SLOTS:
                record.slots[camera_id] = slot
        record.cameras = tuple(camera_id for camera_id in kept if camera_id in record.slots)
        record.dirty = True

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self._keeper.turn(self._bell)
        finally:
            self._keeper.close()


def _key(session: str, view: str) -> str:
    return f"{session}/{view}"
