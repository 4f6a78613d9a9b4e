"""Which exercise runs, and whether this desk's new tickets are its."""

from typing import Protocol

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.exercise import Exercise
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.commands import EndExercise, StartExercise
from storage.service.record import Outcome, Record

RUNNERS = frozenset({Role.SUPERVISOR})
OPENERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})


class ExerciseView(Protocol):
    def show_exercise(self, running: Exercise | None, *, opening: bool) -> None:
        """The one that runs; `opening` says that new tickets of this desk are its."""
        ...

    def show_rights(self, *, may_run: bool, may_open: bool) -> None: ...
    def show_running(self, busy: bool) -> None: ...
    def show_done(self) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class ExercisePresenter:
    """The switch is the desk's and ends with the exercise and with the person: nobody opens one by accident."""

    def __init__(self, view: ExerciseView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._session = 0
        self._running: Exercise | None = None
        self._opening = False
        self._reading = Reading(jobs, _asked, self._read, view.show_error)

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._opening = False
        self._record = record if person.role is not Role.INTAKE else None
        self._reading.begin(self._record)
        self._view.show_rights(may_run=person.role in RUNNERS, may_open=person.role in OPENERS)
        if self._record is not None:
            self._reading.refresh()

    def end(self) -> None:
        self._session += 1
        self._record = None
        self._reading.begin(None)
        self._view.show_rights(may_run=False, may_open=False)
        self._read(None)

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        if self._record is not None and any(change.kind is Kind.EXERCISE for change in changes):
            self._reading.refresh()

    def open_in_exercise(self, opening: bool) -> None:
        """From now on new tickets of this desk are the running exercise's, or real again."""
        self._opening = opening and self._running is not None
        self._view.show_exercise(self._running, opening=self._opening)

    def start(self, name: str) -> None:
        self._send(StartExercise(key=new_id(), exercise_id=new_id(), name=name))

    def finish(self) -> None:
        if self._running is not None:
            self._send(EndExercise(key=new_id(), exercise_id=self._running.id))

    def _send(self, command: StartExercise | EndExercise) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if session == self._session:
                self._view.show_running(False)
                self._view.show_done()
                self._reading.refresh()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_running(False)
                self._view.show_error(error)

        self._view.show_running(True)
        self._jobs.submit(work, done, failed)

    def _read(self, running: Exercise | None) -> None:
        if running is None or self._running is None or running.id != self._running.id:
            self._opening = False
        self._running = running
        self._view.show_exercise(running, opening=self._opening)


def _asked(record: Record) -> Exercise | None:
    return record.exercise()
