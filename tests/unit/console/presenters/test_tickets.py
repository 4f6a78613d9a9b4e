from dataclasses import replace

import pytest
from support.small_site import DISHUB, JPEG, new_ticket, small_site
from unit.storage.demo_values import fake_site

from console.presenters.drafts import draft_of
from console.presenters.jobs import ImmediateJobs
from console.presenters.tickets import TicketsPresenter
from storage.model.ids import new_id
from storage.model.tickets import Act, TicketState
from storage.service.commands import ActOnTicket, SeeNotice, SkipStep
from storage.service.errors import Stale, Unreachable


class View:
    def __init__(self):
        self.tickets = self.detail = self.conflict = self.question = self.edit = self.error = None
        self.stills = []
        self.opened = []
        self.lists = 0
        self.noted = 0

    def show_reference(self, reference):
        self.reference = reference

    def show_tickets(self, tickets):
        self.tickets = tickets
        self.lists += 1

    def show_detail(self, detail):
        self.detail = detail

    def show_still(self, still):
        self.stills.append(still)

    def show_conflict(self, mine, seen, current):
        self.conflict = (mine, seen, current)

    def show_question(self, question):
        self.question = question

    def show_edit(self, detail):
        self.edit = detail

    def show_error(self, error):
        self.error = error

    def show_noted(self):
        self.noted += 1

    def show_opened(self, ticket_id):
        self.opened.append(ticket_id)


class HeldJobs:
    """Work waits until the test lets it run."""

    def __init__(self):
        self.held = []

    def submit(self, work, done, failed):
        self.held.append((work, done, failed))

    def run(self):
        held, self.held = self.held, []
        for job in held:
            ImmediateJobs().submit(*job)


@pytest.fixture
def site():
    return small_site()


def acknowledging(seen):
    ticket = seen.ticket
    return ActOnTicket(key=new_id(), ticket_id=ticket.id, expected_version=ticket.version, act=Act.ACKNOWLEDGE)


def signed_in(site, login="operator1", jobs=None):
    view = View()
    presenter = TicketsPresenter(view, jobs or ImmediateJobs())
    record = site.person(login)
    presenter.begin(record, record.me())
    return view, presenter, record


def test_signing_in_shows_the_open_tickets_and_what_forms_need(site):
    ticket = new_ticket()
    site.person("operator2").execute(ticket)
    view, _, _ = signed_in(site)
    assert [one.id for one in view.tickets] == [ticket.ticket_id]
    assert DISHUB in view.reference.agencies


def test_an_opened_ticket_is_in_the_list_and_looked_at(site):
    view, presenter, _ = signed_in(site)
    command = new_ticket(still=JPEG, agency_ids=(DISHUB.id,))
    presenter.open_ticket(command)
    assert view.opened == [command.ticket_id]
    assert view.detail.ticket.id == command.ticket_id
    assert [one.id for one in view.tickets] == [command.ticket_id]
    presenter.want_still(view.detail.still_ids[0])
    assert view.stills[0].jpeg == JPEG


def test_an_act_without_needs_is_done_at_once(site):
    view, presenter, _ = signed_in(site)
    presenter.open_ticket(new_ticket())
    presenter.begin_act(Act.ACKNOWLEDGE, None)
    assert view.question is None
    assert view.detail.ticket.state is TicketState.ACKNOWLEDGED


def test_a_rejection_first_asks_for_its_reason(site):
    view, presenter, _ = signed_in(site)
    presenter.open_ticket(new_ticket())
    presenter.begin_act(Act.REJECT, None)
    assert view.question.needs_text
    assert view.detail.ticket.state is TicketState.NEW
    presenter.act(Act.REJECT, None, text="Bukan kejadian")
    assert view.detail.ticket.state is TicketState.REJECTED


def test_a_dispatch_asks_for_the_agency(site):
    view, presenter, _ = signed_in(site)
    presenter.open_ticket(new_ticket())
    presenter.begin_act(Act.DISPATCH, None)
    assert (view.question.needs_agency, view.question.needs_text) == (True, False)


def test_taking_over_from_another_person_asks_why_and_taking_a_free_one_does_not(site):
    view, presenter, _ = signed_in(site, "operator2")
    command = new_ticket()
    site.person("operator1").execute(command)
    presenter.select(command.ticket_id)
    presenter.begin_act(Act.CLAIM, None)
    assert view.question.needs_text


def test_a_stale_act_is_shown_beside_what_stands_now_and_overwrites_nothing(site):
    view, presenter, _ = signed_in(site)
    presenter.open_ticket(new_ticket())
    seen = view.detail.ticket
    other = site.person("operator2")
    other.execute(
        ActOnTicket(key=new_id(), ticket_id=seen.id, expected_version=seen.version, act=Act.REJECT, text="Sudah lancar")
    )
    presenter.act(Act.ACKNOWLEDGE, None)
    mine, before, current = view.conflict
    assert (mine.act, before.ticket.state, current.ticket.state) == (
        Act.ACKNOWLEDGE,
        TicketState.NEW,
        TicketState.REJECTED,
    )
    assert other.ticket(seen.id).ticket.state is TicketState.REJECTED


