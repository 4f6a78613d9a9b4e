"""The wall's composition root: where the parts of `main.py wall` are wired together, started and closed in order."""

import logging
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from console.bridge.faults import Faults
from console.bridge.garbage import GuiGarbage
from console.bridge.jobs import QtJobs
from console.bridge.live import LiveBridge, follow
from console.bridge.station import StationBridge
from console.bridge.video import VideoBridge, pace_of
from console.clock import utc_now
from console.entry import Credentials
from console.presenters.wall import WallPresenter
from console.presenters.wall_session import WallSession
from console.settings import Settings
from console.windows.placement import name_of
from console.windows.wall import WallWindow
from resources.errors import SiagaError
from storage.live.listener import FeedState
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.pg.record import connect_person
from storage.pg.station import connect_station
from video.events import StreamHealth

log = logging.getLogger(__name__)
SECOND_MS = 1000


class WallRoom(QObject):
    """A wall on a machine of its own. It needs no person, ends by nothing that is away, and closes all it started."""

    def __init__(
        self,
        qt: QCoreApplication,
        settings: Settings,
        dsn: str,
        station: Credentials,
        wall: Credentials,
        *,
        screen: str = "",
        full_screen: bool = True,
    ) -> None:
        super().__init__()
        self._qt = qt
        self._closing = False
        self.jobs = QtJobs(self)
        self.faults = Faults(self)
        self._garbage = GuiGarbage(self)
        self.station = StationBridge(
            partial(connect_station, dsn, station.login, station.password),
            clock=utc_now,
            lease_s=settings.lease_s,
            serves=False,  # nobody sits at it: what it recorded could not be played, nor its disk's trouble be seen
            parent=self,
        )
        self.video = VideoBridge(pace_of(settings), self.station.sighted, self)
        self.live = LiveBridge(follow, self.jobs, self)
        self.window = WallWindow(self.video.supervisor, screen, full_screen=full_screen)
        self.window.setCursor(Qt.CursorShape.BlankCursor)  # nobody points at a wall
        self.presenter = WallPresenter(self.window, self.jobs, utc_now)
        self.session = WallSession(
            self.jobs,
            partial(connect_person, dsn, wall.login, wall.password),
            (self.live, self.presenter),
            self.presenter,
        )
        self._seconds = QTimer(self, interval=SECOND_MS)
        self._connect()

    def _connect(self) -> None:
        self.window.closed.connect(self._end)
        self.window.parked.connect(self._parked)
        self.station.cameras_known.connect(self._cameras_known)
        self.video.health_changed.connect(self._health_changed)
        self.video.analysed.connect(self.presenter.analysed)
        self.live.changed.connect(self._changed)
        self.live.state_changed.connect(self._feed_changed)
        self.live.failed.connect(self._listening_failed)
        self._seconds.timeout.connect(self._second)

    def start(self) -> None:
        self._garbage.start()
        self.faults.start()
        self.video.start()
        self.station.start(self.video.supervisor)
        self.window.start()
        self._second()
        self._seconds.start()

    def close(self) -> None:
        """End everything in the reverse order of its start; safe to call twice."""
        self._closing = True
        self._seconds.stop()
        self.window.close()
        self.session.close()
        self.station.close()
        self.video.close()
        self.jobs.close()
        self.faults.close()
        self._garbage.close()

    @Slot()
    def _end(self, _window: object = None) -> None:
        if not self._closing:
            self._qt.exit(0)

    @Slot()
    def _second(self) -> None:
        self.session.tick()
        self.presenter.tick()

    @Slot(str)
    def _parked(self, screen: str) -> None:
        there = ", ".join(name_of(one) for one in QGuiApplication.screens())
        log.warning("the wall's monitor %r is not there and is waited for; there are: %s", screen, there)

    @Slot(tuple)
    def _cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.presenter.cameras_known(cameras)

    @Slot(object)
    def _health_changed(self, health: StreamHealth) -> None:
        self.presenter.health_known(health)
        self.window.show_health(health)

    @Slot(tuple)
    def _changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)
        if any(change.kind is Kind.CAMERA for change in changes):
            self.station.look_now()

    @Slot(object)
    def _feed_changed(self, state: FeedState) -> None:
        if state.connected:
            self.presenter.refresh()

    @Slot(object)
    def _listening_failed(self, error: SiagaError) -> None:
        """The wall reads every few seconds anyway; the feed only makes it quicker."""
        log.warning("the wall does not hear the feed: %s", error)
