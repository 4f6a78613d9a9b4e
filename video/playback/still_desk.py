"""Stills of played pictures that were asked for and have not come yet."""

import threading
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count

from resources.errors import SiagaError
from video.events import CameraId
from video.playback.clock import to_time
from video.playback.orders import TakeStill
from video.playback.reports import StillTaken
from video.playback.state import PlaybackStill


class NoPlaybackStill(SiagaError):
    """The camera shows no recorded picture now."""

    word = "playback.error.no_still"


@dataclass(slots=True)
class _Request:
    order: TakeStill
    future: "Future[PlaybackStill]"
    sent: bool = False


class PlaybackStillDesk:
    """Pairs requests with answers. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._requests: dict[int, _Request] = {}

    def ask(self, session: str, camera_id: CameraId) -> "Future[PlaybackStill]":
        future: Future[PlaybackStill] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            number = next(self._numbers)
            self._requests[number] = _Request(TakeStill(session, camera_id, number), future)
        return future

    def unsent(self) -> list[TakeStill]:
        """Requests that the process does not know of yet; they count as sent from now on."""
        with self._lock:
            fresh = [one for one in self._requests.values() if not one.sent]
            for one in fresh:
                one.sent = True
        return [one.order for one in fresh]

    def answer(self, taken: StillTaken) -> None:
        with self._lock:
            request = self._requests.pop(taken.request, None)
        if request is None:
            return
        if taken.jpeg is None:
            request.future.set_exception(NoPlaybackStill())
        else:
            request.future.set_result(PlaybackStill(taken.jpeg, to_time(taken.at_us)))

    def fail(self, session: str | None = None) -> None:
        """What the process was asked for will not come, as it is gone; or nothing of a session that is not there."""
        with self._lock:
            numbers = [
                number
                for number, one in self._requests.items()
                if (one.sent if session is None else one.order.session == session)
            ]
        self._fail(numbers)

    def close(self) -> None:
        with self._lock:
            numbers = list(self._requests)
        self._fail(numbers)

    def _fail(self, numbers: list[int]) -> None:
        for number in numbers:
            self.answer(StillTaken(number, None))
