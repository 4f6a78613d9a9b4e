"""All cameras of the site, by group: what each is used for, and how it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, QRectF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.cameras import Camera
from storage.model.people import Agency
from video.events import StreamHealth, TrafficState
from widgets import theme
from widgets.cameras.page import CameraPage
from widgets.cameras.rows import RowState, matches, row_state
from widgets.cameras.table import Column, head_line, paint_state, paint_two_lines
from widgets.common.buttons import KeyButton
from widgets.common.fields import SearchField
from widgets.common.searching import ListSearch
from widgets.common.sections import NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.theme import Role
from widgets.tiles import faces

ROW_PX = 40
NUMBER = Column("camera_health.column.number", theme.PAD, 52)
NAME = Column("camera_health.column.name", 70, 290)
STATE = Column("camera_health.column.now", 372, 150)
AGENCY = Column("cameras.form.agency", 532, 170)
STREAMS = Column("cameras.book.streams", 712, 150)
MARKS = {
    "analyse": Column("cameras.form.analyse", 872, 80),
    "record": Column("cameras.form.record", 956, 70),
    "ptz": Column("cameras.book.ptz", 1032, 60),
}
TABLE_PX = 1110


@dataclass(frozen=True, slots=True)
class BookLine(RowLine):
    camera: Camera
    agency: str
    state: RowState


class CameraBookPage(CameraPage):
    """Everyone may read; the acts of keepers are there for keepers alone."""

    edited = Sent[Camera]()
    added = Sent[()]()
    shown = Sent[UUID]()
    find_requested = Sent[()]()
    import_requested = Sent[()]()
    export_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cameras.book.title", paint_line, ROW_PX, parent)
        self.may_edit = True  # until told otherwise; nobody opens the page before
        self._cameras: tuple[Camera, ...] | None = None
        self._agencies: Mapping[UUID, str] = {}
        self._health: dict[str, StreamHealth] = {}
        self._told = ""
        self.search = SearchField("cameras.book.search", self)
        self.searching = ListSearch(self.search, self.list)
        self.change = KeyButton("cameras.book.change", "Return", primary=True, parent=self)
        self.show_it = KeyButton("camera_health.show", "Ctrl+O", parent=self)
        self.add = KeyButton("cameras.book.add", "Ctrl+N", parent=self)
        self.search_net = KeyButton("cameras.book.find", "Ctrl+F", parent=self)
        self.bring = KeyButton("cameras.book.import", "Ctrl+I", parent=self)
        self.export = KeyButton("cameras.book.export", "Ctrl+S", parent=self)
        self.tools.addWidget(self.search)
        for button in (self.change, self.show_it, self.add, self.search_net, self.bring, self.export):
            self.acts.addWidget(button)
        self.lay_out()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.accepted.connect(self._enter)
        self.list.chosen.connect(self._on_chosen)
        self.list.activated.connect(self._activated)
        self.change.clicked.connect(self._enter)
        self.show_it.clicked.connect(self._show)
        self.add.clicked.connect(self.added)
        self.search_net.clicked.connect(self.find_requested)
        self.bring.clicked.connect(self.import_requested)
        self.export.clicked.connect(self.export_requested)

    # --- values in ---

    def set_may_edit(self, allowed: bool) -> None:
        self.may_edit = allowed
        self.retranslate()

    def set_book(self, cameras: tuple[Camera, ...] | None, agencies: tuple[Agency, ...]) -> None:
        """All of them, in any order; None while they are not read."""
        self._cameras = cameras
        self._agencies = {agency.id: agency.name for agency in agencies}
        self.set_error("")
        self._show_lines()

    def set_health(self, health: StreamHealth) -> None:
        """Kept until `refresh`."""
        self._health[health.camera_id] = health

    def refresh(self) -> None:
        self._show_lines()

    def start(self) -> None:
        self._told = ""
        self.set_error("")
        self.search.clear()
        self.take_focus()

    def choose(self, camera_id: UUID) -> None:
        self.list.choose(camera_id)

    def set_said(self, sentence: str) -> None:
        """What was just done, until another camera is chosen."""
        self._told = sentence
        self._say_row()

    def take_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self.note.set_text(say("cameras.book.note") if self.may_edit else say("cameras.book.read_only"))
        for button in (self.add, self.search_net, self.bring):
            button.setVisible(self.may_edit)
        self.change.setVisible(self.may_edit)
        self.show_it.set_key("Ctrl+O" if self.may_edit else "Return")
        self.show_it.set_primary(not self.may_edit)
        self._show_lines()

    def _show_lines(self) -> None:
        if self._cameras is None:
            self.list.set_lines((NoteLine(say("cameras.book.unread")),))
        elif not self._cameras:
            self.list.set_lines((NoteLine(say("cameras.book.none")),))
        else:
            words = self.search.text().casefold().split()
            found = [one for one in self._cameras if matches(one, words)]
            lines = self._sections(found)
            self.list.set_lines(lines or (NoteLine(say("widgets.cameras.no_match")),))
        self._say_row()

    def _sections(self, cameras: list[Camera]) -> tuple[SectionLine, ...]:
        """By group; those without one come last."""
        of: dict[str, list[Camera]] = {}
        for camera in sorted(cameras, key=_number):
            of.setdefault(camera.group, []).append(camera)
        lines: list[SectionLine] = []
        columns = (STATE, AGENCY, STREAMS, *MARKS.values())
        for group, members in sorted(of.items(), key=_group_order):
            lines.append(head_line(group or say("cameras.book.no_group"), len(members), columns if not lines else ()))
            lines += [self._line(camera) for camera in members]
        return tuple(lines)

    def _line(self, camera: Camera) -> BookLine:
        if camera.enabled:
            state = row_state(self._health.get(str(camera.id)), TrafficState.UNKNOWN)
        else:
            state = RowState("muted", Role.SECOND, say("cameras.book.off"))
        agency = self._agencies.get(camera.agency_id, "") if camera.agency_id else ""
        words = [f"{camera.number} {camera.name}", camera.place, state.word, agency, _streams(camera)]
        return BookLine(camera.id, ", ".join(word for word in words if word), camera, agency, state)

    def _say_row(self) -> None:
        row = self._row()
        reason = faces.reason_of(self._health.get(str(row.key))) if row is not None else ""
        said = f"{row.sentence}. {reason}".strip() if row is not None else ""
        self.said.set_text(self._told or said)
        self.change.setEnabled(row is not None)
        self.show_it.setEnabled(row is not None and row.camera.enabled)
        self.export.setEnabled(bool(self._cameras))

    def _row(self) -> BookLine | None:
        row = self.list.row
        return row if isinstance(row, BookLine) else None

    # --- hands ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.searching.take(event):
            super().keyPressEvent(event)

    @Slot()
    def leave_page(self) -> None:
        """Esc empties the search first."""
        if not self.searching.emptied():
            self.closed.emit()

    @Slot(str)
    def _on_search(self, _: str) -> None:
        self._told = ""
        self._show_lines()

    @Slot()
    def _on_chosen(self) -> None:
        self._told = ""
        self._say_row()

    @Slot(QModelIndex)
    def _activated(self, _: QModelIndex) -> None:
        self._enter()

    @Slot()
    def _enter(self) -> None:
        row = self._row()
        if row is None:
            return
        if self.may_edit:
            self.edited.emit(row.camera)
        else:
            self._show()

    @Slot()
    def _show(self) -> None:
        row = self._row()
        if row is not None and row.camera.enabled:
            self.shown.emit(row.camera.id)


def paint_line(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    if not isinstance(line, BookLine):
        return
    camera = line.camera
    tone = Role.TEXT if camera.enabled else Role.SECOND
    paint_cell(painter, NUMBER.rect(rect), str(camera.number), Role.SECOND)
    paint_two_lines(painter, NAME.rect(rect), camera.name, camera.place, tone)
    paint_state(painter, STATE.rect(rect), line.state.icon, line.state.role, line.state.word)
    paint_cell(painter, AGENCY.rect(rect), line.agency, Role.SECOND)
    paint_cell(painter, STREAMS.rect(rect), _streams(camera), Role.SECOND)
    for name, column in MARKS.items():
        room = column.rect(rect)
        if getattr(camera, name):
            theme.paint_icon(painter, QRectF(room.left(), room.center().y() - 7, 14, 14), "check", Role.SECOND)
        else:
            paint_cell(painter, room, "–", Role.FAINT)


def _streams(camera: Camera) -> str:
    return say("cameras.book.main_and_sub") if camera.sub_url else say("cameras.book.main_alone")


def _number(camera: Camera) -> int:
    return camera.number


def _group_order(section: tuple[str, list[Camera]]) -> tuple[bool, str]:
    return not section[0], section[0].casefold()
