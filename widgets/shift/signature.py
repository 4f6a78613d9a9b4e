"""One side's signature: who, how it stands, and the password that signs."""

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.shifts import Side
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.figures import clock
from widgets.common.forms import labelled, mark_wrong
from widgets.common.labels import ElidedLabel, StateChip, paint_chip
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.shift.values import Signed
from widgets.theme import Role, Type

_TITLES = {Side.OUTGOING: "shift.sign.outgoing", Side.INCOMING: "shift.sign.incoming"}


class SignatureBox(WordedWidget):
    """Sends login and password once both are written; the password is gone from the field at once.

    The outgoing side's login is known and is not asked for.
    """

    submitted = Sent[str, str]()
    wrong = Sent[str]()  # the sentence of what is missing

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._signed: Signed | None = None
        self._turn = self._busy = False
        self._name = ""
        self._title = ElidedLabel(Type.ROW, bold=True, parent=self)
        self._who = ElidedLabel(Type.ROW, parent=self)
        self._chip = StateChip(self)
        self._login, self._password = QLineEdit(self), QLineEdit(self)
        self._login.setMaxLength(63)
        self._password.setMaxLength(512)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self._login, self._password):
            field.setFont(theme.font(Type.ROW))
        self._sign = KeyButton("shift.sign.sign", "Return", parent=self)
        self._fields = QWidget(self)
        self._lay_out()
        self._sign.clicked.connect(self._on_sign)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._chip)
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self._login_cell = QWidget(self._fields)
        login = labelled("shift.sign.login", self._login, self._login_cell)
        login.setContentsMargins(0, 0, 0, 0)
        self._login_cell.setLayout(login)
        row.addWidget(self._login_cell, 1)
        row.addLayout(labelled("shift.sign.password", self._password, self._fields), 1)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignBottom)
        self._login_cell.setVisible(self._side is Side.INCOMING)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAD, 10, theme.PAD, theme.PAD)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addWidget(self._who)
        column.addWidget(self._fields)
        column.addStretch(1)

    def set_state(self, name: str, signed: Signed | None, *, turn: bool) -> None:
        """`name` is who is expected, if known; `turn` says that this side signs now."""
        if not turn:
            self._login.clear()
            self._password.clear()
        self._name, self._signed, self._turn = name, signed, turn
        self._sign.set_primary(turn)
        self._fields.setVisible(signed is None)
        self._enable()
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._enable()

    def focus(self) -> None:
        """Put the keyboard where the next thing is written."""
        empty = self._side is Side.INCOMING and not self._login.text()
        (self._login if empty else self._password).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._title.set_text(say(_TITLES[self._side]))
        self._who.set_text(self._signed.name if self._signed is not None else self._name)
        self._who.setVisible(bool(self._who.text))
        if self._signed is not None:
            at = clock(self._signed.at, seconds=False)
            self._chip.set_state("check", say("shift.sign.signed", at=at), Role.TEXT)
        elif self._turn:
            self._chip.set_state("key", say("shift.sign.waiting"), Role.SELECTION)
        else:
            self._chip.set_state("waiting", say("shift.sign.waiting_turn"), Role.SECOND)

    def _enable(self) -> None:
        on = self._turn and not self._busy
        self._sign.setEnabled(on)
        for field in (self._login, self._password):
            field.setEnabled(self._turn)
            field.setReadOnly(self._busy)

    @Slot()
    def _on_sign(self) -> None:
        login, password = self._login.text().strip(), self._password.text()
        no_login = self._side is Side.INCOMING and not login
        mark_wrong(self._login, no_login)
        mark_wrong(self._password, not no_login and not password)
        if no_login or not password:
            self.wrong.emit(say("shift.sign.wrong_login") if no_login else say("shift.sign.wrong_password"))
            self.focus()
            return
        self._password.clear()
        self.submitted.emit(login, password)

    def paintEvent(self, event: QPaintEvent) -> None:
        edge = Role.SELECTION if self._turn else Role.LINE
        paint_chip(QPainter(self), QRectF(self.rect()), theme.color(edge), theme.color(Role.PANEL))
