"""The rules of routing as a book: read while its sheet is open, kept by supervisors and administrators."""

from typing import Protocol

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.model.routing import RoutingRule
from storage.model.tickets import Category
from storage.service.commands import SaveRoutingRule
from storage.service.errors import Stale
from storage.service.record import Outcome, Record

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
READERS = frozenset({Role.OPERATOR, Role.AUDITOR, *KEEPERS})
_TOUCHING = frozenset({Kind.ROUTING_RULE, Kind.AGENCY})

Book = tuple[tuple[RoutingRule, ...], tuple[Agency, ...], tuple[Category, ...]]


class RoutingRulesView(Protocol):
    def show_may_keep(self, may_read: bool, may_edit: bool) -> None: ...
    def show_rules(
        self, rules: tuple[RoutingRule, ...], agencies: tuple[Agency, ...], categories: tuple[Category, ...]
    ) -> None: ...
    def show_saving(self, saving: bool) -> None: ...
    def show_saved(self, rule: RoutingRule) -> None: ...
    def show_overtaken(self, error: SiagaError) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class RoutingRulesPresenter:
    """A rule that is sent again after a lost answer is the same command, so it is written once."""

    def __init__(self, view: RoutingRulesView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._session = 0
        self._open = self._saving = False
        self._reading = Reading(jobs, _asked, self._read, view.show_error)
        self._unsent: SaveRoutingRule | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        self._record = record if person.role in READERS else None
        self._reading.begin(self._record)
        self._view.show_may_keep(person.role in READERS, person.role in KEEPERS)

    def end(self) -> None:
        self._forget()
        self._view.show_may_keep(False, False)
        self._view.show_rules((), (), ())

    def open(self) -> None:
        self._open = True
        self._reading.refresh()

    def close(self) -> None:
        self._open = False

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        if self._open and any(change.kind in _TOUCHING for change in changes):
            self._reading.refresh()

    def save(self, rule: RoutingRule) -> None:
        """Write a rule as it was seen at its version; a new one is version 0."""
        record, session = self._record, self._session
        if record is None or self._saving:
            return
        if self._unsent is None or self._unsent.rule != rule:
            self._unsent = SaveRoutingRule(key=new_id(), rule=rule)
        command = self._unsent

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if session == self._session:
                self._unsent = None
                self._set_saving(False)
                self._view.show_saved(rule)
                self._reading.refresh()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(error)

        self._set_saving(True)
        self._jobs.submit(work, done, failed)

    def _refused(self, error: SiagaError) -> None:
        self._set_saving(False)
        if not isinstance(error, Stale):
            self._view.show_error(error)
            return
        self._unsent = None

        def overtaken() -> None:
            self._view.show_overtaken(error)

        self._reading.read(overtaken)

    def _read(self, book: Book) -> None:
        self._view.show_rules(*book)

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._view.show_saving(saving)

    def _forget(self) -> None:
        self._session += 1
        self._record = self._unsent = None
        self._reading.begin(None)
        self._open = False
        self._set_saving(False)


def _asked(record: Record) -> Book:
    return record.routing_rules(), record.agencies(), record.categories()
