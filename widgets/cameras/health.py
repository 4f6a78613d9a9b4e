"""Which cameras give trouble: the worst first, a table of greys in which only what is ill has a colour."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QModelIndex, QRectF, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.camera_health import CameraHour
from storage.model.cameras import Camera
from video.events import StreamHealth, StreamState, TrafficState
from widgets import theme
from widgets.cameras.health_values import FIGURES, Cell, HealthPage, HealthRow, HealthSpan, groups_in_the_dark
from widgets.cameras.hours import HourStrip
from widgets.cameras.page import CameraPage
from widgets.cameras.rows import RowState, row_state
from widgets.cameras.table import ILL_ROLES, Column, head_line, paint_figure, paint_state, paint_two_lines
from widgets.common.buttons import KeyButton
from widgets.common.chips import Chip, ChipPicker
from widgets.common.figures import clock, day
from widgets.common.notices import Tone
from widgets.common.sections import NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.theme import Role
from widgets.tiles import faces

ROW_PX = 40
_NUMBER_PX, _NAME_PX, _NOW_PX = 52, 210, 116
_WIDTHS = {
    "lost": 84,
    "frozen": 84,
    "late": 84,
    "reconnects": 72,
    "delay": 80,
    "rate": 72,
    "tampered": 84,
    "available": 84,
    "watched": 84,
}


def _columns() -> dict[str, Column]:
    left = theme.PAD + _NUMBER_PX + _NAME_PX
    made = {"now": Column("camera_health.column.now", left, _NOW_PX)}
    left += _NOW_PX
    for name, width in _WIDTHS.items():
        made[name] = Column(f"camera_health.column.{name}", left, width, is_figure=True)
        left += width + 6
    return made


COLUMNS = _columns()
TABLE_PX = theme.PAD + _NUMBER_PX + _NAME_PX + _NOW_PX + sum(_WIDTHS.values()) + 6 * len(_WIDTHS) + theme.PAD


@dataclass(frozen=True, slots=True)
class HealthLine(RowLine):
    """A camera with its figures as words."""

    row: HealthRow
    now: RowState
    cells: tuple[Cell, ...]


class CameraHealthPage(CameraPage):
    """`span_chosen` and `camera_chosen` ask for readings; `shown` and `edited` name a camera to be gone to."""

    span_chosen = Sent[HealthSpan]()
    camera_chosen = Sent[UUID | None]()
    shown = Sent[UUID]()
    edited = Sent[UUID]()
    copy_requested = Sent[()]()
    save_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("camera_health.title", paint_line, ROW_PX, parent)
        self._page: HealthPage | None = None
        self._health: dict[str, StreamHealth] = {}
        self._cameras: tuple[Camera, ...] = ()
        self._chosen: UUID | None = None
        self._said: dict[UUID, HealthLine] = {}  # as they were said last: a thousand rows are asked for each second
        self._told = ""
        self.spans = ChipPicker(self)
        self.strip = HourStrip(self)
        self.show_it = KeyButton("camera_health.show", "Return", primary=True, parent=self)
        self.edit = KeyButton("camera_health.edit", "Ctrl+D", parent=self)
        self.copy = KeyButton("camera_health.copy", "Ctrl+C", parent=self)
        self.save = KeyButton("camera_health.save", "Ctrl+S", parent=self)
        self.tools.addWidget(self.spans, 1)
        self.below.addWidget(self.strip)
        for button in (self.show_it, self.edit, self.copy, self.save):
            self.acts.addWidget(button)
        self.lay_out()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.spans.changed.connect(self._on_span)
        self.list.chosen.connect(self._on_chosen)
        self.list.activated.connect(self._activated)
        self.show_it.clicked.connect(self._show)
        self.edit.clicked.connect(self._edit)
        self.copy.clicked.connect(self.copy_requested)
        self.save.clicked.connect(self.save_requested)

    # --- values in ---

    def start(self, span: HealthSpan) -> None:
        self._told = ""
        self.set_error("")
        self.spans.choose(span)
        self.take_focus()

    def set_may_edit(self, allowed: bool) -> None:
        self.edit.setVisible(allowed)

    def set_page(self, page: HealthPage | None) -> None:
        """What was read; None while nothing is."""
        self._page = page
        self.set_error("")
        self._show_lines()

    def set_hours(self, camera_id: UUID, since: datetime, until: datetime, hours: tuple[CameraHour, ...]) -> None:
        if self.list.chosen_key == camera_id:
            self.strip.set_hours(since, until, hours)

    def set_cameras(self, cameras: tuple[Camera, ...]) -> None:
        """All of the site, to tell groups by."""
        self._cameras = cameras

    def set_health(self, health: StreamHealth) -> None:
        """Kept until `refresh`: streams tell of themselves more often than anyone reads."""
        self._health[health.camera_id] = health

    def refresh(self) -> None:
        """Show what the streams have told since."""
        self._show_lines()

    def set_said(self, sentence: str) -> None:
        """What was just done, until another camera is chosen."""
        self._told = sentence
        self._say_row()

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self._said = {}
        self.spans.set_chips(tuple(Chip(one, say(f"camera_health.span.{one.value}")) for one in HealthSpan))
        self._show_lines()

    def _show_lines(self) -> None:
        page = self._page
        lines: tuple[SectionLine, ...] = (NoteLine(say("camera_health.unread")),)
        if page is not None:
            since = f"{day(page.since)} {clock(page.since, seconds=False)}"
            self.note.set_text(say("camera_health.note", since=since, until=clock(page.until, seconds=False)))
            rows = tuple(self._line(row) for row in page.rows)
            head = head_line(say("camera_health.cameras"), len(rows), tuple(COLUMNS.values()))
            lines = (head, *rows) if rows else (NoteLine(say("camera_health.none")),)
        else:
            self.note.set_text(say("camera_health.about"))
        self.list.set_lines(lines)
        dark = groups_in_the_dark(self._cameras, self._health)
        if dark:
            self.notice.show_notice(Tone.AMBER, "\n".join(dark))
        else:
            self.notice.clear()
        self._say_row()

    def _line(self, row: HealthRow) -> HealthLine:
        camera = row.camera
        now = row_state(self._health.get(str(camera.id)), TrafficState.UNKNOWN)
        former = self._said.get(camera.id)
        if former is not None and former.row is row and former.now == now:
            return former
        cells = tuple(figure(row) for figure in FIGURES.values())
        line = HealthLine(camera.id, self._sentence(row, now, cells), row, now, cells)
        self._said[camera.id] = line
        return line

    def _sentence(self, row: HealthRow, now: RowState, cells: tuple[Cell, ...]) -> str:
        word = now.word or faces.state_word(StreamState.LIVE)
        told = [f"{row.camera.number} {row.camera.name}: {word}"]
        if row.available is None:
            return f"{told[0]}. {say('camera_health.never_watched')}"
        told += [
            f"{say(COLUMNS[name].word)} {cell.text}" for name, cell in zip(FIGURES, cells, strict=True) if cell.text
        ]
        return f"{', '.join(told)}."

    def _camera_id(self) -> UUID | None:
        key = self.list.chosen_key
        return key if isinstance(key, UUID) else None

    def _say_row(self) -> None:
        row = self.list.row
        health = self._health.get(str(row.key)) if row is not None else None
        reason = faces.reason_of(health)
        self.said.set_text(self._told or (f"{row.sentence} {reason}".strip() if row is not None else ""))
        for button in (self.show_it, self.edit, self.copy, self.save):
            button.setEnabled(row is not None)

    # --- hands ---

    @Slot()
    def _on_span(self) -> None:
        for span in self.spans.chosen:
            self._told = ""
            self.strip.clear()
            self.span_chosen.emit(HealthSpan(str(span)))

    @Slot()
    def _on_chosen(self) -> None:
        key = self._camera_id()
        if key != self._chosen:
            self._chosen, self._told = key, ""
            self.strip.clear()
            self.camera_chosen.emit(key)
        self._say_row()

    @Slot(QModelIndex)
    def _activated(self, _: QModelIndex) -> None:
        self._show()

    @Slot()
    def _show(self) -> None:
        camera_id = self._camera_id()
        if camera_id is not None:
            self.shown.emit(camera_id)

    @Slot()
    def _edit(self) -> None:
        camera_id = self._camera_id()
        if camera_id is not None:
            self.edited.emit(camera_id)


def paint_line(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    if not isinstance(line, HealthLine):
        return
    camera = line.row.camera
    left = rect.left() + theme.PAD
    paint_cell(painter, QRectF(left, rect.top(), _NUMBER_PX - 8, rect.height()), str(camera.number), Role.SECOND)
    name = QRectF(left + _NUMBER_PX, rect.top(), _NAME_PX - theme.PAD, rect.height())
    paint_two_lines(painter, name, camera.name, camera.group)
    word = line.now.word or faces.state_word(StreamState.LIVE)
    paint_state(painter, COLUMNS["now"].rect(rect), line.now.icon, line.now.role, word)
    unknown = line.row.available is None
    for name_, cell in zip(FIGURES, line.cells, strict=True):
        room = COLUMNS[name_].rect(rect)
        if not cell.text:
            paint_figure(painter, room, "" if unknown else "–", Role.FAINT)  # a dash is nought, and nobody knows that
            continue
        role = ILL_ROLES[cell.ill]
        if name_ == "available" and cell.ill == 0 and not unknown:
            role = Role.TEXT
        paint_figure(painter, room, cell.text, role)
    if unknown or line.row.watched < 0.95:
        room = COLUMNS["watched"].rect(rect)
        theme.paint_icon(painter, QRectF(room.left() + 16, rect.center().y() - 6, 12, 12), "undetermined", Role.SECOND)
