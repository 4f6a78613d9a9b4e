import pytest
from support.small_site import new_ticket, small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.wall_push import WallPushPresenter
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.service.commands import ReleaseWall
from storage.service.errors import Stale


class View:
    def __init__(self):
        self.allowed, self.person = None, ""
        self.standing = self.offered = self.error = None
        self.sent = 0
        self.busy = False

    def show_may_push(self, allowed, person):
        self.allowed, self.person = allowed, person

    def show_standing(self, pushed):
        self.standing = pushed

    def show_offer(self, cameras, chosen, reason):
        self.offered = ([one.number for one in cameras], chosen, reason)

    def show_sending(self, sending):
        self.busy = sending

    def show_sent(self):
        self.sent += 1

    def show_failed(self, error):
        self.error = error


class Desk:
    def __init__(self, site, login="operator1"):
        self.site = site
        self.view = View()
        self.presenter = WallPushPresenter(self.view, ImmediateJobs())
        self.presenter.cameras_known(tuple(site.cameras.values()))
        record = site.person(login)
        self.presenter.begin(record, record.me())


@pytest.fixture
def site():
    return small_site()


def cameras_of(site):
    return tuple(sorted(site.cameras, key=lambda one: site.cameras[one].number))


def wall_changed():
    return (Change(1, Kind.WALL, new_id(), 1, "operator2", small_site().now),)


def test_a_ticket_offers_its_camera_first_and_its_title_for_a_reason(site):
    desk = Desk(site)
    first, second = cameras_of(site)
    command = new_ticket(camera_id=second)
    site.person("operator1").execute(command)
    desk.presenter.offer(site.person("operator1").ticket(command.ticket_id).ticket, (first, second))
    assert desk.view.offered == ([101, 102], (second, first), "Macet")


def test_what_is_sent_stands_on_the_wall_under_the_persons_name_and_with_the_tickets_number(site):
    desk = Desk(site)
    command = new_ticket(camera_id=cameras_of(site)[0])
    site.person("operator1").execute(command)
    ticket = site.person("operator1").ticket(command.ticket_id).ticket
    desk.presenter.offer(ticket, ())
    desk.presenter.push((cameras_of(site)[0],), "Lihat antrean")
    assert desk.view.sent == 1
    assert not desk.view.busy
    standing = desk.view.standing
    assert (standing.cameras, standing.by, standing.reason) == ((101,), "Operator 1", "Lihat antrean")
    assert standing.ticket_number == ticket.number


def test_a_push_without_a_ticket_does_not_keep_the_last_ones_number(site):
    desk = Desk(site)
    command = new_ticket()
    site.person("operator1").execute(command)
    desk.presenter.offer(site.person("operator1").ticket(command.ticket_id).ticket, ())
    desk.presenter.offer(None, cameras_of(site))
    desk.presenter.push(cameras_of(site), "Tinjau")
    assert desk.view.standing.ticket_number == ""


def test_any_operator_may_release_what_another_pushed(site):
    first, second = Desk(site), Desk(site, "operator2")
    first.presenter.push(cameras_of(site), "Tinjau")
    second.presenter.changed(wall_changed())
    assert second.view.standing.by == "Operator 1"
    second.presenter.release()
    assert second.view.standing is None
    first.presenter.changed(wall_changed())
    assert first.view.standing is None


def test_releasing_what_was_released_before_is_said_and_what_stands_now_is_read(site):
    desk = Desk(site)
    desk.presenter.push(cameras_of(site), "Tinjau")
    push_id = desk.presenter.standing.id
    site.person("operator2").execute(ReleaseWall(key=new_id(), push_id=push_id))
    desk.presenter.release()
    assert isinstance(desk.view.error, Stale)
    assert desk.view.standing is None


def test_an_agencys_officer_is_offered_nothing(site):
    desk = Desk(site, "dishub1")
    desk.presenter.offer(None, cameras_of(site))
    assert desk.view.allowed is False
    assert desk.view.offered is None


def test_signing_out_forgets_the_person_and_what_stood_there(site):
    desk = Desk(site)
    desk.presenter.push(cameras_of(site), "Tinjau")
    desk.presenter.end()
    assert (desk.view.allowed, desk.view.person, desk.view.standing) == (False, "", None)
