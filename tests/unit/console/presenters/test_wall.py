from dataclasses import replace
from datetime import timedelta

import pytest
from support.small_site import camera, new_ticket, small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.wall import FIGURES_EVERY_S, READ_EVERY_S, STALE_S, WallPresenter
from console.presenters.wall_cameras import ROUND_S
from console.presenters.wall_session import AGAIN_S, WallSession
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.sightings import SightingRow
from storage.model.tickets import Act, Priority
from storage.service.commands import ActOnTicket, PushToWall, ReleaseWall
from storage.service.errors import BadLogin, Unreachable
from video.events import Analysis, CameraId, FrameStamp, StreamHealth, StreamState, TrafficState, ZoneReading


class View:
    def __init__(self):
        self.cameras = ()
        self.numbers = self.pushed = self.data = self.day = None
        self.tickets = ()
        self.analyses = {}
        self.waiting_until = None

    def show_now(self, now, waiting_until):
        self.now, self.waiting_until = now, waiting_until

    def show_numbers(self, numbers):
        self.numbers = numbers

    def show_tickets(self, tickets):
        self.tickets = tickets

    def show_day(self, day):
        self.day = day

    def show_pushed(self, pushed):
        self.pushed = pushed

    def show_data(self, data):
        self.data = data

    def show_cameras(self, cameras):
        self.cameras = tuple(one.number if one else None for one in cameras)

    def show_analysis(self, analysis):
        self.analyses[analysis.camera_id] = analysis


class Wall:
    """A wall on the small site, whose clocks go on together."""

    def __init__(self):
        self.site = small_site()
        wall = Person(new_id(), "wall1", "Layar dinding", Role.WALL)
        self.site.people[wall.id] = wall
        for one in (camera(number) for number in range(103, 109)):
            self.site.cameras[one.id] = one
        self.seconds = 0.0
        self.view = View()
        self.presenter = WallPresenter(self.view, ImmediateJobs(), lambda: self.site.now, lambda: self.seconds)
        self.presenter.cameras_known(tuple(self.site.cameras.values()))

    def begin(self):
        record = self.site.person("wall1")
        self.presenter.begin(record, record.me())

    def pass_time(self, seconds):
        for _ in range(int(seconds)):
            self.site.pass_time(1.0)
            self.seconds += 1.0
            self.presenter.tick()

    def camera(self, number):
        return next(one for one in self.site.cameras.values() if one.number == number)

    def push(self, *numbers, ticket_id=None):
        ids = tuple(self.camera(number).id for number in numbers)
        command = PushToWall(key=new_id(), push_id=new_id(), camera_ids=ids, reason="Lihat ini", ticket_id=ticket_id)
        self.site.person("operator1").execute(command)
        return command

    def open(self, **more):
        command = new_ticket(**more)
        self.site.person("operator1").execute(command)
        return command


@pytest.fixture
def wall():
    return Wall()


def told(kind):
    return (Change(1, kind, new_id(), 1, "operator1", small_site().now),)


def test_before_the_record_is_there_nothing_is_claimed_and_the_wall_says_since_when_it_waits(wall):
    wall.pass_time(30)
    assert wall.view.data.read_at is None
    assert wall.view.data.since == wall.site.now - timedelta(seconds=30)
    assert (wall.view.numbers.critical, wall.view.numbers.open) == (None, None)


def test_the_figures_count_what_is_open_and_who_waits_longest(wall):
    wall.open(priority=Priority.CRITICAL, title="Kecelakaan")
    wall.open(priority=Priority.MEDIUM)
    wall.begin()
    wall.pass_time(301)
    numbers = wall.view.numbers
    assert (numbers.critical, numbers.open) == (1, 2)
    assert numbers.longest_s == pytest.approx(301, abs=1)
    assert numbers.longest_over
    assert wall.view.tickets[0].title == "Kecelakaan"


def test_complaints_counted_in_days_do_not_hide_what_waits_in_minutes(wall):
    wall.open(priority=Priority.LOW, title="Sampah")
    wall.site.pass_time(7200)
    wall.open(priority=Priority.HIGH)
    wall.begin()
    assert wall.view.numbers.longest_s < 60
    assert not wall.view.numbers.longest_over


