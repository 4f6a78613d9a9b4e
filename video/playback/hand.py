"""The console's end of the playback process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from video.ingest.child import ChildHand
from video.playback.orders import CloseProcess, CloseSession, Order, SessionOrder, TakeStill
from video.playback.page import Page
from video.playback.reports import PlaybackReport
from video.playback.settings import PlaybackSettings

_UNANSWERED_AT_MOST = 8  # newer wishes replace what waits here


class PlaybackHand(ChildHand[Order, PlaybackReport, Page]):
    """One playback process, owned by the room's thread. Raises SharedMemoryFull, or OSError where none starts."""

    def __init__(self, settings: PlaybackSettings, root: Path, run: Callable[..., Any]) -> None:
        self.stuck = False
        super().__init__(
            Page.own(),
            run,
            (root, settings),
            name="siaga-playback",
            hung_after_s=settings.hung_after_s,
            unanswered_at_most=_UNANSWERED_AT_MOST,
        )

    def tell(self, order: Order) -> None:
        """Queue an order; a newer wish for the same session replaces one that has not left yet."""
        match order:
            case SessionOrder() | CloseSession():
                key: tuple[str, object] = ("session", order.session)
            case TakeStill():
                key = ("still", order.request)
            case CloseProcess():
                key = ("close", None)
        self.queue(key, order)

    def hear(self) -> list[PlaybackReport]:
        reports = super().hear()
        if reports:
            self.stuck = reports[-1].stuck
        return reports

    def decoding(self, slot: int) -> int | None:
        """The segment that the slot's thread was decoding when the process ended."""
        return self.page.decoding(slot)

    def ask_to_close(self) -> None:
        self.tell(CloseProcess())
        self.pump()
