"""What may be believed of a stream."""

import pytest

from video.events import StreamState
from video.ingest.health import CatchUp, Limits, Pace, StreamFigures, StreamTimeline, judge

LIMITS = Limits()
FRAME_S = 0.04


def state(figures: StreamFigures, now_s: float, asked_at_s: float = 0.0) -> StreamState:
    return judge(figures, asked_at_s, now_s, LIMITS)


def shown(frame_at_s: float | None, **more: float | bool) -> StreamFigures:
    return StreamFigures(packet_at_s=frame_at_s, frame_at_s=frame_at_s, due_since_s=1.0, connected_at_s=1.0, **more)


def play(timeline: StreamTimeline, seconds: float, start_s: float, pts_s: float, speed: float = 1.0) -> float:
    """Frames of 25 a second that arrive `speed` times as fast; returns the moment of the last."""
    now_s = start_s
    for number in range(round(seconds * 25)):
        now_s = start_s + number * FRAME_S / speed
        timeline.arrived(pts_s + number * FRAME_S, now_s)
        timeline.delay_s(now_s)
    return now_s


@pytest.mark.parametrize(
    ("age_s", "expected"),
    [(0.1, StreamState.LIVE), (2.9, StreamState.LIVE), (3.1, StreamState.FROZEN), (10.5, StreamState.LOST)],
)
def test_a_shown_stream_is_judged_by_the_age_of_its_newest_frame(age_s: float, expected: StreamState) -> None:
    assert state(shown(50.0), 50.0 + age_s) is expected


def test_packets_without_frames_do_not_make_a_shown_stream_live() -> None:
    figures = StreamFigures(packet_at_s=59.9, frame_at_s=50.0, due_since_s=1.0, connected_at_s=1.0)
    assert state(figures, 60.0) is StreamState.FROZEN


def test_a_fresh_frame_that_is_behind_is_late_and_not_live() -> None:
    assert state(shown(50.0, late=True), 50.1) is StreamState.LATE


def test_a_camera_that_never_answered_waits_and_is_then_lost() -> None:
    figures = StreamFigures(due_since_s=0.0)
    assert state(figures, 9.0) is StreamState.WAITING
    assert state(figures, 10.5) is StreamState.LOST
    assert state(StreamFigures(), 10.5) is StreamState.LOST


def test_a_hidden_stream_is_receiving_while_packets_come_and_key_frames_prove_it() -> None:
    figures = StreamFigures(packet_at_s=50.0, frame_at_s=45.0, connected_at_s=1.0)
    assert state(figures, 50.2) is StreamState.RECEIVING
    assert state(figures, 53.5) is StreamState.FROZEN
    assert state(figures, 60.5) is StreamState.LOST


def test_packets_that_give_no_picture_are_no_proof_for_ever() -> None:
    figures = StreamFigures(packet_at_s=90.0, frame_at_s=45.0, connected_at_s=1.0)
    assert state(figures, 90.1) is StreamState.FROZEN


def test_a_stream_that_is_shown_again_is_given_time_for_its_first_frame() -> None:
    figures = StreamFigures(packet_at_s=50.0, frame_at_s=42.0, due_since_s=49.9, connected_at_s=1.0)
    assert state(figures, 50.1) is StreamState.RECEIVING
    assert state(StreamFigures(packet_at_s=55.0, frame_at_s=42.0, due_since_s=49.9, connected_at_s=1.0), 55.0) is (
        StreamState.FROZEN
    )


def test_a_steady_stream_has_no_delay_whatever_its_clock_says() -> None:
    timeline = StreamTimeline()
    end_s = play(timeline, 20, start_s=1000.0, pts_s=77_000.0)
    assert timeline.delay_s(end_s) == pytest.approx(0.0, abs=1e-3)


