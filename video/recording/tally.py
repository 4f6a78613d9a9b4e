"""Counting a segment's records into its trailer: while it is written, and when one that was left is scanned."""

from dataclasses import dataclass, field, replace

from video.recording.segment import HEAD_BYTES, Kind, Record, Trailer

_STEP_MOST_US = 1_000_000
_USUAL_STEP_US = 40_000
_SECOND_US = 1_000_000


@dataclass(slots=True)
class Tally:
    """`add` each record with its place in the file, in order."""

    begin_us: int = 0
    packets: int = 0
    place: int = 0
    """Where the last believed record ends."""
    keys: list[tuple[int, int]] = field(default_factory=list)
    motion: dict[int, tuple[int, int]] = field(default_factory=dict)
    _last_us: int = 0
    _step_us: int = 0

    def add(self, place: int, record: Record) -> None:
        self.count(place, record.kind, record.payload, record.at_us, record.key)

    def count(self, place: int, kind: Kind, payload: bytes, at_us: int, key: bool) -> None:
        """`add` without a Record."""
        self.place = place + HEAD_BYTES + len(payload)
        if kind is Kind.PACKET:
            self._count_packet(place, at_us, key)
        elif kind is Kind.MOTION and len(payload) == 1:
            first_us, most = self.motion.get(at_us // _SECOND_US, (at_us, 0))
            self.motion[at_us // _SECOND_US] = (first_us, max(most, payload[0]))

    def _count_packet(self, place: int, at_us: int, key: bool) -> None:
        if not self.packets:
            self.begin_us = self._last_us = at_us
        if 0 < at_us - self._last_us <= _STEP_MOST_US:
            self._step_us = at_us - self._last_us
        self._last_us = max(self._last_us, at_us)
        self.packets += 1
        if key:
            self.keys.append((at_us, place))

    def copy(self) -> "Tally":
        """One to go on with, while others still read this one."""
        return replace(self, keys=[*self.keys], motion={**self.motion})

    @property
    def end_us(self) -> int:
        """When the last picture ends: it is shown as long as the one before it was."""
        return self._last_us + (self._step_us or _USUAL_STEP_US)

    def trailer(self) -> Trailer:
        return Trailer(self.begin_us, self.end_us, self.packets, tuple(self.keys), tuple(self.motion.values()))
