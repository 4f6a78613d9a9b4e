"""The worker process: many streams, a thread each; orders in, reports out, over one pipe.

It ends by itself when the console is gone, and never waits long to end: a thread inside libav cannot be hurried.
"""

import logging
import threading
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from resources.redaction import RedactingFilter
from video.events import CameraId
from video.ingest.facts import Analysed, PictureReady, Sighted
from video.ingest.hardware import HardwareSeats, seats_of_a_worker
from video.ingest.orders import CloseWorker, DropStream, Order, StreamOrder, TakeStill
from video.ingest.pulse import Pulse
from video.ingest.reports import Logged, StillTaken, WorkerReport
from video.ingest.settings import VideoSettings
from video.ingest.strain import Strain
from video.ingest.stream import CameraStream
from video.recording.scribe import Scribe

_TURN_S = 0.05
_FIGURES_EVERY_S = 0.25
_CLOSE_WITHIN_S = 1.0
_MOST_WAITING = 2_000

_log = logging.getLogger(__name__)


@dataclass
class _Outbox:
    """What waits for the next report. Appending to a deque needs no lock."""

    facts: deque[Analysed | Sighted | PictureReady | StillTaken | Logged] = field(default_factory=deque)

    def put(self, fact: Analysed | Sighted | PictureReady | StillTaken | Logged) -> None:
        """Pictures of an analysis are left out where the console does not listen; sightings never are."""
        if isinstance(fact, Analysed | Logged) and len(self.facts) > _MOST_WAITING:
            return
        self.facts.append(fact)

    def take(self) -> tuple[Analysed | Sighted | PictureReady | StillTaken | Logged, ...]:
        return tuple(self.facts.popleft() for _ in range(len(self.facts)))


class _PipeHandler(logging.Handler):
    """Sends warnings and errors to the console's log, redacted before they leave the process."""

    def __init__(self, outbox: _Outbox) -> None:
        super().__init__(logging.WARNING)
        self._outbox = outbox
        self.redaction = RedactingFilter()
        self.addFilter(self.redaction)

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage() if not record.exc_text else f"{record.getMessage()}\n{record.exc_text}"
        self._outbox.put(Logged(record.levelno, record.name, text))


class Worker:
    """The main loop of the process."""

    def __init__(self, pipe: "Connection[WorkerReport, Order]", pulse: Pulse, settings: VideoSettings) -> None:
        self._pipe = pipe
        self._pulse = pulse
        self._settings = settings
        self._streams: dict[CameraId, CameraStream] = {}
        self._leaving: list[CameraStream] = []
        self._outbox = _Outbox()
        self._scribe = Scribe(Path(settings.recording_dir)) if settings.recording_dir else None
        self._log_handler = _PipeHandler(self._outbox)
        self._sending = threading.Lock()
        self._strain = Strain()
        self._seats = HardwareSeats(settings.hardware, seats_of_a_worker(settings))
        self._handled = 0
        self._closing = False

    def run(self) -> None:
        """Until the console says so or is gone."""
        logging.getLogger().addHandler(self._log_handler)
        figures_due_s = 0.0
        try:
            while not self._closing:
                self._pulse.beat()
                if self._pipe.poll(_TURN_S):
                    self._obey(self._pipe.recv())
                    self._handled += 1
                now_s = monotonic()
                with_figures = now_s >= figures_due_s
                if with_figures:
                    figures_due_s = now_s + _FIGURES_EVERY_S
                    self._tick()
                if with_figures or self._outbox.facts:
                    with self._sending:
                        self._pipe.send(self._report(with_figures))
        except (EOFError, OSError):
            _log.debug("the console is gone")
        self._close()

    def _knock(self) -> None:
        """Wake the supervisor: a stream wishes to dial. In that stream's thread."""
        try:
            with self._sending:
                self._pipe.send(WorkerReport(self._handled))
        except OSError:
            _log.debug("the console is gone")  # the main loop ends for it

    def _obey(self, order: Order) -> None:
        match order:
            case StreamOrder():
                self._log_handler.redaction.hide(order.source.password)
                camera_id = order.source.camera_id
                stream = self._streams.get(camera_id)
                if stream is None:
                    stream = CameraStream(
                        order,
                        self._settings,
                        self._pulse,
                        self._outbox.put,
                        self._knock,
                        self._seats,
                        self._strain,
                        self._scribe,
                    )
                    self._streams[camera_id] = stream
                stream.apply(order)
            case DropStream():
                leaving = self._streams.pop(order.camera_id, None)
                if leaving is not None:
                    leaving.stop()
                    self._leaving.append(leaving)
            case TakeStill():
                asked = self._streams.get(order.camera_id)
                if asked is not None:
                    asked.take_still(order.request)
                else:
                    self._outbox.put(StillTaken(order.request, None))
            case CloseWorker():
                self._closing = True

    def _tick(self) -> None:
        for stream in self._streams.values():
            stream.tick()
        self._leaving = [stream for stream in self._leaving if not stream.join(0)]

    def _report(self, with_figures: bool) -> WorkerReport:
        if not with_figures:
            return WorkerReport(self._handled, facts=self._outbox.take())
        after_s = self._settings.stuck_after_s
        return WorkerReport(
            self._handled,
            figures=tuple((camera_id, stream.figures()) for camera_id, stream in self._streams.items()),
            facts=self._outbox.take(),
            stuck=tuple(camera_id for camera_id, stream in self._streams.items() if stream.stuck(after_s)),
        )

    def _close(self) -> None:
        deadline_s = monotonic() + _CLOSE_WITHIN_S
        streams = [*self._streams.values(), *self._leaving]
        for stream in streams:
            stream.stop()
        if self._scribe is not None:
            self._scribe.close(max(0.0, deadline_s - monotonic()))
        for stream in streams:
            stream.join(max(0.0, deadline_s - monotonic()))