def test_a_resolved_ticket_waits_no_longer(wall):
    opened = wall.open(priority=Priority.CRITICAL, camera_id=wall.camera(108).id)
    record = wall.site.person("operator1")
    act = ActOnTicket(key=new_id(), ticket_id=opened.ticket_id, expected_version=1, act=Act.ACKNOWLEDGE)
    record.execute(act)
    version = record.ticket(opened.ticket_id).ticket.version
    record.execute(replace(act, key=new_id(), expected_version=version, act=Act.RESOLVE, text="Sudah"))
    wall.begin()
    assert wall.view.numbers.longest_s is None
    assert wall.view.cameras[0] != 108


def test_the_camera_of_a_critical_ticket_comes_to_the_large_tile(wall):
    wall.begin()
    wall.open(priority=Priority.CRITICAL, camera_id=wall.camera(108).id)
    wall.pass_time(25)
    assert wall.view.cameras[0] == 108


def test_a_push_stands_until_it_is_released_and_names_who_and_why(wall):
    wall.begin()
    wall.pass_time(1)
    before = wall.view.cameras
    opened = wall.open(camera_id=wall.camera(107).id)
    push = wall.push(107, 106, ticket_id=opened.ticket_id)
    wall.presenter.changed(told(Kind.WALL))
    assert wall.view.cameras[:2] == (107, 106)
    pushed = wall.view.pushed
    assert (pushed.cameras, pushed.by, pushed.reason) == ((107, 106), "Operator 1", "Lihat ini")
    assert pushed.ticket_number.startswith("BKS-")
    wall.pass_time(3 * ROUND_S)
    assert wall.view.cameras[:2] == (107, 106)
    wall.site.person("operator2").execute(ReleaseWall(key=new_id(), push_id=push.push_id))
    wall.presenter.changed(told(Kind.WALL))
    assert wall.view.pushed is None
    assert wall.view.cameras == before


def test_a_push_is_seen_within_seconds_even_when_the_feed_is_silent(wall):
    wall.begin()
    wall.push(108)
    wall.pass_time(READ_EVERY_S)
    assert wall.view.cameras[0] == 108


def test_data_of_more_than_ten_seconds_are_old_and_their_figures_stand_still(wall):
    wall.open(priority=Priority.CRITICAL)
    wall.begin()
    wall.pass_time(5)
    wall.site.down = Unreachable(host="db")
    fresh = wall.view.data.read_at
    wall.pass_time(STALE_S - 3)
    assert not wall.view.data.stale
    wall.pass_time(60)
    assert wall.view.data.stale
    assert wall.view.data.read_at == fresh == wall.view.waiting_until
    assert wall.view.numbers.open == 1
    assert wall.view.numbers.longest_s < 10
    wall.site.down = None
    wall.pass_time(READ_EVERY_S)
    assert not wall.view.data.stale
    assert wall.view.numbers.longest_s > 60


def test_the_share_dispatched_in_time_is_unknown_until_there_is_one(wall):
    opened = wall.open()
    wall.begin()
    assert wall.view.numbers.in_time is None
    agency = next(iter(wall.site.agencies))
    wall.site.person("operator1").execute(
        ActOnTicket(key=new_id(), ticket_id=opened.ticket_id, expected_version=1, act=Act.DISPATCH, agency_id=agency)
    )
    wall.pass_time(FIGURES_EVERY_S + READ_EVERY_S)
    assert wall.view.numbers.in_time == 1.0


def health(one, state):
    return StreamHealth(CameraId(str(one.id)), state)


def test_streams_are_counted_by_what_may_be_believed_of_them(wall):
    states = [StreamState.LIVE, StreamState.RECEIVING, StreamState.FROZEN, StreamState.LATE, StreamState.LOST]
    for number, state in zip(range(101, 106), states, strict=True):
        wall.presenter.health_known(health(wall.camera(number), state))
    wall.pass_time(1)
    streams = wall.view.numbers.streams
    assert (streams.live, streams.frozen, streams.lost) == (2, 2, 4)


def seen(wall, number, zone_id, state, *, began=True):
    row = SightingRow(
        new_id(), wall.camera(number).id, zone_id, 1, "congestion", began, state.value, 0.7, 0.1, wall.site.now
    )
    wall.site.sightings[row.id] = row


