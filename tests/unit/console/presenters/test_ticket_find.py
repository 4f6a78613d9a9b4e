"""Finding tickets: one wish at a time, page by page, never an answer to another wish, and filters that are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.callers import NOW
from support.small_site import new_ticket, small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.ticket_find import AGAIN_EVERY, FindPresenter
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.search import PAGE, TicketFilter
from storage.service.errors import Unreachable


class View:
    def __init__(self):
        self.rights = None
        self.tickets, self.complete, self.finding, self.error = (), True, False, None
        self.filters, self.kept, self.refused = (), [], None

    def show_may_find(self, allowed, *, may_keep, may_share):
        self.rights = (allowed, may_keep, may_share)

    def show_find_choices(self, categories, agencies):
        self.choices = (categories, agencies)

    def show_found(self, tickets, *, complete):
        self.tickets, self.complete = tickets, complete

    def show_finding(self, finding):
        self.finding = finding

    def show_find_error(self, error):
        self.error = error

    def show_filters(self, filters):
        self.filters = filters

    def show_filter_kept(self, filter_id):
        self.kept.append(filter_id)

    def show_keeping_error(self, error):
        self.refused = error


class HeldJobs:
    def __init__(self):
        self.held = []

    def submit(self, work, done, failed):
        self.held.append((work, done, failed))

    def run(self):
        held, self.held = self.held, []
        for job in held:
            ImmediateJobs().submit(*job)


class Desk:
    """A site with some tickets, and the search of one who sits there."""

    def __init__(self, count, jobs=None):
        self.site = small_site()
        supervisor = Person(new_id(), "supervisor1", "Supervisor 1", Role.SUPERVISOR)
        self.site.people[supervisor.id] = supervisor
        self.ids = [self.open(at) for at in range(count)]
        self.view = View()
        self.presenter = FindPresenter(self.view, jobs or ImmediateJobs(), lambda: self.site.now)

    def open(self, at, **more):
        self.site.pass_time(60)
        command = new_ticket(title=f"Genangan {at}", **more)
        self.site.person("operator1").execute(command)
        return command.ticket_id

    def sit(self, login="operator1"):
        record = self.site.person(login)
        self.presenter.begin(record, record.me())
        return self

    def shown(self):
        return [one.id for one in self.view.tickets]


def told(ticket_id):
    return (Change(1, Kind.TICKET, ticket_id, 1, "", NOW),)


def test_the_newest_come_first_and_the_next_page_when_it_is_asked_for():
    desk = Desk(PAGE + 7).sit()
    desk.presenter.open()
    assert (len(desk.shown()), desk.view.complete) == (PAGE, False)
    desk.presenter.more()
    assert desk.shown() == desk.ids[::-1]
    assert desk.view.complete
    desk.presenter.more()
    assert desk.shown() == desk.ids[::-1], "there is nothing after the end"


def test_an_answer_to_a_wish_that_is_none_any_more_is_dropped():
    jobs = HeldJobs()
    desk = Desk(3, jobs).sit()
    jobs.run()
    desk.presenter.look_for(TicketFilter(text="genangan"))
    desk.presenter.look_for(TicketFilter(text="Genangan 1"))
    assert desk.view.finding
    assert len(jobs.held) == 1, "one reading at a time, however fast somebody types"
    jobs.run()
    jobs.run()
    assert desk.shown() == [desk.ids[1]]
    assert not desk.view.finding


def test_a_wish_that_waited_for_one_that_failed_is_still_looked_for():
    jobs = HeldJobs()
    desk = Desk(3, jobs).sit()
    jobs.run()
    desk.presenter.look_for(TicketFilter(text="genangan"))
    work, _, failed = jobs.held.pop()
    work()
    desk.presenter.look_for(TicketFilter(text="Genangan 1"))
    failed(Unreachable(host="db"))
    jobs.run()
    assert (desk.shown(), desk.view.error, desk.view.finding) == ([desk.ids[1]], None, False)


def test_what_cannot_be_read_is_said_and_asked_again():
    desk = Desk(2).sit()
    desk.site.down = Unreachable(host="db")
    desk.presenter.open()
    assert isinstance(desk.view.error, Unreachable)
    assert not desk.view.finding
    desk.site.down = None
    desk.presenter.retry()
    assert desk.view.error is None
    assert len(desk.shown()) == 2


def test_a_page_that_failed_is_asked_for_again_and_what_came_before_stays():
    desk = Desk(PAGE + 2).sit()
    desk.presenter.open()
    desk.site.down = Unreachable(host="db")
    desk.presenter.more()
    assert (len(desk.shown()), desk.view.error is not None) == (PAGE, True)
    desk.site.down = None
    desk.presenter.retry()
    assert len(desk.shown()) == PAGE + 2


def test_days_are_counted_from_midnight_at_the_site():
    desk = Desk(1).sit()
    desk.site.pass_time(timedelta(days=2).total_seconds())
    today = desk.open(8)
    desk.presenter.look_for(TicketFilter(days=1))
    assert desk.shown() == [today]
    desk.presenter.look_for(TicketFilter(days=7))
    assert desk.shown() == [today, desk.ids[0]]


def test_what_changes_while_it_is_shown_is_read_again_now_and_then():
    desk = Desk(PAGE + 5).sit()
    desk.presenter.open()
    desk.presenter.more()
    newest = desk.open(99)
    desk.presenter.tick()
    assert newest not in desk.shown(), "nothing was told of it"
    desk.presenter.changed(told(newest))
    desk.presenter.tick()
    assert desk.shown() == [newest, *desk.ids[::-1]]
    desk.site.tickets.pop(newest)
    desk.presenter.changed(told(newest))
    desk.presenter.tick()
    assert newest in desk.shown(), "it was read just now"
    desk.site.pass_time(AGAIN_EVERY.total_seconds())
    desk.presenter.tick()
    assert desk.shown() == desk.ids[::-1]


def test_rows_beyond_what_is_read_again_stay():
    desk = Desk(230).sit()
    desk.presenter.open()
    for _ in range(4):
        desk.presenter.more()
    newest = desk.open(999)
    desk.presenter.changed(told(newest))
    desk.presenter.tick()
    assert desk.shown() == [newest, *desk.ids[::-1]]
    assert desk.view.complete


def test_a_closed_page_reads_nothing():
    desk = Desk(1).sit()
    desk.presenter.open()
    desk.presenter.close()
    desk.presenter.changed(told(desk.open(5)))
    desk.presenter.tick()
    assert len(desk.shown()) == 1


def test_who_comes_next_sees_nothing_of_what_was_found():
    jobs = HeldJobs()
    desk = Desk(2, jobs).sit()
    desk.presenter.open()
    desk.presenter.end()
    jobs.run()
    assert desk.view.tickets == ()
    assert desk.view.rights == (False, False, False)


def test_a_filter_is_kept_shared_changed_and_taken_away():
    desk = Desk(1).sit("supervisor1")
    wanted = TicketFilter(text="banjir", days=1)
    desk.presenter.keep("Banjir hari ini", wanted, shared=True)
    (kept,) = desk.view.filters
    assert (kept.filter, kept.shared, desk.view.kept) == (wanted, True, [kept.id])
    desk.presenter.keep("Banjir", replace(wanted, days=7), shared=True, filter_id=kept.id)
    assert [(one.id, one.name, one.filter.days) for one in desk.view.filters] == [(kept.id, "Banjir", 7)]
    desk.presenter.remove(kept.id)
    assert (desk.view.filters, desk.view.kept[-1]) == ((), None)


def test_only_a_supervisor_shares():
    desk = Desk(0).sit("operator1")
    assert desk.view.rights == (True, True, False)
    desk.presenter.keep("Banjir", TicketFilter(text="banjir"), shared=True)
    assert desk.view.refused is not None
    assert desk.view.filters == ()


@pytest.mark.parametrize("login", ["dishub1", "administrator1"])
def test_who_keeps_no_filters_is_not_asked_for_them(login):
    desk = Desk(1).sit(login)
    desk.presenter.open()
    assert desk.view.rights == (True, False, False)
    assert desk.view.refused is None
