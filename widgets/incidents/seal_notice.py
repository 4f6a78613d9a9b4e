"""Whose request to lift a seal waits for this supervisor: one line under the pictures until it is answered."""

from uuid import UUID

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.words import say
from storage.model.identity import Unsealing
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.seal_values import SealAct
from widgets.theme import Role, Type


class SealNotices(WordedWidget):
    """The oldest request in a sentence and how many more there are; hidden while there is none."""

    ticket_requested = Sent[UUID]()
    answer_requested = Sent[SealAct, Unsealing]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests: tuple[Unsealing, ...] = ()
        self._sentence = ElidedLabel(Type.ROW, parent=self)
        self._more = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._more.keep_whole()
        self.look = KeyButton("identity.notice.look", parent=self)
        self.grant = KeyButton("identity.notice.grant", parent=self)
        self.refuse = KeyButton("identity.notice.refuse", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD + 24, theme.SPACE, theme.PAD, theme.SPACE)
        row.setSpacing(theme.GAP)
        row.addWidget(self._sentence, 1)
        for part in (self._more, self.look, self.grant, self.refuse):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.look.clicked.connect(self._on_look)
        self.grant.clicked.connect(self._on_grant)
        self.refuse.clicked.connect(self._on_refuse)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text

    def set_requests(self, requests: tuple[Unsealing, ...]) -> None:
        self._requests = requests
        self.setVisible(bool(requests))
        self.retranslate()

    def retranslate(self) -> None:
        if not self._requests:
            return
        first, more = self._requests[0], len(self._requests) - 1
        facts = {"name": first.asked_by, "number": first.ticket_number, "reason": first.reason}
        self._sentence.set_text(say("identity.notice.asked", **facts))
        self._more.set_text(say("identity.notice.more", n=more) if more else "")
        self._more.setVisible(bool(more))
        self.setAccessibleName(self._sentence.text)

    @Slot()
    def _on_look(self) -> None:
        if self._requests:
            self.ticket_requested.emit(self._requests[0].ticket_id)

    @Slot()
    def _on_grant(self) -> None:
        self._answer(SealAct.GRANT)

    @Slot()
    def _on_refuse(self) -> None:
        self._answer(SealAct.REFUSE)

    def _answer(self, act: SealAct) -> None:
        if self._requests:
            self.answer_requested.emit(act, self._requests[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.AMBER_GROUND))
        painter.fillRect(0, 0, 3, self.height(), theme.color(Role.AMBER))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.LINE))
        theme.paint_icon(painter, QRectF(theme.PAD, (self.height() - 16) / 2, 16, 16), "lock", Role.AMBER)
