"""Stills that were asked for and have not come yet."""

import threading
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count

from resources.errors import SiagaError
from video.events import CameraId
from video.ingest.reports import StillTaken


class NoStill(SiagaError):
    """No frame came in time, or nobody has the camera."""

    word = "stream.error.no_still"


@dataclass(slots=True)
class _Request:
    camera_id: CameraId
    future: "Future[bytes]"
    sent: bool = False


class StillDesk:
    """Pairs requests with answers. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._requests: dict[int, _Request] = {}

    def ask(self, camera_id: CameraId) -> "Future[bytes]":
        future: Future[bytes] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            self._requests[next(self._numbers)] = _Request(camera_id, future)
        return future

    def unsent(self) -> list[tuple[int, CameraId]]:
        """Requests that no worker knows of yet; they count as sent from now on."""
        with self._lock:
            fresh = [(number, one) for number, one in self._requests.items() if not one.sent]
            for _, one in fresh:
                one.sent = True
        return [(number, one.camera_id) for number, one in fresh]

    def answer(self, taken: StillTaken) -> None:
        with self._lock:
            request = self._requests.pop(taken.request, None)
        if request is None:
            return
        if taken.jpeg is None:
            request.future.set_exception(NoStill())
        else:
            request.future.set_result(taken.jpeg)

    def fail(self, cameras: Iterable[CameraId]) -> None:
        """Their worker is gone: what it was asked for will not come."""
        gone = set(cameras)
        with self._lock:
            numbers = [number for number, one in self._requests.items() if one.sent and one.camera_id in gone]
        for number in numbers:
            self.answer(StillTaken(number, None))

    def close(self) -> None:
        with self._lock:
            numbers = list(self._requests)
        for number in numbers:
            self.answer(StillTaken(number, None))