def test_after_a_conflict_only_the_chosen_fields_of_mine_are_written(site):
    view, presenter, record = signed_in(site)
    presenter.open_ticket(new_ticket())
    seen = view.detail.ticket
    other_view, other, _ = signed_in(site, "operator2")
    other.select(seen.id)
    other.edit(replace(draft_of(other_view.detail.ticket), title="Judul lain", place="Tempat lain"))
    presenter.edit(replace(draft_of(seen), title="Judul saya", place="Tempat saya"))
    assert view.conflict is not None
    presenter.settle_conflict(("title",))
    now = record.ticket(seen.id).ticket
    assert (now.title, now.place) == ("Judul saya", "Tempat lain")


def test_keeping_theirs_after_a_conflict_writes_nothing(site):
    view, presenter, record = signed_in(site)
    presenter.open_ticket(new_ticket())
    seen = view.detail.ticket
    other_view, other, _ = signed_in(site, "operator2")
    other.select(seen.id)
    other.edit(replace(draft_of(other_view.detail.ticket), title="Judul lain"))
    presenter.edit(replace(draft_of(seen), title="Judul saya"))
    presenter.settle_conflict(())
    assert record.ticket(seen.id).ticket.title == "Judul lain"


def test_the_feed_makes_another_desks_change_seen_in_list_and_detail(site):
    view, presenter, record = signed_in(site)
    presenter.open_ticket(new_ticket())
    position = record.feed_position()
    other_view, other, _ = signed_in(site, "operator2")
    other.select(view.detail.ticket.id)
    other.act(Act.ACKNOWLEDGE, None)
    assert other_view.error is None
    presenter.changed(record.changes_since(position))
    assert view.detail.ticket.state is TicketState.ACKNOWLEDGED
    assert view.tickets[0].state is TicketState.ACKNOWLEDGED


def test_a_notice_that_a_supervisor_saw_is_a_line_of_the_timeline_at_once():
    site = fake_site()
    view, presenter, record = signed_in(site)
    presenter.open_ticket(new_ticket(category="fire"))
    ticket = view.detail.ticket
    skipped = {"key": new_id(), "ticket_id": ticket.id, "expected_version": ticket.version}
    record.execute(SkipStep(**skipped, step="keluar", reason="Radio mati"))
    position = record.feed_position()
    (notice,) = record.procedure_notices()
    site.person("supervisor1").execute(SeeNotice(key=new_id(), notice_id=notice.id))
    presenter.changed(record.changes_since(position))
    assert view.detail.timeline[-1].act == "see_steps"


def test_wishes_for_the_list_while_it_is_read_become_one_more_reading(site):
    jobs = HeldJobs()
    view, presenter, _ = signed_in(site, jobs=jobs)
    for _ in range(5):
        presenter.refresh()
    jobs.run()
    assert view.lists == 1
    jobs.run()
    assert view.lists == 2
    assert jobs.held == []


def test_what_one_person_asked_for_never_reaches_the_next(site):
    site.person("operator2").execute(new_ticket())
    jobs = HeldJobs()
    view, presenter, _ = signed_in(site, jobs=jobs)
    presenter.end()
    jobs.run()
    assert view.tickets == ()


def test_a_conflict_or_a_still_that_comes_after_its_person_left_is_shown_to_nobody(site):
    jobs = HeldJobs()
    view, presenter, record = signed_in(site, jobs=jobs)
    command = new_ticket(still=JPEG)
    record.execute(command)
    presenter.select(command.ticket_id)
    jobs.run()
    (picture,) = view.detail.still_ids
    site.person("operator2").execute(acknowledging(record.ticket(command.ticket_id)))
    presenter.act(Act.ACKNOWLEDGE, None)
    presenter.want_still(picture)
    presenter.end()
    jobs.run()
    assert (view.detail, view.conflict, view.stills, presenter.looked_at) == (None, None, [], None)
    assert isinstance(view.error, Stale)


def test_a_database_that_is_gone_is_said_and_the_list_stays(site):
    view, presenter, _ = signed_in(site)
    presenter.open_ticket(new_ticket())
    site.down = Unreachable(host="db")
    presenter.refresh()
    assert isinstance(view.error, Unreachable)
    assert len(view.tickets) == 1
    site.down = None
    presenter.refresh()
    assert len(view.tickets) == 1


def test_an_agency_acts_on_its_own_assignment(site):
    command = new_ticket(agency_ids=(DISHUB.id,))
    site.person("operator1").execute(command)
    view, presenter, _ = signed_in(site, "dishub1")
    presenter.select(command.ticket_id)
    act, assignment_id = next(pair for pair in view.detail.acts if pair[0] is Act.ACCEPT)
    presenter.begin_act(act, assignment_id)
    assert view.detail.ticket.assignments[0].state.value == "accepted"


def test_a_note_leaves_its_field_only_once_the_record_has_taken_it(site):
    view, presenter, _ = signed_in(site)
    presenter.open_ticket(new_ticket())
    site.down = Unreachable(host="db")
    presenter.act(Act.NOTE, None, text="Dua lajur tertutup")
    assert view.noted == 0
    site.down = None
    presenter.act(Act.NOTE, None, text="Dua lajur tertutup")
    assert view.noted == 1
    assert view.detail.timeline[-1].text == "Dua lajur tertutup"
