"""The book of rules of routing: what is under way is done once, and ends only when what stands is shown."""

from dataclasses import replace

from unit.storage.demo_values import fake_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.routing_rules import RoutingRulesPresenter
from storage.model.ids import new_id
from storage.model.routing import RoutingRule
from storage.service.errors import Unreachable


class View:
    def __init__(self):
        self.saving, self.rules, self.saved, self.errors, self.overtaken = False, (), [], [], []

    def show_may_keep(self, may_read, may_edit):
        self.may = (may_read, may_edit)

    def show_rules(self, rules, agencies, categories):
        self.rules = rules

    def show_saving(self, saving):
        self.saving = saving

    def show_saved(self, rule):
        self.saved.append(rule)

    def show_overtaken(self, error):
        self.overtaken.append(error)

    def show_error(self, error):
        self.errors.append(error)


class LateJobs:
    """Work waits until the test does it."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed):
        self.waiting.append((work, done, failed))

    def run(self):
        ImmediateJobs().submit(*self.waiting.pop(0))


def keeper():
    site, view, jobs = fake_site(), View(), LateJobs()
    presenter = RoutingRulesPresenter(view, jobs)
    record = site.person("supervisor1")
    presenter.begin(record, record.me())
    rule = RoutingRule(new_id(), "Jalan nasional", next(iter(site.agencies)), "road_damage")
    return view, jobs, presenter, rule


def test_a_press_before_what_stands_is_read_is_not_a_second_write():
    view, jobs, presenter, rule = keeper()
    presenter.save(rule)
    jobs.run()
    presenter.save(replace(rule, name="Lain"))  # written, but what stands is not read yet
    assert (view.saving, len(jobs.waiting)) == (True, 1)
    jobs.run()
    assert (view.saving, [one.name for one in view.rules]) == (False, ["Jalan nasional"])


def test_a_rule_sent_again_after_a_lost_answer_is_one():
    view, jobs, presenter, rule = keeper()
    presenter.save(rule)
    work, _, failed = jobs.waiting.pop()
    work()
    failed(Unreachable(host="db"))
    assert (view.saving, len(view.errors)) == (False, 1)
    presenter.save(rule)
    jobs.run()
    jobs.run()
    assert (view.saved, len(view.rules), view.overtaken) == ([rule], 1, [])


def test_a_reading_that_fails_after_a_write_leaves_the_book_free():
    view, jobs, presenter, rule = keeper()
    presenter.save(rule)
    jobs.run()
    _, _, failed = jobs.waiting.pop()
    failed(Unreachable(host="db"))
    assert (view.saving, len(view.errors), view.saved) == (False, 1, [rule])
