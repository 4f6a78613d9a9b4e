"""What may be believed of a stream, from figures and times that are passed in (DESIGN 5, docs/design/video.md)."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from video.events import StreamState

_DRIFT = 200e-6  # what two cheap clocks may part by; the delay's zero may rise no faster
_JUMP_S = 5.0  # a step of stream time that no network explains: the sender started over
_CAUGHT_UP_S = 0.3
_FLUSH_MAY_TAKE_S = 3.0
PROOF_DUE_S = 30.0


class StreamTimeline:
    """Turns a sender's time into one that runs on over restarts of the sender, and tells how far behind it is.

    Stream time is anchored at the first arrival on the monotonic clock, so `now - stream time` is the delay
    (now - first arrival) - (pts - first pts). Its zero is the stream's own best: a rolling minimum that may rise only
    as fast as two clocks drift apart, so that a constant lag is not forgotten.
    """

    def __init__(self) -> None:
        self._shift_s: float | None = None
        self._last_s = 0.0
        self._best_s = 0.0
        self._best_at_s = 0.0

    def anchored(self, pts_s: float) -> float:
        """Stream time of a frame, without noting it. Before the first `arrived` it is `pts_s` itself."""
        return pts_s + (self._shift_s or 0.0)

    @property
    def newest_s(self) -> float:
        """Stream time of the newest packet."""
        return self._last_s

    def arrived(self, pts_s: float, now_s: float) -> float:
        """Note a packet in the order it came; returns its stream time."""
        if self._shift_s is None:
            self._shift_s = now_s - pts_s
            self._best_s, self._best_at_s = 0.0, now_s
        elif abs(pts_s + self._shift_s - self._last_s) > _JUMP_S:
            self._shift_s = now_s - self._best_s - pts_s
        self._last_s = pts_s + self._shift_s
        return self._last_s

    def delay_s(self, now_s: float) -> float:
        """How far the newest packet is behind the stream's own best; at least 0."""
        if self._shift_s is None:
            return 0.0
        raw_s = now_s - self._last_s
        self._best_s = min(raw_s, self._best_s + _DRIFT * max(0.0, now_s - self._best_at_s))
        self._best_at_s = now_s
        return raw_s - self._best_s


class Pace(Enum):
    """What to do with a packet."""

    PLAY = auto()
    SKIP = auto()  # demux only, to reach the newest
    RECONNECT = auto()


class CatchUp:
    """Over `late_after_s` behind: skip to the newest; where skipping does not cure it, the sender is behind: reconnect.

    A delay that skipping cures was our own, for want of processor time: a new connection would cost more of that.
    """

    def __init__(self, late_after_s: float) -> None:
        self._late_after_s = late_after_s
        self._skipping_since_s: float | None = None
        self.late = False

    def judge(self, delay_s: float, now_s: float) -> Pace:
        """`late` is set until the delay is well below the limit again."""
        if self._skipping_since_s is None:
            if delay_s <= self._late_after_s:
                self.late = self.late and delay_s > self._late_after_s / 2
                return Pace.PLAY
            self.late = True
            self._skipping_since_s = now_s
            return Pace.SKIP
        if delay_s < _CAUGHT_UP_S:
            self._skipping_since_s = None
            self.late = False
            return Pace.PLAY
        return Pace.RECONNECT if now_s - self._skipping_since_s > _FLUSH_MAY_TAKE_S else Pace.SKIP


@dataclass(frozen=True, slots=True)
class StreamFigures:
    """What a worker counted of one stream. Moments are of the monotonic clock, None where it never happened."""

    packet_at_s: float | None = None
    frame_at_s: float | None = None
    due_since_s: float | None = None  # frames are wanted since then; None: nobody needs them decoded
    connected_at_s: float | None = None
    delay_s: float | None = None
    late: bool = False
    reason: str = ""
    reconnects: int = 0
    decoded: int = 0
    width: int = 0
    height: int = 0
    codec: str = ""
    received_bytes: int = 0
    recording: str = ""  # as in StreamHealth
    transport: str = ""
    decoder: str = "software"
    hardware_fallback: bool = False
    reduced: bool = False
    clock_offset_s: float | None = None

    def after(self, earlier: "StreamFigures") -> "StreamFigures":
        """These figures of a new worker as the continuation of an earlier one's."""
        return replace(
            self,
            packet_at_s=_later(self.packet_at_s, earlier.packet_at_s),
            frame_at_s=_later(self.frame_at_s, earlier.frame_at_s),
            due_since_s=earlier.due_since_s if self.due_since_s and earlier.due_since_s else self.due_since_s,
            connected_at_s=_later(self.connected_at_s, earlier.connected_at_s),
            reconnects=self.reconnects + earlier.reconnects,
            decoded=self.decoded + earlier.decoded,
            width=self.width or earlier.width,
            height=self.height or earlier.height,
            codec=self.codec or earlier.codec,
            received_bytes=self.received_bytes + earlier.received_bytes,
            transport=self.transport or earlier.transport,
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """Ages that change what may be believed."""

    stale_after_s: float = 3.0
    lost_after_s: float = 10.0


def judge(figures: StreamFigures, asked_at_s: float, now_s: float, limits: Limits) -> StreamState:
    """The state of a stream that was first asked for at `asked_at_s`.

    A tile whose camera never answered is WAITING, and LOST once that takes too long: never by "socket open".
    """
    if figures.due_since_s is None:
        return _judge_hidden(figures, asked_at_s, now_s, limits)
    seen_at_s = figures.frame_at_s
    if figures.connected_at_s is None and now_s - asked_at_s <= limits.lost_after_s:
        return StreamState.WAITING
    # Where frames came to be wanted later than the last one came, the next is due from then on.
    quiet_s = now_s - max(seen_at_s or asked_at_s, figures.due_since_s)
    if quiet_s > limits.lost_after_s:
        return StreamState.LOST
    if quiet_s > limits.stale_after_s:
        return StreamState.FROZEN
    if seen_at_s is None or now_s - seen_at_s > limits.stale_after_s:
        fresh = figures.packet_at_s is not None and now_s - figures.packet_at_s <= limits.stale_after_s
        return StreamState.RECEIVING if fresh else StreamState.WAITING
    return StreamState.LATE if figures.late else StreamState.LIVE


def _judge_hidden(figures: StreamFigures, asked_at_s: float, now_s: float, limits: Limits) -> StreamState:
    if figures.packet_at_s is None:
        return StreamState.WAITING if now_s - asked_at_s <= limits.lost_after_s else StreamState.LOST
    quiet_s = now_s - figures.packet_at_s
    if quiet_s > limits.lost_after_s:
        return StreamState.LOST
    proven_at_s = max(figures.frame_at_s or 0.0, figures.connected_at_s or 0.0)
    if quiet_s > limits.stale_after_s or now_s - proven_at_s > PROOF_DUE_S:
        return StreamState.FROZEN
    return StreamState.RECEIVING


def _later(one: float | None, other: float | None) -> float | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)
