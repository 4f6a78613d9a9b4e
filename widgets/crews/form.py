"""The small form that changes a crew or vehicle, or adds one."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.crews import AT_WORK, Unit, UnitKind, UnitStatus
from storage.model.ids import new_id
from storage.model.people import Agency
from widgets import theme
from widgets.common.bookpage import BookForm
from widgets.common.fields import Choice, Tick
from widgets.common.forms import labelled, mark_wrong, side_by_side
from widgets.common.signals import Sent
from widgets.crews.lines import status_word
from widgets.theme import Type

CALL_SIGN_MOST = 40
OWN = (UnitStatus.AVAILABLE, UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE)
"""What its agency says of it; the rest follows its tasks."""


class UnitForm(BookForm):
    """`submitted` is the whole unit, with the version that it was begun from (0: a new one)."""

    submitted = Sent[Unit]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("crews.change", "books.save", parent=parent)
        self._base: Unit | None = None
        self._agencies: tuple[Agency, ...] = ()
        self._agency_cell = QWidget(self)
        self.agency = Choice(self._agency_cell)
        self.call_sign = QLineEdit(self)
        self.call_sign.setFont(theme.font(Type.ROW))
        self.call_sign.setMaxLength(CALL_SIGN_MOST)
        self.kind, self.status = Choice(self), Choice(self)
        self.active = Tick("crews.active", self)
        cell: QVBoxLayout = labelled("crews.field.agency", self.agency, self._agency_cell)
        cell.setContentsMargins(0, 0, 0, 0)
        self._agency_cell.setLayout(cell)
        row = side_by_side(
            labelled("crews.field.call_sign", self.call_sign, self),
            labelled("crews.field.kind", self.kind, self),
            labelled("crews.field.status", self.status, self),
        )
        row.insertWidget(0, self._agency_cell, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.active)
        self.submit.clicked.connect(self._on_submit)
        self.theirs_wanted.connect(self._take_theirs)
        self._standing: Unit | None = None
        self.retranslate()

    # --- values in ---

    def set_known(self, units: tuple[Unit, ...], agencies: tuple[Agency, ...]) -> None:
        """What stands in the record; where the unit in the form is another by now, the form says so."""
        self._agencies = agencies
        base = self._base
        now = next((one for one in units if base is not None and one.id == base.id), None)
        if base is not None and base.version and now is not None and now.version != base.version:
            self._standing = now
            self.retranslate()

    def start(self, unit: Unit) -> None:
        self._begin(unit)
        self._agency_cell.hide()

    def start_new(self, agency_id: UUID) -> None:
        """A new unit, at first of this agency."""
        self.agency.clear()
        for agency in sorted(self._agencies, key=lambda one: one.name.casefold()):
            self.agency.addItem(agency.name, agency.id)
        self.agency.setCurrentIndex(max(0, self.agency.findData(agency_id)))
        self._begin(Unit(new_id(), agency_id, ""))
        self._agency_cell.setVisible(len(self._agencies) > 1)

    def _begin(self, unit: Unit) -> None:
        self._base, self._standing = unit, None
        self.set_busy(False)
        self.set_error("")
        mark_wrong(self.call_sign, False)
        self.call_sign.setText(unit.call_sign)
        self.active.setChecked(unit.active)
        self.retranslate()
        self.kind.setCurrentIndex(tuple(UnitKind).index(unit.kind))
        self.status.setCurrentIndex(max(0, self.status.findData(unit.status)))
        self.call_sign.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_of(self, unit: Unit) -> bool:
        return self._base is not None and self._base.id == unit.id

    def overtaken(self) -> None:
        """The record refused: whoever saves again, having seen what stands now, writes over it."""
        if self._base is not None and self._standing is not None:
            self._base = replace(self._base, version=self._standing.version, status=self._standing.status)

    def draft(self) -> Unit:
        """The unit as it stands in the fields."""
        assert self._base is not None, "a form that was not started has no unit"
        agency_id = self.agency.currentData() if self._base.version == 0 else self._base.agency_id
        at_work = self._base.status in AT_WORK
        return replace(
            self._base,
            agency_id=agency_id,
            call_sign=" ".join(self.call_sign.text().split()),
            kind=UnitKind(self.kind.currentData()),
            status=self._base.status if at_work else UnitStatus(self.status.currentData()),
            active=self.active.isChecked(),
        )

    # --- words ---

    def retranslate(self) -> None:
        base = self._base
        new = base is None or base.version == 0
        self.set_title("crews.new") if new or base is None else self.set_title("crews.change", name=base.call_sign)
        kind, status = self.kind.currentIndex(), self.status.currentIndex()
        self.kind.clear()
        for one in UnitKind:
            self.kind.addItem(say(f"crews.kind.{one.value}"), one.value)
        self.status.clear()
        at_work = base is not None and base.status in AT_WORK
        for shown in (base.status,) if base is not None and at_work else OWN:
            self.status.addItem(status_word(shown), shown.value)
        self.status.setEnabled(not at_work)
        self.kind.setCurrentIndex(max(0, kind))
        self.status.setCurrentIndex(max(0, min(status, self.status.count() - 1)))
        standing = self._standing
        self.show_standing(
            say("crews.standing", what=f"{standing.call_sign}, {status_word(standing.status)}") if standing else ""
        )

    # --- hands ---

    @Slot()
    def _take_theirs(self) -> None:
        if self._standing is not None:
            self._begin(self._standing)

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        mark_wrong(self.call_sign, not draft.call_sign)
        if not draft.call_sign:
            self.set_error(say("crews.wrong"))
            self.call_sign.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self.submitted.emit(draft)
