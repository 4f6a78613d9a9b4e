"""One console: its windows, and everything behind them."""

import logging
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QApplication

from console.app.books import Books
from console.app.calls import Calls
from console.app.cameras import Cameras
from console.app.clocks import Clocks
from console.app.field import Field
from console.app.finding import Finding
from console.app.identity import Identities
from console.app.papers import Papers
from console.app.part import Part
from console.app.playback import Playback
from console.app.procedures import Procedures
from console.app.ptz import Ptz
from console.app.shift import Shift
from console.app.stills import Stills
from console.app.wall import WallPart
from console.bridge.faults import Faults
from console.bridge.garbage import GuiGarbage
from console.bridge.jobs import QtJobs
from console.bridge.live import LiveBridge, follow
from console.bridge.sound import AlarmSound
from console.bridge.speaker import QtSpeaker
from console.bridge.station import StationBridge, figure_of, keeper_of
from console.bridge.video import VideoBridge, pace_of
from console.clock import utc_now
from console.entry import Entry
from console.layout import Layout, LayoutFile, WindowLayout
from console.nodes.audit_heads import daily_heads
from console.nodes.station import StationStatus
from console.presenters.alarms import AlarmsPresenter
from console.presenters.session import SessionPresenter
from console.presenters.tickets import TicketsPresenter
from console.settings import Settings
from console.windows.desk import DeskWindow
from console.windows.login import LoginSheet
from console.windows.placement import name_of, next_screen
from console.windows.status import RecordStatus
from console.windows.video import VideoWindow
from resources.errors import SiagaError
from resources.words import Language, language, say, sentence, set_language
from storage.live.listener import FeedState
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.pg.people import change_password
from storage.pg.record import connect_person
from storage.pg.station import connect_station
from video.events import Analysis, CameraId, StreamHealth
from video.playback.orders import Recorder
from widgets import theme
from widgets.common.figures import clock
from widgets.common.notices import Tone

log = logging.getLogger(__name__)
SECOND_MS = 1000


