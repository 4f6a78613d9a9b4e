"""The room's thread: keeps the playback process alive, tells it wishes, hears its reports, tells facts."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from resources.errors import SiagaError
from video.events import CameraId
from video.ingest.bell import Bell
from video.playback.hand import PlaybackHand
from video.playback.orders import CloseSession, Recorder
from video.playback.reports import PlaybackReport
from video.playback.session_record import SessionRecord
from video.playback.settings import PlaybackSettings
from video.playback.state import PlaybackChanged, PlaybackFact, PlaybackProcessLost
from video.playback.still_desk import PlaybackStillDesk
from video.playback.suspicion import Suspicion

_TURN_S = 0.1
_RETRY_S = 2.0
_MEMORY_EVERY_S = 2.0
_BUDGET_WINDOW_S = 60.0
_LONGEST_PENALTY_S = 30.0
_CLOSE_PATIENCE_S = 1.5

_log = logging.getLogger(__name__)


class Cause(StrEnum):
    """Why the process was replaced; each value is a key of resources/words."""

    CRASHED = "playback.process.crashed"
    KILLED = "playback.process.killed"
    HUNG = "playback.process.hung"
    MEMORY = "playback.process.memory"


@dataclass(slots=True)
class Sessions:
    """What the console wants, shared with the room's thread under `lock`, which is never held for long."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    records: dict[str, SessionRecord] = field(default_factory=dict)
    recorders: dict[CameraId, Recorder] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


class ProcessKeeper:
    """All that is done in the room's thread; `turn` again and again, then `close`."""

    def __init__(
        self,
        settings: PlaybackSettings,
        root: Path,
        run: Callable[..., Any],
        sessions: Sessions,
        stills: PlaybackStillDesk,
        on_fact: Callable[[PlaybackFact], None],
    ) -> None:
        self._settings = settings
        self._root = root
        self._run = run
        self._sessions = sessions
        self._lock = sessions.lock
        self._stills = stills
        self._on_fact = on_fact
        self._suspicion = Suspicion()
        self._hand: PlaybackHand | None = None
        self._losses: deque[float] = deque()
        self._not_before_s = self._memory_due_s = 0.0
        self._needed_at_s = 0.0
        self.pid = 0

    def turn(self, bell: Bell) -> None:
        """Wait for something to happen, a tenth of a second at most, and do what follows from it."""
        bell.wait([self._hand.pipe] if self._hand is not None else [], _TURN_S)
        facts: list[PlaybackFact] = []
        now_s = monotonic()
        if self._hand is not None:
            for report in self._hand.hear():
                self._take(report)
            cause = self._lost(self._hand, now_s)
            if cause is not None:
                self._mourn(self._hand, cause, now_s, facts)
        self._start_or_end(now_s)
        if self._hand is not None:
            self._tell_wishes(self._hand)
            self._hand.pump()
        self._note_changes(now_s, facts)
        for fact in facts:
            self._tell(fact)

    def close(self) -> None:
        """End the process."""
        if self._hand is not None:
            self._hand.close(_CLOSE_PATIENCE_S)
            self._hand, self.pid = None, 0

    def _take(self, report: PlaybackReport) -> None:
        with self._lock:
            for session in report.sessions:
                record = self._sessions.records.get(session.session)
                if record is not None:
                    record.take(session)
        for still in report.stills:
            self._stills.answer(still)
        for logged in report.logs:
            logging.getLogger(logged.name).log(logged.level, "%s", logged.text)

    def _lost(self, hand: PlaybackHand, now_s: float) -> Cause | None:
        if hand.ended:
            return Cause.CRASHED if hand.crashed else Cause.KILLED
        if hand.hung(now_s) or hand.stuck:
            return Cause.HUNG
        if now_s >= self._memory_due_s:
            self._memory_due_s = now_s + _MEMORY_EVERY_S
            if hand.memory_bytes() > self._settings.memory_ceiling_bytes:
                return Cause.MEMORY
        return None

    def _mourn(self, hand: PlaybackHand, cause: Cause, now_s: float, facts: list[PlaybackFact]) -> None:
        """Note who is suspected, and let every session go on where it stands, in the next process."""
        with self._lock:
            if cause in (Cause.CRASHED, Cause.HUNG):
                self._suspicion.accuse(
                    (camera_id, segment)
                    for record in self._sessions.records.values()
                    for camera_id, slot in record.slots.items()
                    if (segment := hand.decoding(slot)) is not None
                )
            for record in self._sessions.records.values():
                record.resume(next(self._sessions.numbers), now_s)
        hand.close(0)
        self._hand, self.pid = None, 0
        self._stills.fail()
        self._losses.append(now_s)
        self._not_before_s = now_s + self._penalty_s(now_s)
        facts.append(PlaybackProcessLost(cause.value))
        _log.warning("the playback process was lost: %s", cause.value)

    def _start_or_end(self, now_s: float) -> None:
        with self._lock:
            needed = bool(self._sessions.records)
        if needed:
            self._needed_at_s = now_s
        if needed and self._hand is None and now_s >= self._not_before_s:
            try:
                self._hand = PlaybackHand(self._settings, self._root, self._run)
                self.pid = self._hand.pid
            except (SiagaError, OSError):
                _log.exception("no playback process could be started")
                self._not_before_s = now_s + _RETRY_S
                return
            with self._lock:
                for record in self._sessions.records.values():
                    record.dirty = True
        elif not needed and self._hand is not None and now_s - self._needed_at_s > self._settings.linger_s:
            self._suspicion.forget()
            self.close()

    def _tell_wishes(self, hand: PlaybackHand) -> None:
        with self._lock:
            closed, self._sessions.closed[:] = list(self._sessions.closed), []
            for session in closed:
                hand.tell(CloseSession(session))
            for record in self._sessions.records.values():
                if record.dirty:
                    record.dirty = False
                    hand.tell(record.order(self._sessions.recorders, self._suspicion))
        for order in self._stills.unsent():
            hand.tell(order)

    def _note_changes(self, now_s: float, facts: list[PlaybackFact]) -> None:
        with self._lock:
            for record in self._sessions.records.values():
                news = record.news()
                if news != record.told:
                    record.told = news
                    facts.append(PlaybackChanged(record.state(now_s)))

    def _tell(self, fact: PlaybackFact) -> None:
        try:
            self._on_fact(fact)
        except Exception:  # noqa: BLE001 - a listener's error must not end the playback
            _log.exception("a listener failed on %s", type(fact).__name__)

    def _penalty_s(self, now_s: float) -> float:
        """Nothing within the budget of restarts in a minute, then doubling waits."""
        while self._losses and now_s - self._losses[0] > _BUDGET_WINDOW_S:
            self._losses.popleft()
        excess = len(self._losses) - self._settings.restart_budget
        return 0.0 if excess <= 0 else min(_LONGEST_PENALTY_S, 2.0 ** (excess - 1))
