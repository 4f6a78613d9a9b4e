from dataclasses import replace

import pytest
from support.small_site import DAMKAR, DISHUB, small_site

from console.presenters.contact_book import ContactBookPresenter
from console.presenters.jobs import ImmediateJobs
from storage.model.callers import Contact
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.errors import Forbidden, Stale
from widgets.people.contact_order import in_order


class View:
    def __init__(self):
        self.may = None
        self.contacts, self.agencies = (), ()
        self.saved, self.overtaken, self.errors = [], [], []
        self.saving = False

    def show_may_keep_contacts(self, may_read, may_edit):
        self.may = (may_read, may_edit)

    def show_book(self, contacts, agencies):
        self.contacts, self.agencies = contacts, agencies

    def show_saving_contact(self, saving):
        self.saving = saving

    def show_contact_saved(self, contact):
        self.saved.append(contact)

    def show_contact_overtaken(self, error):
        self.overtaken.append((error, self.contacts))

    def show_book_error(self, error):
        self.errors.append(error)

    def order(self, agency=DISHUB):
        return [one.name for one in in_order(self.contacts) if one.agency_id == agency.id]

    def line(self, name):
        return next(one for one in self.contacts if one.name == name)


@pytest.fixture
def site():
    site = small_site()
    person = Person(new_id(), "supervisor1", "Supervisor 1", Role.SUPERVISOR)
    site.people[person.id] = person
    lines = [("A", 0), ("B", 4), ("C", 9)]
    contacts = [Contact(new_id(), DISHUB.id, name, phone="0812", position=at) for name, at in lines]
    contacts.append(Contact(new_id(), DAMKAR.id, "Pos", phone="113", position=3))
    site.contacts = {one.id: one for one in contacts}
    return site


def keeper(site, login="supervisor1"):
    view = View()
    presenter = ContactBookPresenter(view, ImmediateJobs())
    record = site.person(login)
    presenter.begin(record, record.me())
    presenter.open()
    return view, presenter


@pytest.mark.parametrize(
    ("login", "may"), [("supervisor1", (True, True)), ("operator1", (True, False)), ("dishub1", (True, False))]
)
def test_supervisors_keep_the_book_and_everybody_at_a_desk_reads_it(site, login, may):
    view, _ = keeper(site, login)
    assert view.may == may
    assert view.order() == ["A", "B", "C"]


def test_a_new_line_comes_last_in_its_agencys_order_of_calling(site):
    view, presenter = keeper(site)
    presenter.save(Contact(new_id(), DISHUB.id, "Baru", phone="0813", version=0))
    assert view.order() == ["A", "B", "C", "Baru"]
    assert view.line("Baru").position == 10


def test_a_line_moves_up_and_down_and_the_others_versions_stay(site):
    view, presenter = keeper(site)
    presenter.move(view.line("C").id, -1)
    assert view.order() == ["A", "C", "B"]
    presenter.move(view.line("A").id, 1)
    assert view.order() == ["C", "A", "B"]
    assert [view.line(name).version for name in "ABC"] == [2, 2, 3]
    assert view.line("Pos").version == 1


def test_the_first_does_not_move_up_nor_the_last_down(site):
    view, presenter = keeper(site)
    presenter.move(view.line("A").id, -1)
    presenter.move(view.line("C").id, 1)
    assert view.order() == ["A", "B", "C"]
    assert site.changes == []


def test_lines_that_share_a_place_are_numbered_anew_when_one_moves(site):
    site.contacts = {key: replace(one, position=5) for key, one in site.contacts.items()}
    view, presenter = keeper(site)
    presenter.move(view.line("C").id, -1)
    assert view.order() == ["A", "C", "B"]


def test_a_line_switched_off_is_passed_over_in_the_order(site):
    view, presenter = keeper(site)
    presenter.save(replace(view.line("B"), active=False))
    presenter.move(view.line("C").id, -1)
    assert view.order() == ["C", "A", "B"]


def test_the_slower_of_two_sees_what_stands_now(site):
    view, presenter = keeper(site)
    mine = replace(view.line("A"), phone="0899")
    _, other = keeper(site, "administrator1")
    other.save(replace(mine, phone="0877"))
    presenter.save(mine)
    error, shown = view.overtaken[0]
    assert isinstance(error, Stale)
    assert next(one.phone for one in shown if one.id == mine.id) == "0877"
    assert not view.saving


def test_what_the_server_refuses_to_an_operator_is_an_error(site):
    view, presenter = keeper(site, "operator1")
    presenter.move(view.line("C").id, -1)
    assert isinstance(view.errors[0], Forbidden)
    assert view.order() == ["A", "B", "C"]


def test_the_feed_brings_anothers_line_while_the_book_is_open(site):
    view, presenter = keeper(site, "operator1")
    _, other = keeper(site)
    other.save(replace(view.line("A"), phone="0877"))
    presenter.changed((Change(1, Kind.CONTACT, new_id(), 2, "supervisor1", site.now),))
    assert view.line("A").phone == "0877"
