"""What the line of time shows: the ring and the record, each read once at a time; and the way to a moment."""

from datetime import timedelta

import pytest
from support.playback_fakes import FakeRing, Shown
from support.small_site import camera, new_ticket, small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.playback_marks import MarksPresenter
from console.presenters.playback_moment import LEAD_US, MomentPresenter
from console.presenters.playback_span import TimelineSpan
from console.presenters.playback_timeline import AGAIN_TICKS, BUCKETS, TimelinePresenter, highest
from storage.model.ids import new_id
from storage.service.commands import SetBookmark
from storage.service.errors import Unreachable
from video.events import CameraId
from widgets.playback.values import SECOND_US, MarkKind
from widgets.playback.wording import time_of, us_of


class Desk:
    def __init__(self, login="operator1"):
        self.site, self.ring, self.view = small_site(), FakeRing(), Shown()
        self.record = self.site.person(login)
        self.cameras = self.record.cameras()
        self.now_us = us_of(self.site.now)
        self.span = TimelineSpan.ending(self.now_us)
        jobs = ImmediateJobs()
        self.timeline = TimelinePresenter(self.view, jobs, jobs, self.ring, lambda alarm: alarm.kind.value)
        self.timeline.cameras_known(self.cameras)
        self.marks_view = Shown()
        self.marks = MarksPresenter(self.marks_view, jobs, self.timeline.renew)

    @property
    def ids(self):
        return tuple(CameraId(str(one.id)) for one in self.cameras)

    def begin(self):
        self.timeline.begin(self.record, self.record.me())
        self.marks.begin(self.record, self.record.me())

    def look(self):
        self.timeline.look_at(self.ids, self.span)
        self.timeline.tick()
        return self.view.last("show_rows")[0]


@pytest.fixture
def desk():
    desk = Desk()
    desk.begin()
    return desk


def test_each_camera_has_its_stretches_and_only_the_first_its_motion(desk):
    for one in desk.ids:
        desk.ring.held[one] = ((desk.now_us - 60 * SECOND_US, desk.now_us),)
        desk.ring.moved[one] = ((desk.now_us - 30 * SECOND_US, 200),)
    first, second = desk.look()
    assert first.spans == second.spans == desk.ring.held[desk.ids[0]]
    assert [level for _, level in first.motion] == [200]
    assert second.motion == ()


def test_the_ring_is_looked_at_again_after_a_while_since_it_grows(desk):
    desk.look()
    asked = desk.ring.asked
    desk.timeline.tick()
    assert desk.ring.asked == asked
    for _ in range(AGAIN_TICKS):
        desk.timeline.tick()
    assert desk.ring.asked == asked + len(desk.ids)


def test_bookmarks_and_tickets_of_the_span_stand_on_their_cameras(desk):
    at = desk.site.now - timedelta(minutes=5)
    key = {"key": new_id(), "bookmark_id": new_id(), "camera_id": desk.cameras[1].id}
    desk.record.execute(SetBookmark(**key, at=at, text="truk merah"))
    desk.record.execute(new_ticket(title="Macet di SGC", camera_id=desk.cameras[0].id))
    first, second = desk.look()
    assert [(mark.kind, mark.text.split(" ", 1)[1]) for mark in first.marks] == [(MarkKind.TICKET, "Macet di SGC")]
    assert [(mark.kind, mark.text, mark.at_us) for mark in second.marks] == [
        (MarkKind.BOOKMARK, "truk merah", us_of(at))
    ]


def test_a_record_that_is_gone_is_said_once_and_the_ring_is_shown(desk):
    desk.site.down = Unreachable(host="db")
    desk.ring.held[desk.ids[0]] = ((desk.now_us - 60 * SECOND_US, desk.now_us),)
    assert desk.look()[0].spans != ()
    desk.timeline.renew()
    desk.timeline.tick()
    assert len(desk.view.of("show_marks_gone")) == 1
    desk.site.down = None
    desk.timeline.renew()
    desk.timeline.tick()
    desk.site.down = Unreachable(host="db")
    desk.timeline.renew()
    desk.timeline.tick()
    assert len(desk.view.of("show_marks_gone")) == 2


