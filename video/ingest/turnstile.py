"""The supervisor's side of the cap on openings: first come first served for each host, over all workers."""

from collections import Counter
from collections.abc import Iterable

from video.ingest.pulse import Pulse


def admit(places: Iterable[tuple[Pulse, int]], most: int) -> None:
    """Grant what waits on these (pulse page, slot), at most `most` openings to a host at a time; 0 is no limit.

    A dead worker's pages are no longer among them, so nothing of it is held.
    """
    dialling: Counter[int] = Counter()
    waiting: list[tuple[int, int, Pulse, int]] = []
    for pulse, slot in places:
        ticket, host, granted = pulse.wish(slot)
        if ticket and granted:
            dialling[host] += 1
        elif ticket:
            waiting.append((ticket, host, pulse, slot))
    for ticket, host, pulse, slot in sorted(waiting, key=lambda wish: wish[0]):
        if not most or dialling[host] < most:
            dialling[host] += 1
            pulse.grant(slot, ticket)
