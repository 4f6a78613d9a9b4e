from dataclasses import replace
from datetime import timedelta

import pytest
from support.shift_desk import PLAN, SHIFT_BEGINS, shift_site
from support.small_site import new_ticket

from console.presenters.jobs import ImmediateJobs
from console.presenters.logbook import LogBookPresenter, meant
from storage.model.ids import new_id
from storage.service.commands import WriteLog
from storage.service.errors import Unreachable


class View:
    def __init__(self):
        self.entries, self.errors, self.written = (), [], 0

    def show_log(self, entries):
        self.entries = entries

    def show_log_written(self):
        self.written += 1

    def show_log_error(self, error):
        self.errors.append(error)


@pytest.fixture
def site():
    return shift_site()


def book(site, login="operator1"):
    view = View()
    presenter = LogBookPresenter(view, ImmediateJobs(), PLAN, lambda: site.now)
    record = site.person(login)
    presenter.begin(record, record.me())
    presenter.open()
    return view, presenter


def test_a_line_stands_in_the_book_with_its_author_and_leaves_its_field(site):
    view, presenter = book(site)
    presenter.write("  PJU padam ")
    assert [(one.author, one.text) for one in view.entries] == [("Operator 1", "PJU padam")]
    assert view.written == 1


@pytest.mark.parametrize("text", ["{number} sudah dicek", "sudah dicek, lihat #{last}", "#999999 dan #{last}"])
def test_a_line_that_names_a_ticket_is_linked_to_it(site, text):
    record = site.person("operator1")
    record.execute(new_ticket(title="Pohon tumbang"))
    ticket = record.tickets()[0]
    view, presenter = book(site)
    presenter.write(text.format(number=ticket.number.lower(), last=int(ticket.number[-6:])))
    (entry,) = view.entries
    assert (entry.ticket_id, entry.ticket_number) == (ticket.id, ticket.number)


@pytest.mark.parametrize("text", ["BKS-2020-000001 lama", "#999999", "nomor 1", "a#1"])
def test_a_number_that_is_no_tickets_links_nothing(site, text):
    site.person("operator1").execute(new_ticket(title="Pohon tumbang"))
    view, presenter = book(site)
    presenter.write(text)
    assert [(one.text, one.ticket_id) for one in view.entries] == [(text, None)]


def test_the_newest_of_two_tickets_with_the_same_last_digits_is_meant(site):
    record = site.person("operator1")
    record.execute(new_ticket(title="Pohon tumbang"))
    new = record.tickets()[0]
    old = replace(
        new, id=new_id(), number="BKS-2025-" + new.number[-6:], created_at=new.created_at - timedelta(days=300)
    )
    assert meant(f"#{int(new.number[-6:])}", (old, new)) is new
    assert meant(old.number, (old, new)) is old


def test_an_empty_line_is_not_written(site):
    view, presenter = book(site)
    presenter.write("   ")
    assert (view.entries, view.written, view.errors) == ((), 0, [])


def test_this_shift_and_the_one_before_are_read_and_nothing_older(site):
    for hours in (-15, -7, 0):
        site.now = SHIFT_BEGINS + timedelta(hours=hours)
        site.person("operator2").execute(WriteLog(key=new_id(), entry_id=new_id(), text=f"{hours}"))
    view, _ = book(site)
    assert [one.text for one in view.entries] == ["-7", "0"]


def test_another_desks_line_comes_by_the_feed_while_the_book_is_open(site):
    view, presenter = book(site)
    other, writer = book(site, "operator2")
    position = site.person("operator1").feed_position()
    writer.write("Hujan deras")
    assert other.written == 1
    changes = site.person("operator1").changes_since(position)
    presenter.changed(changes)
    assert [one.text for one in view.entries] == ["Hujan deras"]
    presenter.close()
    writer.write("Reda")
    presenter.changed(site.person("operator1").changes_since(position))
    assert len(view.entries) == 1


def test_a_line_that_could_not_be_written_stays_and_is_written_once_when_tried_again(site):
    view, presenter = book(site)
    site.down = Unreachable(host="db")
    presenter.write("Hujan")
    assert isinstance(view.errors[0], Unreachable)
    assert view.written == 0
    site.down = None
    presenter.write("Hujan")
    assert [one.text for one in view.entries] == ["Hujan"]
