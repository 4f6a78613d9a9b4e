"""Under a ticket's reports: which of them is sealed, and who it is while its seal is open for this person."""

from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from resources.words import say
from storage.model.identity import SealState
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.common.scrolling import BareScroll
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.seal_values import SealRow, left_words, seal_icon, seal_words, who_words
from widgets.theme import Role, Type

KEY = "Shift+I"
_LINE_PX = 32
LEAST_LINES = 1
"""So many stay in sight when a short window leaves no room for all."""


class SealLine(WordedWidget):
    """One sealed report: its state with icon and word, what is left of its time, and the one thing to do next."""

    ask_requested = Sent[UUID]()
    show_requested = Sent[UUID]()
    hide_requested = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: SealRow | None = None
        self._said = ElidedLabel(Type.BODY, parent=self)
        self._left = ElidedLabel(Type.BODY, Role.AMBER, parent=self)
        self._left.keep_whole()
        self.button = KeyButton(parent=self)
        box = QHBoxLayout(self)
        box.setContentsMargins(22, 0, 0, 0)
        box.setSpacing(theme.PAD)
        box.addWidget(self._said, 0)
        box.addWidget(self._left)
        box.addWidget(self.button)
        box.addStretch(1)
        self.setFixedHeight(_LINE_PX)
        self.button.setFixedHeight(_LINE_PX - 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._pressed)

    @property
    def text(self) -> str:
        return " · ".join(part for part in (self._said.text, self._left.text) if part)

    def set_row(self, row: SealRow, key: str) -> None:
        """`key` is the button's, empty for none."""
        self._row = row
        self.button.set_key(key)
        self.retranslate()

    def retranslate(self) -> None:
        row = self._row
        if row is None:
            return
        self._said.set_text(who_words(row.who) if row.who is not None else seal_words(row))
        self._left.set_text(left_words(row))
        self._left.setVisible(row.left_s is not None)
        self.button.setVisible(row.state is not SealState.ASKED)
        if row.state is SealState.OPEN:
            self.button.set_word("identity.hide" if row.who is not None else "identity.show")
        else:
            self.button.set_word("identity.ask")
        self.button.setToolTip(say("identity.ask_hint"))
        self.setAccessibleName(seal_words(row))
        self.update()

    @Slot()
    def _pressed(self) -> None:
        row = self._row
        if row is None:
            return
        if row.state is not SealState.OPEN:
            self.ask_requested.emit(row.report_id)
        elif row.who is None:
            self.show_requested.emit(row.report_id)
        else:
            self.hide_requested.emit(row.report_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._row is not None:
            role = Role.AMBER if self._row.state is SealState.OPEN else Role.SECOND
            painter = QPainter(self)
            theme.paint_icon(painter, QRectF(1, (self.height() - 14) / 2, 14, 14), seal_icon(self._row), role)


class SealLines(BareScroll):
    """A line each; hidden while no report is sealed. Where height is short, one stays in sight, the rest scroll."""

    ask_requested = Sent[UUID]()
    show_requested = Sent[UUID]()
    hide_requested = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[SealLine] = []
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.set_body(body)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows = 0
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(240, self._rows * _LINE_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, min(self._rows, LEAST_LINES) * _LINE_PX)

    def set_rows(self, rows: tuple[SealRow, ...]) -> None:
        while len(self.lines) < len(rows):
            self._add()
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(rows))
            if at < len(rows):
                line.set_row(rows[at], KEY if at == 0 else "")
        self._rows = len(rows)
        self.setVisible(bool(rows))
        self.updateGeometry()

    def _add(self) -> None:
        line = SealLine(self.widget())
        line.ask_requested.connect(self.ask_requested)
        line.show_requested.connect(self.show_requested)
        line.hide_requested.connect(self.hide_requested)
        self.lines.append(line)
        self._column.addWidget(line)
