"""Who calls, and how much of it may be kept: open, confidential (sealed) or anonymous (nothing)."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.callers import Openness
from widgets import theme
from widgets.common.chips import Chip, ChipPicker
from widgets.common.forms import labelled, mark_wrong
from widgets.common.labels import StateChip
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_NAME_MOST, _CONTACT_MOST = 80, 200
_ORDER = tuple(Openness)


class CallerRow(WordedWidget):
    """The caller's name; whether it is kept stands in `choice`, which the form puts where it has room.

    Open is where it begins. For a confidential call it asks how to reach the person safely; for an anonymous one
    nothing can be written.
    """

    changed = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = QWidget(parent)
        self.picker, self.hint = ChipPicker(self.choice), StateChip(self.choice)
        self.name, self.contact = QLineEdit(self), QLineEdit(self)
        self.fields: tuple[QWidget, ...] = (self.picker, self.name, self.contact)
        for field, most in ((self.name, _NAME_MOST), (self.contact, _CONTACT_MOST)):
            field.setFont(theme.font(Type.ROW))
            field.setMaxLength(most)
        self._reach = QWidget(self)
        reach = labelled("identity.contact", self.contact, self._reach)
        reach.setContentsMargins(0, 0, 0, 0)
        self._reach.setLayout(reach)
        self.row = row = QHBoxLayout(self)  # the form puts what it has beside the name into it
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD)
        row.addLayout(labelled("telephone.field.name", self.name, self), 1)
        row.addWidget(self._reach, 1)
        column = QVBoxLayout(self.choice)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(labelled("identity.field", self.picker, self.choice))
        column.addWidget(self.hint)
        self.picker.changed.connect(self._on_openness)
        for field in (self.name, self.contact):
            field.textEdited.connect(self.changed)
        self.retranslate()
        self.start()

    @property
    def openness(self) -> Openness:
        chosen = self.picker.chosen
        return Openness(str(chosen[0])) if chosen else Openness.OPEN

    @property
    def name_kept(self) -> str:
        return "" if self.openness is Openness.ANONYMOUS else self.name.text().strip()

    @property
    def contact_kept(self) -> str:
        return self.contact.text().strip() if self.openness is Openness.CONFIDENTIAL else ""

    def start(self) -> None:
        for field in (self.name, self.contact):
            field.clear()
            mark_wrong(field, False)
        self.picker.choose(Openness.OPEN)
        self._suit()

    def turn(self) -> None:
        """The next of the three, by a key from anywhere in the form."""
        at = _ORDER.index(self.openness)
        self.picker.choose(_ORDER[(at + 1) % len(_ORDER)])
        self._on_openness()

    def retranslate(self) -> None:
        self.picker.set_chips(tuple(Chip(one, say(f"identity.openness.{one.value}")) for one in _ORDER))
        self.contact.setPlaceholderText(say("identity.contact_hint"))
        self._suit()

    def _suit(self) -> None:
        """The fields as they are of use now."""
        openness = self.openness
        anonymous = openness is Openness.ANONYMOUS
        self.name.setEnabled(not anonymous)
        self.name.setPlaceholderText(say("identity.not_kept" if anonymous else "telephone.name_hint"))
        self._reach.setVisible(openness is Openness.CONFIDENTIAL)
        self.hint.setVisible(openness is not Openness.OPEN)
        if openness is not Openness.OPEN:
            self.hint.set_state("lock", say(f"identity.openness_hint.{openness.value}"), Role.SECOND, framed=False)

    @Slot()
    def _on_openness(self) -> None:
        if self.openness is Openness.ANONYMOUS:
            self.name.clear()
            self.contact.clear()
        self._suit()
        self.changed.emit()
