"""The alarms of one desk: read under its person's role, acted on as they were seen, and made a ticket by one key."""

from datetime import timedelta

import pytest
from support.alarmed import raise_alarm
from support.small_site import small_site

from console.presenters.alarm_drafts import ticket_from
from console.presenters.alarms import LOAD_EVERY_S, AlarmsPresenter
from console.presenters.jobs import ImmediateJobs
from storage.model.alarms import AlarmAct, AlarmKind, AlarmLoad, AlarmState, RecordingCause, subject_with
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.tickets import Priority, TicketState
from storage.service.commands import ActOnAlarm
from storage.service.errors import Busy, Unreachable


class View:
    def __init__(self):
        self.access = self.cameras = self.alarms = self.flood = self.load = self.question = None
        self.overtaken = []
        self.acted = []
        self.tickets = []
        self.errors = []
        self.lists = 0

    def show_access(self, *, reads, acts):
        self.access = (reads, acts)

    def show_cameras(self, cameras):
        self.cameras = cameras

    def show_alarms(self, alarms, *, flood):
        self.alarms, self.flood = alarms, flood
        self.lists += 1

    def show_load(self, load):
        self.load = load

    def show_question(self, alarm, act):
        self.question = (alarm, act)

    def show_overtaken(self, alarm, who):
        self.overtaken.append((alarm.state, who))

    def show_acted(self, alarm_id):
        self.acted.append(alarm_id)

    def show_ticket_made(self, ticket_id):
        self.tickets.append(ticket_id)

    def show_error(self, error):
        self.errors.append(error)


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


def signed_in(site, login="operator1", jobs=None):
    view = View()
    presenter = AlarmsPresenter(view, jobs or ImmediateJobs(), lambda: site.now)
    record = site.person(login)
    presenter.begin(record, record.me())
    return view, presenter


def by_another(site, alarm, act=AlarmAct.ACKNOWLEDGE, **more):
    """Operator 2 is quicker; what the feed tells of it."""
    known = len(site.changes)
    site.person("operator2").execute(
        ActOnAlarm(key=new_id(), alarm_id=alarm.id, expected_version=alarm.version, act=act, **more)
    )
    return tuple(site.changes[known:])


def test_signing_in_shows_the_alarms_by_priority_their_cameras_and_the_load(site):
    late = raise_alarm(site, AlarmKind.DARK, priority=Priority.MEDIUM)
    first = raise_alarm(site, AlarmKind.STOPPED_TRAFFIC, number=102, priority=Priority.CRITICAL)
    view, _ = signed_in(site)
    assert [alarm.id for alarm in view.alarms] == [first.id, late.id]
    assert [camera.number for camera in view.cameras] == [101, 102]
    assert view.load == AlarmLoad(2, 1)
    assert view.access == (True, True)


def test_an_agency_gets_no_list_and_no_error_and_its_record_is_not_asked(site):
    raise_alarm(site)
    view, presenter = signed_in(site, "dishub1")
    presenter.refresh()
    assert (view.access, view.alarms, view.errors) == ((False, False), None, [])


def test_an_administrator_reads_alarms_and_can_do_nothing_to_them(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site, "administrator1")
    presenter.begin_act(AlarmAct.ACKNOWLEDGE, alarm.id)
    presenter.make_ticket(alarm.id)
    assert view.access == (True, False)
    assert site.alarms[alarm.id].state is AlarmState.UNACKNOWLEDGED
    assert not site.tickets


