"""Which wall time deleting may go by: one that was just set forward is not believed at once."""

_STEP_US = 60_000_000
BELIEVED_AFTER_S = 3600.0


class WallTime:
    """`believed` at each round. A wrong date typed in, or a bad time server, must not empty a ring by its age.

    A clock that jumps forward counts after an hour, by the monotonic clock; one that is set back counts at once, since
    earlier deletes less. A machine that slept seems to have jumped too: then what is too old goes an hour later.
    """

    def __init__(self) -> None:
        self._offset_us: int | None = None
        self._stepped_s = 0.0

    def believed(self, now_us: int, now_s: float) -> int:
        """`now_us` as the wall says, or what it would be had it gone on; `now_s` of the monotonic clock."""
        offset_us = now_us - round(now_s * 1e6)
        ahead = self._offset_us is not None and offset_us - self._offset_us > _STEP_US
        if not ahead:
            self._stepped_s = now_s
        elif now_s - self._stepped_s < BELIEVED_AFTER_S and self._offset_us is not None:
            return self._offset_us + round(now_s * 1e6)
        self._offset_us = offset_us
        return now_us
