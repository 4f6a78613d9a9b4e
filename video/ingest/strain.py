"""Whether a worker has too little processor time: what can wait then waits. Pure."""

_LASTS_S = 2.0  # so that it does not change with every packet


class Strain:
    """One for all streams of a worker, noted by any of their threads. Moments are of the monotonic clock."""

    def __init__(self) -> None:
        self._noted_s = float("-inf")

    def note(self, now_s: float) -> None:
        """Packets of a stream wait for processor time."""
        self._noted_s = now_s

    def holds(self, now_s: float) -> bool:
        return now_s - self._noted_s < _LASTS_S
