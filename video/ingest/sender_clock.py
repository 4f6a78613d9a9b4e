"""How far behind a sender is by its own wall clock, as RTCP sender reports tell it; pure (docs/design/video.md)."""

_DRIFT = 200e-6  # what two cheap clocks may part by
_SETTING_S = 0.1  # a step against the stream's own time: the sender's clock was set
_LONGEST_LAG_S = 60.0  # over a reconnect: what is longer is a clock that was set


class SenderClock:
    """Its zero is the best that was ever seen and lives over reconnects, so what a new connection lost is seen."""

    def __init__(self) -> None:
        self._best_s: float | None = None
        self._best_at_s = 0.0
        self._raw_s = 0.0
        self._against_pts_s: float | None = None

    @property
    def zero_s(self) -> float | None:
        """Monotonic clock minus the sender's wall clock for the fastest packet; None before the first."""
        return self._best_s

    def reconnected(self) -> None:
        """Stream time starts anew; the sender's clock does not."""
        self._against_pts_s = None

    def delay_s(self, wall_s: float, pts_s: float, now_s: float) -> float:
        """Note a packet made at `wall_s` of the sender's clock, `pts_s` of the stream; its delay, never under 0."""
        raw_s, against_s = now_s - wall_s, wall_s - pts_s
        if self._best_s is None:
            self._best_s = raw_s
        elif self._against_pts_s is None:
            if raw_s - self._best_s > _LONGEST_LAG_S:
                self._best_s = raw_s
        else:
            self._best_s -= self._set_by_s(against_s - self._against_pts_s, raw_s - self._raw_s)
        risen_s = self._best_s + _DRIFT * max(0.0, now_s - (self._best_at_s or now_s))
        self._best_s, self._best_at_s = min(raw_s, risen_s), now_s
        self._raw_s, self._against_pts_s = raw_s, against_s
        return raw_s - self._best_s

    @staticmethod
    def _set_by_s(against_step_s: float, raw_step_s: float) -> float:
        """By how much the sender's clock was set; 0 where it was the stream's time that stepped."""
        same = abs(against_step_s + raw_step_s) < abs(against_step_s) / 2
        return against_step_s if same and abs(against_step_s) > _SETTING_S else 0.0
