"""What the supervisor knows of one camera: the wish, the figures, the worker that has it."""

from dataclasses import dataclass, field, replace

from video.events import Analysis, CameraId, CameraSource, StreamHealth, StreamState
from video.frames import BlockName
from video.ingest.hand import WorkerHand
from video.ingest.health import Limits, StreamFigures, judge
from video.ingest.orders import StreamOrder, ViewOrder
from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings

_DEATHS_COUNT_FOR_S = 600.0
_SEQUENCE_GAP = 1_000
_LONGEST_PROBATION_S = 3_600.0


@dataclass(slots=True)
class CameraRecord:
    """Mutable and guarded by the supervisor's lock; `hand` and `incoming` belong to its thread."""

    source: CameraSource
    asked_at_s: float
    permitted: bool = True  # whether this console may analyse it: it holds the lease, or needs none
    may_record: bool = False  # it must hold the lease: two consoles never record one camera
    views: dict[str, BlockName] = field(default_factory=dict)
    dirty: bool = True  # the worker does not know the wish yet
    hand: WorkerHand | None = None
    incoming: WorkerHand | None = None  # takes over once it has a picture
    figures: StreamFigures = field(default_factory=StreamFigures)
    earlier: StreamFigures = field(default_factory=StreamFigures)  # of workers that are gone
    analysis: Analysis | None = None
    shown: tuple[StreamState, str] = (StreamState.WAITING, "")
    suspicions: int = 0
    suspect: bool = False
    alone_since_s: float = 0.0
    deaths_s: list[float] = field(default_factory=list)  # when it killed a worker of its own
    not_before_s: float = 0.0
    quarantined: bool = False

    @property
    def analysing(self) -> bool:
        return self.source.analyse and self.permitted

    @property
    def recording(self) -> bool:
        return self.source.record and self.may_record

    def order(self, hand: WorkerHand) -> StreamOrder:
        """The whole wish, for one worker."""
        views = tuple(ViewOrder(view, block) for view, block in self.views.items())
        slot = hand.cameras[self.source.camera_id]
        first_sequence = self.total.decoded + _SEQUENCE_GAP
        return StreamOrder(self.source, self.analysing, views, slot, first_sequence, self.recording)

    @property
    def total(self) -> StreamFigures:
        """The figures over all workers that had this camera."""
        return self.figures.after(self.earlier)

    def take(self, figures: StreamFigures) -> None:
        """Newer figures of the worker that has it."""
        if figures.due_since_s is None:
            self.earlier = replace(self.earlier, due_since_s=None)
        self.figures = figures

    def move_over(self) -> list[tuple[WorkerHand, CameraId]]:
        """The new worker shows it: the old one may go. Returns who is left, as (worker, camera)."""
        old = self.hand
        self._continue()
        self.hand, self.incoming, self.suspect = self.incoming, None, False
        return [(old, self.source.camera_id)] if old is not None else []

    def bury(self, lost: WorkerHand) -> None:
        """A worker is gone: the figures go on where it stopped, with the other worker if it was moving."""
        self.dirty = True
        if lost is self.incoming:
            self.incoming = None
            return
        connected = self.figures.connected_at_s is not None
        self._continue()
        self.earlier = replace(self.earlier, reconnects=self.earlier.reconnects + connected)
        self.hand, self.incoming = self.incoming, None

    def _continue(self) -> None:
        self.earlier = self.total
        self.figures = StreamFigures(due_since_s=self.earlier.due_since_s)

    def forgive(self, now_s: float, settings: VideoSettings) -> bool:
        """Whether a suspect has behaved for long enough to move in with others; longer after each suspicion."""
        if not self.suspect or self.incoming is not None or self.hand is None:
            return False
        probation_s = min(_LONGEST_PROBATION_S, settings.behaved_after_s * 2 ** max(0, self.suspicions - 1))
        return now_s - self.alone_since_s > probation_s and self.shown[0] in (StreamState.LIVE, StreamState.RECEIVING)

    def suspect_it(self, now_s: float, died_alone: bool, settings: VideoSettings) -> None:
        """It gets a worker of its own; one that killed two of those is quarantined with doubling waits."""
        self.suspect, self.alone_since_s = True, now_s
        self.suspicions += 1
        if not died_alone:
            return
        self.deaths_s = [moment for moment in self.deaths_s if now_s - moment < _DEATHS_COUNT_FOR_S] + [now_s]
        if len(self.deaths_s) >= 2:
            self.quarantined = True
            wait_s = min(settings.quarantine_cap_s, settings.quarantine_s * 2 ** (len(self.deaths_s) - 2))
            self.not_before_s = max(self.not_before_s, now_s + wait_s)

    def health(self, now_s: float, limits: Limits) -> StreamHealth:
        """As an operator may believe it now."""
        figures = self.total
        state, reason = judge(figures, self.asked_at_s, now_s, limits), figures.reason
        if self.quarantined:
            state, reason = StreamState.QUARANTINED, Reason.QUARANTINED.value
        elif state in (StreamState.LIVE, StreamState.RECEIVING):
            reason = ""
        elif self.hand is None and now_s < self.not_before_s:
            reason = Reason.WORKER_LOST.value
        frame_at_s = figures.frame_at_s
        return StreamHealth(
            self.source.camera_id,
            state,
            age_s=None if frame_at_s is None else max(0.0, now_s - frame_at_s),
            delay_s=figures.delay_s,
            reason=reason,
            reconnects=figures.reconnects,
            decoded=figures.decoded,
            width=figures.width,
            height=figures.height,
            codec=figures.codec,
            decoder=figures.decoder,
            hardware_fallback=figures.hardware_fallback,
            transport=figures.transport,
            reduced=figures.reduced,
            clock_offset_s=figures.clock_offset_s,
            received_bytes=figures.received_bytes,
            tampered=self.analysis is not None and self.analysis.dark,
            recording=figures.recording if self.recording else "",
        )
