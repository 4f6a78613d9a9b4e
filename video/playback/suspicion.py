"""Which segments a crash is laid to, and which are passed over because they did it twice."""

from collections import Counter
from collections.abc import Callable, Iterable

from video.events import CameraId

_TWICE = 2


class Suspicion:
    """A segment is named by its camera and the millisecond it begins at."""

    def __init__(self) -> None:
        self._times: Counter[tuple[CameraId, int]] = Counter()

    def accuse(self, decoding: Iterable[tuple[CameraId, int]]) -> None:
        """These were in the decoder when the process crashed or hung; two sessions on one segment count once."""
        self._times.update(set(decoding))

    def suspects(self, camera_id: CameraId) -> frozenset[int]:
        """To be decoded one at a time."""
        return self._those(camera_id, lambda times: times < _TWICE)

    def passed_over(self, camera_id: CameraId) -> frozenset[int]:
        return self._those(camera_id, lambda times: times >= _TWICE)

    def forget(self) -> None:
        self._times.clear()

    def _those(self, camera_id: CameraId, wanted: Callable[[int], bool]) -> frozenset[int]:
        return frozenset(name for (camera, name), times in self._times.items() if camera == camera_id and wanted(times))
