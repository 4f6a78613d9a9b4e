"""A new password in the place of a one-time one."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.words import say
from widgets import theme
from widgets.common.forms import FormBody, labelled, mark_wrong
from widgets.common.signals import Sent
from widgets.theme import Type

SHORTEST = 12


class PasswordForm(FormBody):
    """Sends a password that was written twice alike; neither field keeps it."""

    submitted = Sent[str]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("widgets.password.title", "widgets.password.enter", parent=parent)
        self._first = QLineEdit(self)
        self._again = QLineEdit(self)
        for field, word in ((self._first, "widgets.password.new"), (self._again, "widgets.password.again")):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setFont(theme.font(Type.ROW))
            field.setMaxLength(512)
            self.column.addLayout(labelled(word, field, self))
        self.setMinimumWidth(380)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self.retranslate()

    def start(self) -> None:
        self._first.clear()
        self._again.clear()
        self.set_error("")
        self.set_busy(False)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_submit(self) -> None:
        first, again = self._first.text(), self._again.text()
        wrong = ""
        if len(first) < SHORTEST:
            wrong = say("widgets.password.wrong.short", n=SHORTEST)
        elif first != again:
            wrong = say("widgets.password.wrong.different")
        self.set_error(wrong)
        mark_wrong(self._first, len(first) < SHORTEST)
        mark_wrong(self._again, bool(wrong) and len(first) >= SHORTEST)
        if not wrong:
            self._first.clear()
            self._again.clear()
            self.submitted.emit(first)
