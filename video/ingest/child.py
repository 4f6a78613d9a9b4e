"""The console's end of a process that decodes: start it, tell it, hear it, know whether it lives."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Callable
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

import psutil

_STARTING_MAY_TAKE_S = 20.0
_PAUSE_S = 1.0
_CRASH_SIGNALS = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")
_CRASHES = {-int(getattr(signal, name)) for name in _CRASH_SIGNALS if hasattr(signal, name)}


class BeatPage(Protocol):
    """The process's page in shared memory, as far as its life is told by it."""

    @property
    def name(self) -> str: ...
    @property
    def beats(self) -> int: ...
    def close(self) -> None: ...


class Answer(Protocol):
    @property
    def handled(self) -> int:
        """How many orders the process has taken so far."""
        ...


OrderT = TypeVar("OrderT")
ReportT = TypeVar("ReportT", bound=Answer)
PageT = TypeVar("PageT", bound=BeatPage)


class ChildHand(ABC, Generic[OrderT, ReportT, PageT]):
    """One spawned process, owned by one thread. Raises OSError where none can be started; the page is given back then.

    `run` is called in it with the far end of the pipe, the page's name and `args`. At most `unanswered_at_most`
    orders are under way: a hung process must not block who tells it.
    """

    def __init__(
        self,
        page: PageT,
        run: Callable[..., Any],
        args: tuple[Any, ...],
        *,
        name: str,
        hung_after_s: float,
        unanswered_at_most: int,
    ) -> None:
        self.page = page
        self._hung_after_s = hung_after_s
        self._unanswered_at_most = unanswered_at_most
        context = get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=run, args=(far_end, page.name, *args), name=name, daemon=True
        )
        try:
            self._process.start()
        except OSError:
            page.close()
            self.pipe.close()
            raise
        finally:
            far_end.close()  # ours; once the process's end closes too, reading says so
        self._beat_seen_s = self._looked_s = monotonic()
        self._beats = 0
        self._sent = self._handled = 0
        self._waiting: dict[tuple[str, object], OrderT] = {}

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def sentinel(self) -> int:
        return self._process.sentinel

    def queue(self, key: tuple[str, object], order: OrderT) -> None:
        """A newer wish of the same `key` replaces one that has not left yet, and goes to the end."""
        self._waiting.pop(key, None)
        self._waiting[key] = order

    def pump(self) -> None:
        """Send what may be sent without blocking. A pipe that is gone is noticed by `ended`."""
        while self._waiting and self._sent - self._handled < self._unanswered_at_most:
            key = next(iter(self._waiting))
            try:
                self.pipe.send(self._waiting.pop(key))
            except OSError:
                return
            self._sent += 1

    def hear(self) -> list[ReportT]:
        """All reports that have come; what a dying process sent last is still among them."""
        reports: list[ReportT] = []
        try:
            while self.pipe.poll(0):
                report = self.pipe.recv()
                self._handled = report.handled
                reports.append(report)
        except (EOFError, OSError):
            pass  # the end of the process is noticed by `ended`, once it is
        return reports

    @property
    def ended(self) -> bool:
        return self._process.exitcode is not None

    @property
    def crashed(self) -> bool:
        """Whether it ended by itself in the way that libraries end: not killed from outside."""
        code = self._process.exitcode
        return code is not None and (code in _CRASHES or code > 0)

    def hung(self, now_s: float) -> bool:
        """Whether its beat has stood still; a console that itself stood still does not count."""
        if now_s - self._looked_s > _PAUSE_S:
            self._beat_seen_s = now_s
        self._looked_s = now_s
        beats = self.page.beats
        if beats != self._beats:
            self._beats, self._beat_seen_s = beats, now_s
        limit_s = self._hung_after_s if beats else _STARTING_MAY_TAKE_S
        return now_s - self._beat_seen_s > limit_s

    def memory_bytes(self) -> int:
        """Resident memory; 0 where the process is gone."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self) -> None:
        self._process.kill()
        self._process.join(5)

    @abstractmethod
    def ask_to_close(self) -> None:
        """Ask the process to end; `close` waits for it."""

    def close(self, patience_s: float) -> None:
        """End the process, politely for `patience_s`; gives back its pipe and its page."""
        if not self.ended and patience_s > 0:
            self.ask_to_close()
            connection.wait([self._process.sentinel], patience_s)
        if not self.ended:
            self.kill()
        self._process.join(5)
        # Not closed: multiprocessing joins its children at exit, in another thread than ours, and a closed one raises
        # there. Its descriptor goes with the object.
        self.pipe.close()
        self.page.close()
