from dataclasses import replace

import pytest
from support.small_site import small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.session import DemoPersonRefused, SessionPresenter
from storage.service.errors import BadLogin


class View:
    def __init__(self):
        self.told = []

    def show_signed_out(self):
        self.told.append("out")

    def show_signing_in(self, login):
        self.told.append(f"trying {login}")

    def show_signed_in(self, person):
        self.told.append(f"in {person.login}")

    def show_must_change(self, person):
        self.told.append(f"must change {person.login}")

    def show_sign_in_failed(self, error):
        self.told.append(type(error))


class Listener:
    def __init__(self):
        self.told = []

    def begin(self, record, person):
        self.told.append(f"begin {person.login}")

    def end(self):
        self.told.append("end")


class Door:
    """Opens the fake record with one password, and remembers which records were closed."""

    def __init__(self, site):
        self.site = site
        self.closed = []
        self.password = "benar"

    def __call__(self, login, password):
        if password != self.password:
            raise BadLogin
        record = self.site.person(login)
        record.close = lambda: self.closed.append(login)
        return record

    def change(self, login, old, new):
        """As the server does it: the old one must be right, and the new one lasts."""
        if old != self.password:
            raise BadLogin
        self.password = new
        person = next(one for one in self.site.people.values() if one.login == login)
        self.site.people[person.id] = replace(person, must_change_password=False)


@pytest.fixture
def desk():
    view, listener, door = View(), Listener(), Door(small_site())
    return view, listener, door, SessionPresenter(view, ImmediateJobs(), door, door.change, (listener,), demo=False)


def test_a_right_password_begins_the_work_of_the_desk(desk):
    view, listener, _, session = desk
    session.start()
    session.sign_in("operator1", "benar")
    assert view.told == ["out", "trying operator1", "in operator1"]
    assert listener.told == ["begin operator1"]
    assert session.person.login == "operator1"


def test_a_wrong_password_leaves_who_is_there_signed_in(desk):
    view, listener, door, session = desk
    session.sign_in("operator1", "benar")
    session.sign_in("operator2", "salah")
    assert view.told[-1] is BadLogin
    assert session.person.login == "operator1"
    assert listener.told == ["begin operator1"]
    assert door.closed == []


def test_changing_person_ends_the_first_ones_work_and_closes_their_record(desk):
    _, listener, door, session = desk
    session.sign_in("operator1", "benar")
    session.sign_in("operator2", "benar")
    assert listener.told == ["begin operator1", "end", "begin operator2"]
    assert door.closed == ["operator1"]


def test_a_demo_account_is_refused_at_a_desk_that_is_no_demo(desk):
    view, listener, door, session = desk
    session.sign_in("demo1", "benar")
    assert view.told[-1] is DemoPersonRefused
    assert listener.told == []
    assert door.closed == ["demo1"]


def test_signing_out_leaves_nobody(desk):
    view, listener, door, session = desk
    session.sign_in("operator1", "benar")
    session.sign_out()
    assert (view.told[-1], listener.told[-1], session.person) == ("out", "end", None)
    assert door.closed == ["operator1"]


def test_a_one_time_password_must_be_changed_before_the_work_begins(desk):
    view, listener, door, session = desk
    person = next(one for one in door.site.people.values() if one.login == "operator2")
    door.site.people[person.id] = replace(person, must_change_password=True)
    session.sign_in("operator2", "benar")
    assert (view.told[-1], listener.told, session.person) == ("must change operator2", [], None)
    session.change_password("sandi-baru-panjang")
    assert view.told[-1] == "in operator2"
    assert listener.told == ["begin operator2"]
    assert door.password == "sandi-baru-panjang"
