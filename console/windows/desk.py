"""The operator's desk: cameras on the left, pictures in the middle, tickets on the right."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.bridge.pump import GridPump, Pictures
from console.layout import WindowLayout
from console.presenters.tickets import Question, Reference, TicketCommand, TicketsPresenter
from console.presenters.tiles import TilesPresenter
from console.windows.alarm_panel import AlarmPanel
from console.windows.grid_acts import GRID_INTENTS, GridActs
from console.windows.header import HeaderBar
from console.windows.keys import KEYS
from console.windows.keys_page import KeysPage
from console.windows.left_column import LeftColumn
from console.windows.middle import Below, Middle
from console.windows.placement import Geometry, next_screen, place_on
from console.windows.right_column import RightColumn
from console.windows.sheet import Sheet
from console.windows.status import StatusBar
from console.windows.ticket_sheets import TicketSheets
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.cameras import Camera
from storage.model.tickets import Act, Still, Ticket, TicketDetail
from video.events import Analysis, CameraId, StreamHealth
from widgets.alarms.load import LoadChip
from widgets.common.notices import Banner, Tone
from widgets.common.signals import Sent
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.procedure import ProcedureSection, TicketPage
from widgets.incidents.procedure_notice import ProcedureNotices
from widgets.incidents.seal_notice import SealNotices
from widgets.tiles.grid import TileGrid


class DeskWindow(QWidget):
    """Implements TicketsView; everything a person does leaves as an intent of a presenter or as a signal."""

    still_requested = Sent[str]()  # camera id: T was pressed on its tile
    window_requested = Sent[()]()
    person_requested = Sent[()]()
    language_requested = Sent[()]()
    tickets_shown = Sent[tuple[Ticket, ...]]()
    detail_shown = Sent[TicketDetail | None]()
    grid_changed = Sent[()]()
    closed = Sent[()]()

    def __init__(
        self, site_name: str, pictures: Pictures, layout: WindowLayout, store: QSettings, *, demo: bool
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Siaga")
        self._geometry = Geometry(store, "desk")
        self._analysis: dict[CameraId, Analysis] = {}
        self._cameras: dict[str, Camera] = {}
        self._tickets: TicketsPresenter | None = None
        self._bound: set[str] = set()
        self.header = HeaderBar(site_name, demo=demo, parent=self)
        self.banner = Banner(self)
        self.status = StatusBar(self)
        self.left = LeftColumn(self)
        self.camera_list = self.left.camera_list
        self.grid = TileGrid(self)
        self.detail = TicketDetailView(self)
        self.procedure, self.procedure_notices = ProcedureSection(), ProcedureNotices()
        self.seal_notices = SealNotices()
        self.load = LoadChip(self)
        self.alarms = AlarmPanel(self.load, parent=self)
        self.right = RightColumn(self.alarms, self)
        self.header.add_figure(self.load)
        self.sheets = TicketSheets(self)
        self.grid_acts = GridActs(self.grid, self._choose_grid)
        self.keys_sheet = Sheet("console.sheet.keys", KeysPage(), self, width=720)
        self.tiles = TilesPresenter(self.grid, layout)
        self.pump = GridPump(self.grid, pictures, "desk", self)
        self.header.set_grid(layout.grid)
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        ticket = TicketPage((self.seal_notices, self.procedure_notices), self.detail, self.procedure)
        self.middle = Middle(self.grid, Below(self.banner, ticket), self)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(1)
        body.addWidget(self.left)
        body.addWidget(self.middle, 1)
        body.addWidget(self.right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        box.addWidget(self.header)
        self._box = box
        box.addLayout(body, 1)
        box.addWidget(self.status)

    def _connect(self) -> None:
        self.bind({intent: getattr(self, intent) for _, intent in KEYS if hasattr(self, intent)})
        self.bind({intent: getattr(self.grid_acts, intent) for intent in GRID_INTENTS})
        self.pump.failed.connect(self.show_error)
        self.banner.dismissed.connect(self.banner.clear)
        self.header.grid_requested.connect(self._choose_grid)
        self.header.person_requested.connect(self.change_person)
        self.status.language_requested.connect(self.language)
        self.status.keys_requested.connect(self.keys)
        self.camera_list.camera_activated.connect(self.show_camera)
        self.alarms.camera_requested.connect(self._camera_of_ticket)
        self.alarms.ticket_made.connect(self.take_ticket)
        self.alarms.noticed.connect(self._noticed)
        self.grid.camera_dropped.connect(self.drop_camera)
        self.grid.tile_selected.connect(self.tiles.select)
        self.grid.clear_requested.connect(self._clear_tile)
        self.grid.tile_resized.connect(self._grid_changed)
        self.grid.maximised_changed.connect(self._grid_changed)
        self.right.ticket_selected.connect(self._ticket_selected)
        self.detail.act_requested.connect(self._act_requested)
        self.detail.note_written.connect(self._note_written)
        self.detail.still_requested.connect(self._still_wanted)
        self.detail.camera_requested.connect(self._camera_of_ticket)

    def bind(self, intents: Mapping[str, Callable[[], None]]) -> None:
        """Give these intents their keys by the table; Esc is first of whoever has the keyboard (keyPressEvent)."""
        for key, intent in KEYS:
            if intent in intents:
                if key != "Esc":
                    QShortcut(QKeySequence(key), self).activated.connect(intents[intent])
                self._bound.add(intent)

    def unbound(self) -> frozenset[str]:
        """Intents of the table that nothing answers to."""
        return frozenset(intent for _, intent in KEYS) - self._bound

    def add_band(self, band: QWidget) -> None:
        """What concerns the whole desk stands below its head for as long as it is shown."""
        self._box.insertWidget(1, band)

    def attach(self, tickets: TicketsPresenter) -> None:
        self._tickets = tickets
        self.sheets.attach(tickets)

    def start(self) -> None:
        if not self._geometry.restore(self):
            self.resize(1920, 1080)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.show()
        self.pump.start()

    # What comes in.

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = {str(camera.id): camera for camera in cameras}
        self.camera_list.set_cameras(tuple(camera for camera in cameras if camera.enabled))
        self.tiles.cameras_known(cameras)
        self._grid_changed()

    def show_health(self, health: StreamHealth) -> None:
        self.grid.set_health(health)
        self.camera_list.set_health(health)

    def show_analysis(self, analysis: Analysis) -> None:
        self._analysis[analysis.camera_id] = analysis
        self.grid.set_analysis(analysis)
        self.camera_list.set_analysis(analysis)

    def show_now(self, now: datetime) -> None:
        self.header.set_now(now)
        self.alarms.set_now(now)
        self.right.set_now(now)
        self.detail.set_now(now)

    def show_reference(self, reference: Reference) -> None:
        self.sheets.set_reference(reference)

    def show_tickets(self, tickets: tuple[Ticket, ...]) -> None:
        if self._tickets is None or self._tickets.signed_in:
            self.right.set_tickets(tickets)
        else:
            self.right.set_unread()
        self.tickets_shown.emit(tickets)

    def show_detail(self, detail: TicketDetail | None) -> None:
        camera = self._cameras.get(str(detail.ticket.camera_id)) if detail else None
        self.detail.set_camera_name(f"{camera.number} {camera.name}" if camera else "")
        self.detail.set_detail(detail)
        self.middle.set_idle(detail is None)
        self.right.select(detail.ticket.id if detail else None)
        self.detail_shown.emit(detail)

    def show_still(self, still: Still) -> None:
        self.detail.set_still(still)

    def show_conflict(self, mine: TicketCommand, seen: TicketDetail, current: TicketDetail) -> None:
        self.sheets.show_conflict(mine, seen, current)

    def show_question(self, question: Question) -> None:
        self.sheets.show_question(question)

    def show_edit(self, detail: TicketDetail) -> None:
        self.sheets.show_edit(detail)

    def show_error(self, error: SiagaError) -> None:
        if not self.sheets.show_error(error):
            self.banner.show_notice(Tone.AMBER, sentence(error), closable=True)

    def show_noted(self) -> None:
        self.detail.clear_note()

    def show_opened(self, _ticket_id: UUID) -> None:
        self.sheets.show_opened()

    def begin_ticket(self, camera_id: str, still: bytes | None) -> None:
        self.sheets.new_ticket(self._cameras.get(camera_id), self._analysis.get(CameraId(camera_id)), still)

    # What a person does: one method an intent of KEYS.

    @Slot()
    def find_camera(self) -> None:
        self.camera_list.focus_search()

    @Slot()
    def tickets(self) -> None:
        self.right.focus_tickets()

    @Slot()
    def alarm_list(self) -> None:
        self.alarms.take_focus()

    @Slot()
    def inbox(self) -> None:
        self.right.focus_inbox()

    @Slot()
    def new_ticket(self) -> None:
        camera = self.tiles.camera_in(self.grid.selected_slot)
        if self._tickets is None or not self._tickets.signed_in:
            self.person_requested.emit()
        elif camera is None:
            self.sheets.new_ticket(None, None, None)
        else:
            self.still_requested.emit(str(camera.id))

    @Slot()
    def restore(self) -> None:
        if self.middle.escape():
            return
        if self.grid.maximised_slot is not None:
            self.grid.restore()
        elif self.isFullScreen():
            self.showMaximized()
        else:
            self.banner.clear()

    @Slot()
    def new_window(self) -> None:
        self.window_requested.emit()

    @Slot()
    def next_screen(self) -> None:
        place_on(self, next_screen(self.screen()), full_screen=self.isFullScreen())

    @Slot()
    def full_screen(self) -> None:
        if self.isFullScreen():
            self.showMaximized()
        else:
            self.showFullScreen()

    @Slot()
    def change_person(self) -> None:
        self.person_requested.emit()

    @Slot()
    def language(self) -> None:
        self.language_requested.emit()

    @Slot()
    def keys(self) -> None:
        self.keys_sheet.resize(self.keys_sheet.sizeHint())  # Qt's own guess is two thirds of the screen
        self.keys_sheet.present()

    def showEvent(self, event: QShowEvent) -> None:
        """Else the first key would go to a button of the header."""
        super().showEvent(event)
        self.grid.tile(0).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A camera's number can be typed from anywhere; Esc leaves a field, else what stands over the grid."""
        if event.key() == Qt.Key.Key_Escape:
            if not isinstance(self.focusWidget(), QLineEdit):
                self.restore()
            elif not self.middle.take_focus():
                self.grid.tile(self.grid.selected_slot or 0).setFocus()
            return
        if event.text().isdigit() and not event.modifiers():
            self.camera_list.focus_search(event.text())
            return
        super().keyPressEvent(event)

    @Slot(int)
    def _choose_grid(self, size: int) -> None:
        self.grid.restore()
        self.tiles.choose_grid(size)
        self.header.set_grid(size)
        self._grid_changed()

    @Slot()
    def _grid_changed(self, *_: int) -> None:
        self.pump.sync()
        shown = (camera_id for camera_id in self.grid.assignments() if camera_id is not None)
        self.camera_list.set_shown(frozenset(shown))
        self.grid_changed.emit()

    @Slot(str)
    def show_camera(self, camera_id: str) -> None:
        """Where it is already, else in the chosen tile."""
        self.tiles.show(camera_id)
        self._grid_changed()

    @Slot(object)
    def _camera_of_ticket(self, camera_id: UUID) -> None:
        self.show_camera(str(camera_id))

    @Slot(int, str)
    def drop_camera(self, slot: int, camera_id: str) -> None:
        self.tiles.place(slot, camera_id)
        self._grid_changed()

    @Slot(int)
    def _clear_tile(self, slot: int) -> None:
        self.tiles.clear(slot)
        self._grid_changed()

    def chosen_camera(self) -> Camera | None:
        """The camera in the chosen tile, else the one chosen in the list."""
        tile = self.tiles.camera_in(self.grid.selected_slot)
        return tile or self._cameras.get(str(self.camera_list.selected_id()))

    @Slot(object, str)
    def _noticed(self, tone: Tone, words: str) -> None:
        if tone is Tone.CALM:
            self.banner.show_passing(words)
        else:
            self.banner.show_notice(tone, words, closable=True)

    @Slot(str)
    def show_calm(self, words: str) -> None:
        """What was done, or why nothing was: it passes by itself."""
        self.banner.show_passing(words)

    @Slot(str)
    def show_lasting(self, words: str) -> None:
        """What a person must not miss who looks away: it stays until it is closed."""
        self.banner.show_notice(Tone.CALM, words, closable=True)

    @Slot(object)
    def _ticket_selected(self, ticket_id: UUID | None) -> None:
        if self._tickets is not None:
            self._tickets.select(ticket_id)

    @Slot(object)
    def take_ticket(self, ticket_id: UUID) -> None:
        """Choose it, wherever the keyboard was: the next key is meant for this ticket."""
        self._ticket_selected(ticket_id)
        self.right.ticket_list.setFocus()

    @Slot(object, object)
    def _act_requested(self, act: Act, assignment_id: UUID | None) -> None:
        if act is Act.NOTE:
            self.detail.focus_note()
        elif self._tickets is not None:
            self._tickets.begin_act(act, assignment_id)

    @Slot(str)
    def _note_written(self, text: str) -> None:
        if self._tickets is not None:
            self._tickets.act(Act.NOTE, None, text=text)

    @Slot(object)
    def _still_wanted(self, still_id: UUID) -> None:
        if self._tickets is not None:
            self._tickets.want_still(still_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._geometry.save(self)
        self.pump.close()
        self.closed.emit()
        event.accept()
