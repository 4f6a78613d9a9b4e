"""The page of a ticket's links: those that stand, what may be the same beside it, and what may be done with each."""

from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from resources.words import say
from storage.model.links import Likeness, LinkKind, Way, way
from storage.model.tickets import Ticket
from widgets import theme
from widgets.common.bookpage import SaidLine
from widgets.common.buttons import KeyButton
from widgets.common.forms import ErrorLine
from widgets.common.labels import ElidedLabel
from widgets.common.notices import BusyBar
from widgets.common.sections import SectionList
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.kin_compare import KinCompare
from widgets.incidents.kin_lines import ROW_PX, AlikeLine, LinkLine, lines_of, link_sentence, paint_row
from widgets.incidents.kin_values import Kin, other_end
from widgets.theme import Role, Type

LIST_PX = 380
DUPLICATE_KEY, PART_KEY, IGNORE_KEY, UNLINK_KEY = "K", "B", "Del", "L"
REASON_MOST = 500


class KinPage(WordedWidget):
    """`link_requested(kind, other)`, `ignored(other)`, `unlink_requested(child, reason)`, `ticket_chosen(other)`."""

    link_requested = Sent[LinkKind, UUID]()
    ignored = Sent[UUID]()
    unlink_requested = Sent[UUID, str]()
    ticket_chosen = Sent[UUID]()
    closed = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kin: Kin | None = None
        self._busy = False
        self._title = ElidedLabel(Type.TITLE, parent=self)
        self._bar = BusyBar(self)
        self.list = SectionList(paint_row, ROW_PX, self)
        self.list.setFixedWidth(LIST_PX)
        self.compare = KinCompare(self)
        self.said = SaidLine(self)
        self.error_line = ErrorLine(self)
        self.duplicate = KeyButton("links.act.duplicate", DUPLICATE_KEY, primary=True, parent=self)
        self.part = KeyButton("links.act.part", PART_KEY, parent=self)
        self.ignore = KeyButton("links.act.ignore", IGNORE_KEY, parent=self)
        self.unlink = KeyButton("links.act.unlink", UNLINK_KEY, parent=self)
        self.open = KeyButton("links.act.open", "Return", parent=self)
        self.leave = KeyButton("books.close", "Escape", parent=self)
        self.reason = QLineEdit(self)
        self.reason.setFont(theme.font(Type.ROW))
        self.reason.setMaxLength(REASON_MOST)
        self._send = KeyButton("links.act.unlink_now", parent=self)
        self._feet = QStackedWidget(self)
        self._assemble()
        self._connect()
        self.retranslate()

    def _assemble(self) -> None:
        self._assemble_feet()
        right = QVBoxLayout()
        right.setContentsMargins(theme.PAD, theme.PAD, theme.PAD, theme.GAP)
        right.setSpacing(theme.GAP)
        right.addWidget(self.compare)
        right.addStretch(1)
        right.addWidget(self.said)
        body = QHBoxLayout()
        body.setContentsMargins(0, 1, 0, 1)
        body.setSpacing(1)
        body.addWidget(self.list)
        body.addLayout(right, 1)
        head, foot = QVBoxLayout(), QVBoxLayout()
        head.setContentsMargins(*[theme.PAD] * 4)
        head.addWidget(self._title)
        foot.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.error_line)
        foot.addWidget(self._feet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addLayout(head)
        whole.addLayout(body, 1)
        whole.addLayout(foot)

    def _assemble_feet(self) -> None:
        """The acts, and in their place the reason while it is asked for."""
        acts, asking = QWidget(self), QWidget(self)
        row, ask = QHBoxLayout(acts), QHBoxLayout(asking)
        for line in (row, ask):
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.GAP)
        for button in (self.duplicate, self.part, self.ignore, self.unlink):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.open)
        row.addWidget(self.leave)
        ask.addWidget(self.reason, 1)
        ask.addWidget(self._send)
        self._acts, self._asking = acts, asking
        self._feet.addWidget(acts)
        self._feet.addWidget(asking)
        self._feet.setFixedHeight(theme.ROW_HEIGHT)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_row)
        self.list.activated.connect(self._on_activated)
        self.duplicate.clicked.connect(self._on_duplicate)
        self.part.clicked.connect(self._on_part)
        self.ignore.clicked.connect(self._on_ignore)
        self.unlink.clicked.connect(self._on_unlink)
        self.open.clicked.connect(self._on_open)
        self.leave.clicked.connect(self.leave_page)
        self.reason.returnPressed.connect(self._on_reason)
        self._send.clicked.connect(self._on_reason)

    # --- values in ---

    def start(self) -> None:
        """The keyboard on the list, nothing begun."""
        self.set_error("")
        self._to_acts()

    def set_kin(self, kin: Kin | None) -> None:
        """Show this; the chosen row stays chosen where it is still there."""
        another = self._kin is None or kin is None or kin.ticket.id != self._kin.ticket.id
        self._kin = kin
        if another:
            self.compare.forget()
            self.set_error("")
            self._feet.setCurrentWidget(self._acts)
        if kin is not None:
            self.compare.set_here(kin.ticket, kin.still_id)
        self.retranslate()

    def set_picture(self, still_id: UUID, image: QImage) -> None:
        self.compare.set_picture(still_id, image)

    def set_busy(self, busy: bool) -> None:
        """While a link is under way none can be asked twice."""
        self._busy = busy
        self._bar.set_busy(busy)
        self._show_row()

    def set_error(self, sentence: str) -> None:
        self.error_line.set_text(sentence)

    def show_done(self) -> None:
        self.set_error("")
        self._to_acts()

    @property
    def kin(self) -> Kin | None:
        return self._kin

    def retranslate(self) -> None:
        kin = self._kin
        self.reason.setPlaceholderText(say("links.reason_hint"))
        self.reason.setAccessibleName(say("links.reason_hint"))
        self.list.setAccessibleName(say("links.title"))
        if kin is None:
            self._title.set_text(say("links.title"))
            self.list.set_lines(())
        else:
            number = kin.ticket.number or say("tickets.unshared_row")
            self._title.set_text(say("links.title_of", number=number))
            self.list.set_lines(lines_of(kin))
        self._show_row()

    # --- the chosen row ---

    @Slot()
    def _show_row(self) -> None:
        kin, row = self._kin, self.list.row
        alike = row.one if isinstance(row, AlikeLine) else None
        link = row.link if isinstance(row, LinkLine) else None
        may = kin is not None and kin.may_act and not self._busy
        for button in (self.duplicate, self.part, self.ignore):
            button.setVisible(alike is not None and kin is not None and kin.may_act)
        self.unlink.setVisible(link is not None and kin is not None and kin.may_act)
        self.open.setEnabled(row is not None)
        self.ignore.setEnabled(may)
        self.unlink.setEnabled(may)
        self.compare.set_there(alike.ticket if alike else None, alike.still_id if alike else None)
        said = ""
        if kin is not None and alike is not None:
            said = self._ways(kin.ticket, alike, may)
        elif kin is not None and link is not None:
            said = link_sentence(link)
        self.said.set_text(said)

    def _ways(self, here: Ticket, alike: Likeness, may: bool) -> str:
        """Which becomes whose, before a key says so; where it cannot be done, why."""
        said = ""
        for kind, button in ((LinkKind.DUPLICATE, self.duplicate), (LinkKind.PART, self.part)):
            found = way(kind, here, alike.ticket)
            button.setEnabled(may and isinstance(found, Way))
            if kind is not LinkKind.DUPLICATE:
                continue
            if isinstance(found, Way):
                numbers = {"child": found.child.number or "?", "parent": found.parent.number or "?"}
                said = say("links.would_duplicate", **numbers)
            else:
                said = say(f"errors.record.link.{found.value}")
        return said

    def _other(self) -> UUID | None:
        row, kin = self.list.row, self._kin
        if isinstance(row, AlikeLine):
            return row.one.ticket.id
        return other_end(row.link, kin.ticket)[0] if isinstance(row, LinkLine) and kin is not None else None

    # --- hands ---

    @Slot()
    def leave_page(self) -> None:
        """Esc leaves the reason first."""
        if self._feet.currentWidget() is self._asking:
            self.set_error("")
            self._to_acts()
        else:
            self.closed.emit()

    def _to_acts(self) -> None:
        self._feet.setCurrentWidget(self._acts)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _link(self, kind: LinkKind) -> None:
        other = self._other()
        if other is not None:
            self.set_error("")
            self.link_requested.emit(kind, other)

    @Slot()
    def _on_duplicate(self) -> None:
        self._link(LinkKind.DUPLICATE)

    @Slot()
    def _on_part(self) -> None:
        self._link(LinkKind.PART)

    @Slot()
    def _on_ignore(self) -> None:
        other = self._other()
        if other is not None:
            self.ignored.emit(other)

    @Slot()
    def _on_unlink(self) -> None:
        self.reason.clear()
        self.set_error("")
        self._feet.setCurrentWidget(self._asking)
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_reason(self) -> None:
        row, reason = self.list.row, self.reason.text().strip()
        if not reason:
            self.set_error(say("links.no_reason"))
        elif isinstance(row, LinkLine) and not self._busy:
            self.set_error("")
            self.unlink_requested.emit(row.link.child_id, reason)

    @Slot()
    def _on_open(self) -> None:
        other = self._other()
        if other is not None:
            self.ticket_chosen.emit(other)

    @Slot(QModelIndex)
    def _on_activated(self, _: QModelIndex) -> None:
        self._on_open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave_page()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(Role.PANEL))
        room = self.list.geometry()
        painter.fillRect(0, room.top() - 1, self.width(), 1, theme.color(Role.LINE))
        painter.fillRect(0, room.bottom() + 1, self.width(), 1, theme.color(Role.LINE))
        painter.fillRect(room.right() + 1, room.top(), 1, room.height(), theme.color(Role.LINE))
