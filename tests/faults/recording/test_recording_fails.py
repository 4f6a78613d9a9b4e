"""Recording over real servers, real kills and real disks that are full, gone or in use."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import av
import psutil
import pytest
from support.require import require
from support.video_room import PASSWORD, USER, Room, ServerProcess, until

from video.events import CameraId, CameraSource, StreamState
from video.recording.keeper import RingKeeper, RingLimits, RingState
from video.recording.ring import Ring

MakeRoom = Callable[..., Room]
EVER_US = 2**60


def now_us() -> int:
    return time.time_ns() // 1000


def record(room: Room, server: ServerProcess, name: str = "1", *, sub: bool = False, analyse: bool = False) -> CameraId:
    camera = CameraId(name)
    urls = (server.url(f"{name}/main"), server.url(f"{name}/sub") if sub else "")
    room.supervisor.put_camera(CameraSource(camera, *urls, USER, PASSWORD, analyse=analyse, record=True))
    room.supervisor.set_recording(camera, True)
    return camera


def recorded_s(ring: Ring, camera: CameraId) -> float:
    return sum(end_us - begin_us for begin_us, end_us in ring.spans(camera, 0, EVER_US)) / 1e6


def until_recorded(ring: Ring, camera: CameraId, seconds: float, within_s: float = 12.0) -> None:
    until(lambda: recorded_s(ring, camera) >= seconds, within_s, f"{seconds} s recorded")


def decoded(ring: Ring, camera: CameraId, begin_us: int) -> int:
    """How many pictures a decoder makes of what the ring gives."""
    count, codec, known = 0, None, None
    for header, packet in ring.packets(camera, begin_us):
        if header is not known:
            codec, known = av.CodecContext.create(header.codec, "r"), header
            codec.extradata = header.extradata or None
        assert codec is not None
        sent = av.Packet(packet.payload)
        sent.pts, sent.dts, sent.time_base = packet.pts, packet.dts, header.time_base
        count += len(codec.decode(sent))
    return count


def test_a_killed_worker_costs_a_second_and_what_it_left_is_finished(
    server: ServerProcess, make_room: MakeRoom, tmp_path: Path
) -> None:
    room, ring, keeper = make_room(recording_dir=str(tmp_path)), Ring(tmp_path), RingKeeper(tmp_path, RingLimits())
    camera = record(room, server)
    until_recorded(ring, camera, 2.2)
    (before,) = ring.segments(camera, 0, EVER_US)
    assert not before.whole
    killed_us = now_us()
    os.kill(room.worker_of(camera), signal.SIGKILL)
    until(lambda: len(ring.segments(camera, 0, EVER_US)) == 2, 8.0, "the next segment")
    left, after = ring.segments(camera, 0, EVER_US)
    assert killed_us - left.end_us < 1_300_000
    assert after.begin_us > killed_us
    whole = decoded(ring, camera, left.begin_us)
    until(lambda: keeper.tick(datetime.now(UTC)) and not left.path.exists(), 8.0, "the left one is finished")
    keeper.close()
    first, second = ring.segments(camera, 0, EVER_US)
    assert (first.whole, second.whole) == (True, False)
    assert abs(first.end_us - left.end_us) <= 1000
    assert decoded(ring, camera, left.begin_us) >= whole > 50


def test_a_tile_that_grows_takes_over_the_recorded_main_stream_without_a_second_connection(
    server: ServerProcess, make_room: MakeRoom, tmp_path: Path
) -> None:
    room, ring = make_room(recording_dir=str(tmp_path)), Ring(tmp_path)
    camera = record(room, server, sub=True, analyse=True)
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    until_recorded(ring, camera, 2.0)
    connections = len(_connections(room.worker_of(camera)))
    assert (room.health(camera).width, connections) == (640, 2)
    room.supervisor.show(camera, "tile", (1280, 720))
    until(lambda: room.health(camera).width == 1280, 1.0, "the main stream at once")
    until(lambda: len(_connections(room.worker_of(camera))) == 1, 6.0, "the sub-stream is let go")
    room.supervisor.show(camera, "tile", (320, 180))
    until(lambda: room.health(camera).width == 640, 6.0, "the sub-stream again")
    assert room.health(camera).reconnects == 0
    (segment,) = ring.segments(camera, 0, EVER_US)
    times = [packet.at_us for _, packet in ring.packets(camera, segment.begin_us)]
    assert max(later - earlier for earlier, later in pairwise(times)) < 500_000
    assert ring.motion(camera, 0, EVER_US)
    room.supervisor.set_recording(camera, False)
    until(lambda: ring.segments(camera, 0, EVER_US)[-1].whole, 3.0, "the segment is finished")
    until(lambda: room.health(camera).recording == "", 2.0, "not recorded any more")


def _connections(pid: int) -> list[object]:
    return [one for one in psutil.Process(pid).net_connections("tcp") if one.status == psutil.CONN_ESTABLISHED]


def test_a_folder_that_goes_away_is_said_and_live_goes_on(
    server: ServerProcess, make_room: MakeRoom, tmp_path: Path
) -> None:
    root = tmp_path / "disk"
    root.mkdir()
    room, ring = make_room(recording_dir=str(root)), Ring(root)
    camera = record(room, server)
    room.supervisor.show(camera, "tile", (320, 180))
    until_recorded(ring, camera, 1.0)
    root.rename(tmp_path / "away")
    server.kill()
    server.start()  # a new connection is a new segment
    until(lambda: room.health(camera).recording == "recording.reason.missing", 12.0, "that the folder is missing")
    room.until(camera, StreamState.LIVE)
    (tmp_path / "away").rename(root)
    until(lambda: room.health(camera).recording == "on", 12.0, "recording again")
    assert len(ring.segments(camera, 0, EVER_US)) >= 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of 3 MB of its own."""
    root = tmp_path / "small"
    root.mkdir()
    may = os.geteuid() == 0
    require(may, "mounting a small disk needs root", installable=False)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "siaga-test", str(root)], capture_output=True)
    require(mounted.returncode == 0, "this machine lets nobody mount a disk", installable=False)
    yield root
    subprocess.run(["umount", "-l", str(root)], check=True)


