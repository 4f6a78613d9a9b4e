"""The procedure beside the ticket, the notices to supervisors, and the form for a reason."""

from PySide6.QtCore import QObject, Slot

from console.windows.desk import DeskWindow
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.people import Agency
from storage.model.procedures import SKIP, ProcedureNotice, ProcedureRun, Step
from widgets.common.signals import Sent
from widgets.incidents.procedure_prompt import StepPrompt
from widgets.incidents.procedure_values import Asker, answer_word, text_of


class ProcedureDesk(QObject):
    """Implements ProceduresView. What a person does leaves as signals."""

    answered = Sent[str, str, str]()  # step, answer, reason
    skipped = Sent[str, str]()  # step, reason

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._run: ProcedureRun | None = None
        self.section, self.notices = window.procedure, window.procedure_notices
        self.prompt = StepPrompt()
        self.sheet = Sheet("procedures.prompt.skip", self.prompt, window, width=520)
        self.section.answered.connect(self._answered)
        self.section.skip_requested.connect(self._ask_skip)
        self.section.correction_requested.connect(self._ask_correction)
        self.section.picture_requested.connect(window.detail.still_requested)
        self.prompt.submitted.connect(self._reasoned)
        self.prompt.cancelled.connect(self.sheet.dismiss)

    # --- what the presenter shows ---

    def show_asker(self, role: str, agency_code: str | None, agencies: tuple[Agency, ...]) -> None:
        self.section.set_asker(Asker(role, agency_code), agencies)

    def show_run(self, run: ProcedureRun | None, *, ticket_open: bool) -> None:
        another = self._run is None or run is None or run.ticket_id != self._run.ticket_id
        self._run = run
        if another:
            self.sheet.hide()  # what it asks is of another ticket
        self.section.set_run(run, ticket_open=ticket_open)

    def show_busy(self, busy: bool) -> None:
        self.section.set_busy(busy)
        self.prompt.set_busy(busy)

    def show_notices(self, notices: tuple[ProcedureNotice, ...]) -> None:
        self.notices.set_notices(notices)

    def show_answered(self) -> None:
        self.sheet.accept()

    def show_error(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.prompt.set_error(sentence(error))
        else:
            self._window.show_error(error)

    # --- what a person does ---

    @Slot(str, str)
    def _answered(self, step: str, answer: str) -> None:
        self.answered.emit(step, answer, "")

    @Slot(str)
    def _ask_skip(self, key: str) -> None:
        step = self._step(key)
        if step is not None:
            self.prompt.start(key, text_of(step.text))
            self._present()

    @Slot(str, str)
    def _ask_correction(self, key: str, answer: str) -> None:
        step = self._step(key)
        if step is not None:
            self.prompt.start(key, text_of(step.text), answer, answer_word(step, answer))
            self._present()

    def _present(self) -> None:
        self.sheet.set_title(self.prompt.title_word)
        self.sheet.present()

    @Slot(str, str, str)
    def _reasoned(self, step: str, answer: str, reason: str) -> None:
        if answer == SKIP:
            self.skipped.emit(step, reason)
        else:
            self.answered.emit(step, answer, reason)

    def _step(self, key: str) -> Step | None:
        return self._run.procedure.step(key) if self._run is not None else None
