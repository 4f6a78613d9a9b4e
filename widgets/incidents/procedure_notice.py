"""What supervisors have to know of procedures: one line under the pictures, until they say that they know."""

from uuid import UUID

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.words import say
from storage.model.procedures import ProcedureNotice
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.procedure_values import notice_words
from widgets.theme import Role, Type


class ProcedureNotices(WordedWidget):
    """The oldest notice in a sentence and how many more there are; hidden while there is none."""

    ticket_requested = Sent[UUID]()
    seen = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: tuple[ProcedureNotice, ...] = ()
        self._sentence = ElidedLabel(Type.ROW, parent=self)
        self._more = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._more.keep_whole()
        self.look = KeyButton("procedures.notice.look", parent=self)
        self.know = KeyButton("procedures.notice.seen", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD + 24, theme.SPACE, theme.PAD, theme.SPACE)
        row.setSpacing(theme.GAP)
        row.addWidget(self._sentence, 1)
        for part in (self._more, self.look, self.know):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.look.clicked.connect(self._on_look)
        self.know.clicked.connect(self._on_know)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text

    def set_notices(self, notices: tuple[ProcedureNotice, ...]) -> None:
        self._notices = notices
        self.know.setEnabled(True)
        self.setVisible(bool(notices))
        self.retranslate()

    def retranslate(self) -> None:
        if not self._notices:
            return
        self._sentence.set_text(notice_words(self._notices[0]))
        more = len(self._notices) - 1
        self._more.set_text(say("procedures.notice.more", n=more) if more else "")
        self._more.setVisible(bool(more))
        self.setAccessibleName(self._sentence.text)

    @Slot()
    def _on_look(self) -> None:
        if self._notices:
            self.ticket_requested.emit(self._notices[0].ticket_id)

    @Slot()
    def _on_know(self) -> None:
        if self._notices:
            self.know.setEnabled(False)  # a second press is not meant for the notice that comes next
            self.seen.emit(self._notices[0].id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.AMBER_GROUND))
        painter.fillRect(0, 0, 3, self.height(), theme.color(Role.AMBER))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.LINE))
        theme.paint_icon(painter, QRectF(theme.PAD, (self.height() - 16) / 2, 16, 16), "warning", Role.AMBER)
