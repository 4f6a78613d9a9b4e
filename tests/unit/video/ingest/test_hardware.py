"""Who may decode in hardware."""

from video.ingest.hardware import HardwareSeats, seats_of_a_worker
from video.ingest.settings import VideoSettings


def test_no_more_streams_than_seats_decode_in_hardware_and_a_seat_comes_back() -> None:
    seats = HardwareSeats("cuda", 2)
    assert [seats.take() for _ in range(3)] == ["cuda", "cuda", ""]
    seats.give("")
    assert seats.take() == ""
    seats.give("cuda")
    assert seats.take() == "cuda"


def test_without_a_wish_nobody_decodes_in_hardware() -> None:
    assert HardwareSeats("", 5).take() == ""


def test_the_sessions_are_shared_evenly_by_the_workers() -> None:
    assert seats_of_a_worker(VideoSettings(workers=4, hardware_sessions=16)) == 4
    assert seats_of_a_worker(VideoSettings(workers=3, hardware_sessions=16)) == 6
    assert seats_of_a_worker(VideoSettings(workers=3, hardware_sessions=0)) == 0
