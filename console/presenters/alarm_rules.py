"""The alarm rules: read while their sheet is open, written one at a time by those who may."""

from typing import Protocol

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.alarms import AlarmRule
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.commands import SaveAlarmRule
from storage.service.errors import AlreadyTaken, Stale
from storage.service.record import Outcome, Record

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


class AlarmRulesPresenter:
    """A rule that is sent again after a lost answer is the same command, so it is written once."""

    def __init__(self, view: AlarmRulesView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._session = 0
        self._open = self._reading = self._read_again = self._saving = False
        self._unsent: SaveAlarmRule | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        self._record = record
        self._view.show_may_keep_rules(person.role in READERS, person.role in KEEPERS)

    def end(self) -> None:
        self._forget()
        self._view.show_may_keep_rules(False, False)
        self._view.show_rules((), ())

    def open(self) -> None:
        self._open = True
        self.refresh()

    def close(self) -> None:
        self._open = False

    def changed(self, changes: tuple[Change, ...]) -> None:
        if self._open and any(change.kind in _TOUCHING for change in changes):
            self.refresh()

    def refresh(self) -> None:
        if self._reading:
            self._read_again = True
            return
        self._read(self._view.show_rules)

    def save(self, rule: AlarmRule) -> None:
        """Write a rule as it was seen at its version (0: a new one); where it was overtaken, show what stands now."""
        record, session = self._record, self._session
        if record is None or self._saving:
            return
        if self._unsent is None or self._unsent.rule != rule:
            self._unsent = SaveAlarmRule(key=new_id(), rule=rule)
        command = self._unsent

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if session == self._session:
                self._unsent = None
                self._view.show_rule_saved(rule)
                self._read(self._show_after_saving)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(error)

        self._set_saving(True)
        self._jobs.submit(work, done, failed)

    def _show_after_saving(self, rules: tuple[AlarmRule, ...], cameras: tuple[Camera, ...]) -> None:
        """Only now may the next one be saved: it would be of a version that is no more."""
        self._set_saving(False)
        self._view.show_rules(rules, cameras)

    def _refused(self, error: SiagaError) -> None:
        self._set_saving(False)
        if not isinstance(error, Stale | AlreadyTaken):
            self._view.show_rules_error(error)
            return
        self._unsent = None

        def shown(rules: tuple[AlarmRule, ...], cameras: tuple[Camera, ...]) -> None:
            self._view.show_rules(rules, cameras)
            self._view.show_rule_overtaken(error)

        self._read(shown)

    def _read(self, show: "ShowRules") -> None:
        record, session = self._record, self._session
        if record is None:
            return
        self._reading = True

        def work() -> Rules:
            return record.alarm_rules(), record.cameras()

        def done(found: Rules) -> None:
            if session == self._session:
                self._reading = False
                show(*found)
                self._go_on()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._reading = self._read_again = False
                self._set_saving(False)
                self._view.show_rules_error(error)

        self._jobs.submit(work, done, failed)

    def _go_on(self) -> None:
        if self._read_again:
            self._read_again = False
            self.refresh()

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._view.show_saving_rule(saving)

    def _forget(self) -> None:
        self._session += 1
        self._record = self._unsent = None
        self._open = self._reading = self._read_again = False
        self._set_saving(False)


class ShowRules(Protocol):
    def __call__(self, rules: tuple[AlarmRule, ...], cameras: tuple[Camera, ...]) -> None: ...
