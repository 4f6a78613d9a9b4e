"""The video room's front door: cameras and views are wished for here, pictures and facts come out."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from time import monotonic

from video.events import Analysis, CameraId, CameraSource, StreamHealth
from video.frames import PictureReader, PictureStore
from video.ingest.bell import Bell
from video.ingest.camera_record import CameraRecord
from video.ingest.facts import Fact
from video.ingest.health import Limits
from video.ingest.settings import VideoSettings
from video.ingest.still_desk import StillDesk
from video.ingest.watch import Watch, Wishes


class VideoSupervisor:
    """Shares cameras out to worker processes and keeps them running.

    Methods return at once and may be called from any thread, also before `start`. `on_fact` is called in the
    supervisor's own thread; it must not block, and it may call any method but `close`.
    """

    def __init__(self, settings: VideoSettings, on_fact: Callable[[Fact], None]) -> None:
        self._settings = settings
        self._limits = Limits(settings.stale_after_s, settings.lost_after_s)
        self._store = PictureStore()
        self._stills = StillDesk()
        self._wishes = Wishes()
        self._lock = self._wishes.lock
        self._cameras = self._wishes.cameras
        self._closing = threading.Event()
        self._closed_by_one = threading.Lock()
        self._bell = Bell()
        self._watch = Watch(settings, self._wishes, self._store, self._stills, on_fact)
        self._thread = threading.Thread(target=self._run, name="siaga-video-supervisor", daemon=True)

    def start(self) -> None:
        """Start the thread; workers start with the first camera."""
        self._thread.start()

    def close(self) -> None:
        """End all workers, give all memory back. Twice is once; takes up to about three seconds.

        A second caller waits for the first: none goes on, perhaps to the end of the process, while workers are left.
        """
        with self._closed_by_one:
            if not self._closing.is_set():
                self._end()

    def _end(self) -> None:
        self._closing.set()
        self._bell.ring()
        if self._thread.ident is not None:
            self._thread.join()
        self._stills.close()
        self._store.close()
        self._bell.close()

    def put_camera(self, source: CameraSource) -> None:
        """Take a camera on, or change one; unchanged addresses keep their connection."""
        with self._lock:
            record = self._cameras.get(source.camera_id)
            if record is None:
                self._cameras[source.camera_id] = CameraRecord(source, monotonic())
            else:
                record.source, record.dirty = source, True
                if not record.analysing:
                    record.analysis = None
        self._bell.ring()

    def drop_camera(self, camera_id: CameraId) -> None:
        """Forget a camera and give its pictures' memory back; an unknown one is no error."""
        with self._lock:
            record = self._cameras.pop(camera_id, None)
            if record is None:
                return
            for hand in (record.hand, record.incoming):
                if hand is not None:
                    self._wishes.leaving.append((hand, camera_id))
            for view in record.views:
                self._store.drop(camera_id, view)
        self._bell.ring()

    def set_analysing(self, camera_id: CameraId, analysing: bool) -> None:
        """Whether this console may analyse the camera (it holds the lease, or has lost it); from the start it may.

        A camera whose source says not to analyse is not, whatever is said here.
        """
        with self._lock:
            record = self._cameras.get(camera_id)
            if record is None or record.permitted == analysing:
                return
            record.permitted, record.dirty = analysing, True
            if not analysing:
                record.analysis = None
        self._bell.ring()

    def set_recording(self, camera_id: CameraId, recording: bool) -> None:
        """Whether this console may keep the camera's packets on its disk; from the start it may not.

        It also needs a source that says so, and a folder in the settings.
        """
        with self._lock:
            record = self._cameras.get(camera_id)
            if record is None or record.may_record == recording:
                return
            record.may_record, record.dirty = recording, True
        self._bell.ring()

    def show(self, camera_id: CameraId, view: str, size: tuple[int, int]) -> None:
        """Show a camera in a view of `size` device pixels; another size makes a new generation.

        Raises SharedMemoryFull; what the view showed before stays. An unknown camera is no error.
        """
        with self._lock:
            record = self._cameras.get(camera_id)
            if record is None or self._closing.is_set():
                return
            block = record.views.get(view)
            if block is not None and (block.width, block.height) == size:
                return
            record.views[view] = self._store.open(camera_id, view, size)
            record.dirty = True
        self._bell.ring()

    def hide(self, camera_id: CameraId, view: str) -> None:
        """The view no longer shows the camera; nobody needing it decoded, it is only received."""
        with self._lock:
            record = self._cameras.get(camera_id)
            if record is None or record.views.pop(view, None) is None:
                return
            self._store.drop(camera_id, view)
            record.dirty = True
        self._bell.ring()

    def health(self) -> Mapping[CameraId, StreamHealth]:
        """Every camera's health, judged at the time of the call."""
        now_s = monotonic()
        with self._lock:
            return {camera_id: record.health(now_s, self._limits) for camera_id, record in self._cameras.items()}

    def reader(self, camera_id: CameraId, view: str) -> PictureReader | None:
        """The view's pictures; valid over resizes until it is hidden."""
        return self._store.reader(camera_id, view)

    def analysis(self, camera_id: CameraId) -> Analysis | None:
        """The newest analysed frame, where this console analyses the camera."""
        with self._lock:
            record = self._cameras.get(camera_id)
            return record.analysis if record is not None else None

    def still(self, camera_id: CameraId) -> "Future[bytes]":
        """JPEG of the newest frame at its full decoded size, at most `still_bytes`; raises NoStill in the future."""
        future = self._stills.ask(camera_id)
        self._bell.ring()
        return future

    def workers(self) -> Mapping[int, tuple[CameraId, ...]]:
        """Process ids of the workers and the cameras each has; for diagnosis. The spare has none."""
        return self._watch.workers

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self._watch.turn(self._bell)
        finally:
            self._watch.close()
