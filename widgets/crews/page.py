"""The agencies' crews and vehicles: what each is doing, and sending one to the ticket that is looked at."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QModelIndex, QRectF, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.crews import AT_WORK, SENDABLE, Unit, UnitStatus
from storage.model.people import Agency
from storage.model.tickets import Assignment, Ticket
from storage.model.transitions import ENDED_ASSIGNMENT
from widgets import theme
from widgets.common.bookpage import BookPage
from widgets.common.buttons import KeyButton
from widgets.common.sections import NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.crews.form import UnitForm
from widgets.crews.lines import ICONS, UnitLine, status_word, tasks_word, unit_lines
from widgets.theme import Role, Type

ROW_PX = 40
KIND_X, STATUS_X, SINCE_X, TASKS_X = 260, 400, 600, 700


class CrewsPage(BookPage):
    """`saved` is a unit to be written, `sent(unit_id, assignment_id)` one to be sent."""

    saved = Sent[Unit]()
    sent = Sent[UUID, UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("crews.title", paint_unit, ROW_PX, parent)
        self._units: tuple[Unit, ...] = ()
        self._agencies: tuple[Agency, ...] = ()
        self._keeps: UUID | None = None  # an agency's people keep their own alone
        self._ticket: Ticket | None = None
        self._now: datetime | None = None
        self._is_read = False
        self._may_send = False
        self.form = UnitForm(self)
        self.send = KeyButton("crews.send", "Return", primary=True, parent=self)
        self.change = KeyButton("books.change", "Ctrl+D", parent=self)
        self.switch = KeyButton("crews.off_duty", "Ctrl+T", parent=self)
        self.add = KeyButton("crews.add", "Ctrl+N", parent=self)
        self._keeping = (self.change, self.switch, self.add)
        for button in (self.send, *self._keeping):
            self.acts.addWidget(button)
        self.lay_out(self.form)
        self.list.chosen.connect(self._show_row)
        self.list.activated.connect(self._activated)
        self.send.clicked.connect(self._send)
        self.change.clicked.connect(self._change)
        self.switch.clicked.connect(self._switch)
        self.add.clicked.connect(self._add)
        self.form.submitted.connect(self.saved)
        self.retranslate()

    # --- values in ---

    def set_rights(self, *, may_keep: bool, may_send: bool, agency_id: UUID | None) -> None:
        """Who keeps units: all of them, or those of this agency alone."""
        self._may_send, self._keeps = may_send, agency_id
        self.set_may_edit(may_keep)

    def set_units(self, units: tuple[Unit, ...], agencies: tuple[Agency, ...], now: datetime) -> None:
        """What stands in the record; what stands in the form stays there."""
        mine = tuple(one for one in agencies if self._keeps in (None, one.id))
        self._units, self._agencies, self._now, self._is_read = units, mine, now, True
        self.form.set_known(units, mine)
        self.retranslate()

    def set_ticket(self, ticket: Ticket | None) -> None:
        """The ticket that is looked at: where a unit may be sent to."""
        self._ticket = ticket
        self.retranslate()

    def show_saved(self, unit: Unit) -> None:
        self.back_to(unit.id, of_form=self.form.is_of(unit))

    def show_overtaken(self, sentence: str) -> None:
        self.form.overtaken()
        self.set_error(sentence)

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self.note.set_text(say("crews.note") if self.may_edit else say("crews.read_only"))
        part = next(iter(self._parts()), None)
        lines: tuple[SectionLine, ...] = unit_lines(
            self._units, self._agencies, self._now, first=part.agency_id if part is not None else None
        )
        if not lines:
            lines = (NoteLine(say("crews.none") if self._is_read else say("books.reading")),)
        self.fill(lines)
        self._show_row()

    @Slot()
    def _show_row(self) -> None:
        unit = self._unit()
        row = self.list.row
        self.said.set_text(row.sentence if row is not None else "")
        target = self._target(unit)
        number = self._ticket.number if self._ticket is not None else None
        self.send.setVisible(self._may_send)
        self.send.setEnabled(target is not None)
        if target is not None and number:
            self.send.set_word("crews.send_to", number=number)
        else:
            self.send.set_word("crews.send")
        on = unit is None or unit.status is UnitStatus.AVAILABLE
        self.switch.set_word("crews.off_duty" if on else "crews.on_duty")
        for button in self._keeping:
            button.setVisible(self.may_edit)
            button.setEnabled(unit is not None)
        self.switch.setEnabled(unit is not None and unit.status not in AT_WORK)
        self.add.setEnabled(bool(self._agencies))

    def _unit(self) -> Unit | None:
        row = self.list.row
        return row.unit if isinstance(row, UnitLine) else None

    def _parts(self) -> tuple[Assignment, ...]:
        ticket = self._ticket
        parts = ticket.assignments if ticket is not None else ()
        return tuple(one for one in parts if one.state not in ENDED_ASSIGNMENT)

    def _target(self, unit: Unit | None) -> Assignment | None:
        """The open assignment of the unit's agency that it is not on yet."""
        if unit is None or unit.status not in SENDABLE:
            return None
        on = {task.assignment_id for task in unit.tasks}
        fits = (one for one in self._parts() if one.agency_id == unit.agency_id and one.id not in on)
        return next(fits, None)

    # --- hands ---

    @Slot(QModelIndex)
    def _activated(self, _: QModelIndex) -> None:
        self._send()

    @Slot()
    def _send(self) -> None:
        unit = self._unit()
        target = self._target(unit)
        if unit is not None and target is not None and self._may_send:
            self.sent.emit(unit.id, target.id)

    @Slot()
    def _change(self) -> None:
        unit = self._unit()
        if unit is not None and self.may_edit:
            self.enter_form()
            self.form.start(unit)

    @Slot()
    def _add(self) -> None:
        if self._agencies and self.may_edit:
            unit = self._unit()
            self.enter_form()
            self.form.start_new(unit.agency_id if unit is not None else self._agencies[0].id)

    @Slot()
    def _switch(self) -> None:
        """On duty or off it, without the form."""
        unit = self._unit()
        if unit is not None and self.may_edit and unit.status not in AT_WORK:
            off = unit.status is UnitStatus.AVAILABLE
            self.saved.emit(replace(unit, status=UnitStatus.OFF_DUTY if off else UnitStatus.AVAILABLE))


def paint_unit(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    """Call sign, kind, status as icon and word, since when, and its tickets."""
    if not isinstance(line, UnitLine):
        return
    unit = line.unit
    icon, role = ICONS[unit.status]
    tone = Role.SECOND if unit.status in (UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE) else Role.TEXT

    def cell(left: int, right: float) -> QRectF:
        return QRectF(rect.left() + left, rect.top(), right - left - theme.PAD, rect.height())

    paint_cell(painter, cell(theme.PAD, KIND_X), unit.call_sign, tone, Type.ROW, bold=True)
    paint_cell(painter, cell(KIND_X, STATUS_X), say(f"crews.kind.{unit.kind.value}"), Role.SECOND)
    theme.paint_icon(painter, QRectF(rect.left() + STATUS_X, rect.center().y() - 7, 14, 14), icon, role)
    paint_cell(painter, cell(STATUS_X + 22, SINCE_X), status_word(unit.status), tone)
    paint_cell(painter, cell(SINCE_X, TASKS_X), line.since, Role.SECOND)
    paint_cell(painter, cell(TASKS_X, rect.width()), tasks_word(unit), Role.TEXT)
