"""The operator's desk: cameras on the left, pictures in the middle, tickets on the right."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QPoint, QSettings, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from console.bridge.pump import GridPump, Pictures
from console.layout import WindowLayout
from console.presenters.cameras import CamerasPresenter
from console.presenters.tickets import Question, Reference, TicketCommand, TicketsPresenter
from console.presenters.tiles import TilesPresenter
from console.windows.camera_sheet import CameraSheet
from console.windows.header import HeaderBar
from console.windows.keys import KEYS, KeysPage
from console.windows.middle import Middle
from console.windows.placement import Geometry, next_screen, place_on
from console.windows.sheet import Sheet
from console.windows.status import StatusBar
from console.windows.ticket_sheets import TicketSheets
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.cameras import Camera
from storage.model.tickets import Act, Priority, Still, Ticket, TicketDetail
from video.events import Analysis, CameraId, StreamHealth
from widgets.cameras.list import CameraListView
from widgets.common.headers import SectionHeader
from widgets.common.notices import Banner, Tone
from widgets.common.signals import Sent
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.list import TicketListView
from widgets.tiles.grid import TileGrid

WAITING_LIMITS_S = {Priority.CRITICAL: 300.0, Priority.HIGH: 900.0, Priority.MEDIUM: 3600.0, Priority.LOW: 86400.0}
"""How old an open ticket may become before its age is red."""
LEFT_PX, RIGHT_PX, DETAIL_PX = 232, 440, 240


class DeskWindow(QWidget):
    """Implements TicketsView; everything a person does leaves as an intent of a presenter or as a signal."""

    still_requested = Sent[str]()  # camera id: T was pressed on its tile
    window_requested = Sent[()]()
    person_requested = Sent[()]()
    language_requested = Sent[()]()
    closed = Sent[()]()

    def __init__(
        self, site_name: str, pictures: Pictures, layout: WindowLayout, store: QSettings, *, demo: bool
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Siaga")
        self._geometry = Geometry(store, "desk")
        self._store = store
        self._analysis: dict[CameraId, Analysis] = {}
        self._cameras: dict[str, Camera] = {}
        self._tickets: TicketsPresenter | None = None
        self._overlays = True
        self.header = HeaderBar(site_name, demo=demo, parent=self)
        self.banner = Banner(self)
        self.status = StatusBar(self)
        self.camera_header = SectionHeader("console.section.cameras", "C", self)
        self.camera_list = CameraListView(self)
        self._menu = QMenu(self)
        self.grid = TileGrid(self)
        self.detail = TicketDetailView(self)
        self.ticket_header = SectionHeader("console.section.tickets", "K", self)
        self.ticket_list = TicketListView(self)
        self.ticket_list.set_limits(WAITING_LIMITS_S)
        self.sheets = TicketSheets(self)
        self.camera_sheet = CameraSheet(self)
        self.keys_sheet = Sheet("console.sheet.keys", KeysPage(), self, width=720)
        self.tiles = TilesPresenter(self.grid, layout)
        self.pump = GridPump(self.grid, pictures, "desk", self)
        self.header.set_grid(layout.grid)
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        right = QWidget(self)
        right.setObjectName("panel")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        right.setFixedWidth(RIGHT_PX)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ticket_header)
        column.addWidget(self.ticket_list, 1)
        left = QWidget(self)
        left.setObjectName("panel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left.setFixedWidth(LEFT_PX)
        cameras = QVBoxLayout(left)
        cameras.setContentsMargins(0, 0, 0, 0)
        cameras.setSpacing(0)
        cameras.addWidget(self.camera_header)
        cameras.addWidget(self.camera_list, 1)
        # Its own hint grows with the rows that its buttons would need at their narrowest.
        self.detail.setMinimumHeight(DETAIL_PX)
        middle = Middle(self.grid, self.detail, self)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(1)
        body.addWidget(left)
        body.addWidget(middle, 1)
        body.addWidget(right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        box.addWidget(self.header)
        box.addWidget(self.banner)
        box.addLayout(body, 1)
        box.addWidget(self.status)

    def _connect(self) -> None:
        for key, intent in KEYS:
            QShortcut(QKeySequence(key), self).activated.connect(getattr(self, intent))
        self.pump.failed.connect(self.show_error)
        self.header.grid_requested.connect(self._choose_grid)
        self.header.person_requested.connect(self.change_person)
        self.status.language_requested.connect(self.language)
        self.status.keys_requested.connect(self.keys)
        self.camera_list.camera_activated.connect(self._camera_activated)
        self.camera_list.menu_requested.connect(self._camera_menu)
        self._menu.triggered.connect(self._menu_chosen)
        self.grid.camera_dropped.connect(self._camera_dropped)
        self.grid.tile_selected.connect(self.tiles.select)
        self.grid.clear_requested.connect(self._clear_tile)
        self.grid.tile_resized.connect(self._grid_changed)
        self.grid.maximised_changed.connect(self._grid_changed)
        self.ticket_list.ticket_selected.connect(self._ticket_selected)
        self.detail.act_requested.connect(self._act_requested)
        self.detail.note_written.connect(self._note_written)
        self.detail.still_requested.connect(self._still_wanted)
        self.detail.camera_requested.connect(self._camera_of_ticket)

    def attach(self, tickets: TicketsPresenter, cameras: CamerasPresenter) -> None:
        self._tickets = tickets
        self.sheets.attach(tickets)
        self.camera_sheet.attach(cameras)

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
        self.ticket_list.set_now(now)
        self.detail.set_now(now)

    def show_reference(self, reference: Reference) -> None:
        self.sheets.set_reference(reference)
        self.camera_sheet.set_places(reference.places)

    def show_tickets(self, tickets: tuple[Ticket, ...]) -> None:
        self.ticket_list.set_tickets(tickets)
        self.ticket_header.set_count(len(tickets))

    def show_detail(self, detail: TicketDetail | None) -> None:
        camera = self._cameras.get(str(detail.ticket.camera_id)) if detail else None
        self.detail.set_camera_name(f"{camera.number} {camera.name}" if camera else "")
        self.detail.set_detail(detail)
        self.ticket_list.select(detail.ticket.id if detail else None)

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
        self.ticket_list.setFocus()

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
    def overlays(self) -> None:
        self._overlays = not self._overlays
        self.grid.set_overlays_shown(self._overlays)

    @Slot()
    def grid_1(self) -> None:
        self._choose_grid(1)

    @Slot()
    def grid_4(self) -> None:
        self._choose_grid(4)

    @Slot()
    def grid_9(self) -> None:
        self._choose_grid(9)

    @Slot()
    def grid_16(self) -> None:
        self._choose_grid(16)

    @Slot()
    def restore(self) -> None:
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
        self.keys_sheet.present()

    def showEvent(self, event: QShowEvent) -> None:
        """Else the first key would go to a button of the header."""
        super().showEvent(event)
        self.grid.tile(0).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A camera's number can be typed from anywhere on the desk."""
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

    @Slot(str)
    def _camera_activated(self, camera_id: str) -> None:
        self.tiles.show(camera_id)
        self._grid_changed()

    @Slot(object)
    def _camera_of_ticket(self, camera_id: UUID) -> None:
        self._camera_activated(str(camera_id))

    @Slot(int, str)
    def _camera_dropped(self, slot: int, camera_id: str) -> None:
        self.tiles.place(slot, camera_id)
        self._grid_changed()

    @Slot(int)
    def _clear_tile(self, slot: int) -> None:
        self.tiles.clear(slot)
        self._grid_changed()

    @Slot(str, QPoint)
    def _camera_menu(self, camera_id: str, at: QPoint) -> None:
        self._menu.clear()
        for what in ("edit", "add"):
            action = self._menu.addAction(say(f"console.camera.{what}"))
            action.setData(camera_id if what == "edit" else "")
            action.setEnabled(self.camera_sheet.may_edit)
        self._menu.popup(at)

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        self.camera_sheet.edit(self._cameras.get(str(action.data())))

    @Slot()
    def add_camera(self) -> None:
        if self.camera_sheet.may_edit:
            self.camera_sheet.edit(None)
        else:
            self.banner.show_notice(Tone.CALM, say("console.camera.may_not_edit"))

    @Slot()
    def edit_camera(self) -> None:
        """The camera chosen in the list, else the one in the chosen tile."""
        tile = self.tiles.camera_in(self.grid.selected_slot)
        camera = tile or self._cameras.get(str(self.camera_list.selected_id()))
        if not self.camera_sheet.may_edit:
            self.banner.show_notice(Tone.CALM, say("console.camera.may_not_edit"))
        elif camera is not None:
            self.camera_sheet.edit(camera)

    @Slot(object)
    def _ticket_selected(self, ticket_id: UUID | None) -> None:
        if self._tickets is not None:
            self._tickets.select(ticket_id)

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
