"""How a presenter asks for work that must not run on the GUI thread."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from resources.errors import SiagaError

T = TypeVar("T")


class Jobs(Protocol):
    """Runs `work` elsewhere, then calls exactly one of `done` and `failed` on the presenter's thread."""

    def submit(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[SiagaError], None]
    ) -> None: ...


class ImmediateJobs:
    """Runs the work at once, on the caller's thread: for commands without a window, and for unit tests."""

    def submit(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[SiagaError], None]) -> None:
        try:
            result = work()
        except SiagaError as error:
            failed(error)
        else:
            done(result)