def test_a_road_that_another_station_sees_standing_still_is_shown_large_with_its_zone(wall):
    zone = new_id()
    wall.begin()
    wall.pass_time(1)
    seen(wall, 107, zone, TrafficState.STOPPED)
    wall.pass_time(25)
    assert wall.view.cameras[0] == 107
    analysis = wall.view.analyses[CameraId(str(wall.camera(107).id))]
    assert [(one.zone_id, one.state) for one in analysis.zones] == [(str(zone), TrafficState.STOPPED)]
    seen(wall, 107, zone, TrafficState.FREE, began=False)
    wall.pass_time(READ_EVERY_S + 1)
    zones = wall.view.analyses[CameraId(str(wall.camera(107).id))].zones
    assert [one.state for one in zones] == [TrafficState.FREE]


def test_what_this_machine_sees_itself_is_believed_before_the_record(wall):
    zone = new_id()
    wall.begin()
    seen(wall, 107, zone, TrafficState.STOPPED)
    own = Analysis(
        CameraId(str(wall.camera(107).id)),
        FrameStamp(1, 0.0, 0.0),
        zones=(ZoneReading(str(zone), TrafficState.FREE, 0.1, 1.0),),
    )
    for _ in range(30):
        wall.presenter.analysed(own)
        wall.pass_time(1)
        assert wall.view.analyses[own.camera_id] is own
    assert wall.view.cameras[0] != 107


def test_a_disabled_camera_is_not_shown(wall):
    off = replace(wall.camera(101), enabled=False)
    wall.presenter.cameras_known(tuple(off if one.id == off.id else one for one in wall.site.cameras.values()))
    assert 101 not in wall.view.cameras


def test_figures_are_read_at_the_start_and_then_seldom(wall):
    asked = []
    record = wall.site.person("wall1")
    figures = record.wall_figures
    record.wall_figures = lambda *, since: (asked.append(since), figures(since=since))[1]
    wall.presenter.begin(record, record.me())
    wall.pass_time(FIGURES_EVERY_S - 1)
    assert len(asked) == 1
    wall.pass_time(READ_EVERY_S + 1)
    assert len(asked) == 2
    assert asked[0].isoformat() == "2026-11-24T00:00:00+07:00"


class Opening:
    """A way into the record that fails until it is told otherwise."""

    def __init__(self, wall, login="wall1"):
        self.error = Unreachable(host="db")
        self.tried = 0
        self._wall, self._login = wall, login

    def __call__(self):
        self.tried += 1
        if self.error is not None:
            raise self.error
        return self._wall.site.person(self._login)


def session(wall, opening):
    return WallSession(ImmediateJobs(), opening, (wall.presenter,), wall.presenter, lambda: wall.seconds)


def test_the_wall_tries_its_record_for_ever_and_comes_to_life_with_it(wall):
    opening = Opening(wall)
    going = session(wall, opening)
    for _ in range(600):
        wall.pass_time(1)
        going.tick()
    assert opening.tried == pytest.approx(600 / AGAIN_S, abs=2)
    opening.error = None
    wall.pass_time(AGAIN_S)
    going.tick()
    assert going.is_open
    assert wall.view.data.read_at == wall.site.now


def test_a_refused_login_is_said_and_tried_again(wall):
    opening = Opening(wall)
    opening.error = BadLogin()
    going = session(wall, opening)
    going.tick()
    wall.pass_time(1)
    assert wall.view.data.why
    opening.error = None
    wall.pass_time(AGAIN_S)
    going.tick()
    assert wall.view.data.why == ""


def test_a_person_is_no_wall(wall):
    opening = Opening(wall, "operator1")
    opening.error = None
    going = session(wall, opening)
    going.tick()
    assert not going.is_open
    wall.pass_time(1)
    assert "operator1" in wall.view.data.why


def test_a_closed_session_opens_no_more(wall):
    opening = Opening(wall)
    going = session(wall, opening)
    going.close()
    going.tick()
    assert opening.tried == 0


def test_a_record_that_opens_but_refuses_every_reading_says_why(wall, caplog):
    wall.site.down = Unreachable(host="db-kedua")
    wall.presenter.begin(wall.site.person("wall1"), Person(new_id(), "wall1", "Layar", Role.WALL))
    wall.pass_time(10)
    assert "db-kedua" in wall.view.data.why
    assert len([one for one in caplog.records if "cannot read" in one.message]) == 1


def test_a_clock_that_is_set_back_while_the_record_is_away_does_not_make_old_data_young(wall):
    wall.begin()
    wall.presenter.end()
    wall.site.now -= timedelta(hours=1)
    wall.pass_time(STALE_S + 1)
    assert wall.view.data.stale
