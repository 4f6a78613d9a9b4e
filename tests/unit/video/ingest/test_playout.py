"""Where a stream's time comes from."""

import pytest
from av import Packet

from video.ingest.health import Pace
from video.ingest.playout import Playout, Timing, sender_wall_s, timing_of
from video.ingest.sender_clock import SenderClock
from video.ingest.settings import VideoSettings

SETTINGS = VideoSettings()


def playout(timing: Timing, live: bool = True) -> Playout:
    return Playout(timing, SenderClock(), SETTINGS, live)


@pytest.mark.parametrize(
    ("live", "format_name", "expected"),
    [
        (True, "rtsp", Timing.SENT),
        (True, "mpegts", Timing.SENT),
        (True, "hls", Timing.BURST),
        (True, "mov,mp4,m4a,3gp,3g2,mj2", Timing.BURST),
        (True, "mpjpeg", Timing.ARRIVAL),
        (False, "mpegts", Timing.BURST),
        (False, "h264", Timing.BURST),
    ],
)
def test_a_streams_timing_follows_from_how_it_comes(live: bool, format_name: str, expected: Timing) -> None:
    assert timing_of(live, format_name) is expected


def test_a_segment_that_comes_at_once_is_played_out_by_its_own_time() -> None:
    hls = playout(Timing.BURST)
    due = [hls.arrived(50.0 + number / 25, 1000.0) for number in range(100)]
    assert due == pytest.approx([1000.0 + number / 25 for number in range(100)])


def test_four_second_segments_are_never_late_though_each_comes_as_late_as_it_may() -> None:
    hls, late = playout(Timing.BURST), []
    now_s = 1000.0
    for segment in range(10):
        came_s = max(now_s, 1000.0 + 4.0 * (segment - 1))  # published while the one before it plays
        for number in range(100):
            now_s = max(now_s, came_s)
            now_s = max(now_s, hls.arrived(4.0 * segment + number / 25, now_s))
            pace = hls.judge(hls.delay_s(Packet(1), 0.0, now_s), now_s)
            late.append(hls.late or pace is not Pace.PLAY)
    assert not any(late)


def test_hls_that_stands_still_for_longer_than_a_segment_and_a_half_is_late() -> None:
    hls = playout(Timing.BURST)
    hls.arrived(0.0, 1000.0)
    hls.delay_s(Packet(1), 0.0, 1000.0)
    hls.arrived(0.04, 1007.0)
    hls.judge(hls.delay_s(Packet(1), 7.0, 1007.0), 1007.0)
    assert hls.late


def test_a_stream_without_time_is_timed_by_its_arrival_and_late_while_it_never_waits() -> None:
    mjpeg = playout(Timing.ARRIVAL)
    assert mjpeg.arrived(3.0, 1000.0) == 1000.0
    assert mjpeg.shown_s(0.12, 0.0) == 1000.0
    states = []
    for number in range(40):
        now_s = 1000.0 + number * 0.05
        mjpeg.arrived(None, now_s)
        mjpeg.judge(mjpeg.delay_s(Packet(1), 0.0001, now_s), now_s)
        states.append(mjpeg.late)
    assert states.index(True) == pytest.approx(20, abs=2)
    mjpeg.judge(mjpeg.delay_s(Packet(1), 0.02, 1002.0), 1002.0)
    assert not mjpeg.late


def test_a_file_without_stamps_does_not_rush_through() -> None:
    raw = playout(Timing.BURST, live=False)
    due = [raw.arrived(None, 1000.0) for _ in range(26)]
    assert due[-1] - due[0] == pytest.approx(1.0)


def test_a_packet_without_a_sender_report_says_nothing_of_the_senders_clock() -> None:
    assert sender_wall_s(Packet(8)) is None
