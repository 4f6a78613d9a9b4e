"""The recording mode without a window: where it stands, how it plays, what the line of time spans."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from support.playback_fakes import FakePlayer, Shown

from console.presenters.playback import PlaybackPresenter
from console.presenters.playback_span import LENGTHS_S, TimelineSpan
from console.presenters.playback_time import moment_of
from video.events import CameraId
from widgets.playback.values import SECOND_US, Marked
from widgets.playback.wishes import Wish
from widgets.playback.wording import us_of

NOW = datetime(2026, 11, 24, 7, 3, 54, tzinfo=UTC)  # 14:03:54 in WIB
NOW_US = us_of(NOW)
A, B, C = (CameraId(name) for name in "abc")


@dataclass
class Line:
    looked: list = field(default_factory=list)
    left: int = 0

    def look_at(self, cameras, span):
        self.looked.append((cameras, span))

    def leave(self):
        self.left += 1


class Desk:
    def __init__(self):
        self.view, self.player, self.line = Shown(), FakePlayer(), Line()
        self.now = NOW
        self.presenter = PlaybackPresenter(self.view, self.player, self.line, lambda: self.now)

    def pass_time(self, seconds):
        self.now += timedelta(seconds=seconds)
        self.player.wait(seconds * SECOND_US)
        self.presenter.tick()


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def playing(desk):
    desk.presenter.enter((A, B))
    return desk


def test_the_mode_begins_half_a_minute_ago_and_plays(desk):
    desk.presenter.enter((A, B))
    assert desk.view.last("show_on") == (True,)
    assert desk.presenter.at_us == NOW_US - 30 * SECOND_US
    assert desk.player.told[-1] == ("play", 1.0)
    assert desk.line.looked[-1][0] == (A, B)


def test_without_a_camera_it_says_so_and_stays_live(desk):
    desk.presenter.enter(())
    assert desk.view.of("show_no_camera") == [()]
    assert not desk.presenter.on


def test_leaving_closes_the_session_and_forgets_the_moment(playing):
    playing.presenter.leave()
    assert playing.player.told[-1] == ("close", None)
    assert playing.view.last("show_on") == (False,)
    assert playing.presenter.at_us is None
    assert playing.line.left == 1


def test_speed_goes_from_a_quarter_to_sixteen_and_no_further(playing):
    for _ in range(9):
        playing.presenter.wish(Wish.FASTER)
    assert playing.player.transport.rate == 16.0
    for _ in range(20):
        playing.presenter.wish(Wish.SLOWER)
    assert playing.player.transport.rate == 0.25


def test_backwards_is_never_slower_than_the_key_frames_go(playing):
    playing.presenter.wish(Wish.SLOWER)
    playing.presenter.wish(Wish.BACKWARDS)
    assert playing.player.transport.rate == -1.0
    playing.presenter.wish(Wish.FASTER)
    assert playing.player.transport.rate == -2.0
    playing.presenter.wish(Wish.BACKWARDS)
    assert playing.player.transport.rate == 2.0


def test_space_stands_still_and_goes_on_at_the_same_speed(playing):
    playing.presenter.wish(Wish.FASTER)
    playing.presenter.wish(Wish.PLAY)
    assert not playing.player.transport.playing
    playing.presenter.wish(Wish.PLAY)
    assert playing.player.told[-1] == ("play", 2.0)


def test_after_a_step_space_plays(playing):
    playing.presenter.wish(Wish.FRAME_BACK)
    assert playing.player.told[-1] == ("step", -1)
    playing.presenter.tick()
    playing.presenter.wish(Wish.PLAY)
    assert playing.player.transport.playing


@pytest.mark.parametrize(("wish", "by_s"), [(Wish.BACK, -5), (Wish.ON, 5), (Wish.FAR_BACK, -60)])
def test_arrows_go_by_seconds_and_minutes(playing, wish, by_s):
    before = playing.presenter.at_us
    playing.presenter.wish(wish)
    assert playing.presenter.at_us == before + by_s * SECOND_US


def test_what_has_not_been_yet_is_now(playing):
    playing.presenter.wish(Wish.FAR_ON)
    assert playing.presenter.at_us == NOW_US


def test_a_moment_outside_the_line_brings_the_line_along(playing):
    playing.presenter.seek(NOW_US - 6 * 3600 * SECOND_US)
    span = playing.line.looked[-1][1]
    assert span.since_us < NOW_US - 6 * 3600 * SECOND_US < span.until_us


def test_looking_elsewhere_does_not_seek_and_the_line_stays_there(playing):
    before = playing.presenter.at_us
    playing.presenter.pan(-4 * 3600 * SECOND_US)
    looked = playing.line.looked[-1][1]
    playing.pass_time(1)
    assert playing.presenter.at_us == before + SECOND_US
    assert playing.line.looked[-1][1] == looked
    playing.presenter.wish(Wish.BACK)
    span = playing.line.looked[-1][1]
    assert span.since_us < playing.presenter.at_us < span.until_us


def test_the_line_turns_a_page_when_playing_reaches_its_end(desk):
    desk.presenter.enter((A,), NOW_US - 3 * 3600 * SECOND_US)
    for _ in range(12):
        desk.presenter.wish(Wish.NEARER)
    first = desk.line.looked[-1][1]
    assert first.length_s == 60
    desk.pass_time(60)
    span = desk.line.looked[-1][1]
    assert span.since_us > first.since_us
    assert span.since_us < desk.presenter.at_us < span.until_us


def test_marks_make_a_range_and_an_end_before_its_beginning_begins_anew(playing):
    playing.presenter.wish(Wish.MARK_IN)
    begin = playing.presenter.at_us
    playing.presenter.wish(Wish.ON)
    playing.presenter.wish(Wish.MARK_OUT)
    assert playing.view.last("show_marked") == (Marked(begin, begin + 5 * SECOND_US),)
    playing.presenter.wish(Wish.FAR_BACK)
    playing.presenter.wish(Wish.MARK_OUT)
    assert playing.presenter.marked == Marked(None, begin - 55 * SECOND_US)
    assert playing.presenter.marked.whole is None


def test_tiles_that_change_change_what_plays_and_no_tile_ends_the_mode(playing):
    playing.presenter.choose(B)
    playing.presenter.set_cameras((B, C))
    assert playing.player.cameras == (B, C)
    assert playing.line.looked[-1][0] == (B, C)
    playing.presenter.set_cameras(())
    assert not playing.presenter.on


def test_one_large_picture_plays_alone_while_all_keep_their_lines(playing):
    playing.presenter.play_only((B,))
    assert playing.player.cameras == (B,)
    playing.presenter.refresh()
    assert playing.line.looked[-1][0] == (A, B)


def test_the_span_zooms_around_a_moment_from_a_minute_to_a_week():
    span = TimelineSpan.ending(NOW_US)
    at_us = span.since_us + span.length_us // 4
    nearer = span.zoomed(1, at_us, NOW_US)
    assert nearer.length_s < span.length_s
    assert (at_us - nearer.since_us) / nearer.length_us == pytest.approx(0.25, abs=0.001)
    assert span.zoomed(99, at_us, NOW_US).length_s == LENGTHS_S[0] == 60
    assert span.zoomed(-99, at_us, NOW_US).length_s == LENGTHS_S[-1] == 7 * 86_400


def test_the_span_never_leaves_the_past():
    span = TimelineSpan.ending(NOW_US).moved(99 * 3600 * SECOND_US, NOW_US)
    assert NOW_US < span.until_us < NOW_US + span.length_us // 10


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:03", "2026-11-24T14:03:00+07:00"),
        ("14.03.20", "2026-11-24T14:03:20+07:00"),
        ("23:10", "2026-11-23T23:10:00+07:00"),  # today's is still to come
        ("20/11 08:30", "2026-11-20T08:30:00+07:00"),
        ("24-12-25 08:30:05", "2025-12-24T08:30:05+07:00"),
        ("25/12 08:30", "2025-12-25T08:30:00+07:00"),
    ],
)
def test_a_moment_is_taken_as_people_type_it(typed, expected):
    assert moment_of(typed, NOW_US) == us_of(datetime.fromisoformat(expected))


@pytest.mark.parametrize("typed", ["", "kemarin", "25:00", "31/02 10:00", "30/12/2026 10:00", "10"])
def test_what_is_no_moment_that_has_been_is_refused(typed):
    assert moment_of(typed, NOW_US) is None
