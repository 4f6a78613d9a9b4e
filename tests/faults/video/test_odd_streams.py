"""Streams of garbage, of changing size, of 8K and without parameter sets: each is its own trouble alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from support.odd_streams import BrokenKeys, Changing, Garbage, NoParameterSets, OddServer, make_8k
from support.video_room import PASSWORD, USER, Room, ServerProcess, make_clip, until

from video.events import StreamState
from video.ingest.facts import WorkerRestarted

MakeRoom = Callable[..., Room]


@pytest.fixture(scope="module")
def odd(clips: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OddServer]:
    other = make_clip(tmp_path_factory.mktemp("odd") / "other.mp4", (640, 480), 4)
    server = OddServer({}, username=USER, password=PASSWORD)
    server.start()
    server.add_file("garbage", Garbage(clips["long"]))
    server.add_file("keys", BrokenKeys(clips["long"]))
    server.add_file("unknown", NoParameterSets(clips["long"]))
    server.add_file("changing", Changing(clips["long"], other, every=25))
    server.add_file("growing", Changing(clips["long"], other, every=75))
    yield server
    server.close()


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_8k(tmp_path_factory.mktemp("8k") / "8k.mp4")


def restarts(room: Room) -> list[WorkerRestarted]:
    return [fact for fact in room.facts if isinstance(fact, WorkerRestarted)]


def test_garbage_broken_key_frames_and_missing_parameter_sets_say_why_and_never_touch_their_neighbour(
    odd: OddServer, server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(no_picture_after_s=1.5, no_key_frame_after_s=3.0, lost_after_s=3.0)
    good = room.put("good", server.url("1/main"), server.url("1/sub"))
    garbage = room.put("garbage", odd.url("garbage"))
    keys = room.put("keys", odd.url("keys"))
    unknown = room.put("unknown", odd.url("unknown"))
    for camera in (good, garbage, keys, unknown):
        room.supervisor.show(camera, "tile", (320, 180))
    room.until(good, StreamState.LIVE)
    told = len(room.states(good))
    for camera in (garbage, keys, unknown):
        until(lambda c=camera: room.health(c).reason == "stream.reason.no_picture", 12.0, f"{camera}: a reason")
        room.until(camera, StreamState.LOST, 8.0)
        assert room.health(camera).reason != ""
        assert room.health(camera).age_s is None  # what the decoder makes of rubbish was never shown
    assert room.states(good)[told:] == []
    assert restarts(room) == []


def test_a_stream_that_changes_its_size_goes_on_in_the_tile(odd: OddServer, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("changing", odd.url("changing"))
    room.supervisor.show(camera, "tile", (320, 240))
    room.until(camera, StreamState.LIVE)
    reader = room.supervisor.reader(camera, "tile")
    assert reader is not None
    shapes: set[tuple[int, int]] = set()
    ages: list[float] = []

    def both() -> bool:
        ages.append(room.health(camera).age_s or 0.0)
        picture = reader.newest()
        if picture is not None:
            shapes.add((picture.width, picture.height))
        return len(shapes) == 2

    until(both, 5.0, "both sizes")
    assert shapes == {(320, 180), (320, 240)}
    assert max(ages) < 1.0
    assert room.health(camera).reconnects == 0
    assert StreamState.FROZEN not in room.states(camera)


def test_a_shape_given_to_the_camera_holds_over_every_size_that_it_sends(odd: OddServer, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("changing", odd.url("changing"), aspect="1:1")
    room.supervisor.show(camera, "tile", (320, 240))
    room.until(camera, StreamState.LIVE)
    reader = room.supervisor.reader(camera, "tile")
    assert reader is not None
    sizes: set[tuple[int, int]] = set()

    def both() -> bool:
        picture = reader.newest()
        assert picture is None or (picture.width, picture.height) == (240, 240)
        sizes.add((room.health(camera).width, room.health(camera).height))
        return len(sizes) == 2

    until(both, 5.0, "both sizes")


def test_8k_alone_is_shown_by_its_key_frames_within_a_worker_that_stays_small(
    huge: Path, server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room()
    good = room.put("good", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(good, "tile", (320, 180))
    room.until(good, StreamState.LIVE)
    worker = psutil.Process(room.worker_of(good))
    before = worker.memory_info().rss
    told = len(room.states(good))
    camera = room.put("8k", str(huge))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    first = room.health(camera).decoded
    until(lambda: room.health(camera).decoded >= first + 2, 4.0, "two key frames")
    health = room.health(camera)
    assert (health.width, health.height, health.reduced) == (7680, 4320, True)
    assert health.state is StreamState.LIVE
    assert worker.memory_info().rss - before < 400_000_000
    assert room.states(good)[told:] == []


def test_8k_with_a_sub_stream_stays_with_that_one_in_a_large_tile_too(
    huge: Path, server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room()
    camera = room.put("1", str(huge), server.url("1/sub"))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    assert not room.health(camera).reduced
    room.supervisor.show(camera, "tile", (1280, 720))
    until(lambda: room.health(camera).reduced, 5.0, "it is said")
    decoded = room.health(camera).decoded
    until(
        lambda: room.health(camera).decoded > decoded + 30 and room.health(camera).width == 640, 5.0, "the sub-stream"
    )
    assert room.health(camera).state is StreamState.LIVE
    assert StreamState.FROZEN not in room.states(camera)


def test_a_picture_over_the_limit_is_refused_with_a_reason(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room(max_pixels=640 * 480)
    camera = room.put("1", server.url("1/main"))
    room.supervisor.show(camera, "tile", (320, 180))
    until(lambda: room.health(camera).reason == "stream.reason.too_large", 8.0, f"{room.health(camera)}")
    assert room.health(camera).decoded == 0


def test_a_stream_that_grows_over_the_limit_on_its_way_is_ended_with_a_reason(
    odd: OddServer, make_room: MakeRoom
) -> None:
    room = make_room(max_pixels=320 * 240, no_picture_after_s=1.0, lost_after_s=2.0)
    camera = room.put("growing", odd.url("growing"))
    room.supervisor.show(camera, "tile", (320, 180))
    reasons = {"stream.reason.too_large", "stream.reason.no_picture"}
    until(lambda: room.health(camera).reason in reasons, 8.0, "the end of it")
    assert room.health(camera).width in (0, 320)
    assert restarts(room) == []