def test_acknowledging_is_done_at_once_and_read_again(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    presenter.begin_act(AlarmAct.ACKNOWLEDGE, alarm.id)
    assert view.alarms[0].state is AlarmState.ACKNOWLEDGED
    assert view.alarms[0].acknowledged_by == "Operator 1"
    assert view.acted == [alarm.id]


def test_an_alarm_that_another_desk_took_is_shown_with_who_was_quicker(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    by_another(site, alarm)
    presenter.begin_act(AlarmAct.ACKNOWLEDGE, alarm.id)
    assert view.overtaken == [(AlarmState.ACKNOWLEDGED, "Operator 2")]
    assert view.alarms[0].state is AlarmState.ACKNOWLEDGED
    assert view.errors == []


def test_who_shelved_an_alarm_first_is_known_by_name(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    by_another(site, alarm, AlarmAct.SHELVE, reason="Pasar", until=site.now + timedelta(hours=1))
    presenter.begin_act(AlarmAct.ACKNOWLEDGE, alarm.id)
    assert view.overtaken == [(AlarmState.SHELVED, "Operator 2")]


def test_who_called_it_false_is_known_from_the_feed(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    presenter.begin_act(AlarmAct.SHELVE, alarm.id)
    presenter.changed(by_another(site, alarm, AlarmAct.FALSE_ALARM))
    seen, act = view.question
    presenter.act(act, seen, reason="Pekerjaan jalan", for_s=900.0)
    assert view.overtaken == [(AlarmState.FALSE, "operator2")]


def test_shelving_first_asks_and_then_ends_by_the_clock(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    presenter.begin_act(AlarmAct.SHELVE, alarm.id)
    assert site.alarms[alarm.id].state is AlarmState.UNACKNOWLEDGED
    seen, act = view.question
    until = site.now + timedelta(seconds=1800)
    presenter.act(act, seen, reason="Pekerjaan jalan", for_s=1800.0)
    (kept,) = view.alarms
    assert (kept.state, kept.reason) == (AlarmState.SHELVED, "Pekerjaan jalan")
    assert kept.shelved_until == until
    presenter.begin_act(AlarmAct.UNSHELVE, alarm.id)
    assert view.alarms[0].state is AlarmState.UNACKNOWLEDGED


def test_a_false_alarm_leaves_the_list(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    presenter.begin_act(AlarmAct.FALSE_ALARM, alarm.id)
    seen, act = view.question
    presenter.act(act, seen)
    assert view.alarms == ()
    assert site.alarms[alarm.id].state is AlarmState.FALSE


def test_one_key_makes_a_ticket_that_is_acknowledged_and_takes_the_alarm_off_the_list(site):
    alarm = raise_alarm(site, priority=Priority.CRITICAL, occupancy=0.91, speed=0.02)
    view, presenter = signed_in(site)
    presenter.make_ticket(alarm.id)
    (ticket_id,) = view.tickets
    ticket = site.person("operator2").ticket(ticket_id).ticket
    assert (ticket.state, ticket.owner_name) == (TicketState.ACKNOWLEDGED, "Operator 1")
    assert (ticket.category, ticket.priority, ticket.assignments) == ("congestion", Priority.CRITICAL, ())
    assert (ticket.title, ticket.place) == ("Lalu lintas macet, Kamera 101", "Kamera 101")
    assert ticket.description == "okupansi 0,91 · laju 2 %"
    assert site.alarms[alarm.id].ticket_id == ticket_id
    assert view.alarms == ()


def test_an_alarm_that_another_desk_made_a_ticket_of_makes_no_second_one(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    _, other = signed_in(site, "operator2")
    other.make_ticket(alarm.id)
    presenter.make_ticket(alarm.id)
    assert len(site.tickets) == 1
    assert view.tickets == []
    assert [state for state, _ in view.overtaken] == [AlarmState.TICKETED]


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        (AlarmKind.CONGESTION, "congestion"),
        (AlarmKind.STOPPED_TRAFFIC, "congestion"),
        (AlarmKind.STOPPED_VEHICLE, "stopped_vehicle"),
        (AlarmKind.DARK, "camera_fault"),
        (AlarmKind.CAMERA_LOST, "camera_fault"),
        (AlarmKind.ANALYSIS_STOPPED, "camera_fault"),
        (AlarmKind.GROUP_LOST, "camera_fault"),
        (AlarmKind.RECORDING_STOPPED, "camera_fault"),
        (AlarmKind.RECORDING_SHORT, "camera_fault"),
    ],
)
def test_the_kind_of_an_alarm_says_what_its_ticket_is_about(site, kind, category):
    alarm = raise_alarm(site, kind)
    categories = tuple(site.categories.values())
    assert ticket_from(alarm, site.cameras[alarm.camera_id], categories).category == category


def test_the_ticket_of_a_recording_that_stopped_names_the_disk_and_why(site):
    subject = subject_with("meja-1", RecordingCause.FULL)
    command = ticket_from(raise_alarm(site, AlarmKind.RECORDING_STOPPED, subject=subject, affected=3), None, ())
    assert command.title == "Perekaman berhenti, meja-1"
    assert command.description == "3 kamera tidak terekam · disk penuh"


def test_a_site_without_the_category_and_a_camera_that_is_not_known_still_make_a_ticket(site):
    command = ticket_from(raise_alarm(site), None, (site.categories["other"],))
    assert (command.category, command.place) == ("other", "kamera tak dikenal")


def test_two_presses_before_the_answer_are_one_act(site):
    alarm = raise_alarm(site)
    jobs = HeldJobs()
    view, presenter = signed_in(site, jobs=jobs)
    jobs.run()
    presenter.begin_act(AlarmAct.ACKNOWLEDGE, alarm.id)
    presenter.begin_act(AlarmAct.ACKNOWLEDGE, alarm.id)
    presenter.make_ticket(alarm.id)
    assert len(jobs.held) == 1
    jobs.run()
    assert view.acted == [alarm.id]
    assert view.overtaken == []


def test_wishes_while_a_reading_is_under_way_become_one_more(site):
    jobs = HeldJobs()
    view, presenter = signed_in(site, jobs=jobs)
    jobs.run()
    for _ in range(3):
        presenter.refresh()
    jobs.run()
    jobs.run()
    assert (view.lists, jobs.held) == (3, [])


def test_a_reading_of_the_last_person_never_reaches_the_next(site):
    raise_alarm(site)
    jobs = HeldJobs()
    view, presenter = signed_in(site, jobs=jobs)
    presenter.end()
    jobs.run()
    assert view.alarms == ()
    assert view.access == (False, False)


def test_the_feed_of_other_things_reads_nothing(site):
    view, presenter = signed_in(site)
    presenter.changed((site.tell(Kind.TICKET, new_id(), 1, "operator2"),))
    assert view.lists == 1
    presenter.changed((site.tell(Kind.ALARM, new_id(), 1, "station1"),))
    assert view.lists == 2


def test_the_load_falls_while_nothing_changes(site):
    raise_alarm(site)
    view, presenter = signed_in(site)
    presenter.tick()
    assert view.lists == 1
    site.pass_time(601)
    presenter.tick()
    assert view.load == AlarmLoad(0, 1)
    site.pass_time(LOAD_EVERY_S - 1)
    presenter.tick()
    assert view.lists == 2


def test_the_load_is_read_again_though_the_clock_was_set_back(site):
    view, presenter = signed_in(site)
    site.now -= timedelta(hours=1)
    presenter.tick()
    assert view.lists == 2


def test_a_flood_begins_over_ten_and_ends_under_five(site):
    view, presenter = signed_in(site)
    seen = []
    for _ in range(11):
        raise_alarm(site, AlarmKind.STOPPED_VEHICLE, zone_id=new_id())
        presenter.refresh()
        seen.append(view.flood)
    assert seen == [False] * 10 + [True]
    site.pass_time(601)
    for _ in range(5):
        raise_alarm(site, AlarmKind.STOPPED_VEHICLE, zone_id=new_id())
    presenter.refresh()
    assert (view.load.raised, view.flood) == (5, True)
    site.pass_time(601)
    for _ in range(4):
        raise_alarm(site, AlarmKind.STOPPED_VEHICLE, zone_id=new_id())
    presenter.refresh()
    assert (view.load.raised, view.flood) == (4, False)


def test_a_record_that_cannot_be_reached_is_no_load_and_leaves_the_word_to_the_banner(site):
    view, presenter = signed_in(site)
    site.down = Unreachable(host="db")
    presenter.refresh()
    assert (view.load, view.errors) == (None, [])
    site.down = None
    presenter.refresh()
    assert view.load == AlarmLoad(0, 1)


def test_any_other_refusal_is_said(site):
    alarm = raise_alarm(site)
    view, presenter = signed_in(site)
    site.down = Busy()
    presenter.begin_act(AlarmAct.ACKNOWLEDGE, alarm.id)
    assert [type(error) for error in view.errors] == [Busy, Busy]
