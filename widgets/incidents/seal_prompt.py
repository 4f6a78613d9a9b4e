"""Why a seal is to be lifted, and what a supervisor says to it."""

from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from resources.words import say
from widgets import theme
from widgets.common.forms import labelled, mark_wrong
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm
from widgets.incidents.procedure_answers import WrappedText
from widgets.incidents.seal_values import REASON_MOST, SealAct
from widgets.theme import Type


class SealPrompt(WrittenForm):
    """Asks for the reason, which only a grant may leave out; Ctrl Enter sends, Esc leaves."""

    submitted = Sent[SealAct, UUID, str]()  # the id of the report to ask about, or of the request to answer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("identity.prompt.ask", "identity.submit.ask", key="Ctrl+Return", parent=parent)
        self._act, self._id, self._name, self._why = SealAct.ASK, UUID(int=0), "", ""
        self._told = WrappedText(Type.ROW, parent=self)
        self._reason = QPlainTextEdit(self)
        self._reason.setFont(theme.font(Type.ROW))
        self._reason.setTabChangesFocus(True)
        self._reason.setMinimumHeight(88)
        self.column.addWidget(self._told)
        self.column.addLayout(labelled("identity.prompt.reason", self._reason, self), 1)
        self.setMinimumWidth(480)
        self.submit.clicked.connect(self._on_submit)
        self.retranslate()

    @property
    def is_written(self) -> bool:
        return bool(self._reason.toPlainText().strip())

    def start(self, act: SealAct, about: UUID, *, name: str = "", why: str = "") -> None:
        """Begin; for an answer `name` is who asked and `why` what they said."""
        self._act, self._id, self._name, self._why = act, about, name, why
        self._reason.clear()
        self.set_error("")
        self.set_busy(False)
        mark_wrong(self._reason, False)
        self.retranslate()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        act = self._act.value
        self.set_title(f"identity.prompt.{act}")
        self.submit.set_word(f"identity.submit.{act}")
        self._told.set_text(say(f"identity.told.{act}", name=self._name, reason=self._why))
        self._reason.setPlaceholderText(say(f"identity.hint.{act}"))

    @Slot()
    def _on_submit(self) -> None:
        reason = self._reason.toPlainText().strip()
        wrong = (not reason and self._act is not SealAct.GRANT) or len(reason) > REASON_MOST
        mark_wrong(self._reason, wrong)
        if wrong:
            self.set_error(say("identity.wrong", most=REASON_MOST))
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self.submitted.emit(self._act, self._id, reason)
