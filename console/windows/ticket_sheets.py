"""The dialogs around a ticket: a new one, a reason, a conflict."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.cameras import Camera
from storage.model.tickets import Act, TicketDetail
from storage.service.commands import ActOnTicket
from video.events import Analysis
from widgets.incidents.conflict import ConflictView, act_rows
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.form import TicketForm
from widgets.incidents.reason import ReasonPrompt

from console.presenters.new_ticket import command_of, draft_for
from console.presenters.tickets import Reference, TicketCommand, TicketsPresenter
from console.windows.sheet import Sheet

NEEDS_TEXT = frozenset({Act.REOPEN, Act.REJECT, Act.DECLINE})
NEEDS_AGENCY = frozenset({Act.DISPATCH})
OFFERS_AGENCY = frozenset({Act.DISPATCH, Act.DECLINE})


class TicketSheets(QObject):
    """Opens the ticket's dialogs over the desk and turns their answers into the presenter's intents."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: TicketsPresenter | None = None
        self._reference = Reference()
        self._camera: Camera | None = None
        self._still: bytes | None = None
        self._asked: tuple[Act, UUID | None] | None = None
        self.form = TicketForm()
        self.reason = ReasonPrompt()
        self.conflict = ConflictView()
        self.form_sheet = Sheet("console.sheet.new_ticket", self.form, owner, width=760)
        self.reason_sheet = Sheet("console.sheet.reason", self.reason, owner, width=480)
        self.conflict_sheet = Sheet("console.sheet.conflict", self.conflict, owner, width=760)
        self._connect()

    def _connect(self) -> None:
        self.form.submitted.connect(self._open_ticket)
        self.form.cancelled.connect(self.form_sheet.dismiss)
        self.reason.submitted.connect(self._act_with_reason)
        self.reason.cancelled.connect(self.reason_sheet.dismiss)
        self.conflict.took_mine.connect(self._take_mine)
        self.conflict.kept_theirs.connect(self._keep_theirs)

    def attach(self, presenter: TicketsPresenter) -> None:
        self._presenter = presenter

    def set_reference(self, reference: Reference) -> None:
        self._reference = reference
        self.form.set_choices(reference.categories, reference.places, reference.agencies)

    def new_ticket(self, camera: Camera | None, analysis: Analysis | None, still: bytes | None) -> None:
        """Show the form, filled with what is known; nothing is kept until it is submitted."""
        self._camera, self._still = camera, still
        self.form.set_still(QImage.fromData(still) if still else None)
        self.form.set_busy(False)
        self.form.set_error("")
        self.form.start(draft_for(camera, analysis, self._reference.categories))
        self.form_sheet.present()

    def ask(self, act: Act, assignment_id: UUID | None) -> None:
        """Do an act, asking first for what it needs."""
        if self._presenter is None:
            return
        if act not in NEEDS_TEXT and act not in OFFERS_AGENCY:
            self._presenter.act(act, assignment_id)
            return
        self._asked = (act, assignment_id)
        agencies = self._reference.agencies if act in OFFERS_AGENCY else ()
        self.reason.start(act, agencies, needs_text=act in NEEDS_TEXT, needs_agency=act in NEEDS_AGENCY)
        self.reason_sheet.present()

    def show_conflict(self, mine: TicketCommand, current: TicketDetail) -> None:
        last = current.timeline[-1] if current.timeline else None
        rows = act_rows(mine.act, current.ticket) if isinstance(mine, ActOnTicket) else ()
        self.conflict.set_conflict(rows, last.actor if last else "", last.at if last else current.ticket.changed_at)
        self.conflict_sheet.present()

    def show_opened(self) -> None:
        self.form.set_busy(False)
        self.form_sheet.accept()

    def show_error(self, error: SiagaError) -> bool:
        """Show it where the person is looking; False when no dialog of a ticket is open."""
        if self.form_sheet.isVisible():
            self.form.set_busy(False)
            self.form.set_error(sentence(error))
            return True
        return False

    @Slot(object)
    def _open_ticket(self, draft: TicketDraft) -> None:
        if self._presenter is not None:
            self.form.set_busy(True)
            self._presenter.open_ticket(command_of(draft, self._still, self._camera))

    @Slot(str, object)
    def _act_with_reason(self, text: str, agency_id: UUID | None) -> None:
        self.reason_sheet.accept()
        if self._presenter is not None and self._asked is not None:
            act, assignment_id = self._asked
            self._presenter.act(act, assignment_id, text=text, agency_id=agency_id)

    @Slot(object)
    def _take_mine(self, _fields: tuple[str, ...]) -> None:
        self.conflict_sheet.accept()
        if self._presenter is not None:
            self._presenter.settle_conflict(take_mine=True)

    @Slot()
    def _keep_theirs(self) -> None:
        self.conflict_sheet.accept()
        if self._presenter is not None:
            self._presenter.settle_conflict(take_mine=False)
