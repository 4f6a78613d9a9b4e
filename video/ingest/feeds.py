"""A camera's feeds by grade: which one serves, which will take over, and which is received for the recording alone."""

from collections.abc import Callable, Set
from dataclasses import dataclass

from video.ingest.choosing import Grade
from video.ingest.feed import Feed


@dataclass(frozen=True, slots=True)
class FeedTotals:
    """Counted over every feed that the camera had in this worker; none of it falls."""

    decoded: int = 0
    reconnects: int = 0
    received_bytes: int = 0

    def plus(self, feed: Feed) -> "FeedTotals":
        counts = feed.counts
        return FeedTotals(
            self.decoded + counts.decoded,
            self.reconnects + max(0, counts.connections - 1),
            self.received_bytes + counts.received_bytes,
        )


class Feeds:
    """One connection a grade at most. Not safe by itself: the stream's lock guards it."""

    def __init__(self, begin: Callable[[Grade], Feed]) -> None:
        self._begin = begin
        self._held: dict[Grade, Feed] = {}
        self._kept: Set[Grade] = frozenset()  # received in any case
        self._retired: list[Feed] = []
        self._gone = FeedTotals()
        self.current: Feed | None = None
        self.incoming: Feed | None = None
        """Takes over with its first frame; until then the current one goes on."""

    def choose(self, grade: Grade, kept: Set[Grade]) -> None:
        """`grade` is to serve; those in `kept` are received in any case."""
        self._kept = kept
        wanted = self._get(grade)
        if self.current is None or self.current is wanted:
            self.current, self.incoming = wanted, None
        else:
            self.incoming = wanted
        for other in kept:
            self._get(other)
        self._retire_unneeded()

    def hand_over(self) -> None:
        """The incoming one has a frame."""
        self.current, self.incoming = self.incoming, None
        self._retire_unneeded()

    def get(self, grade: Grade) -> Feed | None:
        return self._held.get(grade)

    def grade_of(self, feed: Feed) -> Grade | None:
        return next((grade for grade, one in self._held.items() if one is feed), None)

    def held(self) -> tuple[Feed, ...]:
        return tuple(self._held.values())

    def totals(self) -> FeedTotals:
        totals = self._gone
        for feed in self._held.values():
            totals = totals.plus(feed)
        return totals

    def retire_all(self) -> None:
        """Ask all to end; the threads end with their reads."""
        self.current = self.incoming = None
        self._kept = frozenset()
        self._retire_unneeded()

    def forget_ended(self) -> None:
        self._retired = [feed for feed in self._retired if not feed.join(0)]

    def retired(self) -> tuple[Feed, ...]:
        return tuple(self._retired)

    def _get(self, grade: Grade) -> Feed:
        feed = self._held.get(grade)
        if feed is None:
            feed = self._held[grade] = self._begin(grade)
            feed.start()
        return feed

    def _retire_unneeded(self) -> None:
        for grade, feed in tuple(self._held.items()):
            if grade in self._kept or feed is self.current or feed is self.incoming:
                continue
            feed.recorder = None
            feed.stop()
            del self._held[grade]
            self._gone = self._gone.plus(feed)
            self._retired.append(feed)
