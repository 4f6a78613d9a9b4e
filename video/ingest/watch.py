"""The supervisor's thread: hears workers, replaces lost ones, places cameras, tells facts."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from resources.errors import SiagaError
from video.events import CameraId
from video.frames import PictureStore
from video.ingest.bell import Bell
from video.ingest.camera_record import CameraRecord
from video.ingest.facts import Analysed, Fact, HealthChanged, PictureReady, Sighted, WorkerRestarted
from video.ingest.fleet import Fleet, Loss
from video.ingest.hand import WorkerHand
from video.ingest.health import Limits
from video.ingest.orders import DropStream, TakeStill
from video.ingest.reports import Logged, StillTaken, WorkerReport
from video.ingest.settings import VideoSettings
from video.ingest.still_desk import StillDesk
from video.ingest.turnstile import admit

_TURN_S = 0.1
_RETRY_S = 2.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Wishes:
    """What the console wants, shared with the supervisor's thread under `lock`, which is never held for long."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    cameras: dict[CameraId, CameraRecord] = field(default_factory=dict)
    leaving: list[tuple[WorkerHand, CameraId]] = field(default_factory=list)


class Watch:
    """All that is done in the supervisor's thread; `turn` again and again, then `close`."""

    def __init__(
        self,
        settings: VideoSettings,
        wishes: Wishes,
        store: PictureStore,
        stills: StillDesk,
        on_fact: Callable[[Fact], None],
    ) -> None:
        self._settings = settings
        self._limits = Limits(settings.stale_after_s, settings.lost_after_s)
        self._lock = wishes.lock
        self._wishes = wishes
        self._store = store
        self._stills = stills
        self._on_fact = on_fact
        self._fleet = Fleet(settings)
        self.workers: dict[int, tuple[CameraId, ...]] = {}

    def turn(self, bell: Bell) -> None:
        """Wait for something to happen, a tenth of a second at most, and do what follows from it."""
        bell.wait([hand.pipe for hand in self._fleet.hands()], _TURN_S)
        facts: list[Fact] = []
        stuck: dict[WorkerHand, frozenset[CameraId]] = {}
        for hand in list(self._fleet.hands()):
            for report in hand.hear():
                self._take(hand, report, facts)
                stuck[hand] = frozenset(report.stuck)
        now_s = monotonic()
        for loss in self._fleet.losses(stuck, now_s):
            self._mourn(loss, now_s, facts)
        self._say_goodbyes()
        self._place(now_s)
        self._ask_for_stills()
        admit([place for hand in self._fleet.hands() for place in hand.places()], self._settings.opens_per_host)
        for hand in self._fleet.hands():
            hand.pump()
        self.workers = {hand.pid: tuple(hand.cameras) for hand in self._fleet.hands()}
        self._note_changes(now_s, facts)
        for fact in facts:
            self._tell(fact)

    def close(self) -> None:
        """End all workers."""
        self._fleet.close()
        self.workers = {}

    def _take(self, hand: WorkerHand, report: WorkerReport, facts: list[Fact]) -> None:
        with self._lock:
            for camera_id, figures in report.figures:
                record = self._wishes.cameras.get(camera_id)
                if record is None:
                    continue
                if hand is record.incoming and figures.frame_at_s is not None:
                    self._wishes.leaving.extend(record.move_over())
                if hand is record.hand:
                    record.take(figures)
        for fact in report.facts:
            match fact:
                case StillTaken():
                    self._stills.answer(fact)
                case Logged():
                    logging.getLogger(fact.name).log(fact.level, "%s", fact.text)
                case _:
                    self._take_seen(hand, fact, facts)

    def _take_seen(self, hand: WorkerHand, fact: Analysed | Sighted | PictureReady, facts: list[Fact]) -> None:
        match fact:
            case Analysed(analysis):
                if (record := self._analysed_by(hand, analysis.camera_id)) is None:
                    return
                record.analysis = analysis
            case Sighted(sighting):
                if self._analysed_by(hand, sighting.camera_id) is None:
                    return
            case PictureReady():
                pass
        facts.append(fact)

    def _analysed_by(self, hand: WorkerHand, camera_id: CameraId) -> CameraRecord | None:
        """The camera's record if this worker's word on it counts: while it moves, two analyse it."""
        with self._lock:
            record = self._wishes.cameras.get(camera_id)
            return record if record is not None and record.analysing and record.hand is hand else None

    def _mourn(self, loss: Loss, now_s: float, facts: list[Fact]) -> None:
        _log.warning("a video worker with %d cameras was replaced: %s", len(loss.cameras), loss.cause.name)
        self._stills.fail(loss.cameras)
        with self._lock:
            self._wishes.leaving = [one for one in self._wishes.leaving if one[0] is not loss.hand]
            for camera_id in loss.cameras:
                record = self._wishes.cameras.get(camera_id)
                if record is None:
                    continue
                record.bury(loss.hand)
                if record.hand is None:
                    record.not_before_s = now_s + loss.wait_s
                if camera_id in loss.suspects:
                    record.suspect_it(now_s, loss.hand.alone, self._settings)
        facts.append(WorkerRestarted(loss.cause.value, loss.cameras))

    def _say_goodbyes(self) -> None:
        with self._lock:
            leaving, self._wishes.leaving = self._wishes.leaving, []
        for hand, camera_id in leaving:
            hand.tell(DropStream(camera_id))
            self._fleet.leave(hand, camera_id)

    def _place(self, now_s: float) -> None:
        """Find a worker for who has none, tell workers of changed wishes, let suspects move in that have behaved."""
        with self._lock:
            # Neighbours before suspects: they are to have the spare worker.
            records = sorted(self._wishes.cameras.values(), key=lambda record: record.suspect)
        for record in records:
            if record.hand is None and now_s >= record.not_before_s:
                self._place_one(record, now_s)
            elif record.forgive(now_s, self._settings):
                self._move_in(record)
            hand = record.incoming or record.hand
            with self._lock:
                if record.dirty and hand is not None:
                    record.dirty = False
                    hand.tell(record.order(hand))
        try:
            self._fleet.keep_spare()
        except (SiagaError, OSError):
            _log.warning("no spare video worker could be started", exc_info=True)

    def _place_one(self, record: CameraRecord, now_s: float) -> None:
        try:
            hand = self._fleet.place(record.source.camera_id, record.suspect)
        except (SiagaError, OSError):
            _log.exception("no video worker could be started")
            record.not_before_s = now_s + _RETRY_S
            return
        with self._lock:
            record.hand, record.dirty, record.quarantined = hand, True, False
            record.alone_since_s = now_s

    def _move_in(self, record: CameraRecord) -> None:
        """Start it among others too; the old worker shows it until the new one does, each in its own generation."""
        camera_id = record.source.camera_id
        try:
            hand = self._fleet.place(camera_id, alone=False)
            with self._lock:
                for view, block in record.views.items():
                    record.views[view] = self._store.open(camera_id, view, (block.width, block.height))
        except (SiagaError, OSError):
            _log.warning("camera %s stays in a worker of its own", camera_id, exc_info=True)
            record.alone_since_s = monotonic()
            return
        with self._lock:
            record.incoming, record.dirty = hand, True

    def _ask_for_stills(self) -> None:
        for request, camera_id in self._stills.unsent():
            with self._lock:
                record = self._wishes.cameras.get(camera_id)
                hand = record.hand if record is not None else None
            if hand is None:
                self._stills.answer(StillTaken(request, None))
            else:
                hand.tell(TakeStill(camera_id, request))

    def _note_changes(self, now_s: float, facts: list[Fact]) -> None:
        with self._lock:
            for record in self._wishes.cameras.values():
                health = record.health(now_s, self._limits)
                if (health.state, health.reason) != record.shown:
                    record.shown = (health.state, health.reason)
                    facts.append(HealthChanged(health))

    def _tell(self, fact: Fact) -> None:
        try:
            self._on_fact(fact)
        except Exception:  # noqa: BLE001 - a listener's error must not end the supervision of the video
            _log.exception("a listener failed on %s", type(fact).__name__)
