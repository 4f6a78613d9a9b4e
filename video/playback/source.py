"""Where a camera's recorded packets come from: one small protocol for the ring and for a recorder."""

from dataclasses import dataclass
from typing import Protocol

from video.recording.segment import Header, Record


@dataclass(frozen=True, slots=True)
class Unit:
    """One packet. `segment` is the millisecond its segment begins at, `until_us` when that ends as far as is known.

    Another `header` object means that the decoder starts anew: the packet is a key frame.
    """

    header: Header
    record: Record
    segment: int
    until_us: int

    @property
    def at_us(self) -> int:
        return self.record.at_us


class Source(Protocol):
    """Owned by one thread; nothing blocks longer than a disk does."""

    live: bool
    """It comes in its own time: at 1x and from the position on, not by looking for it."""

    failure: str
    """Why nothing comes, as a key of resources/words; empty while it may."""

    ended: bool
    """Nothing more will come until the next seek."""

    def seek(self, at_us: int) -> None:
        """What comes next begins with the last key frame at or before `at_us`; with none there, the first after."""
        ...

    def next(self) -> Unit | None:
        """The next packet; None where there is none now. More may have come when it is asked again."""
        ...

    def key_before(self, at_us: int) -> Unit | None:
        """The last key frame at or before `at_us`, without moving; None where there is none."""
        ...

    def close(self) -> None: ...
