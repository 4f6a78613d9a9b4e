import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from support.shift_desk import PASSWORD, PLAN, SHIFT_BEGINS, Door, HandoverViewSeen, ShiftViewSeen, shift_site
from support.small_site import new_ticket

from console.presenters.handover import HandoverPresenter, OtherDesk
from console.presenters.jobs import ImmediateJobs
from console.presenters.session import DemoPersonRefused
from console.presenters.shift import ShiftPresenter
from console.presenters.signing import MustChangeFirst, NotAtADesk, SamePerson, Signer
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.shifts import Side
from storage.service.commands import WriteLog
from storage.service.errors import BadLogin, Unreachable
from video.events import StreamState
from widgets.shift.values import HandedCamera


class HeldJobs:
    """Work waits until the test lets it run."""

    def __init__(self):
        self.held = []

    def submit(self, *job):
        self.held.append(job)

    def run(self):
        held, self.held = self.held, []
        for job in held:
            ImmediateJobs().submit(*job)


class Room:
    """One desk with an operator on the afternoon shift."""

    def __init__(self, site, login="operator1"):
        self.site = site
        self.view, self.door = HandoverViewSeen(), Door(site)
        self.cameras = ()
        self.became = []
        self.shift = ShiftPresenter(ShiftViewSeen(), ImmediateJobs(), PLAN, self.now)
        self.presenter = HandoverPresenter(
            self.view,
            ImmediateJobs(),
            Signer(self.door, demo=False),
            self.shift,
            PLAN,
            self.now,
            lambda: self.cameras,
            lambda *typed: self.became.append(typed),
        )
        self.record = site.person(login)
        for part in (self.shift, self.presenter):
            part.begin(self.record, self.record.me())
        self.shift.sign_in()

    def now(self):
        return self.site.now

    def open(self):
        self.presenter.open()
        return self

    def signed(self, notes=""):
        self.open()
        self.presenter.sign_outgoing(PASSWORD, notes)
        assert self.view.state.outgoing is not None
        return self

    def handovers(self):
        return self.record.handovers(since=SHIFT_BEGINS)

    def on_shift(self, login):
        rows = self.record.sign_ins(since=SHIFT_BEGINS - timedelta(days=1))
        return [one.shift_name for one in rows if one.person_name == login and one.signed_out_at is None]


@pytest.fixture
def site():
    site = shift_site()
    site.person("operator1").execute(new_ticket(title="Pohon tumbang"))
    site.person("operator1").execute(WriteLog(key=new_id(), entry_id=new_id(), text="PJU padam"))
    site.now = SHIFT_BEGINS + timedelta(hours=7, minutes=50)
    return site


@pytest.fixture
def room(site):
    return Room(site)


def test_the_page_shows_what_the_next_shift_has_to_know(room):
    room.cameras = (HandedCamera(107, "Plaza Pemda", StreamState.LOST, SHIFT_BEGINS),)
    paper = room.open().view.paper
    assert [one.title for one in paper.tickets] == ["Pohon tumbang"]
    assert [(one.author, one.text) for one in paper.log] == [("Operator 1", "PJU padam")]
    assert [one.number for one in paper.cameras] == [107]
    assert (paper.span.name, room.view.state.next_shift) == ("Siang", "Malam")


def test_the_outgoing_signature_is_by_a_connection_of_its_own_over_what_is_shown(room):
    room.signed("Tunggu Dishub")
    (handover,) = room.handovers()
    assert room.door.opened == room.door.closed == ["operator1"]
    assert handover.digest == sha256(handover.content.encode()).hexdigest() == room.view.state.digest
    assert json.loads(handover.content)["notes"] == "Tunggu Dishub"
    assert [(one.side, one.person_name) for one in handover.signatures] == [(Side.OUTGOING, "Operator 1")]


def test_after_both_have_signed_the_desk_is_the_incoming_persons_and_they_are_on_the_next_shift(room):
    room.signed().presenter.sign_incoming("operator2", PASSWORD)
    (handover,) = room.handovers()
    assert handover.complete
    assert room.view.done[1].complete
    assert room.became == [("operator2", PASSWORD)]
    assert (room.on_shift("Operator 1"), room.on_shift("Operator 2")) == ([], ["Malam"])
    assert room.door.opened == room.door.closed == ["operator1", "operator2"]


