"""One camera of a session: a thread that keeps its picture where the session's clock is."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from video.events import CameraId
from video.playback.aim import Aim
from video.playback.clock import MediaClock
from video.playback.orders import CameraOrder
from video.playback.page import Guard
from video.playback.reports import CameraFigures, StillTaken
from video.playback.ring_source import RingSource
from video.playback.settings import PlaybackSettings
from video.playback.showing import Showing
from video.playback.travel import Travel
from video.recording.ring import Ring

_log = logging.getLogger(__name__)


class _Overtaken(Exception):
    """There is a newer aim: what is under way is given up. Never leaves the player."""


class Player:
    """Public methods are for the process's main thread and return at once; the thread alone touches the rest."""

    def __init__(
        self,
        order: CameraOrder,
        ring: Ring,
        guard: Guard,
        settings: PlaybackSettings,
        clock: Callable[[], MediaClock],
        answer: Callable[[StillTaken], None],
    ) -> None:
        self.camera_id: CameraId = order.camera_id
        self._changed = threading.Condition()
        self._woken = False
        self._stopped = False
        self._aim = Aim(0, 0)
        self._order = order
        self._stills: list[int] = []
        self._answer = answer
        self.showing = Showing(settings, answer)
        source = RingSource(ring, order.camera_id)
        self._travel = Travel(source, guard, settings, clock, self.showing, self.wake, self._rest)
        self._thread = threading.Thread(target=self._run, name="siaga-player", daemon=True)
        self._thread.start()

    def aim(self, aim: Aim) -> None:
        """Be there; an aim that was not reached yet is given up."""
        with self._changed:
            self._aim = aim
        self.wake()

    def apply(self, order: CameraOrder) -> None:
        with self._changed:
            self._order = order
        self.wake()

    def take_still(self, request: int) -> None:
        with self._changed:
            self._stills.append(request)
        self.wake()

    def wake(self) -> None:
        """Look at the clock again."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def stop(self) -> None:
        self._stopped = True
        self.wake()

    def join(self, timeout_s: float) -> bool:
        """Whether the thread has ended."""
        self._thread.join(max(0.0, timeout_s))
        return not self._thread.is_alive()

    def ready(self, epoch: int) -> bool:
        """Whether that aim was reached, or it is known that it cannot be."""
        return self.showing.arrived >= epoch

    def figures(self) -> CameraFigures:
        showing = self.showing
        return CameraFigures(showing.condition, showing.until_us, showing.shown_us, showing.fps(), showing.reason)

    @property
    def from_recorder(self) -> bool:
        return self._travel.from_recorder

    @property
    def end_us(self) -> int | None:
        """Where what is known of the recording ends; backwards, where it begins."""
        return self._travel.end_us

    @property
    def material_us(self) -> int | None:
        """The newest packet that is known of."""
        return self._travel.material_us

    def stuck(self, after_s: float) -> bool:
        since_s = self._travel.in_libav_since_s
        return since_s is not None and monotonic() - since_s > after_s

    def _run(self) -> None:
        while not self._stopped:
            try:
                wait_s = self._turn()
            except _Overtaken:
                continue
            except Exception:  # noqa: BLE001 - one camera's content must not end its thread: it is tried again
                _log.exception("playback of camera %s met an error of our own", self.camera_id)
                self.showing.fail("playback.reason.unreadable", self._aim.epoch)
                wait_s = 1.0
            with self._changed:
                if not self._woken and wait_s > 0:
                    self._changed.wait(wait_s)
                self._woken = False
        self._travel.close()
        self.showing.close()

    def _turn(self) -> float:
        """Do the next small thing; seconds until there is another one."""
        self._look_up(None)
        aim = self._aim
        if aim.epoch > self.showing.arrived:
            self._travel.go(aim)
            return 0.0
        return self._travel.turn(aim)

    def _look_up(self, aim: Aim | None) -> None:
        """See to views and stills in the midst of long work. Raises _Overtaken where `aim` is no longer the newest."""
        with self._changed:
            order, stills, newest = self._order, self._stills, self._aim
            self._stills = []
        self._travel.apply(order)
        self.showing.apply(order.views)
        for request in stills:
            self.showing.take_still(request)
        if self._stopped or (aim is not None and newest is not aim):
            raise _Overtaken()

    def _rest(self, aim: Aim, for_s: float) -> None:
        """Wait for a newer aim, or only look for one. Raises _Overtaken where one came."""
        deadline_s = monotonic() + for_s
        self._look_up(aim)
        while (left_s := deadline_s - monotonic()) > 0:
            with self._changed:
                if not self._woken:
                    self._changed.wait(left_s)
                self._woken = False
            self._look_up(aim)
