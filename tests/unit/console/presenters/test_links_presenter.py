"""Links of the ticket that is looked at: read, linked, taken back, ignored; what was overtaken is read again."""

from dataclasses import replace

import pytest
from support.callers import NOW
from support.small_site import JPEG, new_ticket, small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.links import LinksPresenter
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.links import LinkKind, LinkRefusal, Way, way
from storage.model.people import Person, Role
from storage.model.tickets import Act
from storage.service.commands import ActOnTicket, AddStill
from storage.service.errors import LinkRefused, Unreachable

HERE = {"latitude": -6.26, "longitude": 107.15}


class View:
    def __init__(self):
        self.kin, self.pictures, self.busy, self.linked = None, [], [], 0
        self.overtaken, self.refused, self.error = 0, None, None

    def show_kin(self, kin):
        self.kin = kin

    def show_picture(self, still):
        self.pictures.append(still.id)

    def show_linking(self, linking):
        self.busy.append(linking)

    def show_linked(self):
        self.linked += 1

    def show_overtaken(self):
        self.overtaken += 1

    def show_link_error(self, error):
        self.refused = error

    def show_error(self, error):
        self.error = error


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
    """Two tickets of the same thing; the presenter looks at the later one."""

    def __init__(self, jobs=None):
        self.site = small_site()
        for login, role in (("supervisor1", Role.SUPERVISOR), ("auditor1", Role.AUDITOR)):
            person = Person(new_id(), login, login, role)
            self.site.people[person.id] = person
        self.record = self.site.person("operator1")
        self.first, self.second = self.open(), self.open()
        self.view, self.told = View(), []
        self.presenter = LinksPresenter(self.view, jobs or ImmediateJobs(), self.told.append)

    def open(self, **more):
        self.site.pass_time(60)
        command = new_ticket(**{**HERE, **more})
        self.record.execute(command)
        return command.ticket_id

    def sit(self, login="operator1"):
        record = self.site.person(login)
        self.presenter.begin(record, record.me())
        self.look(self.second)
        return self

    def look(self, ticket_id):
        self.presenter.tickets_known(tuple(kept.ticket for kept in self.site.tickets.values()))
        self.presenter.look_at(self.record.ticket(ticket_id))

    def ticket(self, ticket_id):
        return self.record.ticket(ticket_id).ticket

    def alike(self):
        return [one.ticket.id for one in self.view.kin.alike]


def told(ticket_id):
    return (Change(1, Kind.TICKET, ticket_id, 1, "", NOW),)


def test_what_may_be_the_same_is_suggested_and_linked_the_later_into_the_earlier():
    desk = Desk().sit()
    assert desk.alike() == [desk.first]
    desk.presenter.link(LinkKind.DUPLICATE, desk.first)
    assert desk.ticket(desk.second).duplicate_of == desk.first
    assert {change.id for change in desk.told[-1]} == {desk.first, desk.second}
    desk.look(desk.second)
    (link,) = desk.view.kin.links
    assert (link.child_id, link.parent_id) == (desk.second, desk.first)
    assert desk.view.kin.alike == (), "a duplicate is asked for nothing more"
    assert (desk.view.linked, desk.view.busy[-1]) == (1, False)


def test_seen_from_the_earlier_one_it_is_the_same_way_round():
    desk = Desk().sit()
    desk.look(desk.first)
    desk.presenter.link(LinkKind.DUPLICATE, desk.second)
    assert desk.ticket(desk.second).duplicate_of == desk.first


def test_the_ticket_that_is_looked_at_becomes_the_part_unless_it_has_parts():
    desk = Desk().sit()
    desk.presenter.link(LinkKind.PART, desk.first)
    assert desk.ticket(desk.second).part_of == desk.first
    third = desk.open()
    desk.look(desk.first)
    desk.presenter.link(LinkKind.PART, third)
    assert desk.ticket(third).part_of == desk.first
    assert desk.ticket(desk.first).parts == 2


def test_of_one_at_work_the_other_becomes_the_duplicate_and_of_two_neither():
    desk = Desk().sit()
    agencies = tuple(one.id for one in desk.record.agencies())
    third = desk.ticket(desk.open(agency_ids=agencies))
    found = way(LinkKind.DUPLICATE, third, desk.ticket(desk.first))
    assert isinstance(found, Way)
    assert (found.child.id, found.parent.id) == (desk.first, third.id)
    fourth = desk.ticket(desk.open(agency_ids=agencies))
    assert way(LinkKind.DUPLICATE, third, fourth) is LinkRefusal.AT_WORK
    assert isinstance(way(LinkKind.PART, third, fourth), Way)


def test_a_link_is_taken_back_with_a_reason_from_either_end():
    desk = Desk().sit()
    desk.presenter.link(LinkKind.DUPLICATE, desk.first)
    desk.look(desk.first)
    desk.presenter.unlink(desk.second, "Lain tempat")
    assert desk.ticket(desk.second).duplicate_of is None
    assert desk.record.ticket(desk.second).timeline[-1].text == "Lain tempat"
    desk.look(desk.second)
    desk.presenter.link(LinkKind.DUPLICATE, desk.first)
    desk.look(desk.second)
    desk.presenter.unlink(desk.second, "Tetap lain")
    assert desk.ticket(desk.first).duplicates == 0


