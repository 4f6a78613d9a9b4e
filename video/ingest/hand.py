"""The console's end of one worker process: start it, tell it, hear it, know whether it lives."""

import signal
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from time import monotonic

import psutil

from video.events import CameraId
from video.ingest.entry import run_worker
from video.ingest.orders import CloseWorker, DropStream, Order, StreamOrder, TakeStill
from video.ingest.pulse import SLOTS, Doing, Pulse
from video.ingest.reports import WorkerReport
from video.ingest.settings import VideoSettings

_UNANSWERED_AT_MOST = 64  # orders in the pipe: a hung worker must not block who tells it
_STARTING_MAY_TAKE_S = 20.0
_PAUSE_S = 1.0
_CRASH_SIGNALS = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")
_CRASHES = {-int(getattr(signal, name)) for name in _CRASH_SIGNALS if hasattr(signal, name)}


class WorkerHand:
    """One worker process, owned by the supervisor's thread."""

    def __init__(self, settings: VideoSettings) -> None:
        self.alone = False  # whether it is kept for one suspect
        self.cameras: dict[CameraId, int] = {}  # and their slot on the pulse page
        self._settings = settings
        self._pulse = Pulse.own()
        context = get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=run_worker, args=(far_end, self._pulse.name, settings), name="siaga-video", daemon=True
        )
        self._process.start()
        far_end.close()  # ours; once the worker's end closes too, reading says so
        self._began_s = self._beat_seen_s = self._looked_s = monotonic()
        self._beats = 0
        self._sent = self._handled = 0
        self._waiting: dict[tuple[str, object], Order] = {}

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def tell(self, order: Order) -> None:
        """Queue an order; a newer wish for the same camera replaces one that has not left yet."""
        match order:
            case StreamOrder():
                key: tuple[str, object] = ("stream", order.source.camera_id)
            case DropStream():
                key = ("stream", order.camera_id)
            case TakeStill():
                key = ("still", order.request)
            case CloseWorker():
                key = ("close", None)
        self._waiting.pop(key, None)
        self._waiting[key] = order

    def pump(self) -> None:
        """Send what may be sent without blocking. A pipe that is gone is noticed by `ended`."""
        while self._waiting and self._sent - self._handled < _UNANSWERED_AT_MOST:
            key = next(iter(self._waiting))
            try:
                self.pipe.send(self._waiting.pop(key))
            except OSError:
                return
            self._sent += 1

    def hear(self) -> list[WorkerReport]:
        """All reports that have come; what a dying worker sent last is still among them."""
        reports: list[WorkerReport] = []
        try:
            while self.pipe.poll(0):
                report = self.pipe.recv()
                self._handled = report.handled
                reports.append(report)
        except (EOFError, OSError):
            pass  # the end of the worker is noticed by `ended`, once its process is
        return reports

    def free_slot(self) -> int:
        """A place on the pulse page. Raises StopIteration beyond a thousand cameras in one worker."""
        used = set(self.cameras.values())
        return next(slot for slot in range(SLOTS) if slot not in used)

    @property
    def ended(self) -> bool:
        return self._process.exitcode is not None

    @property
    def crashed(self) -> bool:
        """Whether it ended by itself in the way that libraries end: not killed from outside."""
        code = self._process.exitcode
        return code is not None and (code in _CRASHES or code > 0)

    @property
    def ran(self) -> bool:
        """Whether it ever took orders; what ends before that is no camera's fault."""
        return self._pulse.beats > 0

    def hung(self, now_s: float) -> bool:
        """Whether its beat has stood still; a console that itself stood still does not count."""
        if now_s - self._looked_s > _PAUSE_S:
            self._beat_seen_s = now_s
        self._looked_s = now_s
        beats = self._pulse.beats
        if beats != self._beats:
            self._beats, self._beat_seen_s = beats, now_s
        limit_s = self._settings.hung_after_s if beats else _STARTING_MAY_TAKE_S
        return now_s - self._beat_seen_s > limit_s

    def memory_bytes(self) -> int:
        """Resident memory; 0 where the process is gone."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def busy(self) -> frozenset[CameraId]:
        """The cameras whose thread was opening or decoding when the worker ended."""
        return frozenset(
            camera_id
            for camera_id, slot in self.cameras.items()
            if self._pulse.doing(slot) in (Doing.OPENING, Doing.DECODING)
        )

    def places(self) -> list[tuple[Pulse, int]]:
        """The places of its cameras on its pulse page."""
        return [(self._pulse, slot) for slot in self.cameras.values()]

    @property
    def sentinel(self) -> int:
        return self._process.sentinel

    def kill(self) -> None:
        self._process.kill()
        self._process.join(5)

    def ask_to_close(self) -> None:
        """Ask the process to end; `close` waits for it."""
        self.tell(CloseWorker())
        self.pump()

    def close(self, patience_s: float) -> None:
        """End the process, politely for `patience_s`; gives back its pipe and its page."""
        if not self.ended and patience_s > 0:
            self.ask_to_close()
            connection.wait([self._process.sentinel], patience_s)
        if not self.ended:
            self.kill()
        self._process.join(5)
        # Not closed: multiprocessing joins its children at exit, in another thread than ours, and a closed one raises
        # there. Its descriptor goes with the object.
        self.pipe.close()
        self._pulse.close()
