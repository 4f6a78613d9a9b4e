"""The part of the desk that shows another time: the recording mode, the replay beside live, marks and evidence."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QTimer, Slot

from console.app.moment_acts import MomentActs
from console.app.part import Part
from console.app.playback_mode import PlaybackMode, Readers
from console.bridge.evidence import EvidenceBridge, Hold
from console.bridge.jobs import QtJobs
from console.bridge.playback import PlaybackBridge
from console.bridge.pump import GridPump, Pictures
from console.clock import utc_now
from console.nodes.evidence import EvidenceExporter, EvidenceSite
from console.presenters.playback import shown_cameras
from console.presenters.playback_moment import MomentPresenter
from console.presenters.playback_span import USUAL_S
from console.presenters.session import SessionListener
from console.presenters.ticket_extras import TicketExtrasPresenter
from console.presenters.tickets import TicketsPresenter
from console.settings import Settings
from console.windows.desk import DeskWindow
from console.windows.playback import PlaybackPane
from console.windows.playback_notes import MomentNotes
from resources.words import say
from storage.model.alarms import Alarm
from storage.model.cameras import Camera
from storage.model.feed import Change
from video.events import Analysis, CameraId, StreamHealth
from video.recording.ring import Ring
from widgets.alarms.wording import kind_word
from widgets.playback.band import RecordedBand
from widgets.playback.grid import LiveSide, Pair, RecordedGrid
from widgets.playback.values import SECOND_US, Us

TICK_MS = 100
READ_MS = 200
REPLAY_S = 60
REPLAY_LENGTH_S = 120


class Playback(Part):
    """Owns nothing of the record: live pictures, recording and analysis go on whatever is shown here."""

    def __init__(
        self,
        window: DeskWindow,
        tickets: TicketsPresenter,
        extras: TicketExtrasPresenter,
        jobs: QtJobs,
        live: Pictures,
        settings: Settings,
        station: str,
        hold: Hold,
    ) -> None:
        """`station` is the login of this machine's, whose ring is played; `hold` keeps what is exported undeleted."""
        super().__init__(window)
        self._window, self._tickets = window, tickets
        folder = settings.ring_dir or settings.data_dir / "recording"
        self.bridge = PlaybackBridge(folder, settings.time_zone, self)
        self.evidence = EvidenceBridge(exporter_of(settings, folder, station), hold, self)
        self._ring, self._station = Ring(folder), station
        self._cameras: dict[str, Camera] = {}
        self._files = QtJobs(self)  # the ring's disk may be slow; nobody else waits for it
        self.grid, self.pair = RecordedGrid(), Pair()
        self.acts = MomentActs(window, tickets, extras, jobs, self.evidence, Path.home(), self)
        self.recording = self._mode("desk", self.grid, RecordedBand(), jobs)
        self.replay = self._mode("replay", self.pair, RecordedBand("playback_desk.replay", "F3"), jobs)
        self._live_side = GridPump(LiveSide(self.pair), live, "replay-live", self)
        self.notes = MomentNotes(self)
        now_us = self.recording.presenter.now_us
        self.moments = MomentPresenter(self.notes, self._files, jobs, self._ring, now_us, station)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._reads = QTimer(self, interval=READ_MS)
        self._connect()

    def _mode(self, name: str, pictures: RecordedGrid | Pair, band: RecordedBand, jobs: QtJobs) -> PlaybackMode:
        pane = PlaybackPane(pictures, pictures, band, self._window)
        pane.hide()
        length_s = REPLAY_LENGTH_S if isinstance(pictures, Pair) else USUAL_S
        readers = Readers(self._ring, self._files, jobs, alarm_words, self._station)
        return PlaybackMode(name, pane, pictures, self.bridge.room, readers, length_s=length_s)

    def _connect(self) -> None:
        window = self._window
        for mode in (self.recording, self.replay):
            mode.failed.connect(window.show_error)
            mode.pane.noted.connect(window.show_calm)
            mode.pane.left.connect(self.leave)
            self.acts.serve(mode)
        self.notes.said.connect(window.show_calm)
        self.notes.found.connect(self.open_at)
        window.grid_changed.connect(self._mirror)
        window.detail.moment_requested.connect(self.go_to_moment)
        window.camera_list.camera_activated.connect(self._camera_activated)
        self.grid.tile_selected.connect(self._tile_selected)
        self.grid.camera_dropped.connect(window.drop_camera)
        self.grid.tile_resized.connect(self._seen)
        self.grid.maximised_changed.connect(self._seen)
        self.pair.tile_resized.connect(self._pair_resized)
        self._live_side.failed.connect(window.show_error)
        self._ticks.timeout.connect(self._tick)
        self._reads.timeout.connect(self._read)
        self.bridge.process_lost.connect(self._process_lost)

    # What the desk asks of a part.

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.recording.timeline, self.replay.timeline, self.moments, *self.acts.listeners

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"recording": self.turn, "replay": self.turn_replay, "moment": self.go_to_moment}

    @property
    def mode(self) -> PlaybackMode | None:
        """The one that is shown, if any."""
        return next((mode for mode in (self.recording, self.replay) if mode.on), None)

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.recording.timeline.changed(changes)
        self.replay.timeline.changed(changes)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = {str(camera.id): camera for camera in cameras}
        self.acts.set_cameras(self._cameras)
        self.recording.timeline.cameras_known(cameras)
        self.replay.timeline.cameras_known(cameras)

    def health_known(self, health: StreamHealth) -> None:
        self.pair.set_health(health)

    def analysed(self, analysis: Analysis) -> None:
        self.pair.set_analysis(analysis)

    def start(self) -> None:
        self.bridge.start()

    def second(self) -> None:
        if self.mode is not None:
            self.mode.presenter.refresh()

    def close(self) -> None:
        self._ticks.stop()
        self._reads.stop()
        self._live_side.close()
        for mode in (self.recording, self.replay):
            mode.leave()
        self.acts.close()
        self.evidence.close()
        self._files.close()

    def close_room(self) -> None:
        """After the station, which tells the room of recorders until it ends."""
        self.bridge.close()

    @Slot(str)
    def _process_lost(self, cause: str) -> None:
        """Playing goes on by itself; only who plays is told."""
        if self.mode is not None:
            self._window.show_calm(say(cause))

    # On and off.

    @Slot()
    def turn(self) -> None:
        """F8: recordings of the tiles on show, or back to live. From a replay its moment is taken along."""
        if self.recording.on:
            self.leave()
            return
        at_us = self.replay.presenter.at_us
        self.leave()
        self._enter(at_us)

    def _enter(self, at_us: int | None, slot: int | None = None) -> None:
        """The grid as it stands, one tile large where a slot is named or the live one is."""
        live = self._window.grid
        self._mirror_grid()
        self.grid.select(live.selected_slot)
        large = slot if slot is not None else live.maximised_slot
        if large is not None and live.grid_size > 1:
            self.grid.maximise(large)
        else:
            self.grid.restore()
        cameras = self._lines()
        chosen = self.grid.camera_at(large if large is not None else live.selected_slot or 0)
        if chosen is not None:
            self.recording.presenter.choose(CameraId(str(chosen.id)))
        if cameras:
            self._show(self.recording)
        if self.recording.enter(cameras, at_us):
            self._seen()

    @Slot()
    def turn_replay(self) -> None:
        """F3: the last minute of the chosen live picture beside it, or away again."""
        if self.replay.on:
            self.leave()
            return
        camera = self.chosen_camera()
        self.leave()
        if camera is None:
            self._window.show_calm(say("playback_desk.note.no_replay_camera"))
            return
        self.pair.set_camera(camera)
        self._show(self.replay)
        at_us = self.replay.presenter.now_us() - REPLAY_S * SECOND_US
        self.replay.enter((CameraId(str(camera.id)),), at_us)
        self._live_side.start()

    def _show(self, mode: PlaybackMode) -> None:
        """The live tiles are not seen, so they are not decoded; analysis and recording do not mind."""
        self._window.pump.close()
        self._window.middle.show_page(mode.pane, mode.pane.extra_px)
        self._ticks.start()
        self._reads.start()

    @Slot()
    def leave(self) -> None:
        """Back to live; nothing while it is."""
        if self.mode is None:
            return
        self._ticks.stop()
        self._reads.stop()
        self._live_side.close()
        for mode in (self.recording, self.replay):
            mode.leave()
        window = self._window
        window.middle.show_page(None)
        window.pump.start()
        window.grid.tile(window.grid.selected_slot or 0).setFocus()
        self.grid.mirror(window.grid.grid_size, (None,) * len(window.grid.assignments()))
        self.pair.set_camera(None)

    # The tiles.

    @Slot()
    def _mirror(self) -> None:
        """The live grid changed: other cameras, or more of them."""
        if self.recording.on:
            self._mirror_grid()
            self.recording.presenter.set_cameras(self._lines())
            self._seen()

    @Slot(str)
    def _camera_activated(self, camera_id: str) -> None:
        """A number typed while recordings show: the keyboard goes on to that camera's recording."""
        tiles = self.grid.tiles_of(CameraId(camera_id)) if self.recording.on else ()
        if tiles:
            if self.grid.maximised_slot is not None:
                self.grid.maximise(tiles[0].slot)
            tiles[0].setFocus()

    def _mirror_grid(self) -> None:
        live = self._window.grid
        slots = range(len(live.assignments()))
        self.grid.mirror(live.grid_size, tuple(live.camera_at(slot) for slot in slots))

    def _lines(self) -> tuple[CameraId, ...]:
        return shown_cameras(tuple(self.grid.camera_at(slot) for slot in range(self.grid.grid_size)))

    @Slot()
    def _seen(self, *_: int) -> None:
        """Play what is seen: one large picture alone, or the grid."""
        if self.recording.on:
            seen = tuple(self.grid.camera_at(slot) for slot in self.grid.visible_slots())
            self.recording.presenter.play_only(shown_cameras(seen))
            self.recording.pump.sync()

    @Slot()
    def _pair_resized(self) -> None:
        self.replay.pump.sync()
        self._live_side.sync()

    @Slot(int)
    def _tile_selected(self, slot: int) -> None:
        self._window.tiles.select(slot)
        self._window.grid.select(slot)
        camera = self.grid.camera_at(slot)
        if camera is not None:
            self.recording.presenter.choose(CameraId(str(camera.id)))

    def chosen_camera(self) -> Camera | None:
        """The camera that a key means now."""
        mode = self.mode
        if mode is not None:
            return self._cameras.get(str(mode.presenter.chosen))
        return self._window.tiles.camera_in(self._window.grid.selected_slot)

    @Slot()
    def _tick(self) -> None:
        if self.mode is not None:
            self.mode.tick()

    @Slot()
    def _read(self) -> None:
        if self.mode is not None:
            self.mode.read()

    # To a moment.

    @Slot()
    def go_to_moment(self) -> None:
        """Q: the moment of the alarm that is chosen while its list has the keyboard, else of the ticket looked at."""
        alarm = self._window.alarms.list.chosen_alarm()
        ticket = self._tickets.looked_at
        if alarm is not None and (ticket is None or self._window.alarms.list.rows.hasFocus()):
            self.moments.of_alarm(alarm, self._cameras)
        else:
            self.moments.of_ticket(ticket, self._cameras)

    @Slot(object, object)
    def open_at(self, camera: Camera, at_us: Us) -> None:
        """Recordings of this moment with this camera large."""
        self.leave()
        self._window.show_camera(str(camera.id))
        slots = self._window.grid.assignments()
        slot = slots.index(CameraId(str(camera.id))) if CameraId(str(camera.id)) in slots else None
        self._enter(at_us, slot)

    def take_still(self, camera_id: str) -> bool:
        """T from anywhere on the desk: while recordings show, a ticket begins with what is seen. Whether they do."""
        return self.acts.take_still(camera_id)


def exporter_of(settings: Settings, ring: Path, station: str) -> EvidenceExporter:
    """Who writes evidence of this station's ring."""
    return EvidenceExporter(
        EvidenceSite(
            ring=ring,
            data_dir=settings.data_dir,
            site_name=settings.site_name,
            station_id=station,
            time_zone=settings.time_zone,
            clock=utc_now,
        )
    )


def alarm_words(alarm: Alarm) -> str:
    return kind_word(alarm.kind)