def test_a_child_that_changed_meanwhile_is_seen_again_before_its_link_is_taken_back():
    desk = Desk().sit()
    desk.presenter.link(LinkKind.DUPLICATE, desk.first)
    desk.look(desk.first)
    seen = desk.ticket(desk.second)
    desk.record.execute(
        ActOnTicket(
            key=new_id(), ticket_id=seen.id, expected_version=seen.version, act=Act.NOTE, text="Sama, lihat foto"
        )
    )
    desk.presenter.unlink(desk.second, "Lain tempat")
    assert (desk.view.overtaken, desk.ticket(desk.second).duplicate_of) == (1, desk.first)
    desk.presenter.unlink(desk.second, "Tetap lain tempat")
    assert desk.ticket(desk.second).duplicate_of is None


def test_what_changed_meanwhile_is_said_and_read_again():
    desk = Desk().sit()
    seen = desk.ticket(desk.first)
    desk.record.execute(
        ActOnTicket(key=new_id(), ticket_id=seen.id, expected_version=seen.version, act=Act.NOTE, text="Sedang dicek")
    )
    desk.presenter.link(LinkKind.DUPLICATE, desk.first)
    assert desk.view.overtaken == 1
    assert desk.view.kin.alike[0].ticket.version == desk.ticket(desk.first).version
    assert [change.id for change in desk.told[-1]] == [desk.second], "the desk reads the ticket again"
    desk.presenter.link(LinkKind.DUPLICATE, desk.first)
    assert desk.ticket(desk.second).duplicate_of == desk.first


def test_what_the_record_refuses_is_said_with_its_reason():
    desk = Desk().sit()
    other = desk.open()
    desk.presenter.changed(told(other))
    seen = desk.ticket(desk.first)
    desk.record.execute(
        ActOnTicket(key=new_id(), ticket_id=seen.id, expected_version=seen.version, act=Act.REJECT, text="Iseng")
    )
    desk.presenter.link(LinkKind.DUPLICATE, desk.first)
    assert isinstance(desk.view.refused, LinkRefused)
    assert desk.view.refused.why is LinkRefusal.ENDED
    assert desk.alike() == [other], "it was read again"


def test_what_is_ignored_is_not_suggested_again_to_this_person():
    desk = Desk().sit()
    desk.presenter.ignore(desk.first)
    assert desk.alike() == []
    third = desk.open()
    desk.presenter.changed(told(third))
    assert desk.alike() == [third]
    desk.presenter.end()
    desk.sit("supervisor1")
    assert set(desk.alike()) == {desk.first, third}


def test_a_part_is_not_suggested_as_the_same_as_its_whole():
    desk = Desk().sit()
    desk.presenter.link(LinkKind.PART, desk.first)
    desk.look(desk.first)
    assert (len(desk.view.kin.links), desk.alike()) == (1, [])


def test_only_what_concerns_it_is_read_again():
    jobs = HeldJobs()
    desk = Desk(jobs)
    far = desk.open(latitude=-6.4, longitude=107.3)
    desk.sit()
    jobs.run()
    desk.presenter.changed(told(far))
    assert jobs.held == []
    desk.presenter.changed(told(desk.first))
    desk.presenter.changed(told(new_id()))
    assert len(jobs.held) == 1, "one reading at a time"


def test_pictures_come_when_they_are_wanted():
    desk = Desk()
    desk.record.execute(AddStill(key=new_id(), ticket_id=desk.first, jpeg=JPEG, camera_id=None))
    desk.sit()
    (one,) = desk.view.kin.alike
    desk.presenter.want_picture(one.still_id)
    assert desk.view.pictures == [one.still_id]


@pytest.mark.parametrize(("login", "sees", "acts"), [("dishub1", False, False), ("auditor1", True, False)])
def test_who_may_not_link_has_no_act_for_it_and_an_agency_is_not_asked(login, sees, acts):
    desk = Desk().sit(login)
    assert desk.view.error is None
    assert (desk.view.kin is not None) is sees
    assert desk.view.kin is None or desk.view.kin.may_act is acts


def test_a_reading_that_fails_is_said():
    desk = Desk()
    record = desk.site.person("operator1")
    detail, me = record.ticket(desk.second), record.me()
    desk.presenter.begin(record, me)
    desk.site.down = Unreachable(host="db")
    desk.presenter.look_at(detail)
    assert isinstance(desk.view.error, Unreachable)


def test_an_answer_for_another_ticket_or_person_is_dropped():
    jobs = HeldJobs()
    desk = Desk(jobs).sit()
    desk.presenter.look_at(None)
    jobs.run()
    assert desk.view.kin is None
    desk.look(desk.second)
    desk.presenter.end()
    jobs.run()
    assert desk.view.kin is None
    assert desk.view.error is None


def test_a_newer_version_is_read_and_the_same_is_not():
    jobs = HeldJobs()
    desk = Desk(jobs).sit()
    jobs.run()
    detail = desk.record.ticket(desk.second)
    desk.presenter.look_at(detail)
    assert jobs.held == []
    desk.presenter.look_at(replace(detail, ticket=replace(detail.ticket, version=detail.ticket.version + 1)))
    assert len(jobs.held) == 1