class Desk(QObject):
    """One console: its windows and everything behind them. `start()` shows it, `close()` leaves nothing running."""

    def __init__(self, qt: QApplication, settings: Settings, entry: Entry, *, layout: str = "layout.json") -> None:
        super().__init__()
        self._qt = qt
        self.entry = entry
        self._cameras: tuple[Camera, ...] = ()
        self._windows: list[VideoWindow] = []
        self._window_numbers = count(2)
        self._still_for = ""
        self._closing = False
        self.started_at = utc_now()
        self.jobs = QtJobs(self)
        self._slow = QtJobs(self)  # what may take long for another reason than the record
        self.faults = Faults(self)
        self._garbage = GuiGarbage(self)
        self.station = StationBridge(
            partial(connect_station, entry.dsn, entry.station.login, entry.station.password),
            clock=utc_now,
            lease_s=settings.lease_s,
            keeper=keeper_of(settings),
            on_recorder=self._recorder_known,
            heads=daily_heads(settings, utc_now),
            parent=self,
        )
        self.video = VideoBridge(pace_of(settings), self.station.sighted, self)
        self.live = LiveBridge(follow, self.jobs, self)
        self._layout_file = LayoutFile(settings.data_dir / layout)
        self._layout = self._layout_file.read()
        self.window = DeskWindow(
            settings.site_name, self.video.supervisor, self._layout.desk, _geometry_store(settings), demo=entry.demo
        )
        self.login = LoginSheet(self.window, entry.people)
        self._make_presenters(settings)
        self._seconds = QTimer(self, interval=SECOND_MS)
        self._connect()

    def _make_presenters(self, settings: Settings) -> None:
        window, jobs, entry = self.window, self.jobs, self.entry
        self.tickets = TicketsPresenter(window, jobs)
        self.alarms = AlarmsPresenter(window.alarms, jobs, utc_now)
        self.sound = AlarmSound(monotonic, settings.mute_s, QtSpeaker(self), self)
        self.calls = Calls(window, self.tickets, self.video, jobs, self._slow)
        self.cameras = Cameras(window, jobs, self._slow, settings)
        self.calls.sheet.place_search_known.connect(self.cameras.sheet.set_place_search)
        self.wall = WallPart(window, self.tickets, self.video.supervisor, jobs)
        self.shift = Shift(window, self.video, jobs, settings, entry, self._change_person)
        self.papers, self.books = Papers(window, jobs, settings), Books(window, jobs)
        self.field = Field(window, self.calls, jobs)
        self.clocks = Clocks(window, jobs, self.tickets, utc_now)
        self.finding = Finding(window, self.tickets, self.calls, jobs, utc_now)
        self._make_pictures(settings)
        self._parts: tuple[Part, ...] = (
            self.calls,
            self.cameras,
            self.wall,
            self.shift,
            self.papers,
            self.books,
            self.field,
            self.clocks,
            self.finding,
            Identities(window, self.tickets, self.calls.extras_view, jobs),
            self.playback,
            self.ptz,
            self.procedures,
            self.stills,
        )
        parts = (listener for part in self._parts for listener in part.listeners)
        self.session = SessionPresenter(
            self.login,
            jobs,
            partial(connect_person, entry.dsn),
            partial(change_password, entry.dsn),
            (self.live, self.tickets, self.alarms, *parts),
            demo=entry.demo,
        )

    def _make_pictures(self, settings: Settings) -> None:
        window, jobs = self.window, self.jobs
        live, station = self.video.supervisor, self.entry.station.login
        self.playback = Playback(
            window, self.tickets, self.calls.extras, jobs, live, settings, station, self.station.hold
        )
        self.ptz = Ptz(window, jobs, self.station.source)
        self.procedures = Procedures(window, self.tickets, self.video, self.ptz, jobs)
        self.stills = Stills(window, self.tickets, self.video, self.playback, jobs, self._slow, settings)

    def _connect(self) -> None:
        self.window.attach(self.tickets)
        self.window.alarms.attach(self.alarms, self.sound)
        for part in self._parts:
            self.window.bind(part.intents)
            self.window.tickets_shown.connect(part.tickets_known)
            self.window.detail_shown.connect(part.looked_at)
        self.login.attach(self.session)
        self.login.person_changed.connect(self._person_changed)
        self.window.person_requested.connect(self.login.change_person)
        self.window.language_requested.connect(self._switch_language)
        self.window.window_requested.connect(self.open_window)
        self.window.still_requested.connect(self._take_still)
        self.window.closed.connect(self._end)
        self.station.cameras_known.connect(self._cameras_known)
        self.station.status_changed.connect(self._station_changed)
        self.video.health_changed.connect(self._show_health)
        self.video.analysed.connect(self._show_analysis)
        self.video.still_taken.connect(self._still_taken)
        self.video.still_failed.connect(self._still_failed)
        self.live.changed.connect(self._changed)
        self.live.state_changed.connect(self._feed_changed)
        self.live.failed.connect(self.window.show_error)
        self.faults.happened.connect(self._fault)
        self._seconds.timeout.connect(self._second)

    def start(self) -> None:
        self._garbage.start()
        self.faults.start()
        self.sound.start()
        self.video.start()
        self.playback.start()
        self.station.start(self.video.supervisor)
        self.window.start()
        for layout in self._layout.windows:
            self._add_window(layout)
        self.wall.restore(self._layout.wall)
        if self._layout_file.set_aside is not None:
            words = say("console.layout.broken", file=str(self._layout_file.set_aside))
            self.window.banner.show_notice(Tone.AMBER, words)
        if self.entry.first is not None:
            self.session.sign_in(self.entry.first.login, self.entry.first.password)
        else:
            self.session.start()
        self._second()
        self._seconds.start()

    def close(self) -> None:
        """End everything in the reverse order of its start; safe to call twice."""
        self._closing = True
        self._seconds.stop()
        self._store_layout()
        for part in reversed(self._parts):
            part.close()
        for window in tuple(self._windows):
            window.close()
        self.window.close()
        self.session.close()
        self.station.close()
        self.playback.close_room()
        self.video.close()
        self.sound.close()
        self.jobs.close()
        self._slow.close()
        self.faults.close()
        self._garbage.close()

    @Slot()
    def _end(self) -> None:
        """Leave the loop without Qt's `quit`, which would first close the windows that are to be restored.

        Not while closing: an exit without a running loop makes Qt refuse every later one.
        """
        if not self._closing:
            self._qt.exit(0)

    # Windows.

    @Slot()
    def open_window(self) -> None:
        """A picture window on the next monitor; full screen where that is not the desk's own."""
        screen = next_screen(self.window.screen())
        other = screen is not self.window.screen()
        layout = WindowLayout(grid=4, screen=name_of(screen), full_screen=other)
        self._add_window(layout)

    def _add_window(self, layout: WindowLayout) -> None:
        """A number is never used twice: it names the window's pictures in the store."""
        window = VideoWindow(self.video.supervisor, layout, next(self._window_numbers))
        window.closed.connect(self._window_closed)
        window.parked.connect(self._window_parked)
        self._windows.append(window)
        window.cameras_known(self._cameras)
        window.start()
        self.ptz.add_window(window)

    @Slot(str)
    def _window_parked(self, screen: str) -> None:
        self.window.banner.show_notice(Tone.CALM, say("console.video.parked", screen=screen), closable=True)

    @Slot(object)
    def _window_closed(self, window: VideoWindow) -> None:
        self._windows.remove(window)
        self.ptz.remove_window(window)
        window.deleteLater()

    def take_screenshots(self, folder: Path) -> tuple[Path, ...]:
        """Write what each window shows as a PNG; the files."""
        shots = {"desk": self.window.grab()}
        if self.wall.wall.window is not None:
            shots["wall"] = self.wall.wall.window.grab()
        shots.update({f"pictures-{n}": window.grab() for n, window in enumerate(self._windows, start=1)})
        files = {name: folder / f"{name}.png" for name in shots}
        return tuple(file for name, file in files.items() if shots[name].save(str(file)))

    def _store_layout(self) -> None:
        windows = tuple(window.layout_now() for window in self._windows)
        now = Layout(self.window.tiles.layout, windows, self.wall.layout_now)
        if now == self._layout:
            return
        try:
            self._layout_file.write(now)
            self._layout = now
        except OSError as error:
            log.warning("the layout was not stored: %s", error)
            self.window.banner.show_notice(Tone.AMBER, say("console.layout.not_stored", what=error.strerror or ""))

    @Slot()
    def _second(self) -> None:
        self.window.show_now(utc_now())
        self.alarms.tick()
        for part in self._parts:
            part.second()
        self.window.status.set_health(self.video.health)
        self._store_layout()

    @Slot()
    def _switch_language(self) -> None:
        set_language(Language.ENGLISH if language() is Language.INDONESIAN else Language.INDONESIAN)
        theme.retranslate(self._qt)

    # People.

    @Slot(object)
    def _person_changed(self, person: Person | None) -> None:
        self.window.header.set_person(person)
        self.window.right.set_inbox_used(person is None or person.role is not Role.AGENCY)
        if person is None:
            self.window.status.set_record(RecordStatus(False))

    def _change_person(self, login: str, password: str) -> None:
        """After a handover the desk is the incoming person's."""
        self.session.sign_in(login, password)

    # The record.

    @Slot(tuple)
    def _cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = cameras
        self.window.cameras_known(cameras)
        for window in self._windows:
            window.cameras_known(cameras)
        for part in self._parts:
            part.cameras_known(cameras)

    def _recorder_known(self, camera_id: CameraId, recorder: Recorder | None) -> None:
        """On the station's thread: only a station may hold a login, and the room takes it from any thread."""
        self.playback.bridge.room.set_recorder(camera_id, recorder)

    @Slot(object)
    def _station_changed(self, status: StationStatus) -> None:
        self.window.status.set_recording(figure_of(status.ring))
        if status.error is not None and self.session.person is None:
            self.window.banner.show_notice(Tone.AMBER, sentence(status.error))

    @Slot(tuple)
    def _changed(self, changes: tuple[Change, ...]) -> None:
        self.tickets.changed(changes)
        self.alarms.changed(changes)
        for part in self._parts:
            part.changed(changes)
        if any(change.kind is Kind.CAMERA for change in changes):
            self.station.look_now()

    @Slot(object)
    def _feed_changed(self, state: FeedState) -> None:
        since = clock(state.last_heard) if state.last_heard is not None else ""
        self.window.status.set_record(RecordStatus(state.connected, since))
        if state.connected:
            self.window.banner.clear_trouble()
            self.tickets.refresh()
            self.clocks.presenter.refresh()
            self.alarms.refresh()
        elif since:
            self.window.banner.show_notice(Tone.AMBER, say("console.record.gone", at=since))

    # Pictures.

    @Slot(object)
    def _show_health(self, health: StreamHealth) -> None:
        self.window.show_health(health)
        for window in self._windows:
            window.show_health(health)
        for part in self._parts:
            part.health_known(health)

    @Slot(object)
    def _show_analysis(self, analysis: Analysis) -> None:
        self.window.show_analysis(analysis)
        for window in self._windows:
            window.show_analysis(analysis)
        for part in self._parts:
            part.analysed(analysis)

    @Slot(str)
    def _take_still(self, camera_id: str) -> None:
        if self.playback.take_still(camera_id):
            return
        self._still_for = camera_id
        self.video.take_still(CameraId(camera_id))

    @Slot(str, bytes)
    def _still_taken(self, camera_id: str, jpeg: bytes) -> None:
        if camera_id == self._still_for:
            self._still_for = ""
            self.window.begin_ticket(camera_id, jpeg)

    @Slot(str, object)
    def _still_failed(self, camera_id: str, error: SiagaError) -> None:
        """A camera without a picture can still be the reason of a ticket."""
        if camera_id == self._still_for:
            self._still_for = ""
            self.window.show_calm(sentence(error))
            self.window.begin_ticket(camera_id, None)

    @Slot(str)
    def _fault(self, text: str) -> None:
        self.window.banner.show_notice(Tone.AMBER, say("console.fault", what=text))


def _geometry_store(settings: Settings) -> QSettings:
    return QSettings(str(settings.data_dir / "windows.ini"), QSettings.Format.IniFormat)
