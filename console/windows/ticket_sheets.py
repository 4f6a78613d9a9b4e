"""The dialogs around a ticket: a new one, a reason, a conflict."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from console.presenters.drafts import command_of, draft_for, draft_of, edited
from console.presenters.tickets import Question, Reference, TicketCommand, TicketsPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.cameras import Camera
from storage.model.clock_values import PauseReason
from storage.model.tickets import Act, TicketDetail
from storage.service.commands import ActOnTicket
from video.events import Analysis
from widgets.common.places import PlaceSearch
from widgets.incidents.conflict import ConflictView, act_rows, edit_rows
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.form import TicketForm
from widgets.incidents.pause import PausePrompt
from widgets.incidents.reason import ReasonPrompt


class TicketSheets(QObject):
    """Opens the ticket's dialogs over the desk and turns their answers into the presenter's intents."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: TicketsPresenter | None = None
        self._reference = Reference()
        self._camera: Camera | None = None
        self._still: bytes | None = None
        self._asked: Question | None = None
        self._editing = False
        self._sent: TicketDraft | None = None
        self.form = TicketForm()
        self.reason = ReasonPrompt()
        self.conflict = ConflictView()
        self.pause = PausePrompt()
        self.form_sheet = Sheet("console.sheet.new_ticket", self.form, owner, width=760)
        self.reason_sheet = Sheet("console.sheet.reason", self.reason, owner, width=480)
        self.conflict_sheet = Sheet("console.sheet.conflict", self.conflict, owner, width=760)
        self.pause_sheet = Sheet("console.sheet.pause", self.pause, owner, width=480)
        self._connect()

    def _connect(self) -> None:
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self.form_sheet.dismiss)
        self.reason.submitted.connect(self._answered)
        self.reason.cancelled.connect(self.reason_sheet.dismiss)
        self.pause.submitted.connect(self._paused)
        self.pause.cancelled.connect(self.pause_sheet.dismiss)
        self.conflict.took_mine.connect(self._take_mine)
        self.conflict.kept_theirs.connect(self._keep_theirs)

    def attach(self, presenter: TicketsPresenter) -> None:
        self._presenter = presenter

    def set_reference(self, reference: Reference) -> None:
        self._reference = reference
        self.form.set_choices(reference.categories, reference.agencies)

    @Slot(object)
    def set_place_search(self, search: PlaceSearch) -> None:
        self.form.set_place_search(search)

    def new_ticket(self, camera: Camera | None, analysis: Analysis | None, still: bytes | None) -> None:
        """Show the form, filled with what is known; nothing is kept until it is submitted."""
        self._camera, self._still, self._editing = camera, still, False
        self.form.set_still(QImage.fromData(still) if still else None)
        self.form.set_busy(False)
        self.form.set_error("")
        self.form.start(draft_for(camera, analysis, self._reference.categories))
        self._present_form()

    def show_question(self, question: Question) -> None:
        self._asked = question
        if question.needs_pause:
            self.pause.start()
            self.pause_sheet.present()
            return
        offered = tuple(one for one in self._reference.agencies if one.id not in question.having)
        usual = next((one.agency_code for one in self._reference.categories if one.code == question.category), "")
        self.reason.start(
            question.act,
            offered if question.offers_agency else (),
            needs_text=question.needs_text,
            needs_agency=question.needs_agency,
            usual=next((one.id for one in offered if one.code == usual and question.act is Act.DISPATCH), None),
        )
        if question.left:
            self.reason.set_hint("procedures.close.reason", n=question.left)
        self.reason_sheet.set_title(self.reason.title_word)
        self.reason_sheet.present()

    def show_edit(self, detail: TicketDetail) -> None:
        self._editing = True
        self.form.start(draft_of(detail.ticket), editing=True)
        self._present_form()

    @property
    def still(self) -> bytes | None:
        """The picture that goes with the ticket that is being written, as a JPEG."""
        return self._still

    def _present_form(self) -> None:
        self.form_sheet.set_title(self.form.title_word)
        self.form_sheet.present()

    def show_conflict(self, mine: TicketCommand, seen: TicketDetail, current: TicketDetail) -> None:
        last = current.timeline[-1] if current.timeline else None
        if isinstance(mine, ActOnTicket):
            rows = act_rows(mine.act, current.ticket)
        else:
            draft = edited(mine, seen.ticket, self._sent.choice if self._sent is not None else None)
            rows = edit_rows(draft, seen.ticket, current.ticket, self._reference.categories)
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
    def _submitted(self, draft: TicketDraft) -> None:
        if self._presenter is None:
            return
        if self._editing:
            self._sent = draft
            self.form_sheet.accept()
            self._presenter.edit(draft)
        else:
            self.form.set_busy(True)
            self._presenter.open_ticket(command_of(draft, self._still, self._camera))

    @Slot(str, object)
    def _answered(self, text: str, agency_id: UUID | None) -> None:
        self.reason_sheet.accept()
        if self._presenter is not None and self._asked is not None:
            self._presenter.act(self._asked.act, self._asked.assignment_id, text=text, agency_id=agency_id)

    @Slot(object, str)
    def _paused(self, reason: PauseReason, text: str) -> None:
        self.pause_sheet.accept()
        if self._presenter is not None:
            self._presenter.act(Act.PAUSE, None, text=text, pause=reason)

    @Slot(object)
    def _take_mine(self, fields: tuple[str, ...]) -> None:
        self.conflict_sheet.accept()
        if self._presenter is not None:
            self._presenter.settle_conflict(fields)

    @Slot()
    def _keep_theirs(self) -> None:
        self.conflict_sheet.accept()
        if self._presenter is not None:
            self._presenter.settle_conflict(())