def test_a_reader_that_is_too_slow_falls_behind_though_each_frame_is_fresh() -> None:
    timeline = StreamTimeline()
    end_s = play(timeline, 28, start_s=1000.0, pts_s=0.0, speed=0.8)
    assert timeline.delay_s(end_s) == pytest.approx(7.0, abs=0.1)


def test_a_burst_at_the_beginning_does_not_hide_a_later_delay() -> None:
    timeline = StreamTimeline()
    for number in range(50):  # two seconds of stream that come at once
        timeline.arrived(number * FRAME_S, 1000.0)
        timeline.delay_s(1000.0)
    end_s = play(timeline, 5, start_s=1000.0, pts_s=2.0)
    assert timeline.delay_s(end_s) == pytest.approx(0.0, abs=0.1)
    timeline.arrived(7.0, end_s + 2.0)
    assert timeline.delay_s(end_s + 2.0) == pytest.approx(2.0, abs=0.1)


def test_a_constant_lag_is_still_a_delay_after_ten_minutes() -> None:
    timeline = StreamTimeline()
    end_s = play(timeline, 2, start_s=1000.0, pts_s=0.0)
    end_s = play(timeline, 600, start_s=end_s + 5.0, pts_s=2.0)
    assert timeline.delay_s(end_s) > 4.5


def test_a_clock_that_drifts_is_no_delay() -> None:
    timeline = StreamTimeline()
    end_s = play(timeline, 600, start_s=1000.0, pts_s=0.0, speed=0.9999)
    assert timeline.delay_s(end_s) < 0.01


@pytest.mark.parametrize("jump_s", [-500.0, 90_000.0])
def test_a_sender_that_starts_its_clock_over_is_neither_late_nor_early(jump_s: float) -> None:
    timeline = StreamTimeline()
    end_s = play(timeline, 5, start_s=1000.0, pts_s=600.0)
    before_s = timeline.anchored(605.0)
    end_s = play(timeline, 5, start_s=end_s + FRAME_S, pts_s=605.0 + jump_s)
    assert timeline.delay_s(end_s) == pytest.approx(0.0, abs=0.1)
    assert timeline.anchored(610.0 + jump_s) == pytest.approx(before_s + 5.0, abs=0.2)


def test_one_late_packet_is_skipped_and_the_stream_goes_on_once_it_has_caught_up() -> None:
    catch_up = CatchUp(1.0)
    assert catch_up.judge(0.2, 10.0) is Pace.PLAY
    assert catch_up.judge(1.2, 11.0) is Pace.SKIP
    assert catch_up.late
    assert catch_up.judge(0.6, 11.1) is Pace.SKIP
    assert catch_up.judge(0.1, 11.2) is Pace.PLAY
    assert not catch_up.late


def test_a_delay_that_skipping_does_not_cure_ends_the_connection() -> None:
    catch_up = CatchUp(1.0)
    assert catch_up.judge(1.2, 10.0) is Pace.SKIP
    assert catch_up.judge(1.2, 12.9) is Pace.SKIP
    assert catch_up.judge(1.2, 13.1) is Pace.RECONNECT


def test_a_delay_that_skipping_cures_again_and_again_never_ends_the_connection() -> None:
    catch_up = CatchUp(1.0)
    paces = [catch_up.judge(delay_s, 10.0 + number) for number, delay_s in enumerate([1.2, 0.1, 1.2, 0.1, 1.2, 0.1])]
    assert paces == [Pace.SKIP, Pace.PLAY] * 3


def test_figures_of_a_new_worker_go_on_from_those_of_the_lost_one() -> None:
    lost = StreamFigures(frame_at_s=50.0, due_since_s=1.0, connected_at_s=2.0, reconnects=2, decoded=700, width=1280)
    total = StreamFigures(due_since_s=51.0, decoded=10).after(lost)
    assert (total.decoded, total.reconnects, total.width, total.frame_at_s) == (710, 2, 1280, 50.0)
    assert state(total, 52.0) is StreamState.LIVE
    assert state(total, 54.0) is StreamState.FROZEN
