"""While a ticket is written: what may be there already, and one more report of that instead."""

from dataclasses import replace

import pytest
from support.small_site import JPEG, new_ticket, small_site

from console.presenters.alike import AlikePresenter, known_of, report_of
from console.presenters.jobs import ImmediateJobs
from storage.model.callers import Channel
from storage.service.errors import Unreachable
from widgets.common.places import PlaceChoice
from widgets.incidents.drafts import TicketDraft

POINT = PlaceChoice("Simpang SGC", latitude=-6.26, longitude=107.15)
DRAFT = TicketDraft(
    title="Macet total", category="congestion", place="Simpang SGC", description="Dua lajur", choice=POINT
)


class View:
    def __init__(self):
        self.alike, self.busy, self.added, self.error = None, [], [], None

    def show_alike(self, alike, now):
        self.alike, self.now = alike, now

    def show_adding(self, adding):
        self.busy.append(adding)

    def show_added(self, ticket_id):
        self.added.append(ticket_id)

    def show_not_added(self, error):
        self.error = error


class Desk:
    def __init__(self, login="operator1", jobs=None):
        self.site = small_site()
        self.record = self.site.person("operator1")
        command = new_ticket(latitude=-6.2605, longitude=107.15)
        self.record.execute(command)
        self.ticket_id = command.ticket_id
        self.view = View()
        self.presenter = AlikePresenter(self.view, jobs or ImmediateJobs(), lambda: self.site.now)
        record = self.site.person(login)
        self.presenter.begin(record, record.me())

    def found(self):
        return [one.ticket.id for one in self.view.alike]


def test_it_is_found_by_what_is_known_until_now():
    desk = Desk()
    desk.presenter.ask(replace(DRAFT, category=""))
    assert desk.view.alike == ()
    desk.presenter.ask(DRAFT)
    assert desk.found() == [desk.ticket_id]
    assert round(desk.view.alike[0].distance_m) == 56
    desk.presenter.ask(replace(DRAFT, choice=PlaceChoice(latitude=-6.4, longitude=107.3)))
    assert desk.view.alike == ()


def test_a_ticket_of_a_camera_is_where_the_camera_stands_until_its_place_is_told():
    desk = Desk()
    camera = replace(next(iter(desk.site.cameras.values())), latitude=-6.26, longitude=107.15)
    desk.presenter.cameras_known((camera,))
    desk.presenter.ask(replace(DRAFT, choice=PlaceChoice(), camera_id=camera.id))
    assert desk.found() == [desk.ticket_id]
    known = known_of(replace(DRAFT, camera_id=camera.id), {camera.id: replace(camera, latitude=1.0)}, desk.site.now)
    assert (known.latitude, known.camera_id) == (-6.26, camera.id)


def test_what_was_written_and_its_picture_go_to_the_ticket_that_is_there():
    desk = Desk()
    desk.presenter.add(desk.ticket_id, DRAFT, JPEG)
    detail = desk.record.ticket(desk.ticket_id)
    assert (detail.ticket.reports, len(detail.still_ids)) == (1, 1)
    (report,) = desk.record.reports(desk.ticket_id)
    assert report.words == "Macet total\nSimpang SGC\nDua lajur"
    assert (desk.view.added, desk.view.busy) == ([desk.ticket_id], [True, False])


def test_what_failed_is_sent_again_as_the_same_report():
    desk = Desk()
    desk.site.down = Unreachable(host="db")
    desk.presenter.add(desk.ticket_id, DRAFT, JPEG)
    assert isinstance(desk.view.error, Unreachable)
    desk.site.down = None
    first = desk.presenter._sent[1][0].key
    desk.presenter.add(desk.ticket_id, DRAFT, JPEG)
    assert first in desk.site.outcomes
    assert desk.record.ticket(desk.ticket_id).ticket.reports == 1


def test_suggestions_that_cannot_be_read_leave_the_form_alone():
    desk = Desk()
    desk.site.down = Unreachable(host="db")
    desk.presenter.ask(DRAFT)
    assert desk.view.alike is None
    assert desk.view.error is None


def test_an_answer_to_what_is_written_no_more_is_dropped():
    held = []

    class Jobs:
        def submit(self, work, done, failed):
            held.append((work, done, failed))

    desk = Desk(jobs=Jobs())
    desk.presenter.ask(DRAFT)
    work, done, _ = held.pop()
    answer = work()
    desk.presenter.ask(replace(DRAFT, category="other"))
    done(answer)
    assert desk.view.alike is None


@pytest.mark.parametrize("login", ["dishub1", "administrator1"])
def test_who_opens_no_tickets_at_the_desk_is_suggested_none(login):
    desk = Desk(login)
    desk.presenter.ask(DRAFT)
    assert desk.view.alike is None


def test_a_report_says_how_it_came():
    assert report_of(DRAFT).channel is Channel.COUNTER
    assert report_of(replace(DRAFT, camera_id=POINT and Desk().ticket_id)).channel is Channel.CAMERA