def test_an_agency_sees_what_is_recorded_and_nothing_that_was_said_of_it():
    desk = Desk("dishub1")
    desk.begin()
    desk.look()
    assert desk.view.of("show_marks_gone") == []


def test_a_camera_that_another_station_records_says_whose_it_is(desk):
    mine, other = desk.cameras
    desk.site.station("station1").claim_leases((mine.id,), seconds=60)
    desk.site.station("station2").claim_leases((other.id,), seconds=60)
    desk.timeline = TimelinePresenter(
        desk.view, ImmediateJobs(), ImmediateJobs(), desk.ring, lambda alarm: alarm.kind.value, "station1"
    )
    desk.timeline.cameras_known(desk.cameras)
    desk.begin()
    assert [row.elsewhere for row in desk.look()] == ["", "Meja 2"]
    desk.site.station("station2").release_leases()
    desk.timeline.changed(tuple(desk.site.changes[-1:]))
    assert [row.elsewhere for row in desk.look()] == ["", ""]


def test_motion_keeps_its_highest_value_of_each_step_of_the_span(desk):
    span = TimelineSpan(0, 3600)
    many = tuple((second * SECOND_US, 255 if second == 1000 else second % 40) for second in range(3600))
    found = highest(many, span)
    assert len(found) <= BUCKETS
    assert max(level for _, level in found) == 255


def test_a_bookmark_is_set_at_the_moment_at_which_its_key_was_pressed(desk):
    at_us = desk.now_us - 90 * SECOND_US
    desk.marks.offer_bookmark(desk.cameras[0], at_us, None)
    assert desk.marks_view.last("show_bookmark_form") == (desk.cameras[0], at_us)
    desk.marks.bookmark("truk merah")
    assert desk.marks_view.last("show_bookmarked") == (at_us,)
    mark = desk.look()[0].marks[0]
    assert (mark.text, mark.at_us) == ("truk merah", at_us)
    desk.marks.remove_bookmark(desk.cameras[0], at_us + 300_000)
    assert desk.marks_view.last("show_removed")[0].text == "truk merah"
    desk.marks.remove_bookmark(desk.cameras[0], at_us)
    assert desk.marks_view.of("show_nothing_to_remove") == [()]


def test_who_is_not_signed_in_or_may_not_is_told_so():
    desk = Desk("dishub1")
    desk.marks.offer_bookmark(desk.cameras[0], desk.now_us, None)
    assert desk.marks_view.of("show_sign_in") == [()]
    desk.begin()
    desk.marks.offer_bookmark(desk.cameras[0], desk.now_us, None)
    assert desk.marks_view.of("show_refused") == [()]
    assert desk.marks_view.of("show_bookmark_form") == []


def test_a_form_that_stands_open_closes_with_its_persons_sign_in(desk):
    desk.marks.offer_bookmark(desk.cameras[0], desk.now_us, None)
    desk.marks.end()
    assert desk.marks_view.of("show_ended") == [()]
    desk.marks.bookmark("dari orang lain")
    desk.begin()
    assert desk.look()[0].marks == ()


def test_a_lock_is_of_the_marked_range_and_the_one_that_stands_is_shown(desk):
    span_us = (desk.now_us - 120 * SECOND_US, desk.now_us - 60 * SECOND_US)
    desk.marks.offer_lock(desk.cameras[0], span_us, None)
    desk.marks.lock("permintaan penyidik", 14)
    assert desk.marks_view.last("show_locked") == (14,)
    desk.marks.offer_lock(desk.cameras[0], span_us, None)
    _, _, standing, may_release = desk.marks_view.last("show_lock_form")
    assert (standing.reason, standing.since) == ("permintaan penyidik", time_of(span_us[0]))
    assert not may_release  # an operator
    assert desk.look()[0].locks == (span_us,)


