"""The demo city's day over a site in memory."""

import logging

import pytest

from console.nodes.demo_story import INTAKE, OPERATOR, TEMPI, Pace, Story, events
from storage.model.callers import Channel
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.model.tickets import Category, TicketState
from storage.pg.seed_values import AGENCIES, CATEGORIES, KECAMATAN
from storage.service.errors import Unreachable
from storage.testing import FakeSite

EVERY_S = 2.0


@pytest.fixture
def site():
    agencies = [Agency(new_id(), code, name) for code, name in AGENCIES]
    people = [Person(new_id(), OPERATOR, "Operator 2", Role.OPERATOR), Person(new_id(), INTAKE, "Warga", Role.INTAKE)]
    people += [Person(new_id(), f"{one.code}1", f"Petugas {one.name}", Role.AGENCY, one.id) for one in agencies]
    return FakeSite(people=people, agencies=agencies, categories=[Category(*values) for values in CATEGORIES])


def story_of(site, pace=Pace.BUSY, seed=1):
    return Story(site.person, tuple(f"{code}1" for code, _ in AGENCIES), pace, seed)


def play(site, story, seconds, from_s=0.0):
    now_s = from_s
    while now_s < from_s + seconds:
        story.tick(now_s)
        now_s += EVERY_S
        site.pass_time(EVERY_S)


def tickets(site):
    return site.person(OPERATOR).tickets(open_only=False)


def test_every_event_names_what_a_record_begins_with():
    assert {event.category for event in events()} <= {code for code, *_ in CATEGORIES}
    assert {event.kecamatan for event in events()} <= set(KECAMATAN)
    assert {event.channel for event in events()} == {Channel.TELEPHONE, Channel.PUBLIC}


def test_a_busy_day_brings_calls_and_reports_and_agencies_work_calls_to_their_end(site):
    play(site, story_of(site), 600.0)
    states = [ticket.state for ticket in tickets(site)]
    assert len(states) > 10
    assert TicketState.CLOSED in states
    channels = {ticket.channel for ticket in tickets(site)}
    assert channels == {"telephone", "public"}


def test_what_the_public_writes_waits_for_an_operator(site):
    play(site, story_of(site), 300.0)
    written = [ticket for ticket in tickets(site) if ticket.channel == "public"]
    assert written
    assert all(ticket.state is TicketState.NEW and ticket.assignments == () for ticket in written)


def test_a_quiet_day_brings_less_than_a_busy_one(site):
    assert TEMPI[Pace.QUIET].event_s > TEMPI[Pace.NORMAL].event_s > TEMPI[Pace.BUSY].event_s
    play(site, story_of(site, Pace.QUIET), 120.0)
    assert len(tickets(site)) <= 2


def test_a_second_person_may_report_the_same(site):
    play(site, story_of(site), 3600.0)
    assert max(ticket.reports for ticket in tickets(site)) > 1


def test_a_record_that_is_gone_is_waited_for(site, caplog):
    story = story_of(site)
    site.down = Unreachable(host="db")
    with caplog.at_level(logging.WARNING):
        play(site, story, 4.0)
    site.down = None
    play(site, story, 60.0, from_s=100.0)
    assert tickets(site)
