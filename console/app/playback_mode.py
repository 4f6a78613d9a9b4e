"""One way of showing recorded pictures, put together: its player, its pane, its line of time, its pump."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from console.bridge.jobs import QtJobs
from console.bridge.playback import RoomPlayer
from console.bridge.pump import GridPump, Tiles
from console.clock import utc_now
from console.presenters.playback import PlaybackPresenter
from console.presenters.playback_timeline import RingReader, TimelinePresenter
from console.windows.playback import PlaybackPane
from resources.errors import SiagaError
from storage.model.alarms import Alarm
from video.events import CameraId
from video.playback.room import PlaybackRoom
from widgets.common.signals import Sent
from widgets.playback.values import Us
from widgets.playback.wishes import Wish

OTHERS = frozenset({Wish.BOOKMARK, Wish.LOCK, Wish.EXPORT, Wish.GO_TO, Wish.STILL, Wish.TICKET, Wish.REMOVE})
"""Wishes that are not about playing."""


@dataclass(frozen=True, slots=True)
class Readers:
    """What a line of time is read from: the ring by `files`, the record by `jobs`; `station` is the ring's own."""

    ring: RingReader
    files: QtJobs
    jobs: QtJobs
    alarm_words: Callable[[Alarm], str]
    station: str = ""


class PlaybackMode(QObject):
    """Off until `enter`. `asked(wish)` tells what is not about playing; `failed` what the pump met."""

    asked = Sent[Wish]()
    failed = Sent[SiagaError]()

    def __init__(
        self,
        name: str,
        pane: PlaybackPane,
        tiles: Tiles,
        room: PlaybackRoom,
        readers: Readers,
        *,
        length_s: int,
    ) -> None:
        super().__init__(pane)
        self.pane = pane
        self.player = RoomPlayer(room, name, self)
        self.timeline = TimelinePresenter(
            pane, readers.files, readers.jobs, readers.ring, readers.alarm_words, readers.station
        )
        self.presenter = PlaybackPresenter(pane, self.player, self.timeline, utc_now, length_s=length_s)
        self.pump = GridPump(tiles, self.player, name, self)
        pane.wished.connect(self._wished)
        pane.sought.connect(self._sought)
        pane.zoomed.connect(self._zoomed)
        pane.dragged.connect(self._dragged)
        self.pump.failed.connect(self.failed)

    @property
    def on(self) -> bool:
        return self.presenter.on

    def enter(self, cameras: tuple[CameraId, ...], at_us: int | None) -> bool:
        """Show these from a moment on; False where there is nothing to show."""
        self.presenter.enter(cameras, at_us)
        if self.on:
            self.pump.start()
            self.pump.sync()
            self.pane.take_focus()
        return self.on

    def leave(self) -> None:
        self.pump.close()
        self.presenter.leave()

    def tick(self) -> None:
        if self.on:
            self.presenter.tick()

    def read(self) -> None:
        """Some times a second: what the line of time lacks."""
        self.timeline.tick()

    def wish(self, wish: Wish) -> None:
        """As if its key had been pressed."""
        self._wished(wish)

    @Slot(object)
    def _wished(self, wish: Wish) -> None:
        if wish in OTHERS:
            self.asked.emit(wish)
        else:
            self.presenter.wish(wish)

    @Slot(object)
    def _sought(self, at_us: Us) -> None:
        self.presenter.seek(at_us)

    @Slot(int, object)
    def _zoomed(self, steps: int, at_us: Us) -> None:
        self.presenter.zoom(steps, at_us)

    @Slot(object)
    def _dragged(self, by_us: Us) -> None:
        self.presenter.pan(by_us)
