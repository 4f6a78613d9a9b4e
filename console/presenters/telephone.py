"""A call is taken: what its number is known for, what may be known already, and what becomes of it."""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from console.clock import utc_now
from console.presenters.alike import stay_silent
from console.presenters.jobs import Jobs
from console.presenters.places import place_search
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.callers import Channel, NewReport, NumberHistory, Openness
from storage.model.feed import Change, Kind
from storage.model.gazetteer import folded
from storage.model.ids import new_id
from storage.model.links import Draft, Likeness
from storage.model.people import Agency, Person, Role
from storage.model.tickets import OPEN_STATES, Category, Ticket
from storage.service.commands import AddReport, Command, NoteNuisance, OpenTicket
from storage.service.record import Outcome, Record
from widgets.common.places import PlaceChoice, PlaceSearch
from widgets.incidents.wording import category_name
from widgets.telephone.drafts import CallDraft, made_title

CALL_TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Who may read what a number is known for and add a report."""
PLACE_MOST = 200
LONGEST_CALL_S = 86_400.0
"""As the record takes it: a form that was left open over a day tells nothing."""
NEAR_M = 300.0
"""As near as two callers stand who see the same thing."""
_METRES_A_DEGREE = 111_195.0

FormFacts = tuple[int, tuple[Category, ...], tuple[Agency, ...], PlaceSearch]


class TelephoneView(Protocol):
    def show_may_take_calls(self, allowed: bool) -> None: ...
    def show_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None: ...
    def show_place_search(self, search: PlaceSearch) -> None: ...
    def show_history(self, number: str, history: NumberHistory) -> None: ...
    def show_similar(self, tickets: tuple[Ticket, ...], metres: dict[UUID, float]) -> None: ...
    def show_sending(self, sending: bool) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...
    def show_taken(self, ticket_id: UUID) -> None: ...
    def show_nuisance_noted(self) -> None: ...


class TelephonePresenter:
    """One call at a time. What was sent and failed is sent again under the same key, as long as it says the same."""

    def __init__(self, view: TelephoneView, jobs: Jobs, now: Callable[[], datetime] = utc_now) -> None:
        self._view, self._now = view, now
        self._jobs = jobs
        self._record: Record | None = None
        self._session = self._call = 0
        self._categories: tuple[Category, ...] = ()
        self._tickets: tuple[Ticket, ...] = ()
        self._pending: tuple[object, Command] | None = None
        self._asked: CallDraft | None = None
        self._alike = Reading(jobs, self._ask_alike, self._alike_came, stay_silent)

    @property
    def signed_in(self) -> bool:
        return self._record is not None

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record = record
        allowed = person.role in CALL_TAKERS
        self._alike.begin(record if allowed else None)
        self._view.show_may_take_calls(allowed)
        self._read()

    def end(self) -> None:
        self._session += 1
        self._record = self._pending = self._asked = None
        self._alike.begin(None)
        self._tickets = ()
        self._view.show_may_take_calls(False)

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed: the gazetteer is read again."""
        if any(change.kind is Kind.PLACES for change in changes):
            self._read()

    def tickets_known(self, tickets: tuple[Ticket, ...]) -> None:
        """The open tickets, as the list shows them."""
        self._tickets = tickets

    def start(self) -> None:
        """A new call: what the last one left behind, an answer that is still to come too, is no longer its own."""
        self._call += 1
        self._pending = None

    def ask_history(self, number: str) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> NumberHistory:
            return record.number_history(number)

        def done(history: NumberHistory) -> None:
            if session == self._session:
                self._view.show_history(number, history)

        self._jobs.submit(work, done, self._view.show_error)

    def ask_likeness(self, draft: CallDraft) -> None:
        """What the list knows is shown at once, what the record finds as soon as it has."""
        self._asked = draft
        self._view.show_similar(similar(draft, self._tickets), {})
        if draft.category:
            self._alike.refresh()

    def _ask_alike(self, record: Record) -> tuple[CallDraft, tuple[Likeness, ...]] | None:
        draft = self._asked
        if draft is None:
            return None  # whoever took the call has left
        latitude, longitude = draft.choice.latitude, draft.choice.longitude
        known = Draft(draft.category, self._now(), latitude, longitude, area_code=draft.choice.area_code)
        return draft, record.alike(known)

    def _alike_came(self, found: tuple[CallDraft, tuple[Likeness, ...]] | None) -> None:
        if found is None or found[0] != self._asked:
            return
        draft, alike = found
        known = similar(draft, self._tickets)
        unique = {ticket.id: ticket for ticket in (*(one.ticket for one in alike), *known)}
        metres = {one.ticket.id: one.distance_m for one in alike if one.distance_m is not None}
        self._view.show_similar(tuple(unique.values()), metres)

    def open_ticket(self, draft: CallDraft) -> None:
        category = next((one for one in self._categories if one.code == draft.category), None)
        command = self._same_or((draft, None), open_command(draft, category))
        ticket_id = command.ticket_id if isinstance(command, OpenTicket) else new_id()
        self._send(command, ticket_id)

    def add_report(self, ticket_id: UUID, draft: CallDraft) -> None:
        """The call is about a ticket that is there: it becomes one more report of it."""
        command = AddReport(key=new_id(), ticket_id=ticket_id, report=report_of(draft))
        self._send(self._same_or((draft, ticket_id), command), ticket_id)

    def note_nuisance(self, number: str) -> None:
        command = NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number=number)
        self._send(self._same_or(("nuisance", number), command), None)

    def _same_or(self, what: object, command: Command) -> Command:
        """The command that was sent for the same already, whose answer was lost or an error; else this one."""
        if self._pending is not None and self._pending[0] == what:
            return self._pending[1]
        self._pending = (what, command)
        return command

    def _send(self, command: Command, ticket_id: UUID | None) -> None:
        record, session, call = self._record, self._session, self._call
        if record is None:
            return

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if (session, call) != (self._session, self._call):
                return  # the list shows it; another call's form stays open
            self._pending = None
            self._view.show_sending(False)
            if ticket_id is None:
                self._view.show_nuisance_noted()
            else:
                self._view.show_taken(ticket_id)

        def failed(error: SiagaError) -> None:
            if session != self._session:
                return
            if call == self._call:
                self._view.show_sending(False)
            self._view.show_error(error)

        self._view.show_sending(True)
        self._jobs.submit(work, done, failed)

    def _read(self) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> FormFacts:
            return session, record.categories(), record.agencies(), place_search(record.areas(), record.places())

        self._jobs.submit(work, self._known, self._view.show_error)

    def _known(self, facts: FormFacts) -> None:
        session, self._categories, agencies, search = facts
        if session == self._session:
            self._view.show_choices(self._categories, agencies)
            self._view.show_place_search(search)


