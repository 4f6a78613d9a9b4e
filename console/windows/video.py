"""A window of pictures alone, for another monitor: a grid, full screen where wanted."""

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.bridge.pump import GridPump, Pictures
from console.layout import GRIDS, WindowLayout
from console.presenters.tiles import TilesPresenter
from console.windows.placement import name_of, next_screen, place_on, screen_named, stands_on
from resources.words import say
from storage.model.cameras import Camera
from video.events import Analysis, StreamHealth
from widgets.common.signals import Sent
from widgets.tiles.grid import TileGrid

SETTLE_MS = 300
SETTLE_MOST_MS = 5000


class VideoWindow(QWidget):
    """Shows cameras and nothing else; the desk owns it."""

    closed = Sent["VideoWindow"]()
    parked = Sent[str]()  # the monitor that is gone

    def __init__(self, pictures: Pictures, layout: WindowLayout, number: int) -> None:
        super().__init__()
        self._number = number
        self._wanted_screen = layout.screen
        self._full_screen = layout.full_screen
        # A monitor is announced before it has its place and size.
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self.grid = TileGrid(self)
        self.tiles = TilesPresenter(self.grid, layout)
        self.pump = GridPump(self.grid, pictures, f"video-{number}", self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.grid)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self._settled.timeout.connect(self._find_place)
        screens = QGuiApplication.instance()
        assert isinstance(screens, QGuiApplication)
        screens.screenAdded.connect(self._screens_changed)
        screens.screenRemoved.connect(self._screens_changed)
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
        self._find_place()
        self.pump.start()

    @Slot()
    def _screens_changed(self, *_: QScreen) -> None:
        self._settled.start(SETTLE_MS)

    @Slot()
    def _find_place(self) -> None:
        """On the wanted monitor; while that is gone on whichever the window system chose, in a window."""
        wanted = screen_named(self._wanted_screen)
        if wanted is None and self._wanted_screen:
            place_on(self, self.screen(), full_screen=False)
            self.parked.emit(self._wanted_screen)
            return
        screen = wanted or self.screen()
        if stands_on(self, screen, full_screen=self._full_screen):
            return
        # Window managers learn of a new monitor in their own time and until then put a window on an old one:
        # look again, less and less often, until it stands where it belongs. One that refuses is left in peace.
        place_on(self, screen, full_screen=self._full_screen)
        if self._settled.interval() < SETTLE_MOST_MS:
            self._settled.start(2 * self._settled.interval())

    def close_video(self) -> None:
        self.pump.close()

    def layout_now(self) -> WindowLayout:
        """What to restore: the monitor that was wanted stays wanted while it is unplugged."""
        screen = self._wanted_screen or name_of(self.screen())
        now = self.tiles.layout
        return WindowLayout(now.grid, now.slots, screen, self._full_screen)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.tiles.cameras_known(cameras)
        self.pump.sync()

    def show_health(self, health: StreamHealth) -> None:
        self.grid.set_health(health)

    def show_analysis(self, analysis: Analysis) -> None:
        self.grid.set_analysis(analysis)

    @Slot()
    def toggle_full_screen(self) -> None:
        self._full_screen = not self.isFullScreen()
        if self._full_screen:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot()
    def to_next_screen(self) -> None:
        screen = next_screen(self.screen())
        self._wanted_screen = name_of(screen)
        place_on(self, screen, full_screen=self._full_screen)

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
