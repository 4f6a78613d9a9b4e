"""While a ticket is being written: what may be there already, and the way to add to that instead."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.callers import Channel, NewReport
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.links import Draft, Likeness
from storage.model.people import Person, Role
from storage.service.commands import AddReport, AddStill
from storage.service.record import Record
from widgets.incidents.drafts import TicketDraft

ASKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
WORDS_MOST = 5000

Found = tuple[TicketDraft, tuple[Likeness, ...]]


class AlikeView(Protocol):
    def show_alike(self, alike: tuple[Likeness, ...], now: datetime) -> None: ...
    def show_adding(self, adding: bool) -> None: ...
    def show_added(self, ticket_id: UUID) -> None: ...
    def show_not_added(self, error: SiagaError) -> None: ...


class AlikePresenter:
    """Suggestions are a help: where they cannot be read the form stays silent and goes on."""

    def __init__(self, view: AlikeView, jobs: Jobs, now: Callable[[], datetime]) -> None:
        self._view, self._jobs, self._now = view, jobs, now
        self._record: Record | None = None
        self._session = 0
        self._cameras: dict[UUID, Camera] = {}
        self._draft: TicketDraft | None = None
        self._sent: tuple[tuple[UUID, TicketDraft], tuple[AddReport, AddStill | None]] | None = None
        self._reading = Reading(jobs, self._ask, self._came, stay_silent)

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record = record
        self._reading.begin(record if person.role in ASKERS else None)

    def end(self) -> None:
        self._session += 1
        self._record = self._draft = self._sent = None
        self._reading.begin(None)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        """Where a ticket of a camera stands, until its place is told."""
        self._cameras = {camera.id: camera for camera in cameras}

    def ask(self, draft: TicketDraft) -> None:
        """This is known now; without a category nothing is alike yet."""
        self._draft = draft
        if draft.category:
            self._reading.refresh()
        else:
            self._view.show_alike((), self._now())

    def _ask(self, record: Record) -> Found | None:
        draft = self._draft
        if draft is None:
            return None  # whoever wrote it has left
        return draft, record.alike(known_of(draft, self._cameras, self._now()))

    def _came(self, found: Found | None) -> None:
        if found is not None and found[0] == self._draft:
            self._view.show_alike(found[1], self._now())

    def add(self, ticket_id: UUID, draft: TicketDraft, still: bytes | None) -> None:
        """Add what was written to this ticket, and its picture; asked again it is the same report, not a second."""
        record, session = self._record, self._session
        if record is None:
            return
        commands = self._same_or((ticket_id, draft), still)

        def work() -> UUID:
            for command in commands:
                if command is not None:
                    record.execute(command)
            return ticket_id

        def done(ticket: UUID) -> None:
            if session == self._session:
                self._sent = None
                self._view.show_adding(False)
                self._view.show_added(ticket)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_adding(False)
                self._view.show_not_added(error)

        self._view.show_adding(True)
        self._jobs.submit(work, done, failed)

    def _same_or(self, what: tuple[UUID, TicketDraft], still: bytes | None) -> tuple[AddReport, AddStill | None]:
        if self._sent is not None and self._sent[0] == what:
            return self._sent[1]
        ticket_id, draft = what
        report = AddReport(key=new_id(), ticket_id=ticket_id, report=report_of(draft))
        picture = None
        if still is not None:
            picture = AddStill(key=new_id(), ticket_id=ticket_id, jpeg=still, camera_id=draft.camera_id)
        self._sent = (what, (report, picture))
        return report, picture


def known_of(draft: TicketDraft, cameras: dict[UUID, Camera], at: datetime) -> Draft:
    """What the form knows: the point of its place, else its camera's."""
    point = draft.choice.point
    camera = cameras.get(draft.camera_id) if draft.camera_id is not None else None
    if point is None and camera is not None and camera.latitude is not None and camera.longitude is not None:
        point = (camera.latitude, camera.longitude)
    latitude, longitude = point if point is not None else (None, None)
    return Draft(draft.category, at, latitude, longitude, draft.camera_id, draft.choice.area_code)


def report_of(draft: TicketDraft) -> NewReport:
    """What was written, as one more report: title, place and description, none of it lost."""
    place = draft.place or draft.choice.words
    words = "\n".join(part for part in (draft.title, place, draft.description) if part)
    return NewReport(Channel.CAMERA if draft.camera_id is not None else Channel.COUNTER, words[:WORDS_MOST])


def stay_silent(_: SiagaError) -> None:
    """A help that cannot be had is no trouble: the record says so itself when the ticket is opened."""
