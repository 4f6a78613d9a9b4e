"""Which cameras stand on the wall: what was pushed, else the worst first, and a calm round over the rest."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from video.events import TrafficState

SLOTS = 4
STANDS_S = 10.0
"""A tile changes at most so often, but for a push and for a camera that is gone."""
ROUND_S = 20.0
"""One calm tile goes on to the next camera so often."""
_RANKS = {TrafficState.DENSE: 1, TrafficState.CONGESTED: 2, TrafficState.STOPPED: 3}
_CRITICAL = 4

Slots = tuple[UUID | None, ...]


class WallCameras:
    """Four slots, the first one large; a camera stands in one at most. Times are the monotonic clock's, in seconds."""

    def __init__(self) -> None:
        self._order: tuple[UUID, ...] = ()
        self._pushed: tuple[UUID, ...] = ()
        self._critical: tuple[UUID, ...] = ()
        self._traffic: Mapping[UUID, TrafficState] = {}
        self._slots: list[UUID | None] = [None] * SLOTS
        self._since_s = [float("-inf")] * SLOTS
        self._turned_s = float("-inf")
        self._last: UUID | None = None
        self._before: Slots | None = None

    def know(self, order: Iterable[UUID]) -> None:
        """The cameras that there are, in the order of the round."""
        self._order = tuple(order)

    def push(self, camera_ids: Iterable[UUID]) -> None:
        """What a person put there; empty when it was released, which brings back what stood there before."""
        self._pushed = tuple(camera_ids)

    def judge(self, critical: Iterable[UUID], traffic: Mapping[UUID, TrafficState]) -> None:
        """The cameras of open critical tickets, the one that waits longest first, and the roads' states."""
        self._critical = tuple(critical)
        self._traffic = traffic

    def choose(self, now_s: float) -> Slots:
        """What stands in the four slots from now on."""
        self._forget_gone()
        pushed = tuple(dict.fromkeys(one for one in self._pushed if one in self._order))[:SLOTS]
        if pushed:
            self._place_pushed(pushed, now_s)
        elif self._before is not None:
            self._restore(now_s)
        self._place_worst(len(pushed), now_s)
        self._fill(now_s)
        self._turn(len(pushed), now_s)
        return tuple(self._slots)

    def _rank(self, camera_id: UUID | None) -> int:
        """0 for a calm one."""
        if camera_id is None:
            return -1
        return _CRITICAL if camera_id in self._critical else _RANKS.get(self._traffic.get(camera_id, _UNKNOWN), 0)

    def _worst(self, without: tuple[UUID, ...]) -> list[UUID]:
        found = [one for one in self._order if self._rank(one) > 0 and one not in without]
        return sorted(found, key=self._severity)

    def _severity(self, camera_id: UUID) -> tuple[int, int, int]:
        waits = self._critical.index(camera_id) if camera_id in self._critical else 0
        return -self._rank(camera_id), waits, self._order.index(camera_id)

    def _forget_gone(self) -> None:
        for slot, camera_id in enumerate(self._slots):
            if camera_id is not None and camera_id not in self._order:
                self._slots[slot], self._since_s[slot] = None, float("-inf")

    def _put(self, slot: int, camera_id: UUID | None, now_s: float) -> None:
        if self._slots[slot] != camera_id:
            self._slots[slot], self._since_s[slot] = camera_id, now_s

    def _may_change(self, slot: int, now_s: float) -> bool:
        return self._slots[slot] is None or now_s - self._since_s[slot] >= STANDS_S

    def _place_pushed(self, pushed: tuple[UUID, ...], now_s: float) -> None:
        if self._before is None:
            self._before = tuple(self._slots)
        for slot, camera_id in enumerate(pushed):
            if camera_id in self._slots:
                self._put(self._slots.index(camera_id), self._slots[slot], now_s)
            self._put(slot, camera_id, now_s)

    def _restore(self, now_s: float) -> None:
        before, self._before = self._before or (), None
        for slot, camera_id in enumerate(before):
            self._put(slot, camera_id if camera_id in self._order else None, now_s)
        self._turned_s = now_s

    def _place_worst(self, locked: int, now_s: float) -> None:
        """Each of the worst gets a slot; one that stands somewhere stays there, but for the very worst."""
        worst = self._worst(tuple(one for one in self._slots[:locked] if one))[: SLOTS - locked]
        for camera_id in worst:
            if camera_id not in self._slots:
                free = [s for s in range(locked, SLOTS) if self._slots[s] not in worst and self._may_change(s, now_s)]
                if free:
                    self._put(max(free, key=self._dispensable), camera_id, now_s)
        if locked or not worst or worst[0] not in self._slots:
            return
        other = self._slots.index(worst[0])
        better = self._rank(worst[0]) > self._rank(self._slots[0])
        if other and better and self._may_change(0, now_s) and self._may_change(other, now_s):
            large = self._slots[0]
            self._put(0, worst[0], now_s)
            self._put(other, large, now_s)

    def _dispensable(self, slot: int) -> tuple[bool, int, float]:
        """An empty slot first, then the calmest camera, then the one that has stood longest."""
        return self._slots[slot] is None, -self._rank(self._slots[slot]), -self._since_s[slot]

    def _next(self) -> UUID | None:
        """The camera after the last one of the round that stands nowhere."""
        start = self._order.index(self._last) + 1 if self._last in self._order else 0
        return next((one for one in self._order[start:] + self._order[:start] if one not in self._slots), None)

    def _fill(self, now_s: float) -> None:
        for slot in range(SLOTS):
            if self._slots[slot] is None and (camera_id := self._next()) is not None:
                self._put(slot, camera_id, now_s)
                self._last = camera_id
                self._turned_s = now_s

    def _turn(self, locked: int, now_s: float) -> None:
        if now_s - self._turned_s < ROUND_S:
            return
        calm = [
            slot
            for slot in range(locked, SLOTS)
            if self._rank(self._slots[slot]) == 0 and self._may_change(slot, now_s)
        ]
        camera_id = self._next()
        if not calm or camera_id is None:
            return
        self._put(min(calm, key=self._since_s.__getitem__), camera_id, now_s)
        self._last, self._turned_s = camera_id, now_s


_UNKNOWN = TrafficState.UNKNOWN
