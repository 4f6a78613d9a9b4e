"""Main or sub."""

from video.events import CameraId, CameraSource
from video.ingest.choosing import Grade, choose, url_of

BOTH = CameraSource(CameraId("1"), "rtsp://cam/main", "rtsp://cam/sub")


def test_a_tile_no_larger_than_the_sub_stream_takes_it() -> None:
    assert choose(BOTH, [(640, 360)], (640, 360), sub_fails=False) is Grade.SUB
    assert choose(BOTH, [(900, 360)], (640, 360), sub_fails=False) is Grade.SUB


def test_one_large_tile_is_enough_for_the_main_stream() -> None:
    assert choose(BOTH, [(320, 180), (960, 540)], (640, 360), sub_fails=False) is Grade.MAIN


def test_a_hidden_camera_is_content_with_the_sub_stream() -> None:
    assert choose(BOTH, [], None, sub_fails=False) is Grade.SUB


def test_a_sub_stream_that_does_not_come_up_is_left_for_the_main_one() -> None:
    assert choose(BOTH, [(320, 180)], None, sub_fails=True) is Grade.MAIN


def test_a_main_stream_that_is_too_heavy_gives_way_to_the_sub_stream_at_every_size() -> None:
    assert choose(BOTH, [(1920, 1080)], (640, 360), sub_fails=False, main_heavy=True) is Grade.SUB
    assert choose(BOTH, [(1920, 1080)], (640, 360), sub_fails=True, main_heavy=True) is Grade.MAIN


def test_a_camera_without_a_sub_stream_has_only_its_main_one() -> None:
    alone = CameraSource(CameraId("1"), "rtsp://cam/main")
    assert choose(alone, [(320, 180)], None, sub_fails=False) is Grade.MAIN
    assert url_of(alone, Grade.SUB) == "rtsp://cam/main"