def report_of(draft: CallDraft) -> NewReport:
    """What the call becomes; of an anonymous one nothing of who called goes on from here."""
    handled_s = None if draft.handled_s is None else min(draft.handled_s, LONGEST_CALL_S)
    if draft.openness is Openness.ANONYMOUS:
        return NewReport(Channel.TELEPHONE, draft.words, handled_s=handled_s, openness=draft.openness)
    name, number, contact = draft.caller_name, draft.number, draft.contact
    return NewReport(Channel.TELEPHONE, draft.words, name, number, handled_s, draft.openness, contact)


def open_command(draft: CallDraft, category: Category | None) -> OpenTicket:
    """The command that opens the call's ticket; the caller's words go with it as its first report."""
    title = draft.title or made_title(category_name(category) if category is not None else "", draft)
    return OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title=title,
        category=draft.category,
        priority=draft.priority,
        place=draft.place or draft.choice.words[:PLACE_MOST],
        latitude=draft.choice.latitude,
        longitude=draft.choice.longitude,
        landmark=draft.choice.landmark,
        area_code=draft.choice.area_code,
        agency_ids=draft.agency_ids,
        report=report_of(draft),
        road=draft.road,
        routing=draft.routing,
        exercise_id=draft.exercise_id,
    )


def similar(draft: CallDraft, tickets: tuple[Ticket, ...]) -> tuple[Ticket, ...]:
    """Open tickets of the same category at the same place, the newest first; none while either is not known."""
    alike = [one for one in tickets if one.category == draft.category and one.state in OPEN_STATES]
    here = [one for one in alike if _same_place(draft, one)]
    return tuple(sorted(here, key=lambda one: one.created_at, reverse=True))


def _same_place(draft: CallDraft, ticket: Ticket) -> bool:
    choice = draft.choice
    if choice.area_code is not None and choice.area_code == ticket.area_code:
        return True
    if choice.landmark and folded(choice.landmark) == folded(ticket.landmark):
        return True
    if _distance_m(choice, ticket) <= NEAR_M:
        return True
    return bool(draft.place) and folded(draft.place) in (folded(ticket.place), folded(ticket.landmark))


def _distance_m(choice: PlaceChoice, ticket: Ticket) -> float:
    """Between their points, on a sphere made flat: right to a metre over a few hundred; infinite without both."""
    if choice.latitude is None or choice.longitude is None or ticket.latitude is None or ticket.longitude is None:
        return math.inf
    north = (ticket.latitude - choice.latitude) * _METRES_A_DEGREE
    east = (ticket.longitude - choice.longitude) * _METRES_A_DEGREE * math.cos(math.radians(choice.latitude))
    return math.hypot(north, east)
