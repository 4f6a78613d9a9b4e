"""A window of pictures alone, for another monitor: a grid, full screen where wanted."""

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from resources.words import say
from storage.model.cameras import Camera
from video.events import Analysis, StreamHealth
from widgets.common.signals import Sent
from widgets.tiles.grid import TileGrid

from console.bridge.pump import GridPump, Pictures
from console.layout import GRIDS, WindowLayout
from console.presenters.tiles import TilesPresenter
from console.windows.placement import name_of, next_screen, place_on, screen_named


class VideoWindow(QWidget):
    """Shows cameras and nothing else; the desk owns it."""

    closed = Sent["VideoWindow"]()

    def __init__(self, pictures: Pictures, layout: WindowLayout, number: int) -> None:
        super().__init__()
        self._number = number
        self._wanted_screen = layout.screen
        self.grid = TileGrid(self)
        self.tiles = TilesPresenter(self.grid, layout)
        self.pump = GridPump(self.grid, pictures, f"video-{number}", self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.grid)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.grid.camera_dropped.connect(self._camera_dropped)
        self.grid.tile_selected.connect(self.tiles.select)
        self.grid.clear_requested.connect(self._clear)
        self.grid.tile_resized.connect(self._grid_changed)
        self.grid.maximised_changed.connect(self._grid_changed)
        QShortcut(QKeySequence("F11"), self).activated.connect(self.toggle_full_screen)
        QShortcut(QKeySequence("F10"), self).activated.connect(self.to_next_screen)
        for place, size in enumerate(GRIDS, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place}"), self)
            shortcut.setProperty("grid", size)
            shortcut.activated.connect(self._grid_key)

    def start(self) -> None:
        screen = screen_named(self._wanted_screen) or self.screen()
        place_on(self, screen, full_screen=self.tiles.layout.full_screen)
        self.pump.start()

    def close_video(self) -> None:
        self.pump.close()

    def layout_now(self) -> WindowLayout:
        """What to restore: the monitor that was wanted stays wanted while it is unplugged."""
        screen = self._wanted_screen or name_of(self.screen())
        now = self.tiles.layout
        return WindowLayout(now.grid, now.slots, screen, self.isFullScreen())

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.tiles.cameras_known(cameras)
        self.pump.sync()

    def show_health(self, health: StreamHealth) -> None:
        self.grid.set_health(health)

    def show_analysis(self, analysis: Analysis) -> None:
        self.grid.set_analysis(analysis)

    @Slot()
    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    @Slot()
    def to_next_screen(self) -> None:
        screen = next_screen(self.screen())
        self._wanted_screen = name_of(screen)
        place_on(self, screen, full_screen=self.isFullScreen())

    @Slot()
    def _grid_changed(self, *_: int) -> None:
        self.pump.sync()

    @Slot(int, str)
    def _camera_dropped(self, slot: int, camera_id: str) -> None:
        self.tiles.place(slot, camera_id)
        self.pump.sync()

    @Slot(int)
    def _clear(self, slot: int) -> None:
        self.tiles.clear(slot)
        self.pump.sync()

    @Slot()
    def _grid_key(self) -> None:
        self.tiles.choose_grid(int(self.sender().property("grid")))
        self.pump.sync()

    def retranslate(self) -> None:
        self.setWindowTitle(say("console.video.title", number=self._number))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_video()
        self.closed.emit(self)
        event.accept()
