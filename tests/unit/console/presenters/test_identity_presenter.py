"""Seals on the desk, on a record in memory: asked, granted, shown for a while, gone at its end."""

import pytest
from unit.console.presenters.test_procedures_presenter import HeldJobs
from unit.storage.callers_contract import a_report, add_report
from unit.storage.city import City
from unit.storage.demo_values import fake_site
from unit.storage.identity_contract import CONTACT, NAME, ask, decide, sealed
from unit.storage.test_fakes import FakeDoors

from console.presenters.identity import IdentityPresenter
from console.presenters.jobs import ImmediateJobs
from console.presenters.telephone import report_of
from storage.model.callers import Openness
from storage.model.identity import OPEN_FOR, SealState
from storage.service.errors import SealShut, Stale, Unreachable
from widgets.incidents.seal_values import SealAct
from widgets.telephone.drafts import CallDraft


class View:
    def __init__(self):
        self.rows, self.requests, self.sent, self.busy, self.error = (), (), 0, False, None
        self.ever = []

    def show_seals(self, rows):
        self.rows = rows
        self.ever += [row.who for row in rows if row.who is not None]

    def show_requests(self, requests):
        self.requests = requests

    def show_busy(self, busy):
        self.busy = busy

    def show_sent(self):
        self.sent += 1

    def show_error(self, error):
        self.error = error


class Room:
    """A person who looks at a ticket with a confidential report."""

    def __init__(self, login="operator1", jobs=None):
        self.site = fake_site()
        self.city = City(FakeDoors(self.site))
        self.view, self.told, self.clock = View(), [], 0.0
        self.report = sealed(self.city, "dishub")
        self.presenter = IdentityPresenter(
            self.view, jobs or ImmediateJobs(), lambda: self.clock, lambda: self.told.append("told")
        )
        self.begin(login)

    def begin(self, login):
        self.record = self.city.person(login)
        self.presenter.begin(self.record, self.record.me())
        self.look()

    def look(self):
        self.presenter.reports_known(self.record.reports(self.report.ticket_id))

    def ask(self):
        self.presenter.submit(SealAct.ASK, self.report.id, "Perlu bertanya")
        return self.record.unsealings(self.report.ticket_id)[-1].id

    def hear(self):
        self.presenter.changed(tuple(self.site.changes[-1:]))

    def opened(self):
        """Asked, granted and shown."""
        unsealing = self.ask()
        decide(self.city, unsealing, by="supervisor1")
        self.hear()
        self.presenter.reveal(self.report.id)
        return unsealing

    def pass_time(self, seconds):
        self.clock += seconds
        self.site.pass_time(seconds)
        self.presenter.second()

    @property
    def row(self):
        (row,) = self.view.rows
        return row


def test_a_confidential_report_has_a_row_and_an_open_one_has_none():
    room = Room()
    assert (room.row.report_id, room.row.state, room.row.of, room.row.who) == (room.report.id, SealState.SHUT, 1, None)
    ticket = room.city.open(report=a_report())
    room.presenter.reports_known(room.record.reports(ticket))
    assert room.view.rows == ()


def test_a_request_is_sent_with_its_reason_and_waits():
    room = Room()
    room.ask()
    assert (room.row.state, room.view.sent) == (SealState.ASKED, 1)
    (asked,) = room.record.unsealings(room.report.ticket_id)
    assert (asked.reason, asked.asked_by) == ("Perlu bertanya", "Operator 1")


def test_a_supervisor_sees_the_requests_of_others_and_answers_them():
    room = Room("supervisor1")
    unsealing = ask(room.city, room.report)
    ask(room.city, room.report, "supervisor1")
    room.hear()
    assert [one.id for one in room.view.requests] == [unsealing]
    assert room.row.others == "Operator 1"
    room.presenter.submit(SealAct.GRANT, unsealing, "")
    assert room.view.requests == ()
    assert room.city.operator.unsealings(room.report.ticket_id)[0].granted is True


def test_an_operator_is_shown_no_requests():
    room = Room("operator2")
    ask(room.city, room.report)
    room.hear()
    assert room.view.requests == ()
    assert room.row.others == "Operator 1"


