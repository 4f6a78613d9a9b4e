"""Why a step is skipped, or an answer is replaced."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from resources.words import say
from storage.model.procedures import NOTE_MOST, SKIP
from widgets import theme
from widgets.common.forms import labelled, mark_wrong
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm
from widgets.incidents.procedure_answers import WrappedText
from widgets.theme import Type


class StepPrompt(WrittenForm):
    """Asks for the reason. Ctrl Enter sends, as Enter is a new line; Esc leaves, twice where something is written."""

    submitted = Sent[str, str, str]()  # step, answer, reason

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("procedures.prompt.skip", "procedures.prompt.submit_skip", key="Ctrl+Return", parent=parent)
        self._step, self._answer = "", SKIP
        self._asked = WrappedText(Type.ROW, parent=self)
        self._reason = QPlainTextEdit(self)
        self._reason.setFont(theme.font(Type.ROW))
        self._reason.setTabChangesFocus(True)
        self._reason.setMinimumHeight(88)
        self.column.addWidget(self._asked)
        self.column.addLayout(labelled("procedures.prompt.reason", self._reason, self), 1)
        self.setMinimumWidth(440)
        self.submit.clicked.connect(self._on_submit)
        self.retranslate()

    @property
    def is_written(self) -> bool:
        return bool(self._reason.toPlainText().strip())

    def start(self, step: str, text: str, answer: str = SKIP, answer_word: str = "") -> None:
        """Begin for a step; with another answer than SKIP it is a correction to that."""
        self._step, self._answer = step, answer
        self._reason.clear()
        self.set_error("")
        self.set_busy(False)
        mark_wrong(self._reason, False)
        self._asked.set_text(f"{text} → {answer_word}" if answer_word else text)
        self.retranslate()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        skips = self._answer == SKIP
        self.set_title("procedures.prompt.skip" if skips else "procedures.prompt.correct")
        self.submit.set_word("procedures.prompt.submit_skip" if skips else "procedures.prompt.submit_correct")
        self._reason.setPlaceholderText(
            say("procedures.prompt.reason_hint" if skips else "procedures.prompt.correct_hint")
        )

    @Slot()
    def _on_submit(self) -> None:
        reason = self._reason.toPlainText().strip()[:NOTE_MOST]
        mark_wrong(self._reason, not reason)
        if not reason:
            self.set_error(say("procedures.prompt.wrong"))
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self.submitted.emit(self._step, self._answer, reason)