class Finder:
    def __init__(self, **more):
        self.view, self.ring = Shown(), FakeRing()
        self.camera = camera(101, **more)
        self.now_us = 10_000 * SECOND_US
        jobs = ImmediateJobs()
        self.presenter = MomentPresenter(self.view, jobs, jobs, self.ring, lambda: self.now_us, "station1")

    def hold(self, since_s, until_s):
        self.ring.held[str(self.camera.id)] = ((since_s * SECOND_US, until_s * SECOND_US),)


def test_a_moment_that_is_recorded_is_shown():
    finder = Finder()
    finder.hold(4000, 9000)
    finder.presenter.go(finder.camera, 5000 * SECOND_US)
    assert finder.view.last("show_moment") == (finder.camera, 5000 * SECOND_US)


def test_a_recording_that_begins_shortly_after_is_shown_from_its_beginning():
    finder = Finder()
    finder.hold(5020, 9000)
    finder.presenter.go(finder.camera, 5000 * SECOND_US)
    assert finder.view.last("show_moment") == (finder.camera, 5020 * SECOND_US)


def test_a_moment_that_was_overwritten_is_told_with_the_oldest_that_is_left():
    finder = Finder()
    finder.hold(8000, 9000)
    finder.presenter.go(finder.camera, 5000 * SECOND_US)
    assert finder.view.last("show_too_old") == (finder.camera, 5000 * SECOND_US, 8000 * SECOND_US)


def test_a_camera_that_is_not_recorded_is_told_as_such():
    finder = Finder(record=False)
    finder.presenter.go(finder.camera, 5000 * SECOND_US)
    assert finder.view.last("show_not_recorded") == (finder.camera,)


def test_what_another_station_records_is_looked_for_there_and_only_while_somebody_is_signed_in():
    finder, desk = Finder(), Desk()
    other = desk.cameras[0]
    desk.site.station("station2").claim_leases((other.id,), seconds=60)
    finder.presenter.go(other, 5000 * SECOND_US)
    assert finder.view.last("show_no_moment") == (other, 5000 * SECOND_US)
    finder.presenter.begin(desk.record, desk.record.me())
    finder.presenter.go(other, 5000 * SECOND_US)
    assert finder.view.last("show_elsewhere") == (other, 5000 * SECOND_US, "Meja 2")
    desk.site.down = Unreachable(host="db")
    finder.presenter.go(other, 6000 * SECOND_US)
    assert finder.view.last("show_no_moment") == (other, 6000 * SECOND_US)
    desk.site.down = None
    finder.presenter.end()
    finder.presenter.go(other, 7000 * SECOND_US)
    assert finder.view.last("show_no_moment") == (other, 7000 * SECOND_US)


def test_a_camera_with_a_recorder_of_its_own_is_always_asked():
    finder = Finder(record=False, replay_url="rtsp://nvr/replay/1?from={since:epoch}")
    finder.presenter.go(finder.camera, 5000 * SECOND_US)
    assert finder.view.last("show_moment") == (finder.camera, 5000 * SECOND_US)
    assert finder.ring.asked == 0


def test_a_ticket_is_shown_from_a_little_before_it_was_opened():
    finder, desk = Finder(), Desk()
    command = new_ticket(camera_id=desk.cameras[0].id)
    desk.record.execute(command)
    ticket = desk.record.ticket(command.ticket_id).ticket
    at_us = us_of(ticket.created_at) - LEAD_US
    finder.ring.held[str(desk.cameras[0].id)] = ((0, us_of(ticket.created_at)),)
    finder.presenter.of_ticket(ticket, {str(one.id): one for one in desk.cameras})
    assert finder.view.last("show_moment") == (desk.cameras[0], at_us)
    finder.presenter.of_ticket(None, {})
    assert finder.view.of("show_nothing_chosen") == [()]
