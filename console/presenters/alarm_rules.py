"""The alarm rules: read while their sheet is open, written one at a time by those who may."""

from typing import Protocol
from uuid import UUID

from console.presenters.book import BookPresenter
from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.alarms import AlarmRule
from storage.model.cameras import Camera
from storage.model.feed import Kind
from storage.model.people import Person, Role
from storage.service.commands import SaveAlarmRule
from storage.service.errors import AlreadyTaken, Stale
from storage.service.record import Record

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
READERS = KEEPERS | {Role.OPERATOR, Role.AUDITOR}
_TOUCHING = frozenset({Kind.ALARM_RULE, Kind.CAMERA})

Rules = tuple[tuple[AlarmRule, ...], tuple[Camera, ...]]


class AlarmRulesView(Protocol):
    def show_may_keep_rules(self, may_read: bool, may_edit: bool) -> None: ...
    def show_rules(self, rules: tuple[AlarmRule, ...], cameras: tuple[Camera, ...]) -> None: ...
    def show_saving_rule(self, saving: bool) -> None: ...
    def show_rule_saved(self, rule: AlarmRule) -> None: ...
    def show_rule_overtaken(self, error: SiagaError) -> None:
        """Somebody else was faster; what stands now was shown just before."""
        ...

    def show_rules_error(self, error: SiagaError) -> None: ...


class AlarmRulesPresenter(BookPresenter[Rules]):
    """Reads and keeps alarm rules."""

    TOUCHING = _TOUCHING
    OVERTAKEN = (Stale, AlreadyTaken)

    def __init__(self, view: AlarmRulesView, jobs: Jobs) -> None:
        super().__init__(jobs, _asked)
        self._view = view

    def begin(self, record: Record, person: Person) -> None:
        self._take(record)
        self._view.show_may_keep_rules(person.role in READERS, person.role in KEEPERS)

    def end(self) -> None:
        self._take(None)
        self._view.show_may_keep_rules(False, False)
        self._view.show_rules((), ())

    def save(self, rule: AlarmRule) -> None:
        """Write a rule as it was seen at its version (0: a new one); where it was overtaken, show what stands now."""
        if not self._may_write:
            return

        def command(key: UUID) -> SaveAlarmRule:
            return SaveAlarmRule(key=key, rule=rule)

        def saved() -> None:
            self._view.show_rule_saved(rule)

        self._write((self._once(command),), saved)

    def _show(self, found: Rules) -> None:
        self._view.show_rules(*found)

    def _show_saving(self, saving: bool) -> None:
        self._view.show_saving_rule(saving)

    def _show_overtaken(self, error: SiagaError) -> None:
        self._view.show_rule_overtaken(error)

    def _show_error(self, error: SiagaError) -> None:
        self._view.show_rules_error(error)


def _asked(record: Record) -> Rules:
    return record.alarm_rules(), record.cameras()
