"""The open tickets and the one that is looked at: what is shown, and what a person does to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from console.presenters.drafts import edit_of, only
from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.cameras import Place
from storage.model.clock_values import ClockClass, PauseReason
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.links import own_rows
from storage.model.people import Agency, Person
from storage.model.tickets import Act, Category, Still, Ticket, TicketDetail, TransferState
from storage.model.transitions import ENDED_ASSIGNMENT, TRANSFER_ACTS, Need, transition
from storage.service.commands import ActOnTicket, EditTicket, OpenTicket
from storage.service.errors import NotFound, Stale
from storage.service.record import Outcome, Record
from widgets.incidents.drafts import TicketDraft

TicketCommand = ActOnTicket | EditTicket
_TOLD_BESIDE = frozenset({Kind.TRANSFER, Kind.PROCEDURE, Kind.IDENTITY})
"""Changes that may add a line to a ticket's timeline without being a change of the ticket."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What changes rarely and every form needs."""

    agencies: tuple[Agency, ...] = ()
    categories: tuple[Category, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What an act needs before it can be done."""

    act: Act
    assignment_id: UUID | None
    needs_text: bool
    offers_agency: bool
    needs_agency: bool
    category: str = ""  # of the ticket: it has an agency that usually answers
    having: frozenset[UUID] = frozenset()  # agencies that have the ticket already
    left: int = 0  # steps of its procedure that a closing leaves open
    needs_pause: bool = False  # one of PauseReason


class TicketsView(Protocol):
    def show_reference(self, reference: Reference) -> None: ...
    def show_tickets(self, tickets: tuple[Ticket, ...]) -> None: ...
    def show_detail(self, detail: TicketDetail | None) -> None: ...
    def show_still(self, still: Still) -> None: ...
    def show_conflict(self, mine: TicketCommand, seen: TicketDetail, current: TicketDetail) -> None: ...
    def show_question(self, question: "Question") -> None: ...
    def show_edit(self, detail: TicketDetail) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...
    def show_opened(self, ticket_id: UUID) -> None: ...
    def show_noted(self) -> None: ...


class TicketsPresenter:
    """Reads under the signed-in person's role; each command carries the version it was decided on."""

    def __init__(self, view: TicketsView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._list = Reading(jobs, _open_tickets, view.show_tickets, view.show_error)
        self._detail: TicketDetail | None = None
        self._selected: UUID | None = None
        self._conflict: tuple[TicketCommand, TicketDetail] | None = None
        self.leaves_open: Callable[[UUID], int] = _nothing_left
        """How many steps of a ticket's procedure a closing would leave: then it asks for a reason."""

    @property
    def signed_in(self) -> bool:
        return self._record is not None

    @property
    def looked_at(self) -> Ticket | None:
        """The ticket that is shown in full."""
        return self._detail.ticket if self._detail is not None else None

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._person = person
        self._record = record
        self._list.begin(record)
        session = self._session

        def work() -> tuple[int, Reference]:
            return session, Reference(record.agencies(), record.categories(), record.places())

        self._jobs.submit(work, self._reference_read, self._view.show_error)
        self.refresh()

    def end(self) -> None:
        self._session += 1
        self._record = self._detail = self._selected = self._conflict = None
        self._list.begin(None)
        self._view.show_tickets(())
        self._view.show_detail(None)

    def refresh(self) -> None:
        """Read the list again."""
        self._list.refresh()

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed; read what is on the screen again."""
        tickets = {change.id for change in changes if change.kind is Kind.TICKET}
        kinds = {change.kind for change in changes}
        # An answered transfer may take a ticket out of sight, and then the feed tells of no ticket.
        if tickets or Kind.TRANSFER in kinds:
            self.refresh()
        if self._selected is not None and (self._selected in tickets or kinds & _TOLD_BESIDE):
            self._select(self._selected, self._gone_or_failed)

    def select(self, ticket_id: UUID | None) -> None:
        self._select(ticket_id, self._view.show_error)

    def _gone_or_failed(self, error: SiagaError) -> None:
        """What was shown may be another agency's by now: then nothing is."""
        if isinstance(error, NotFound):
            self.select(None)
        else:
            self._view.show_error(error)

    def _select(self, ticket_id: UUID | None, failed: Callable[[SiagaError], None]) -> None:
        self._selected = ticket_id
        record, session = self._record, self._session
        if record is None or ticket_id is None:
            self._detail = None
            self._view.show_detail(None)
            return

        def work() -> tuple[int, TicketDetail]:
            return session, record.ticket(ticket_id)

        self._jobs.submit(work, self._detail_read, failed)

    def want_still(self, still_id: UUID) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> Still:
            return record.still(still_id)

        def done(still: Still) -> None:
            if session == self._session:
                self._view.show_still(still)

        self._jobs.submit(work, done, self._view.show_error)

    def begin_act(self, act: Act, assignment_id: UUID | None) -> None:
        """Do an act, or first ask for what it needs by the table of transitions."""
        if self._detail is None:
            return
        if act is Act.EDIT:
            self._view.show_edit(self._detail)
            return
        ticket = self._detail.ticket
        assignment = next((one for one in ticket.assignments if one.id == assignment_id), None)
        state = TransferState.PROPOSED if act in TRANSFER_ACTS else assignment.state if assignment else ticket.state
        line = transition(state, act)
        needs = line.needs if line is not None else frozenset()
        not_mine = self._person is not None and ticket.owner_id not in (None, self._person.id)
        left = self.leaves_open(ticket.id) if act is Act.CLOSE else 0
        question = Question(
            act,
            assignment_id,
            needs_text=Need.TEXT in needs or (Need.REASON_FROM_OTHER in needs and not_mine) or left > 0,
            offers_agency=Need.AGENCY in needs or act is Act.DECLINE,
            needs_agency=Need.AGENCY in needs,
            category=ticket.category,
            having=frozenset(one.agency_id for one in ticket.assignments if one.state not in ENDED_ASSIGNMENT),
            left=left,
            needs_pause=Need.PAUSE_REASON in needs,
        )
        if question.needs_text or question.offers_agency or question.needs_pause:
            self._view.show_question(question)
        else:
            self.act(act, assignment_id)

    def act(
        self,
        act: Act,
        assignment_id: UUID | None,
        *,
        text: str = "",
        agency_id: UUID | None = None,
        pause: PauseReason | None = None,
    ) -> None:
        """Do `act` to the ticket that is looked at, as it was shown; the id may be a transfer's."""
        if self._detail is None:
            return
        ticket = self._detail.ticket
        self._send(
            ActOnTicket(
                key=new_id(),
                ticket_id=ticket.id,
                expected_version=ticket.version,
                act=act,
                assignment_id=None if act in TRANSFER_ACTS else assignment_id,
                transfer_id=assignment_id if act in TRANSFER_ACTS else None,
                agency_id=agency_id,
                to_desk=act is Act.DECLINE and agency_id is None,
                text=text,
                pause=pause,
            ),
        )

    def edit(self, draft: TicketDraft) -> None:
        """Write what the form changed of the ticket as it was shown."""
        command = edit_of(draft, self._detail.ticket) if self._detail is not None else None
        if command is not None:
            self._send(command)

    def classify(self, clock_class: ClockClass | None) -> None:
        """Say by which promise the ticket that is looked at is measured; None: by its category's again."""
        if self._detail is not None:
            ticket = self._detail.ticket
            self._send(
                EditTicket(
                    key=new_id(),
                    ticket_id=ticket.id,
                    expected_version=ticket.version,
                    clock_class=clock_class if clock_class is not None else "",
                )
            )

    def open_ticket(self, command: OpenTicket) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> UUID:
            record.execute(command)
            return command.ticket_id

        def done(ticket_id: UUID) -> None:
            if session == self._session:
                self._opened(ticket_id)

        self._jobs.submit(work, done, self._view.show_error)

    def settle_conflict(self, fields: tuple[str, ...]) -> None:
        """After a conflict was shown: send these fields of mine again on what stands now; none leaves that."""
        if self._conflict is None:
            return
        mine, current = self._conflict
        self._conflict = None
        if not fields:
            return
        if isinstance(mine, EditTicket):
            mine = only(mine, fields)
        self._send(replace(mine, key=new_id(), expected_version=current.ticket.version))

    def _send(self, command: TicketCommand) -> None:
        record, seen, session = self._record, self._detail, self._session
        if record is None or seen is None:
            return

        def work() -> Outcome:
            return record.execute(command)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(command, seen, error)
            else:
                self._view.show_error(error)  # not what stands now: another person looks here

        def done(outcome: Outcome) -> None:
            if session != self._session:
                return
            if isinstance(command, ActOnTicket) and command.act is Act.NOTE:
                self._view.show_noted()
            self.changed(outcome.changes)

        self._jobs.submit(work, done, failed)

    def _refused(self, mine: TicketCommand, seen: TicketDetail, error: SiagaError) -> None:
        if isinstance(error, Stale) and error.current is not None:
            self._conflict = (mine, error.current)
            self._detail = error.current
            self._view.show_detail(error.current)
            self._view.show_conflict(mine, seen, error.current)
            return
        self._view.show_error(error)
        self.select(self._selected)

    def _opened(self, ticket_id: UUID) -> None:
        self._view.show_opened(ticket_id)
        self.refresh()
        self.select(ticket_id)

    def _reference_read(self, result: tuple[int, Reference]) -> None:
        session, reference = result
        if session == self._session:
            self._view.show_reference(reference)

    def _detail_read(self, result: tuple[int, TicketDetail]) -> None:
        session, detail = result
        if session != self._session or detail.ticket.id != self._selected:
            return
        shown = self._detail
        if shown is not None and shown.ticket.id == self._selected and shown.ticket.version > detail.ticket.version:
            return  # an older reading came in late
        self._detail = detail
        self._view.show_detail(detail)


def _nothing_left(_: UUID) -> int:
    return 0


def _open_tickets(record: Record) -> tuple[Ticket, ...]:
    return own_rows(record.tickets())
