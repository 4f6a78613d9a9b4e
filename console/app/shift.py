"""The part of the desk that keeps the shift: who is on it, its log book, its handover."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Slot

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.bridge.video import VideoBridge
from console.clock import utc_now
from console.entry import Entry
from console.presenters.handover import ChangePerson, HandoverPresenter
from console.presenters.handover_paper import cameras_out
from console.presenters.logbook import LogBookPresenter
from console.presenters.session import SessionListener
from console.presenters.shift import ShiftPresenter
from console.presenters.signing import Signer
from console.settings import Settings
from console.windows.desk import DeskWindow
from console.windows.shift_sheets import ShiftSheets
from storage.model.cameras import Camera
from storage.model.feed import Change
from storage.pg.record import connect_person
from widgets.common.notices import Tone
from widgets.shift.values import HandedCamera


class Shift(Part):
    """Wires the shift's three presenters to its sheets and the desk's header."""

    def __init__(
        self,
        window: DeskWindow,
        video: VideoBridge,
        jobs: QtJobs,
        settings: Settings,
        entry: Entry,
        change_person: ChangePerson,
    ) -> None:
        super().__init__(window)
        self._window, self._video = window, video
        self._cameras: tuple[Camera, ...] = ()
        plan = settings.shift_plan
        signer = Signer(partial(connect_person, entry.dsn), demo=entry.demo)
        self.sheets = ShiftSheets(window)
        self.sheets.page.set_demo(entry.demo)
        self.shift = ShiftPresenter(self.sheets, jobs, plan, utc_now)
        self.log = LogBookPresenter(self.sheets, jobs, plan, utc_now)
        self.handover = HandoverPresenter(
            self.sheets, jobs, signer, self.shift, plan, utc_now, self._cameras_out, change_person
        )
        self.sheets.attach(self.shift, self.log, self.handover)
        self.sheets.header_changed.connect(window.header.set_shift)
        self.sheets.reminded.connect(self._remind)
        self.sheets.ticket_opened.connect(window.take_ticket)
        self.sheets.said.connect(window.show_lasting)
        self.sheets.failed.connect(window.show_error)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.shift, self.log, self.handover

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {
            "open_log": self.sheets.open_log,
            "open_handover": self.sheets.open_handover,
            "open_shift": self.sheets.open_shift,
        }

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.shift.changed(changes)
        self.log.changed(changes)
        self.handover.changed(changes)

    def second(self) -> None:
        self.shift.tick()

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = cameras

    def _cameras_out(self) -> tuple[HandedCamera, ...]:
        health = {str(camera_id): one for camera_id, one in self._video.health.items()}
        return cameras_out(self._cameras, health, utc_now())

    @Slot(str)
    def _remind(self, words: str) -> None:
        if words:
            self._window.banner.show_notice(Tone.CALM, words, closable=True)
