"""Whom to call for a ticket: the contact book of the agencies that have it, in the order in which to call."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.callers import Contact
from storage.model.tickets import AssignmentState, Ticket
from widgets import theme
from widgets.common.scrolling import BareScroll
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

KEY = "H"
_ROW_PX = 30
_HEAD_PX = 26
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class AgencyContacts:
    """One agency of a ticket with its lines of the book."""

    agency: str
    contacts: tuple[Contact, ...]


def contacts_of(ticket: Ticket, book: tuple[Contact, ...]) -> tuple[AgencyContacts, ...]:
    """The agencies that have the ticket, without those that refused, each with whom to call, first first."""
    having = {one.agency_id: one.agency_name for one in ticket.assignments if one.state is not AssignmentState.REJECTED}
    lines = sorted((one for one in book if one.active), key=lambda one: (one.position, one.name))
    return tuple(
        AgencyContacts(name, tuple(one for one in lines if one.agency_id == agency_id))
        for agency_id, name in having.items()
    )


class ContactBook(BareScroll):
    """The arrows choose a line, Enter or a click copies its number (its radio where it has none); Esc leaves."""

    copied = Sent[str]()
    left = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = _Lines(self)
        self.set_body(self.lines)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.lines)
        self.lines.copied.connect(self.copied)
        self.lines.left.connect(self.left)

    def set_groups(self, groups: tuple[AgencyContacts, ...]) -> None:
        self.lines.set_groups(groups)


class _Lines(WordedWidget):
    copied = Sent[str]()
    left = Sent[()]()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups: tuple[AgencyContacts, ...] = ()
        self._at = 0
        self._copied = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.retranslate()

    @property
    def contacts(self) -> tuple[Contact, ...]:
        return tuple(one for group in self._groups for one in group.contacts)

    def set_groups(self, groups: tuple[AgencyContacts, ...]) -> None:
        if groups != self._groups:
            self._groups, self._at, self._copied = groups, 0, ""
            self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say("tickets.contact.head"))
        self.setToolTip(say("tickets.contact.copy_hint") if self.contacts else "")
        self.setMinimumHeight(self.sizeHint().height())
        self._describe()

    def sizeHint(self) -> QSize:
        rows = sum(max(1, len(group.contacts)) for group in self._groups) or 1
        return QSize(320, rows * _ROW_PX + len(self._groups) * _HEAD_PX)

    def _describe(self) -> None:
        contacts = self.contacts
        self.setAccessibleDescription(_line(contacts[self._at]) if contacts else " ".join(self._nobody()))
        self.update()

    def _nobody(self) -> list[str]:
        """What is said of agencies without a line, or where there is no agency."""
        none = [say("tickets.contact.none_of", agency=group.agency) for group in self._groups if not group.contacts]
        return none if self._groups else [say("tickets.contact.no_agency")]

    # --- hands ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS and self.contacts:
            self._at = (self._at + _STEPS[Qt.Key(event.key())]) % len(self.contacts)
            self._describe()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._copy()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._under(event.position().y())
        if at is not None:
            self._at = at
            self._copy()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._under(event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _copy(self) -> None:
        contacts = self.contacts
        number = (contacts[self._at].phone or contacts[self._at].radio) if contacts else ""
        if number:
            QGuiApplication.clipboard().setText(number)
            self._copied = number
            self._describe()
            self.copied.emit(number)

    def _under(self, y: float) -> int | None:
        rows = [(at, top) for at, _, top in self._rows() if at is not None]
        return next((at for at, top in rows if top <= y < top + _ROW_PX), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._copied = ""
        self.update()

    # --- the picture ---

    def _rows(self) -> list[tuple[int | None, str | Contact, int]]:
        """Heads and lines with where they stand: (the line's number, what, top)."""
        rows: list[tuple[int | None, str | Contact, int]] = []
        top, at = 0, 0
        for group in self._groups:
            rows.append((None, group.agency, top))
            top += _HEAD_PX
            for contact in group.contacts:
                rows.append((at, contact, top))
                top, at = top + _ROW_PX, at + 1
            top += 0 if group.contacts else _ROW_PX
        return rows

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._groups:
            self._paint_words(painter, 0, self._nobody()[0])
        for at, what, top in self._rows():
            if isinstance(what, Contact):
                self._paint_contact(painter, what, top, here=at == self._at and self.hasFocus())
            else:
                painter.setFont(theme.font(Type.HEAD))
                painter.setPen(theme.color(Role.SECOND))
                painter.drawText(QRectF(0, top, self.width(), _HEAD_PX), Qt.AlignmentFlag.AlignVCenter, what.upper())
        for group, top in self._empty_groups():
            self._paint_words(painter, top, say("tickets.contact.none_of", agency=group.agency))

    def _empty_groups(self) -> list[tuple[AgencyContacts, int]]:
        tops = [top for at, _, top in self._rows() if at is None]
        return [(g, top + _HEAD_PX) for g, top in zip(self._groups, tops, strict=True) if not g.contacts]

    def _paint_words(self, painter: QPainter, top: int, words: str) -> None:
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.SECOND))
        painter.drawText(QRectF(10, top, self.width() - 10, _ROW_PX), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_contact(self, painter: QPainter, contact: Contact, top: int, *, here: bool) -> None:
        row = QRectF(0, top, self.width(), _ROW_PX)
        if here:
            painter.fillRect(row, theme.color(Role.CHOSEN))
            painter.fillRect(QRectF(0, top, 2, _ROW_PX), theme.color(Role.SELECTION))
        who = " · ".join(part for part in (contact.duty, contact.name) if part)
        metrics = QFontMetricsF(theme.font(Type.BODY))
        half = self.width() * 0.42
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.TEXT))
        shown = metrics.elidedText(who, Qt.TextElideMode.ElideRight, half - 18)
        painter.drawText(row.adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        left = half
        for icon, number in (("phone", contact.phone), ("radio", contact.radio)):
            if number:
                theme.paint_icon(painter, QRectF(left, top + 8, 14, 14), icon, Role.SECOND)
                painter.setFont(theme.font(Type.ROW))
                painter.setPen(theme.color(Role.TEXT))
                painter.drawText(QRectF(left + 20, top, 200, _ROW_PX), Qt.AlignmentFlag.AlignVCenter, number)
            left += 160
        if here and self._copied:
            painter.setFont(theme.font(Type.SMALL))
            painter.setPen(theme.color(Role.SELECTION))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(row.adjusted(0, 0, -10, 0), flags, say("tickets.contact.copied"))


def _line(contact: Contact) -> str:
    return ", ".join(part for part in (contact.duty, contact.name, contact.phone, contact.radio) if part)
