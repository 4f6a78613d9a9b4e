"""The console's end of the playback process: start it, tell it, hear it, know whether it lives."""

import signal
from collections.abc import Callable
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic
from typing import Any

import psutil

from video.playback.orders import CloseProcess, CloseSession, Order, SessionOrder, TakeStill
from video.playback.page import Page
from video.playback.reports import PlaybackReport
from video.playback.settings import PlaybackSettings

_UNANSWERED_AT_MOST = 8  # a hung process must not block who tells it, and newer wishes replace what waits here
_STARTING_MAY_TAKE_S = 20.0
_PAUSE_S = 1.0
_CRASH_SIGNALS = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")
_CRASHES = {-int(getattr(signal, name)) for name in _CRASH_SIGNALS if hasattr(signal, name)}


class PlaybackHand:
    """One playback process, owned by the room's thread. Raises SharedMemoryFull, or OSError where none starts."""

    def __init__(self, settings: PlaybackSettings, root: Path, run: Callable[..., Any]) -> None:
        self._settings = settings
        self._page = Page.own()
        context = get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=run, args=(far_end, self._page.name, root, settings), name="siaga-playback", daemon=True
        )
        try:
            self._process.start()
        except OSError:
            self._page.close()
            self.pipe.close()
            raise
        finally:
            far_end.close()  # ours; once the process's end closes too, reading says so
        self._beat_seen_s = self._looked_s = monotonic()
        self._beats = 0
        self._sent = self._handled = 0
        self._waiting: dict[tuple[str, object], Order] = {}
        self.stuck = False

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def tell(self, order: Order) -> None:
        """Queue an order; a newer wish for the same session replaces one that has not left yet."""
        match order:
            case SessionOrder() | CloseSession():
                key: tuple[str, object] = ("session", order.session)
            case TakeStill():
                key = ("still", order.request)
            case CloseProcess():
                key = ("close", None)
        self._waiting.pop(key, None)
        self._waiting[key] = order

    def pump(self) -> None:
        """Send what may be sent without blocking. A pipe that is gone is noticed by `ended`."""
        while self._waiting and self._sent - self._handled < _UNANSWERED_AT_MOST:
            key = next(iter(self._waiting))
            try:
                self.pipe.send(self._waiting.pop(key))
            except OSError:
                return
            self._sent += 1

    def hear(self) -> list[PlaybackReport]:
        """All reports that have come; what a dying process sent last is still among them."""
        reports: list[PlaybackReport] = []
        try:
            while self.pipe.poll(0):
                report = self.pipe.recv()
                self._handled, self.stuck = report.handled, report.stuck
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
        beats = self._page.beats
        if beats != self._beats:
            self._beats, self._beat_seen_s = beats, now_s
        limit_s = self._settings.hung_after_s if beats else _STARTING_MAY_TAKE_S
        return now_s - self._beat_seen_s > limit_s

    def memory_bytes(self) -> int:
        """Resident memory; 0 where the process is gone."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def decoding(self, slot: int) -> int | None:
        """The segment that the slot's thread was decoding when the process ended."""
        return self._page.decoding(slot)

    def close(self, patience_s: float) -> None:
        """End the process, politely for `patience_s`; gives back its pipe and its page."""
        if not self.ended and patience_s > 0:
            self.tell(CloseProcess())
            self.pump()
            connection.wait([self._process.sentinel], patience_s)
        if not self.ended:
            self._process.kill()
        self._process.join(5)
        self._process.close()
        self.pipe.close()
        self._page.close()
