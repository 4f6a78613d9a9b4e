"""How far behind a reader of a stream without time may be; pure."""

_WAITED_S = 0.003  # longer than copying one picture out of the socket takes


class Backlog:
    """A reader that was made to wait had everything; since then it may be behind by as much as has passed."""

    def __init__(self) -> None:
        self._current_at_s: float | None = None

    def delay_s(self, read_took_s: float, now_s: float) -> float:
        """The most that a packet can be behind which was read until `now_s` in `read_took_s`."""
        if self._current_at_s is None or read_took_s > _WAITED_S:
            self._current_at_s = now_s
        return now_s - self._current_at_s
