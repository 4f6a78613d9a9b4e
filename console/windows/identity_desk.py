"""The seals on the ticket, the requests that wait for a supervisor, and the form for a reason."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot

from console.windows.desk import DeskWindow
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.identity import Unsealing
from widgets.common.signals import Sent
from widgets.incidents.seal_prompt import SealPrompt
from widgets.incidents.seal_values import SealAct, SealRow


class IdentityDesk(QObject):
    """Implements IdentityView. What a person does leaves as signals."""

    submitted = Sent[SealAct, UUID, str]()

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._about: UUID | None = None
        self.lines, self.notices = window.detail.seals, window.seal_notices
        self.prompt = SealPrompt()
        self.sheet = Sheet("identity.prompt.ask", self.prompt, window, width=520)
        self.lines.ask_requested.connect(self._ask)
        self.notices.answer_requested.connect(self._answer)
        self.prompt.submitted.connect(self.submitted)
        self.prompt.cancelled.connect(self.sheet.dismiss)

    # --- what the presenter shows ---

    def show_seals(self, rows: tuple[SealRow, ...]) -> None:
        self.lines.set_rows(rows)
        if self._about is not None and self._about not in {one.report_id for one in rows}:
            self._about = None
            self.sheet.hide()  # what it asks is of another ticket

    def show_requests(self, requests: tuple[Unsealing, ...]) -> None:
        self.notices.set_requests(requests)

    def show_busy(self, busy: bool) -> None:
        self.prompt.set_busy(busy)

    def show_sent(self) -> None:
        self._about = None
        self.sheet.accept()

    def show_error(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.prompt.set_error(sentence(error))
        else:
            self._window.show_error(error)

    # --- what a person does ---

    @Slot(object)
    def _ask(self, report_id: UUID) -> None:
        self._about = report_id
        self.prompt.start(SealAct.ASK, report_id)
        self._present()

    @Slot(object, object)
    def _answer(self, act: SealAct, request: Unsealing) -> None:
        self._about = None
        self.prompt.start(act, request.id, name=request.asked_by, why=request.reason)
        self._present()

    def _present(self) -> None:
        self.sheet.set_title(self.prompt.title_word)
        self.sheet.present()
