"""Writes rows of which the record refuses all for one: in halves, until it is one row that is to blame."""

from collections.abc import Callable
from typing import TypeVar

from resources.errors import SiagaError
from storage.service.errors import AlreadyTaken, Invalid, NotAllowedNow, NotFound

CALLS_A_WRITING = 64
"""How often the record is asked at most, when it refuses: a round must not hold up the leases."""
_REFUSED = (Invalid, NotFound, AlreadyTaken, NotAllowedNow)  # of what was sent, and so again the next time
Row = TypeVar("Row")


def write_in_halves(
    rows: tuple[Row, ...],
    write: Callable[[tuple[Row, ...]], None],
    done: Callable[[tuple[Row, ...]], None],
    refused: Callable[[Row, SiagaError], None],
    *,
    most: int = 20_000,
) -> None:
    """`write` all, at most so many at once, and in their order; `done` hears what need not be sent again.

    That is what was written, and a single row that the record refuses, of which `refused` hears before. Raises
    SiagaError where the record cannot be written now. What is left over after so many calls waits for the next time.
    """
    batches = [rows[start : start + most] for start in range(0, len(rows), most)][::-1]
    for _ in range(CALLS_A_WRITING):
        if not batches:
            return
        batch = batches.pop()
        try:
            write(batch)
        except _REFUSED as error:
            if len(batch) > 1:
                middle = len(batch) // 2
                batches += (batch[middle:], batch[:middle])
                continue
            refused(batch[0], error)
        done(batch)
