"""The shift's dialogs: signing in to it, the log book, the handover."""

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.handover import HandoverPresenter
from console.presenters.logbook import LogBookPresenter
from console.presenters.shift import Reminder, Reminding, ShiftPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.shifts import LogEntry, ShiftSpan
from widgets.common.figures import clock
from widgets.common.signals import Sent
from widgets.shift.logbook import LogBook
from widgets.shift.page import HandoverPage
from widgets.shift.signin import ShiftSignIn
from widgets.shift.values import HandoverState, Paper

PAGE_PX = (960, 860)
BOOK_PX = (720, 560)


class ShiftSheets(QObject):
    """Implements ShiftView, LogBookView and HandoverView over the desk.

    `header_changed` is the shift's name for the header, `reminded` a sentence for the banner (empty: it is over),
    `said` a sentence that is to be told once, `failed` an error where none of the sheets is open to show it.
    """

    header_changed = Sent[str]()
    reminded = Sent[str]()
    said = Sent[str]()
    failed = Sent[SiagaError]()
    ticket_opened = Sent[UUID]()  # chosen in the log book, which is closed by it

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._shift: ShiftPresenter | None = None
        self._log: LogBookPresenter | None = None
        self._handover: HandoverPresenter | None = None
        self._span: ShiftSpan | None = None
        self._reminder: Reminder | None = None
        self.sign_in, self.book, self.page = ShiftSignIn(), LogBook(), HandoverPage()
        self.sign_in_sheet = Sheet("shift.sheet.sign_in", self.sign_in, owner, width=460)
        self.book_sheet = Sheet("shift.sheet.log", self.book, owner, width=560)
        self.page_sheet = Sheet("shift.sheet.handover", self.page, owner, width=720)
        self.book_sheet.resize(*BOOK_PX)
        self.page_sheet.resize(*PAGE_PX)
        owner.installEventFilter(self)
        self._connect()

    def _connect(self) -> None:
        self.sign_in.submitted.connect(self._sign_in)
        self.sign_in.left.connect(self._sign_out)
        self.sign_in.cancelled.connect(self.sign_in_sheet.dismiss)
        self.book.written.connect(self._write)
        self.book.closed.connect(self.book_sheet.dismiss)
        self.book.ticket_opened.connect(self._open_ticket)
        self.book_sheet.finished.connect(self._book_closed)
        self.page.outgoing_signed.connect(self._sign_outgoing)
        self.page.incoming_signed.connect(self._sign_incoming)
        self.page.again_requested.connect(self._prepare_again)
        self.page.closed.connect(self._close_page)
        self.page_sheet.finished.connect(self._page_closed)

    def attach(self, shift: ShiftPresenter, log: LogBookPresenter, handover: HandoverPresenter) -> None:
        self._shift, self._log, self._handover = shift, log, handover

    # Intents of the desk's keys.

    @Slot()
    def open_log(self) -> None:
        if self._log is not None:
            self.book.start()
            self.book_sheet.present()
            self._log.open()

    @Slot()
    def open_handover(self) -> None:
        """The page is shown once there is something on it."""
        if self._handover is not None:
            self._handover.open()

    @Slot()
    def open_shift(self) -> None:
        """Sign in to the shift after all, or out of it."""
        if self._shift is None:
            return
        if self._shift.is_signed_in:
            self.sign_in.start_leaving(self._shift.span)
            self.sign_in_sheet.present()
        else:
            self._shift.ask()

    # ShiftView.

    def show_shift(self, span: ShiftSpan | None) -> None:
        self._span = span
        self.header_changed.emit(say("shift.header", name=span.name) if span is not None else "")

    def ask_sign_in(self, span: ShiftSpan, others: tuple[str, ...]) -> None:
        self.sign_in.start(span, others)
        self.sign_in_sheet.present()

    def show_signed(self) -> None:
        self.sign_in.set_busy(False)
        self.sign_in_sheet.accept()

    def show_reminder(self, reminder: Reminder | None) -> None:
        self._reminder = reminder
        if reminder is None:
            self.reminded.emit("")
            return
        name, at = reminder.span.name, clock(reminder.span.ends_at, seconds=False)
        if reminder.what is Reminding.ENDS_SOON:
            self.reminded.emit(say("shift.remind.ends_soon", name=name, at=at))
        else:
            self.reminded.emit(say("shift.remind.not_handed_over", name=name, at=at))

    def show_shift_error(self, error: SiagaError) -> None:
        if self.sign_in_sheet.isVisible():
            self.sign_in.set_busy(False)
            self.sign_in.set_error(sentence(error))
        else:
            self.failed.emit(error)

    # LogBookView.

    def show_log(self, entries: tuple[LogEntry, ...]) -> None:
        self.book.set_entries(entries)

    def show_log_written(self) -> None:
        self.book.clear_line()

    def show_log_error(self, error: SiagaError) -> None:
        if self.book_sheet.isVisible():
            self.book.set_error(sentence(error))
        else:
            self.failed.emit(error)

    # HandoverView.

    def show_handover(self, paper: Paper, state: HandoverState) -> None:
        self.page.set_handover(paper, state)
        if not self.page_sheet.isVisible():
            self.page_sheet.present()

    def show_handover_busy(self, busy: bool) -> None:
        self.page.set_busy(busy)

    def show_handover_error(self, error: SiagaError) -> None:
        if self.page_sheet.isVisible():
            self.page.set_error(sentence(error))
        else:
            self.failed.emit(error)

    def show_handed_over(self, paper: Paper, state: HandoverState) -> None:
        self.page_sheet.accept()
        if state.outgoing is not None and state.incoming is not None:
            times = {
                "from": clock(state.outgoing.at, seconds=False),
                "to": clock(state.incoming.at, seconds=False),
            }
            self.said.emit(
                say(
                    "shift.done.both",
                    name=paper.span.name,
                    outgoing=state.outgoing.name,
                    incoming=state.incoming.name,
                    **times,
                )
            )

    # Answers of the sheets.

    @Slot()
    def _sign_in(self) -> None:
        if self._shift is not None:
            self.sign_in.set_busy(True)
            self._shift.sign_in()

    @Slot()
    def _sign_out(self) -> None:
        if self._shift is not None:
            self.sign_in.set_busy(True)
            self._shift.sign_out()

    @Slot(str)
    def _write(self, text: str) -> None:
        if self._log is not None:
            self._log.write(text)

    @Slot(object)
    def _open_ticket(self, ticket_id: UUID) -> None:
        self.book_sheet.dismiss()
        self.ticket_opened.emit(ticket_id)

    @Slot(int)
    def _book_closed(self, _result: int) -> None:
        if self._log is not None:
            self._log.close()

    @Slot(str, str)
    def _sign_outgoing(self, password: str, notes: str) -> None:
        if self._handover is not None:
            self._handover.sign_outgoing(password, notes)

    @Slot(str, str)
    def _sign_incoming(self, login: str, password: str) -> None:
        if self._handover is not None:
            self._handover.sign_incoming(login, password)

    @Slot(str)
    def _prepare_again(self, notes: str) -> None:
        if self._handover is not None:
            self._handover.prepare_again(notes)

    @Slot(str)
    def _close_page(self, _notes: str) -> None:
        self.page_sheet.dismiss()

    @Slot(int)
    def _page_closed(self, _result: int) -> None:
        """By its button, by Escape or by the window's own cross: the notes are kept."""
        if self._handover is not None:
            self._handover.leave(self.page.notes())
        self.page.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Header and reminder are sentences that this says, so it says them again in the other language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.show_shift(self._span)
            self.show_reminder(self._reminder)
        return super().eventFilter(watched, event)
