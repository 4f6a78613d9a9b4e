"""The rules of routing as a book: read while its sheet is open, kept by supervisors and administrators."""

from typing import Protocol
from uuid import UUID

from console.presenters.book import BookPresenter
from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.feed import Kind
from storage.model.people import Agency, Person, Role
from storage.model.routing import RoutingRule
from storage.model.tickets import Category
from storage.service.commands import SaveRoutingRule
from storage.service.record import Record

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


class RoutingRulesPresenter(BookPresenter[Book]):
    """Reads and keeps rules of routing."""

    TOUCHING = _TOUCHING

    def __init__(self, view: RoutingRulesView, jobs: Jobs) -> None:
        super().__init__(jobs, _asked)
        self._view = view

    def begin(self, record: Record, person: Person) -> None:
        self._take(record if person.role in READERS else None)
        self._view.show_may_keep(person.role in READERS, person.role in KEEPERS)

    def end(self) -> None:
        self._take(None)
        self._view.show_may_keep(False, False)
        self._view.show_rules((), (), ())

    def save(self, rule: RoutingRule) -> None:
        """Write a rule as it was seen at its version; a new one is version 0."""
        if not self._may_write:
            return

        def command(key: UUID) -> SaveRoutingRule:
            return SaveRoutingRule(key=key, rule=rule)

        def saved() -> None:
            self._view.show_saved(rule)

        self._write((self._once(command),), saved)

    def _show(self, found: Book) -> None:
        self._view.show_rules(*found)

    def _show_saving(self, saving: bool) -> None:
        self._view.show_saving(saving)

    def _show_overtaken(self, error: SiagaError) -> None:
        self._view.show_overtaken(error)

    def _show_error(self, error: SiagaError) -> None:
        self._view.show_error(error)


def _asked(record: Record) -> Book:
    return record.routing_rules(), record.agencies(), record.categories()