def test_a_shift_that_was_handed_over_is_shown_as_it_was_signed_and_not_again(room):
    room.signed("Tunggu Dishub").presenter.sign_incoming("operator2", PASSWORD)
    room.site.person("operator2").execute(new_ticket(title="Banjir"))
    late = Room(room.site, "operator2").open()
    assert late.view.state.complete
    assert (late.view.state.outgoing.name, late.view.state.incoming.name) == ("Operator 1", "Operator 2")
    assert [one.title for one in late.view.paper.tickets] == ["Pohon tumbang"]
    assert (late.view.paper.notes, late.view.state.differences) == ("Tunggu Dishub", ())
    late.presenter.prepare_again("")
    late.presenter.sign_outgoing(PASSWORD, "")
    late.presenter.sign_incoming("operator2", PASSWORD)
    assert len(late.handovers()) == 1


def test_a_page_that_is_open_when_another_desk_hands_over_says_so(room):
    late = Room(room.site, "operator2").open()
    room.signed().presenter.sign_incoming("operator2", PASSWORD)
    late.presenter.sign_outgoing(PASSWORD, "Pesan")
    assert late.view.state.complete
    assert late.view.state.incoming.name == "Operator 2"
    assert len(late.handovers()) == 1


def test_a_late_handover_puts_the_incoming_person_on_the_shift_that_runs(room):
    room.site.now = SHIFT_BEGINS + timedelta(hours=17)
    room.signed().presenter.sign_incoming("operator2", PASSWORD)
    assert room.on_shift("Operator 2") == ["Pagi"]


@pytest.mark.parametrize("side", list(Side))
def test_a_wrong_password_signs_nothing_prepares_nothing_and_loses_nothing(room, side):
    if side is Side.OUTGOING:
        room.open().presenter.sign_outgoing("salah", "Pesan panjang")
        assert room.handovers() == ()
        assert isinstance(room.view.errors[0], BadLogin)
        room.presenter.leave("Pesan panjang")
        assert room.open().view.paper.notes == "Pesan panjang"
    else:
        room.signed("Pesan panjang").presenter.sign_incoming("operator2", "salah")
        assert isinstance(room.view.errors[0], BadLogin)
        assert len(room.handovers()[0].signatures) == 1
        assert room.became == []
        room.presenter.sign_incoming("operator2", PASSWORD)
        assert room.handovers()[0].complete
    assert not room.view.busy


def test_the_same_person_on_both_sides_is_refused_by_name(room):
    room.signed().presenter.sign_incoming("operator1", PASSWORD)
    assert isinstance(room.view.errors[0], SamePerson)
    assert not room.handovers()[0].complete
    assert room.door.closed == ["operator1", "operator1"]


@pytest.mark.parametrize(
    ("login", "error"), [("dishub1", NotAtADesk), ("administrator1", NotAtADesk), ("demo1", DemoPersonRefused)]
)
def test_who_may_not_take_a_shift_over_is_refused_with_a_sentence(room, login, error):
    room.signed().presenter.sign_incoming(login, PASSWORD)
    assert isinstance(room.view.errors[0], error)
    assert not room.handovers()[0].complete


def test_a_one_time_password_signs_nothing(room):
    person = Person(new_id(), "operator9", "Operator 9", Role.OPERATOR, must_change_password=True)
    room.site.people[person.id] = person
    room.signed().presenter.sign_incoming("operator9", PASSWORD)
    assert isinstance(room.view.errors[0], MustChangeFirst)


def test_a_ticket_that_came_before_the_outgoing_signature_is_shown_before_it_is_signed(room):
    room.open()
    room.site.person("operator2").execute(new_ticket(title="Banjir"))
    room.presenter.sign_outgoing(PASSWORD, "")
    assert room.handovers() == ()
    assert [one.what for one in room.view.state.differences] == ["ticket_new"]
    room.presenter.sign_outgoing(PASSWORD, "")
    assert {one["title"] for one in json.loads(room.handovers()[0].content)["tickets"]} == {"Banjir", "Pohon tumbang"}


def test_what_changed_after_the_outgoing_signature_is_shown_to_the_incoming_person_once(room):
    room.signed()
    room.site.person("operator2").execute(new_ticket(title="Banjir"))
    room.presenter.sign_incoming("operator2", PASSWORD)
    assert not room.handovers()[0].complete
    assert [one.what for one in room.view.state.differences] == ["ticket_new"]
    assert room.view.state.outgoing is not None
    room.presenter.sign_incoming("operator2", PASSWORD)
    assert room.handovers()[0].complete


def test_preparing_again_takes_the_change_in_and_asks_the_outgoing_person_anew(room):
    room.signed("Pesan")
    room.site.person("operator2").execute(new_ticket(title="Banjir"))
    room.presenter.prepare_again("Pesan")
    assert room.view.state.outgoing is None
    assert (len(room.view.paper.tickets), room.view.paper.notes) == (2, "Pesan")
    room.presenter.sign_outgoing(PASSWORD, "Pesan")
    room.presenter.sign_incoming("operator2", PASSWORD)
    first, second = room.handovers()
    assert (first.complete, second.complete) == (False, True)