def test_once_granted_it_is_open_and_shown_only_when_it_is_wanted():
    room = Room()
    decide(room.city, room.ask(), by="supervisor1")
    room.hear()
    assert (room.row.state, room.row.who, room.told) == (SealState.OPEN, None, ["told"])
    assert room.row.left_s == pytest.approx(OPEN_FOR.total_seconds(), abs=1)
    assert room.record.unsealings(room.report.ticket_id)[-1].readings == 0
    room.presenter.reveal(room.report.id)
    assert (room.row.who.name, room.row.who.contact) == (NAME, CONTACT)
    assert room.record.unsealings(room.report.ticket_id)[-1].readings == 1


def test_it_counts_down_and_is_gone_at_the_end():
    room = Room()
    room.opened()
    room.pass_time(60)
    assert room.row.left_s == pytest.approx(OPEN_FOR.total_seconds() - 60, abs=1)
    assert room.row.who is not None
    room.pass_time(OPEN_FOR.total_seconds() - 60)
    assert (room.row.state, room.row.who, room.row.left_s) == (SealState.SHUT, None, None)
    room.presenter.reveal(room.report.id)
    assert isinstance(room.view.error, SealShut)


def test_it_is_hidden_at_a_key_and_each_time_it_is_shown_is_a_reading():
    room = Room()
    room.opened()
    room.presenter.hide()
    assert (room.row.state, room.row.who) == (SealState.OPEN, None)
    room.presenter.reveal(room.report.id)
    assert room.row.who is not None
    assert room.record.unsealings(room.report.ticket_id)[-1].readings == 2


def test_it_goes_with_the_ticket_and_with_the_person():
    room = Room()
    room.opened()
    room.presenter.look_at(room.city.open())
    assert room.view.rows == ()
    room.look()
    assert room.row.who is None
    room.presenter.reveal(room.report.id)
    assert room.row.who is not None
    room.presenter.end()
    assert (room.view.rows, room.view.requests) == ((), ())
    room.begin("operator2")
    assert (room.row.state, room.row.who) == (SealState.SHUT, None)


def test_an_answer_that_comes_after_another_ticket_is_looked_at_shows_nothing():
    jobs = HeldJobs()
    room = Room(jobs=jobs)
    jobs.run()
    unsealing = ask(room.city, room.report)
    decide(room.city, unsealing)
    room.hear()
    jobs.run()
    room.presenter.reveal(room.report.id)
    room.presenter.look_at(None)
    jobs.run()
    assert (room.view.rows, room.view.ever, room.view.busy) == ((), [], False)


def test_more_reports_of_the_ticket_leave_it_shown():
    room = Room()
    room.opened()
    add_report(room.city, room.report.ticket_id, a_report())
    room.look()
    assert room.row.who is not None


def test_a_refusal_says_who_and_why():
    room = Room()
    decide(room.city, room.ask(), grant=False, reason="Tidak perlu")
    room.hear()
    assert (room.row.state, room.row.decided_by, room.row.said) == (SealState.REFUSED, "Supervisor 1", "Tidak perlu")


def test_what_fails_is_said_and_can_be_done_again():
    room = Room()
    room.site.down = Unreachable(host="db")
    room.presenter.submit(SealAct.ASK, room.report.id, "Perlu")
    assert isinstance(room.view.error, Unreachable)
    assert not room.view.busy
    room.site.down = None
    room.presenter.submit(SealAct.ASK, room.report.id, "Perlu")
    assert room.row.state is SealState.ASKED


def test_a_request_that_another_answered_is_read_again():
    room = Room("supervisor1")
    unsealing = ask(room.city, room.report)
    room.hear()
    decide(room.city, unsealing)
    room.presenter.submit(SealAct.REFUSE, unsealing, "Tidak")
    assert isinstance(room.view.error, Stale)
    assert room.view.requests == ()


@pytest.mark.parametrize("login", ["dishub1", "auditor1"])
def test_who_may_not_ask_has_no_row(login):
    assert Room(login).view.rows == ()


def test_an_anonymous_call_goes_on_without_name_number_and_contact():
    draft = CallDraft("0812", "Macet", caller_name="Bu Ani", contact="kakak", openness=Openness.ANONYMOUS)
    report = report_of(draft)
    assert (report.openness, report.caller_name, report.caller_number, report.contact) == (
        Openness.ANONYMOUS,
        "",
        "",
        "",
    )
    assert report.words == "Macet"