def test_a_full_disk_stops_the_recording_alone_and_it_goes_on_when_there_is_room(
    server: ServerProcess, make_room: MakeRoom, small_disk: Path
) -> None:
    room, ring = make_room(recording_dir=str(small_disk)), Ring(small_disk)
    camera = record(room, server)
    room.supervisor.show(camera, "tile", (320, 180))
    until_recorded(ring, camera, 1.0)
    filler = small_disk / "others"
    _fill(filler)
    until(lambda: room.health(camera).recording == "recording.reason.full", 8.0, "that the disk is full")
    room.until(camera, StreamState.LIVE)
    decoded_before = room.health(camera).decoded
    until(lambda: room.health(camera).decoded > decoded_before + 25, 3.0, "pictures go on")
    keeper = RingKeeper(small_disk, RingLimits(keep_free_bytes=500_000))
    assert keeper.tick(datetime.now(UTC)).state is RingState.STOPPED
    room.supervisor.set_recording(camera, keeper.may_record)
    filler.unlink()
    until(lambda: keeper.tick(datetime.now(UTC)).state is not RingState.STOPPED, 8.0, "room again")
    room.supervisor.set_recording(camera, keeper.may_record)
    until(lambda: room.health(camera).recording == "on", 8.0, "recording again")
    until(lambda: len(ring.segments(camera, 0, EVER_US)) >= 2, 8.0, "a new segment")
    until(lambda: bool(keeper.tick(datetime.now(UTC))) and _whole(ring, camera) >= 1, 8.0, "the old one is finished")
    keeper.close()
    assert decoded(ring, camera, ring.segments(camera, 0, EVER_US)[0].begin_us) > 25


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def _whole(ring: Ring, camera: CameraId) -> int:
    return sum(one.whole for one in ring.segments(camera, 0, EVER_US))
