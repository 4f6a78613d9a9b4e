"""The worker processes: who has room, who has died or hangs, and how fast they may be replaced."""

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import connection
from time import monotonic

from video.events import CameraId
from video.ingest.hand import WorkerHand
from video.ingest.settings import VideoSettings

_BUDGET_WINDOW_S = 60.0
_LONGEST_PENALTY_S = 30.0
_MEMORY_EVERY_S = 2.0
_CLOSE_PATIENCE_S = 2.0
_SPARE_AFTER_S = 3.0  # not while cameras are being placed: their workers need the processor more


class Cause(StrEnum):
    """Why a worker was replaced; each value is a key of resources/words."""

    CRASHED = "stream.worker.crashed"
    KILLED = "stream.worker.killed"
    HUNG = "stream.worker.hung"
    STUCK = "stream.worker.stuck"
    MEMORY = "stream.worker.memory"


@dataclass(frozen=True, slots=True)
class Loss:
    """A worker that is gone: its cameras, who is suspected, and how long to wait before they are placed again."""

    hand: WorkerHand
    cause: Cause
    cameras: tuple[CameraId, ...]
    suspects: frozenset[CameraId]
    wait_s: float


class Fleet:
    """Owned by the supervisor's thread. Shared workers about one a core, one spare, and one for each suspect."""

    def __init__(self, settings: VideoSettings) -> None:
        self._settings = settings
        self._target = settings.workers or max(1, os.cpu_count() or 1)
        self._shared: list[WorkerHand] = []
        self._alone: list[WorkerHand] = []
        self._spare: WorkerHand | None = None
        self._ending: list[tuple[WorkerHand, float]] = []
        self._losses: deque[float] = deque()
        self._memory_due_s = 0.0
        self._placed_at_s = 0.0
        self._unexplained_at_s = float("-inf")

    def hands(self) -> Iterator[WorkerHand]:
        yield from self._shared
        yield from self._alone
        if self._spare is not None:
            yield self._spare

    def place(self, camera_id: CameraId, alone: bool) -> WorkerHand:
        """The worker that takes this camera from now on. Raises SharedMemoryFull, or OSError where none starts."""
        if alone:
            hand = self._take_spare() or WorkerHand(self._settings)
            hand.alone = True
            self._alone.append(hand)
        elif len(self._shared) < self._target:
            hand = self._take_spare() or WorkerHand(self._settings)
            self._shared.append(hand)
        else:
            hand = min(self._shared, key=lambda one: len(one.cameras))
        hand.cameras[camera_id] = hand.free_slot()
        self._placed_at_s = monotonic()
        return hand

    def leave(self, hand: WorkerHand, camera_id: CameraId) -> None:
        """The camera is no longer there; a worker of its own ends with it."""
        hand.cameras.pop(camera_id, None)
        if hand.alone and not hand.cameras and hand in self._alone:
            self._alone.remove(hand)
            hand.ask_to_close()
            self._ending.append((hand, monotonic() + _CLOSE_PATIENCE_S))

    def keep_spare(self) -> None:
        """Have an idle worker ready once there is work: starting a process takes longer than connecting."""
        now_s = monotonic()
        calm = bool(self._shared or self._alone) and now_s - self._placed_at_s > _SPARE_AFTER_S
        if self._settings.spare_worker and calm and self._spare is None and not self._penalty_s(now_s):
            self._spare = WorkerHand(self._settings)

    def losses(self, stuck: dict[WorkerHand, frozenset[CameraId]], now_s: float) -> list[Loss]:
        """Take out every worker that ended, hangs or is too large, and say what was lost with it."""
        self._reap(now_s)
        lost = []
        heavy = self._too_large(now_s)
        for hand in list(self.hands()):
            cause = self._cause(hand, stuck, heavy, now_s)
            if cause is None:
                continue
            suspects = stuck.get(hand, frozenset())
            if cause is Cause.CRASHED and hand.ran:
                suspects = self._suspects(hand, now_s)
            self._remove(hand)
            self._losses.append(now_s)
            hand.close(0)
            if hand.cameras:
                wait_s = self._penalty_s(now_s)
                lost.append(Loss(hand, cause, tuple(hand.cameras), suspects, wait_s))
        return lost

    def close(self) -> None:
        """End all processes."""
        hands = [*self.hands(), *(hand for hand, _ in self._ending)]
        for hand in hands:
            hand.ask_to_close()
        deadline_s = monotonic() + _CLOSE_PATIENCE_S
        waiting = [hand.sentinel for hand in hands if not hand.ended]
        while waiting and (left_s := deadline_s - monotonic()) > 0:
            done = connection.wait(waiting, left_s)
            waiting = [sentinel for sentinel in waiting if sentinel not in done]
        for hand in hands:
            hand.close(0)
        self._shared, self._alone, self._spare, self._ending = [], [], None, []

    def _suspects(self, hand: WorkerHand, now_s: float) -> frozenset[CameraId]:
        """Who was in libav when it crashed; where nobody was, everybody, but only the second time in a minute.

        The first time it would cost a process a camera, and a crash that does not come again needs no culprit.
        """
        busy = hand.busy()
        if busy:
            return busy
        again = now_s - self._unexplained_at_s < _BUDGET_WINDOW_S
        self._unexplained_at_s = now_s
        return frozenset(hand.cameras) if again or len(hand.cameras) == 1 else frozenset()

    def _reap(self, now_s: float) -> None:
        for hand, deadline_s in list(self._ending):
            if hand.ended or now_s > deadline_s:
                self._ending.remove((hand, deadline_s))
                hand.close(0)

    def _cause(
        self, hand: WorkerHand, stuck: dict[WorkerHand, frozenset[CameraId]], heavy: set[WorkerHand], now_s: float
    ) -> Cause | None:
        if hand.ended:
            return Cause.CRASHED if hand.crashed else Cause.KILLED
        if hand.hung(now_s):
            return Cause.HUNG
        if stuck.get(hand):
            return Cause.STUCK
        return Cause.MEMORY if hand in heavy else None

    def _too_large(self, now_s: float) -> set[WorkerHand]:
        if now_s < self._memory_due_s:
            return set()
        self._memory_due_s = now_s + _MEMORY_EVERY_S
        return {hand for hand in self.hands() if hand.memory_bytes() > self._settings.memory_ceiling_bytes}

    def _remove(self, hand: WorkerHand) -> None:
        if hand is self._spare:
            self._spare = None
        elif hand in self._shared:
            self._shared.remove(hand)
        else:
            self._alone.remove(hand)

    def _take_spare(self) -> WorkerHand | None:
        spare, self._spare = self._spare, None
        return spare

    def _penalty_s(self, now_s: float) -> float:
        """Nothing within the budget of restarts in a minute, then doubling waits."""
        while self._losses and now_s - self._losses[0] > _BUDGET_WINDOW_S:
            self._losses.popleft()
        excess = len(self._losses) - self._settings.restart_budget
        return 0.0 if excess <= 0 else min(_LONGEST_PENALTY_S, 2.0 ** (excess - 1))
