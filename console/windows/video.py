"""A window of pictures alone, for another monitor: a grid, full screen where wanted."""

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.bridge.pump import GridPump, Pictures
from console.layout import GRIDS, WindowLayout
from console.presenters.tiles import TilesPresenter
from console.windows.monitor import MonitorPlace
from resources.words import say
from storage.model.cameras import Camera
from video.events import Analysis, StreamHealth
from widgets.common.signals import Sent
from widgets.tiles.grid import TileGrid


class VideoWindow(QWidget):
    """Shows cameras and nothing else; the desk owns it."""

    closed = Sent["VideoWindow"]()
    parked = Sent[str]()  # the monitor that is gone

    def __init__(self, pictures: Pictures, layout: WindowLayout, number: int) -> None:
        super().__init__()
        self._number = number
        self.place = MonitorPlace(self, layout.screen, full_screen=layout.full_screen)
        self.grid = TileGrid(self)
        self.tiles = TilesPresenter(self.grid, layout)
        self.pump = GridPump(self.grid, pictures, f"video-{number}", self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.grid)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.place.parked.connect(self.parked)
        self.grid.camera_dropped.connect(self._camera_dropped)
        self.grid.tile_selected.connect(self.tiles.select)
        self.grid.clear_requested.connect(self._clear)
        self.grid.tile_resized.connect(self._grid_changed)
        self.grid.maximised_changed.connect(self._grid_changed)
        QShortcut(QKeySequence("F11"), self).activated.connect(self.place.toggle_full_screen)
        QShortcut(QKeySequence("F10"), self).activated.connect(self.place.to_next_screen)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.step_back)
        for place, size in enumerate(GRIDS, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place}"), self)
            shortcut.setProperty("grid", size)
            shortcut.activated.connect(self._grid_key)

    def start(self) -> None:
        self.place.find()
        self.pump.start()

    def close_video(self) -> None:
        self.pump.close()

    def layout_now(self) -> WindowLayout:
        """What to restore at the next start."""
        now = self.tiles.layout
        return WindowLayout(now.grid, now.slots, self.place.wanted, self.place.full_screen)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.tiles.cameras_known(cameras)
        self.pump.sync()

    def show_health(self, health: StreamHealth) -> None:
        self.grid.set_health(health)

    def show_analysis(self, analysis: Analysis) -> None:
        self.grid.set_analysis(analysis)

    @Slot()
    def step_back(self) -> None:
        """Esc: from a large picture to the grid, then from full screen to a window with a frame to close it by."""
        if self.grid.maximised_slot is not None:
            self.grid.restore()
        elif self.isFullScreen():
            self.place.toggle_full_screen()

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
