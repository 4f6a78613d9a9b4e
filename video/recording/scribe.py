"""The one thread of a worker that touches the ring's disk."""

import logging
import threading
from pathlib import Path
from time import monotonic

from video.recording.writing import SegmentWriter

_log = logging.getLogger(__name__)
_EVERY_S = 0.5
_WAITING_MOST = 192_000_000  # bytes of all cameras of the process that wait for the disk


class Scribe:
    """Writes out for all writers of a process, twice a second; the thread starts with the first of them.

    A disk that hangs holds this thread and no other: the writers' memory fills, and they say so.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._waiting = 0
        self._writers: list[SegmentWriter] = []
        self._leaving: list[SegmentWriter] = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self, size: int) -> bool:
        """Memory for what waits; False where there is none."""
        with self._lock:
            if self._waiting + size > _WAITING_MOST:
                return False
            self._waiting += size
            return True

    def give_back(self, size: int) -> None:
        with self._lock:
            self._waiting -= size

    def writer(self, camera_id: str) -> SegmentWriter:
        """A writer for one camera, written out until it is given to `leave`."""
        writer = SegmentWriter(self._root, camera_id, self)
        with self._lock:
            self._writers.append(writer)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="siaga-recording", daemon=True)
                self._thread.start()
        return writer

    def leave(self, writer: SegmentWriter) -> None:
        """Its last segment is finished; then it is forgotten."""
        writer.close()
        with self._lock:
            if writer in self._writers:
                self._writers.remove(writer)
                self._leaving.append(writer)

    def close(self, patience_s: float) -> None:
        """Finish all segments as far as the disk allows within `patience_s`; what is left the keeper finishes."""
        with self._lock:
            writers, thread = list(self._writers), self._thread
        for writer in writers:
            self.leave(writer)
        self._stop.set()
        if thread is not None:
            thread.join(patience_s)

    def _run(self) -> None:
        due_s = monotonic()
        stopping = False
        while not stopping:
            due_s = max(due_s + _EVERY_S, monotonic())
            stopping = self._stop.wait(max(0.0, due_s - monotonic()))
            with self._lock:
                leaving, self._leaving = self._leaving, []
                writers = [*self._writers, *leaving]
            for writer in writers:
                try:
                    writer.flush()
                except Exception:  # noqa: BLE001 - one camera's error must not end the recording of all
                    _log.exception("writing a segment failed by an error of our own")