def test_the_feed_makes_an_unsigned_page_follow_and_a_signed_one_tell(room):
    room.open()
    ticket = new_ticket(title="Banjir")
    room.site.person("operator2").execute(ticket)
    told = (replace(a_change(), kind=Kind.TICKET, id=ticket.ticket_id),)
    room.presenter.changed(told)
    assert len(room.view.paper.tickets) == 2
    room.presenter.sign_outgoing(PASSWORD, "")
    room.site.person("operator2").execute(new_ticket(title="Kebakaran"))
    room.presenter.changed(told)
    assert len(room.view.paper.tickets) == 2
    assert [one.what for one in room.view.state.differences] == ["ticket_new"]


def a_change():
    site = shift_site()
    site.person("operator1").execute(new_ticket())
    found = site.person("operator1").changes_since(0)[0]
    assert isinstance(found, Change)
    return found


def test_an_abandoned_handover_goes_on_where_it_was(room):
    room.signed("Pesan")
    room.presenter.leave("Pesan")
    room.site.person("operator2").execute(new_ticket(title="Banjir"))
    room.open()
    assert room.view.state.outgoing.name == "Operator 1"
    assert room.view.paper.notes == "Pesan"
    assert [one.what for one in room.view.state.differences] == ["ticket_new"]
    room.presenter.sign_incoming("operator2", PASSWORD)
    assert room.handovers()[0].complete


def test_another_console_goes_on_with_what_this_one_left(room):
    room.signed("Pesan")
    other = Room(room.site).open()
    assert other.view.paper.notes == "Pesan"
    other.presenter.sign_incoming("operator2", PASSWORD)
    assert room.handovers()[0].complete


def test_of_two_desks_that_hand_over_one_shift_one_does_and_the_other_is_told(site):
    first, second = Room(site).signed("Meja 1"), Room(site, "operator2")
    second.open()
    assert second.view.state.elsewhere == "Operator 1"
    second.presenter.sign_outgoing(PASSWORD, "Meja 2")
    supervisor = Person(new_id(), "supervisor1", "Supervisor 1", Role.SUPERVISOR)
    site.people[supervisor.id] = supervisor
    first.presenter.sign_incoming("supervisor1", PASSWORD)
    assert isinstance(first.view.errors[-1], OtherDesk)
    assert (first.view.state.outgoing, first.view.paper.notes) == (None, "Meja 1")
    second.presenter.sign_incoming("supervisor1", PASSWORD)
    assert second.became
    first.presenter.sign_outgoing(PASSWORD, "Meja 1")
    assert (first.view.state.outgoing.name, first.view.state.incoming.name) == ("Operator 2", "Supervisor 1")
    first.presenter.sign_incoming("supervisor1", PASSWORD)
    assert [one.complete for one in first.handovers()] == [False, True]


def test_a_signature_whose_answer_was_lost_counts_when_it_is_tried_again(room):
    room.open()
    handover = room.view.paper
    room.presenter.sign_outgoing(PASSWORD, "")
    lost = room.handovers()[0]
    room.presenter._prepared = replace(lost, signatures=())  # as if the answer had never come
    assert handover is not None
    room.presenter.sign_outgoing(PASSWORD, "")
    assert len(room.handovers()) == 1
    assert room.view.state.outgoing.name == "Operator 1"


def test_a_record_that_is_gone_is_said_and_the_page_stays(room):
    room.open()
    room.site.down = Unreachable(host="db")
    room.presenter.sign_outgoing(PASSWORD, "Pesan")
    assert isinstance(room.view.errors[0], Unreachable)
    room.site.down = None
    room.presenter.sign_outgoing(PASSWORD, "Pesan")
    assert room.view.state.outgoing is not None


def test_an_agency_hands_nothing_over(site):
    room = Room(site, "dishub1").open()
    assert isinstance(room.view.errors[0], NotAtADesk)
    assert room.view.paper is None


def test_a_look_that_ends_while_a_signature_is_under_way_lets_nobody_sign_twice(room):
    room.open()
    held = room.presenter._jobs = HeldJobs()
    room.presenter.changed((Change(1, Kind.TICKET, new_id(), 2, "operator1", room.site.now),))
    room.presenter.sign_outgoing(PASSWORD, "")
    looked, _signing = held.held
    ImmediateJobs().submit(*looked)
    room.presenter.sign_outgoing(PASSWORD, "")
    assert len(held.held) == 2
    held.held = held.held[1:]
    held.run()
    assert [len(one.signatures) for one in room.handovers()] == [1]
