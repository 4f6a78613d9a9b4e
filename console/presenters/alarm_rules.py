"""The alarm rules: read while their sheet is open, written one at a time by those who may."""

from typing import Protocol

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
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
        self._open = self._saving = False
        self._list = Reading(jobs, _asked, self._show, self._read_failed)
        self._unsent: SaveAlarmRule | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        self._record = record
        self._list.begin(record)
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
        self._list.refresh()

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
                self._list.read(self._end_saving)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(error)

        self._set_saving(True)
        self._jobs.submit(work, done, failed)

    def _end_saving(self) -> None:
        """Only once what stands is shown: the next one would be of a version that is no more."""
        self._set_saving(False)

    def _refused(self, error: SiagaError) -> None:
        self._set_saving(False)
        if not isinstance(error, Stale | AlreadyTaken):
            self._view.show_rules_error(error)
            return
        self._unsent = None

        def overtaken() -> None:
            self._view.show_rule_overtaken(error)

        self._list.read(overtaken)

    def _show(self, found: Rules) -> None:
        self._view.show_rules(*found)

    def _read_failed(self, error: SiagaError) -> None:
        self._set_saving(False)
        self._view.show_rules_error(error)

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._view.show_saving_rule(saving)

    def _forget(self) -> None:
        self._session += 1
        self._record = self._unsent = None
        self._list.begin(None)
        self._open = False
        self._set_saving(False)


def _asked(record: Record) -> Rules:
    return record.alarm_rules(), record.cameras()
