"""Moves a camera as its holder wishes: the newest wish wins, nothing is queued, and everything that moves stops."""

from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic
from typing import Protocol

from resources.errors import SiagaError
from video.onvif.errors import CameraFailed, NoAnswer, NotOnvif, Unreachable
from video.onvif.settings import OnvifSettings
from video.onvif.values import STILL, Velocity

# After these nobody knows whether the camera heard what it was told.
_UNCERTAIN = (Unreachable, NoAnswer, CameraFailed, NotOnvif)
_PAUSE_S = 1.0  # after a failure, before the camera is told to move again


class PtzMotion(Protocol):
    """What is moved: `OnvifCamera`, or the fake of `video.onvif.testing`."""

    def can_move(self) -> bool: ...

    def move(self, profile: str, velocity: Velocity, lasts_s: float) -> None: ...

    def stop(self, profile: str) -> None: ...

    def close(self) -> None: ...


class PtzDriver:
    """Moves one lens of `camera`, which it owns and closes: give it one that nobody else uses.

    `wish` never waits and may be called from any thread. `failed` is called in the driver's thread, with the
    error of a move or of a stop that could not be brought through; the wish is then forgotten. `start()` runs,
    `close()` stops the camera and ends, in `move_timeout_s` and a little for a camera that does not answer.
    """

    def __init__(
        self,
        camera: PtzMotion,
        profile: str,
        settings: OnvifSettings | None = None,
        failed: Callable[[SiagaError], None] | None = None,
    ) -> None:
        self._camera = camera
        self._profile = profile
        self._settings = settings or OnvifSettings()
        self._failed = failed
        self._changed = Condition()
        self._wish = STILL
        self._wished_s = 0.0
        self._closing = False
        self._sent = STILL  # what the camera was last told, as far as is known
        self._sent_s = 0.0
        self._not_before_s = 0.0
        self._thread = Thread(target=self._run, name="siaga-ptz", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wish(self, velocity: Velocity) -> None:
        """Move so from now on. To be said again at least every `wish_lasts_s` while held; zero stops."""
        with self._changed:
            self._wish, self._wished_s = velocity.clamped(), monotonic()
            self._changed.notify()

    def stop(self) -> None:
        self.wish(STILL)

    def close(self) -> None:
        """Stop what moves and end. Twice is once."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join((self._settings.stop_tries + 1) * self._settings.move_timeout_s + 1.0)

    def _run(self) -> None:
        try:
            self._prepare()
            while (velocity := self._next()) is not None:
                if velocity.still:
                    self._stop()
                else:
                    self._move(velocity)
            if not self._sent.still:
                self._stop()
        finally:
            self._camera.close()

    def _next(self) -> Velocity | None:
        """Wait until there is something to tell the camera; None at the end."""
        with self._changed:
            while not self._closing:
                now_s = monotonic()
                wished = self._held(now_s)
                due_s = self._due_s(wished)
                if due_s <= now_s:
                    return wished
                # Also woken when the wish runs out, which makes it a stop.
                ends_s = self._wished_s + self._settings.wish_lasts_s if not wished.still else due_s
                wait_s = min(due_s, ends_s) - now_s
                self._changed.wait(wait_s if wait_s < 3600 else None)
            return None

    def _held(self, now_s: float) -> Velocity:
        return self._wish if now_s - self._wished_s < self._settings.wish_lasts_s else STILL

    def _due_s(self, wished: Velocity) -> float:
        """When the camera is to be told of this wish; infinite where it knows and nothing is to be renewed."""
        if wished.still:
            return float("inf") if self._sent.still else 0.0
        if self._sent.still:
            return self._not_before_s
        wait_s = self._settings.renew_every_s if wished == self._sent else self._settings.change_every_s
        return max(self._sent_s + wait_s, self._not_before_s)

    def _prepare(self) -> None:
        """Learn the camera's clock and services now, so that the first move does not wait for them."""
        try:
            self._camera.can_move()
        except SiagaError as error:
            self._forget(error)

    def _move(self, velocity: Velocity) -> None:
        before, self._sent, self._sent_s = self._sent, velocity, monotonic()
        try:
            self._camera.move(self._profile, velocity, self._settings.move_lasts_s)
        except SiagaError as error:
            if not isinstance(error, _UNCERTAIN):
                self._sent = before
            self._forget(error)

    def _stop(self) -> None:
        """Until it is answered, at most `stop_tries` times; what moves then still runs out by itself."""
        self._sent = STILL
        for left in reversed(range(self._settings.stop_tries)):
            try:
                self._camera.stop(self._profile)
                return
            except SiagaError as error:
                if not left or not isinstance(error, _UNCERTAIN):
                    self._forget(error)
                    return

    def _forget(self, error: SiagaError) -> None:
        with self._changed:
            self._wish = STILL
            self._not_before_s = monotonic() + _PAUSE_S
        if self._failed is not None:
            self._failed(error)
