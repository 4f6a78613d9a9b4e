"""The agencies' contact book: whom to call first, found by typing, copied by Enter."""

from collections.abc import Hashable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QModelIndex, QRectF, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.callers import Contact
from storage.model.people import Agency
from widgets import theme
from widgets.common.bookpage import BookPage
from widgets.common.buttons import KeyButton
from widgets.common.fields import SearchField
from widgets.common.searching import ListSearch
from widgets.common.sections import NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.people.contact_book_form import ContactForm
from widgets.people.contact_book_lines import ContactLine, book_lines, number_of
from widgets.theme import Role, Type

ROW_PX = 40
PHONE_X, RADIO_X, STATE_X = 430, 600, 770


class ContactBookPage(BookPage):
    """`saved` is a line to be written, `moved` one to be called earlier (-1) or later (1), `copied` a number."""

    saved = Sent[Contact]()
    moved = Sent[UUID, int]()
    copied = Sent[str]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("books.contacts.title", paint_contact, ROW_PX, parent)
        self._contacts: tuple[Contact, ...] = ()
        self._agencies: tuple[Agency, ...] = ()
        self._is_read = False
        self._copied: Hashable | None = None
        self.search = SearchField("books.contacts.search", self)
        self.searching = ListSearch(self.search, self.list)
        self.form = ContactForm(self)
        self.copy = KeyButton("books.contacts.copy", "Return", primary=True, parent=self)
        self.change = KeyButton("books.change", "Ctrl+D", parent=self)
        self.switch = KeyButton("books.switch_off", "Ctrl+T", parent=self)
        self.earlier = KeyButton("books.contacts.earlier", "Ctrl+Up", parent=self)
        self.later = KeyButton("books.contacts.later", "Ctrl+Down", parent=self)
        self.add = KeyButton("books.contacts.add", "Ctrl+N", parent=self)
        self.tools.addWidget(self.search)
        self._keeping = (self.change, self.switch, self.earlier, self.later, self.add)
        for button in (self.copy, *self._keeping):
            self.acts.addWidget(button)
        self.lay_out(self.form)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.list.chosen.connect(self._on_chosen)
        self.list.activated.connect(self._activated)
        self.list.clicked.connect(self._activated)
        self.copy.clicked.connect(self._copy)
        self.change.clicked.connect(self._change)
        self.switch.clicked.connect(self._switch)
        self.earlier.clicked.connect(self._earlier)
        self.later.clicked.connect(self._later)
        self.add.clicked.connect(self._add)
        self.form.submitted.connect(self.saved)

    # --- values in ---

    def set_book(self, contacts: tuple[Contact, ...], agencies: tuple[Agency, ...]) -> None:
        """In any order; what stands in the form stays there."""
        self._contacts, self._agencies = contacts, agencies
        self._is_read = True
        self.form.set_known(contacts, agencies)
        self.retranslate()

    def start(self) -> None:
        self._copied = None
        self.search.clear()
        super().start()

    def show_saved(self, contact: Contact) -> None:
        self.back_to(contact.id, of_form=self.form.is_of(contact))

    def show_overtaken(self, sentence: str) -> None:
        """Somebody was faster: what stands is shown, what was typed stays."""
        self.form.overtaken()
        self.set_error(sentence)

    def take_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self.note.set_text(say("books.contacts.note") if self.may_edit else say("books.contacts.read_only"))
        self._show_lines()

    def _show_lines(self) -> None:
        search = self.search.text()
        lines: tuple[SectionLine, ...] = book_lines(self._contacts, self._agencies, search, self._copied)
        if not lines:
            said = say("books.contacts.none") if self._is_read else say("books.reading")
            lines = (NoteLine(say("books.contacts.not_found", text=search.strip()) if search.strip() else said),)
        self.fill(lines)
        self._show_row()

    def _show_row(self) -> None:
        row = self._row()
        contact = row.contact if row is not None else None
        self.said.set_text(self._said(row))
        self.copy.setEnabled(contact is not None and bool(number_of(contact)))
        self.switch.set_word("books.switch_off" if contact is None or contact.active else "books.switch_on")
        for button in self._keeping:
            button.setVisible(self.may_edit)
            button.setEnabled(contact is not None)
        self.add.setEnabled(bool(self._agencies))

    def _said(self, row: ContactLine | None) -> str:
        if row is None:
            return ""
        if row.copied:
            return say("books.contacts.copied_said", number=number_of(row.contact), what=row.contact.name)
        return row.sentence

    def _row(self) -> ContactLine | None:
        row = self.list.row
        return row if isinstance(row, ContactLine) else None

    # --- hands ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_editing or not self.searching.take(event):
            super().keyPressEvent(event)

    @Slot()
    def leave_page(self) -> None:
        """Esc empties the search first."""
        if not self.searching.emptied():
            self.closed.emit()

    @Slot(str)
    def _on_search(self, _: str) -> None:
        self._show_lines()

    @Slot()
    def _on_chosen(self) -> None:
        row = self._row()
        if row is not None and self._copied not in (None, row.key):
            self._copied = None
            self._show_lines()
        self._show_row()

    @Slot(QModelIndex)
    def _activated(self, _: QModelIndex) -> None:
        self._copy()

    @Slot()
    def _copy(self) -> None:
        row = self._row()
        if row is not None and number_of(row.contact):
            QGuiApplication.clipboard().setText(number_of(row.contact))
            self._copied = row.key
            self._show_lines()
            self.copied.emit(number_of(row.contact))

    @Slot()
    def _change(self) -> None:
        row = self._row()
        if row is not None and self.may_edit:
            self.enter_form()
            self.form.start(row.contact)

    @Slot()
    def _add(self) -> None:
        if self._agencies and self.may_edit:
            row = self._row()
            first = min(self._agencies, key=lambda one: one.name.casefold())
            self.enter_form()
            self.form.start_new(row.contact.agency_id if row is not None else first.id)

    @Slot()
    def _switch(self) -> None:
        row = self._row()
        if row is not None and self.may_edit:
            self.saved.emit(replace(row.contact, active=not row.contact.active))

    @Slot()
    def _earlier(self) -> None:
        self._move(-1)

    @Slot()
    def _later(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """Nothing at either end. The keys stay live there: given back, Ctrl+Down would go to the next line."""
        row = self._row()
        if row is None or not self.may_edit or row.place == 0:
            return
        called = sum(one.active and one.agency_id == row.contact.agency_id for one in self._contacts)
        if 1 <= row.place + by <= called:
            self.moved.emit(row.contact.id, by)


def paint_contact(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    """When it is called, who and on what duty, telephone, radio; whoever is off is paler and says so."""
    if not isinstance(line, ContactLine):
        return
    contact = line.contact
    tone = Role.TEXT if contact.active else Role.SECOND
    left = rect.left() + theme.PAD
    if line.place:
        paint_cell(painter, QRectF(left, rect.top(), 24, rect.height()), str(line.place), Role.SECOND)
    left += 32
    room = QRectF(left, rect.top(), rect.left() + PHONE_X - left - theme.PAD, rect.height())
    if contact.duty:
        paint_cell(painter, room.adjusted(0, 3, 0, -18), contact.name, tone)
        paint_cell(painter, room.adjusted(0, 20, 0, -3), contact.duty, Role.SECOND, Type.SMALL)
    else:
        paint_cell(painter, room, contact.name, tone)
    for at, icon, number in ((PHONE_X, "phone", contact.phone), (RADIO_X, "radio", contact.radio)):
        if number:
            cell = QRectF(rect.left() + at, rect.top(), 160, rect.height())
            theme.paint_icon(painter, QRectF(cell.left(), rect.center().y() - 7, 14, 14), icon, Role.SECOND)
            paint_cell(painter, cell.adjusted(22, 0, 0, 0), number, tone, Type.ROW)
    mark = QRectF(rect.left() + STATE_X, rect.center().y() - 7, 14, 14)
    words = QRectF(mark.right() + 6, rect.top(), rect.right() - theme.PAD - mark.right() - 6, rect.height())
    if line.copied:
        theme.paint_icon(painter, mark, "check", Role.SELECTION)
        paint_cell(painter, words, say("books.contacts.copied"), Role.SELECTION)
    elif not contact.active:
        theme.paint_icon(painter, mark, "muted", Role.SECOND)
        paint_cell(painter, words, say("books.contacts.inactive"), Role.SECOND)
