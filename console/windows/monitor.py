"""A window's place on a chosen monitor: found at the start, found again when monitors come and go."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from console.windows.placement import name_of, next_screen, place_on, screen_named, stands_on
from widgets.common.signals import Sent

SETTLE_MS = 300
SETTLE_MOST_MS = 5000


class MonitorPlace(QObject):
    """Keeps one window on the monitor that is wanted; while that is gone it is parked on another, in a window."""

    parked = Sent[str]()  # the monitor that is gone

    def __init__(self, window: QWidget, screen: str, *, full_screen: bool) -> None:
        super().__init__(window)
        self._window = window
        self._wanted_screen = screen
        self.full_screen = full_screen
        # A monitor is announced before it has its place and size.
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self.find)
        screens = QGuiApplication.instance()
        assert isinstance(screens, QGuiApplication)
        screens.screenAdded.connect(self._screens_changed)
        screens.screenRemoved.connect(self._screens_changed)

    @property
    def wanted(self) -> str:
        """The monitor to restore: one that was wanted stays wanted while it is unplugged."""
        return self._wanted_screen or name_of(self._window.screen())

    @Slot()
    def _screens_changed(self, *_: QScreen) -> None:
        self._settled.start(SETTLE_MS)

    @Slot()
    def find(self) -> None:
        """On the wanted monitor; while that is gone on whichever the window system chose, in a window."""
        wanted = screen_named(self._wanted_screen)
        if wanted is None and self._wanted_screen:
            place_on(self._window, self._window.screen(), full_screen=False)
            self.parked.emit(self._wanted_screen)
            return
        screen = wanted or self._window.screen()
        if stands_on(self._window, screen, full_screen=self.full_screen):
            return
        # Window managers learn of a new monitor in their own time and until then put a window on an old one:
        # look again, less and less often, until it stands where it belongs. One that refuses is left in peace.
        place_on(self._window, screen, full_screen=self.full_screen)
        if self._settled.interval() < SETTLE_MOST_MS:
            self._settled.start(2 * self._settled.interval())

    @Slot()
    def toggle_full_screen(self) -> None:
        self.full_screen = not self._window.isFullScreen()
        if self.full_screen:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    @Slot()
    def to_next_screen(self) -> None:
        screen = next_screen(self._window.screen())
        self._wanted_screen = name_of(screen)
        place_on(self._window, screen, full_screen=self.full_screen)
