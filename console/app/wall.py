"""The part of the desk that serves the wall: a wall on a monitor of its own, and what is sent to every wall."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.bridge.pump import Pictures
from console.clock import utc_now
from console.layout import WallLayout
from console.presenters.session import SessionListener
from console.presenters.tickets import TicketsPresenter
from console.presenters.wall_push import WallPushPresenter
from console.windows.desk import DeskWindow
from console.windows.desk_wall import DeskWall
from console.windows.placement import name_of, next_screen
from console.windows.wall_sheet import WallSheet
from resources.words import say
from storage.model.cameras import Camera
from storage.model.feed import Change
from video.events import Analysis, StreamHealth


class WallPart(Part):
    """The wall opened from this desk, and the pushing."""

    def __init__(self, window: DeskWindow, tickets: TicketsPresenter, pictures: Pictures, jobs: QtJobs) -> None:
        super().__init__(window)
        self._window, self._tickets = window, tickets
        self.wall = DeskWall(pictures, jobs, utc_now, self)
        self.sheet = WallSheet(window)
        self.push = WallPushPresenter(self.sheet, jobs)
        self.sheet.attach(self.push)
        self.sheet.failed.connect(window.show_error)
        self.wall.parked.connect(self._parked)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.wall, self.push

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"to_wall": self.to_wall, "open_wall": self.open_wall}

    @property
    def layout_now(self) -> WallLayout | None:
        """Where the wall stands, if it is open."""
        window = self.wall.window
        return WallLayout(window.place.wanted, window.place.full_screen) if window is not None else None

    def restore(self, layout: WallLayout | None) -> None:
        if layout is not None:
            self.wall.open(layout.screen, full_screen=layout.full_screen)

    @Slot()
    def to_wall(self) -> None:
        """Offer the ticket that is looked at and the chosen camera."""
        if not self.push.may_push:
            self._window.show_calm(say("console.wall.may_not"))
            return
        camera = self._window.chosen_camera()
        self.push.offer(self._tickets.looked_at, (camera.id,) if camera is not None else ())

    @Slot()
    def open_wall(self) -> None:
        """The wall on the next monitor, or closed when it stands there."""
        if self.wall.window is not None:
            self.wall.close()
        elif self.wall.may_open:
            screen = next_screen(self._window.screen())
            elsewhere = screen is not self._window.screen()
            self.wall.open(name_of(screen), full_screen=elsewhere)
            # The next key is meant for what a person sees: the desk, unless the wall covers it.
            front = self._window if elsewhere else self.wall.window
            if front is not None:
                front.activateWindow()
        else:
            self._window.show_calm(say("console.wall.may_not"))

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.wall.changed(changes)
        self.push.changed(changes)

    def second(self) -> None:
        self.wall.tick()

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.wall.cameras_known(cameras)
        self.push.cameras_known(cameras)

    def health_known(self, health: StreamHealth) -> None:
        self.wall.show_health(health)

    def analysed(self, analysis: Analysis) -> None:
        self.wall.show_analysis(analysis)

    def close(self) -> None:
        self.wall.close()

    @Slot(str)
    def _parked(self, screen: str) -> None:
        self._window.show_calm(say("console.video.parked", screen=screen))
