from dataclasses import replace

import pytest
from support.small_site import small_site

from console.presenters.alarm_rules import AlarmRulesPresenter
from console.presenters.jobs import ImmediateJobs
from storage.model.alarms import AlarmKind
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.errors import AlreadyTaken, Forbidden, Stale, Unreachable


class View:
    def __init__(self):
        self.may = None
        self.rules, self.cameras = (), ()
        self.saved, self.overtaken, self.errors = [], [], []
        self.saving = False

    def show_may_keep_rules(self, may_read, may_edit):
        self.may = (may_read, may_edit)

    def show_rules(self, rules, cameras):
        self.rules, self.cameras = rules, cameras

    def show_saving_rule(self, saving):
        self.saving = saving

    def show_rule_saved(self, rule):
        self.saved.append(rule)

    def show_rule_overtaken(self, error):
        self.overtaken.append((error, self.rules))

    def show_rules_error(self, error):
        self.errors.append(error)

    def rule(self, kind):
        return next(rule for rule in self.rules if rule.kind is kind and rule.camera_id is None)


class LateJobs:
    """Work waits until the test does it."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed):
        self.waiting.append((work, done, failed))

    def run(self):
        ImmediateJobs().submit(*self.waiting.pop(0))


@pytest.fixture
def site():
    site = small_site()
    for login in ("supervisor1", "supervisor2"):
        person = Person(new_id(), login, login.title(), Role.SUPERVISOR)
        site.people[person.id] = person
    return site


def keeper(site, login="supervisor1", jobs=None):
    view = View()
    presenter = AlarmRulesPresenter(view, jobs or ImmediateJobs())
    record = site.person(login)
    presenter.begin(record, record.me())
    presenter.open()
    return view, presenter


def of(site, rule):
    return site.alarm_rules[rule.id]


@pytest.mark.parametrize(
    ("login", "may"),
    [
        ("supervisor1", (True, True)),
        ("administrator1", (True, True)),
        ("operator1", (True, False)),
        ("dishub1", (False, False)),
    ],
)
def test_supervisors_and_administrators_keep_operators_read_and_an_agency_sees_none(site, login, may):
    view = View()
    record = site.person(login)
    AlarmRulesPresenter(view, ImmediateJobs()).begin(record, record.me())
    assert view.may == may


def test_a_lowered_rule_stands_in_the_record_and_comes_back_at_its_next_version(site):
    view, presenter = keeper(site)
    rule = view.rule(AlarmKind.CONGESTION)
    presenter.save(replace(rule, min_duration_s=15.0))
    assert (of(site, rule).min_duration_s, of(site, rule).version) == (15.0, rule.version + 1)
    assert view.rule(AlarmKind.CONGESTION) == of(site, rule)
    assert (len(view.saved), view.saving) == (1, False)


def test_two_supervisors_at_once_the_slower_sees_what_stands_now_and_may_then_write_over_it(site):
    quick, quick_presenter = keeper(site, "supervisor1")
    slow, slow_presenter = keeper(site, "supervisor2")
    mine = replace(slow.rule(AlarmKind.DARK), cooldown_s=7.0)
    quick_presenter.save(replace(quick.rule(AlarmKind.DARK), cooldown_s=3600.0))
    slow_presenter.save(mine)
    error, shown = slow.overtaken[0]
    assert isinstance(error, Stale)
    standing = next(rule for rule in shown if rule.id == mine.id)
    assert (standing.cooldown_s, of(site, mine).cooldown_s) == (3600.0, 3600.0)
    slow_presenter.save(replace(mine, version=standing.version))
    assert of(site, mine).cooldown_s == 7.0


def test_an_exception_that_somebody_else_added_meanwhile_is_shown_and_not_added_twice(site):
    quick, quick_presenter = keeper(site, "supervisor1")
    slow, slow_presenter = keeper(site, "supervisor2")
    camera = slow.cameras[0]
    exceptions = [
        replace(view.rule(AlarmKind.DARK), id=new_id(), camera_id=camera.id, version=0) for view in (quick, slow)
    ]
    quick_presenter.save(exceptions[0])
    slow_presenter.save(exceptions[1])
    error, shown = slow.overtaken[0]
    assert isinstance(error, AlreadyTaken)
    assert [rule.id for rule in shown if rule.camera_id == camera.id] == [exceptions[0].id]


def test_a_rule_sent_again_after_a_lost_answer_is_written_once(site):
    view, presenter = keeper(site)
    rule = replace(view.rule(AlarmKind.DARK), cooldown_s=5.0)
    record = site.person("supervisor1")
    executed = record.execute

    def lost(command):
        executed(command)
        raise Unreachable(host="db")

    record.execute = lost
    presenter.begin(record, record.me())
    presenter.save(rule)
    assert isinstance(view.errors[0], Unreachable)
    record.execute = executed
    presenter.save(rule)
    assert (view.saved, view.overtaken) == ([rule], [])
    assert of(site, rule).version == rule.version + 1


def test_a_second_press_before_the_first_is_answered_is_not_a_second_write(site):
    jobs = LateJobs()
    view, presenter = keeper(site, jobs=jobs)
    jobs.run()
    rule = view.rule(AlarmKind.DARK)
    presenter.save(replace(rule, enabled=False))
    presenter.save(replace(rule, enabled=False))
    jobs.run()
    presenter.save(replace(rule, enabled=False))  # written, but what stands is not read yet
    assert len(jobs.waiting) == 1
    jobs.run()
    assert (view.saving, view.overtaken, of(site, rule).version) == (False, [], rule.version + 1)


def test_the_feed_brings_anothers_rule_only_while_the_sheet_is_open(site):
    view, presenter = keeper(site, "operator1")
    _, other = keeper(site, "supervisor1")
    other.save(replace(view.rule(AlarmKind.DARK), min_duration_s=33.0))
    told = (Change(1, Kind.ALARM_RULE, new_id(), 2, "supervisor1", site.now),)
    presenter.close()
    presenter.changed(told)
    assert view.rule(AlarmKind.DARK).min_duration_s != 33.0
    presenter.open()
    other.save(replace(view.rule(AlarmKind.DARK), min_duration_s=44.0))
    presenter.changed(told)
    assert view.rule(AlarmKind.DARK).min_duration_s == 44.0


def test_what_the_server_refuses_to_an_operator_is_an_error_and_changes_nothing(site):
    view, presenter = keeper(site, "operator1")
    rule = view.rule(AlarmKind.DARK)
    presenter.save(replace(rule, enabled=False))
    assert isinstance(view.errors[0], Forbidden)
    assert of(site, rule).enabled


def test_an_answer_for_the_person_before_is_not_shown_to_the_next(site):
    jobs = LateJobs()
    view, presenter = keeper(site, jobs=jobs)
    presenter.end()
    jobs.run()
    assert view.rules == ()
