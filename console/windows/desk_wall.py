"""The wall on a desk's own monitor: opened and closed at will, on the desk's video room and its person's record."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from console.bridge.pump import Pictures
from console.presenters.jobs import Jobs
from console.presenters.wall import WallPresenter
from console.windows.wall import WallWindow
from storage.model.cameras import Camera
from storage.model.feed import Change
from storage.model.people import Person, Role
from storage.service.record import Record
from video.events import Analysis, StreamHealth
from widgets.common.signals import Sent

_SEES = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.WALL, Role.AUDITOR})


class DeskWall(QObject):
    """Implements SessionListener. While it is closed it costs nothing; `tick()` once a second drives it."""

    closed = Sent[()]()
    parked = Sent[str]()  # the monitor that is gone

    def __init__(
        self,
        pictures: Pictures,
        jobs: Jobs,
        clock: Callable[[], datetime],
        parent: QObject,
        monotonic_s: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self._monotonic_s = monotonic_s
        self._pictures = pictures
        self._jobs = jobs
        self._clock = clock
        self._session: tuple[Record, Person] | None = None
        self._cameras: tuple[Camera, ...] = ()
        self._presenter: WallPresenter | None = None
        self.window: WallWindow | None = None

    @property
    def may_open(self) -> bool:
        """Whether the person who is signed in may see what stands on a wall."""
        return self._session is not None and self._session[1].role in _SEES

    def open(self, screen: str, *, full_screen: bool) -> None:
        """Show it on this monitor; one that is open comes to the front."""
        if self.window is not None:
            self.window.raise_()
            return
        self.window = WallWindow(self._pictures, screen, full_screen=full_screen)
        # At the start of a desk too the keyboard stays with the desk.
        self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.window.closed.connect(self._window_closed)
        self.window.parked.connect(self.parked)
        # On the only monitor it stands over the desk: the keys that opened it and that leave must work on it too.
        QShortcut(QKeySequence("Ctrl+W"), self.window).activated.connect(self.close)
        QShortcut(QKeySequence("Esc"), self.window).activated.connect(self.leave)
        self._presenter = WallPresenter(self.window, self._jobs, self._clock, self._monotonic_s)
        self._presenter.cameras_known(self._cameras)
        if self.may_open and self._session is not None:
            self._presenter.begin(*self._session)
        self.window.start()
        self._presenter.tick()

    @Slot()
    def close(self) -> None:
        if self.window is not None:
            self.window.close()

    @Slot()
    def leave(self) -> None:
        """Out of the full screen first, then closed."""
        if self.window is not None and self.window.isFullScreen():
            self.window.place.toggle_full_screen()
        else:
            self.close()

    def begin(self, record: Record, person: Person) -> None:
        self._session = record, person
        if self._presenter is not None and self.may_open:
            self._presenter.begin(record, person)

    def end(self) -> None:
        self._session = None
        if self._presenter is not None:
            self._presenter.end()

    def tick(self) -> None:
        if self._presenter is not None:
            self._presenter.tick()

    def changed(self, changes: tuple[Change, ...]) -> None:
        if self._presenter is not None:
            self._presenter.changed(changes)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = cameras
        if self._presenter is not None:
            self._presenter.cameras_known(cameras)

    def show_health(self, health: StreamHealth) -> None:
        if self._presenter is not None and self.window is not None:
            self._presenter.health_known(health)
            self.window.show_health(health)

    def show_analysis(self, analysis: Analysis) -> None:
        if self._presenter is not None:
            self._presenter.analysed(analysis)

    @Slot(object)
    def _window_closed(self, window: WallWindow) -> None:
        if self._presenter is not None:
            self._presenter.end()
        self._presenter = self.window = None
        window.deleteLater()
        self.closed.emit()
