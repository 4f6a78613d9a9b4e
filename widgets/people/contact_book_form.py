"""The small form that changes a line of the contact book or adds one."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.callers import Contact, normal_number
from storage.model.ids import new_id
from storage.model.people import Agency
from widgets import theme
from widgets.common.bookpage import BookForm
from widgets.common.fields import Choice, Tick
from widgets.common.forms import labelled, mark_wrong, side_by_side
from widgets.common.signals import Sent
from widgets.people.contact_book_lines import values_word
from widgets.theme import Type

FIELDS = {"name": 120, "duty": 120, "phone": 40, "radio": 60}
"""The fields that are typed, and the most letters of each."""


class ContactForm(BookForm):
    """`submitted` is the whole line, with the version that it was begun from (0: a new one)."""

    submitted = Sent[Contact]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("books.contacts.change", "books.save", parent=parent)
        self._base: Contact | None = None
        self._standing: Contact | None = None
        self._agencies: tuple[Agency, ...] = ()
        self._agency_cell = QWidget(self)
        self.agency = Choice(self._agency_cell)
        self.fields = {name: QLineEdit(self) for name in FIELDS}
        self.active = Tick("books.contacts.active", self)
        self._lay_out()
        self.submit.clicked.connect(self._on_submit)
        self.theirs_wanted.connect(self._take_theirs)
        self.retranslate()

    def _lay_out(self) -> None:
        cell = labelled("books.contacts.field.agency", self.agency, self._agency_cell)
        cell.setContentsMargins(0, 0, 0, 0)
        self._agency_cell.setLayout(cell)
        for name, field in self.fields.items():
            field.setFont(theme.font(Type.ROW))
            field.setMaxLength(FIELDS[name])
        cells = {name: labelled(f"books.contacts.field.{name}", field, self) for name, field in self.fields.items()}
        first = side_by_side(cells["name"], cells["duty"])
        first.insertWidget(0, self._agency_cell, 1)
        second = side_by_side(cells["phone"], cells["radio"])
        on = QVBoxLayout()
        on.addStretch(1)
        on.addWidget(self.active)
        on.addSpacing(theme.SPACE)
        second.addLayout(on)
        self.column.addLayout(first)
        self.column.addLayout(second)

    # --- values in ---

    def set_known(self, contacts: tuple[Contact, ...], agencies: tuple[Agency, ...]) -> None:
        """What stands in the record; where the line in the form is another by now, the form says so."""
        self._agencies = agencies
        if self._base is None or self._base.version == 0:
            return
        now = next((one for one in contacts if one.id == self._base.id), None)
        if now is not None and now.version != self._base.version:
            self._standing = now
            self._say_standing()

    def start(self, contact: Contact) -> None:
        self._begin(contact)
        self._agency_cell.hide()

    def start_new(self, agency_id: UUID) -> None:
        """A new line, at first of this agency."""
        self.agency.clear()
        for at, agency in enumerate(sorted(self._agencies, key=lambda one: one.name.casefold())):
            self.agency.addItem(agency.name, agency.id)
            if agency.id == agency_id:
                self.agency.setCurrentIndex(at)
        self._begin(Contact(new_id(), agency_id, "", version=0))
        self._agency_cell.show()

    def _begin(self, contact: Contact) -> None:
        self._base, self._standing = contact, None
        self.show_standing("")
        self.set_busy(False)
        for name, field in self.fields.items():
            field.setText(getattr(contact, name))
            field.setCursorPosition(0)
        self.active.setChecked(contact.active)
        self._wrong("", "")
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()

    def is_of(self, contact: Contact) -> bool:
        """Whether it is this line that stands in the form."""
        return self._base is not None and self._base.id == contact.id

    def overtaken(self) -> None:
        """The record refused: whoever saves again, having seen what stands now, writes over it."""
        if self._base is not None and self._standing is not None:
            standing = self._standing
            self._base = replace(self._base, version=standing.version, position=standing.position)

    def draft(self) -> Contact:
        """The line as it stands in the fields."""
        assert self._base is not None, "a form that was not started has no line"
        texts = {name: " ".join(field.text().split()) for name, field in self.fields.items()}
        agency_id = self.agency.currentData() if self._base.version == 0 else self._base.agency_id
        return replace(
            self._base,
            agency_id=agency_id,
            active=self.active.isChecked(),
            name=texts["name"],
            duty=texts["duty"],
            phone=texts["phone"],
            radio=texts["radio"],
        )

    # --- words ---

    def retranslate(self) -> None:
        if self._base is None or self._base.version == 0:
            self.set_title("books.contacts.new")
        else:
            self.set_title("books.contacts.change", name=self._base.name)
        self.fields["duty"].setPlaceholderText(say("books.contacts.duty_hint"))
        self.fields["radio"].setPlaceholderText(say("books.contacts.radio_hint"))
        self._say_standing()

    def _say_standing(self) -> None:
        standing = self._standing
        self.show_standing(say("books.contacts.standing", what=values_word(standing)) if standing is not None else "")

    # --- hands ---

    @Slot()
    def _take_theirs(self) -> None:
        if self._standing is not None:
            self._begin(self._standing)

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        if not draft.name:
            self._wrong("name", say("books.contacts.wrong.name"))
        elif not draft.phone and not draft.radio:
            self._wrong("phone", say("books.contacts.wrong.no_number"))
        elif draft.phone and not normal_number(draft.phone):
            self._wrong("phone", say("books.contacts.wrong.phone"))
        else:
            self._wrong("", "")
            self.submitted.emit(draft)

    def _wrong(self, name: str, sentence: str) -> None:
        for field_name, field in self.fields.items():
            mark_wrong(field, field_name == name)
        self.set_error(sentence)
        if name:
            self.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
