"""Worker processes that are killed, crash, hang, or lose their console."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from support.sources import ROOT
from support.video_room import Room, ServerProcess, until

from video.events import CameraId, StreamState
from video.frames import SharedMemoryFull
from video.frames.memory import PREFIX
from video.ingest.facts import WorkerRestarted

MakeRoom = Callable[..., Room]
GOP_S = 1.0


def lose_a_worker(room: Room, server: ServerProcess, number: signal.Signals) -> tuple[list[CameraId], float]:
    """Two live cameras whose worker is sent a signal; they, and how long all took to give new pictures again."""
    cameras = [room.put(name, server.url(f"{name}/main"), server.url(f"{name}/sub")) for name in ("1", "2")]
    for camera in cameras:
        room.supervisor.show(camera, "tile", (640, 360))
    for camera in cameras:
        room.until(camera, StreamState.LIVE)
    until(lambda: len(room.supervisor.workers()) == 2, 8.0, "a spare worker")
    lost = room.worker_of(cameras[0])
    os.kill(lost, number)
    until(lambda: any(isinstance(fact, WorkerRestarted) for fact in room.facts), 4.0, "the loss is noticed")
    sequences = {camera: room.sequence(camera) for camera in cameras}
    took_s = until(
        lambda: all(room.sequence(camera) > sequences[camera] + 5 for camera in cameras), 8.0, "new pictures of all"
    )
    assert not psutil.pid_exists(lost)
    return cameras, took_s


@pytest.mark.parametrize(
    ("number", "cause"), [(signal.SIGKILL, "stream.worker.killed"), (signal.SIGSTOP, "stream.worker.hung")]
)
def test_a_lost_worker_is_replaced_and_its_tiles_are_back_within_a_group_and_two_seconds(
    server: ServerProcess, make_room: MakeRoom, number: signal.Signals, cause: str
) -> None:
    room = make_room(hung_after_s=1.0)
    cameras, took_s = lose_a_worker(room, server, number)
    assert took_s < GOP_S + 2.0
    for camera in cameras:
        room.until(camera, StreamState.LIVE, 1.0)
        until(lambda c=camera: room.health(c).reconnects == 1, 1.0, "the loss is counted as a reconnect")
        assert StreamState.LOST not in room.states(camera)
        decoded = room.health(camera).decoded
        until(lambda c=camera, before=decoded: room.health(c).decoded > before, 1.0, "the counters go on")
    assert next(fact.cause for fact in room.facts if isinstance(fact, WorkerRestarted)) == cause


def test_a_crashed_worker_is_replaced_and_all_its_tiles_come_back(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room()
    cameras, _ = lose_a_worker(room, server, signal.SIGSEGV)
    for camera in cameras:
        room.until(camera, StreamState.LIVE)
        assert StreamState.QUARANTINED not in room.states(camera)
    assert next(fact.cause for fact in room.facts if isinstance(fact, WorkerRestarted)) == "stream.worker.crashed"


def test_a_stream_that_kills_its_workers_is_quarantined_and_its_neighbour_stays_live(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(quarantine_s=1.0)
    bad = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(bad, "tile", (320, 180))
    room.until(bad, StreamState.LIVE)
    killed = room.worker_of(bad)
    os.kill(killed, signal.SIGSEGV)
    until(lambda: room.worker_of(bad) not in (0, killed), 4.0, "a worker of its own")
    good = room.put("2", server.url("2/main"), server.url("2/sub"))
    room.supervisor.show(good, "tile", (320, 180))
    room.until(good, StreamState.LIVE)
    assert room.worker_of(good) != room.worker_of(bad)
    for _ in range(2):
        sequence = room.sequence(bad)
        until(lambda before=sequence: room.sequence(bad) > before + 5, 8.0, "pictures of the new worker")
        alone = room.worker_of(bad)
        os.kill(alone, signal.SIGSEGV)
        until(lambda pid=alone: room.worker_of(bad) != pid, 3.0, "the loss")
    room.until(bad, StreamState.QUARANTINED, 3.0)
    assert room.health(good).state is StreamState.LIVE
    room.until(bad, StreamState.LIVE)  # tried again by itself
    assert set(room.states(good)) <= {StreamState.WAITING, StreamState.RECEIVING, StreamState.LIVE}


def test_a_suspect_that_behaves_moves_in_with_the_others_and_its_tile_is_never_blank(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(behaved_after_s=1.0)
    camera = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    killed = room.worker_of(camera)
    os.kill(killed, signal.SIGSEGV)
    until(lambda: room.worker_of(camera) not in (0, killed), 4.0, "a worker of its own")
    room.until(camera, StreamState.LIVE)
    alone = room.worker_of(camera)
    told = len(room.states(camera))
    until(lambda: room.worker_of(camera) not in (0, alone) and alone not in room.supervisor.workers(), 6.0, "a move")
    sequence = room.sequence(camera)
    until(lambda: room.sequence(camera) > sequence + 5, 2.0, "pictures after the move")
    assert room.states(camera)[told:] == []


def test_a_worker_beyond_its_memory_is_replaced(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room(memory_ceiling_bytes=1_000_000, restart_budget=0)
    room.put("1", server.url("1/main"))
    until(
        lambda: any(isinstance(fact, WorkerRestarted) and fact.cause.endswith("memory") for fact in room.facts),
        8.0,
        "a replacement for its memory",
    )


def test_full_shared_memory_is_an_error_and_what_was_shown_goes_on(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    with pytest.raises(SharedMemoryFull):
        room.supervisor.show(camera, "tile", (400_000, 300_000))
    sequence = room.sequence(camera)
    until(lambda: room.sequence(camera) > sequence + 5, 2.0, "pictures of the old size")


CONSOLE = """
import sys, time
from video.events import CameraId, CameraSource
from video.ingest.settings import VideoSettings
from video.ingest.supervisor import VideoSupervisor
if __name__ == "__main__":
    room = VideoSupervisor(VideoSettings(workers=1), lambda fact: None)
    room.start()
    room.put_camera(CameraSource(CameraId("1"), sys.argv[1], analyse=False))
    room.show(CameraId("1"), "tile", (320, 180))
    while len(room.workers()) < 2 or not room.reader(CameraId("1"), "tile").sequence:
        time.sleep(0.02)
    print(*room.workers(), flush=True)
    time.sleep(60)
"""


def test_a_killed_console_leaves_no_worker_and_no_memory(clips: dict[str, Path], tmp_path: Path) -> None:
    script = tmp_path / "console.py"
    script.write_text(CONSOLE, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(clips["sub"])]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as console:
        assert console.stdout is not None
        workers = [int(word) for word in console.stdout.readline().split()]
        console.kill()
        assert len(workers) == 2
        until(lambda: not any(psutil.pid_exists(worker) for worker in workers), 5.0, "no worker is left")
        blocks = Path("/dev/shm").glob
        until(lambda: not list(blocks(f"{PREFIX}{console.pid}_*")), 5.0, "no block is left")


LEAVES = """
import os, signal, threading, time
from video.events import CameraId, CameraSource
from video.ingest.settings import VideoSettings
from video.ingest.supervisor import VideoSupervisor

if __name__ == "__main__":
    supervisor = VideoSupervisor(VideoSettings(workers=2, spare_worker=False, hung_after_s=0.5), lambda fact: None)
    supervisor.start()
    for name in "12":
        supervisor.put_camera(CameraSource(CameraId(name), "rtsp://127.0.0.1:9/x", analyse=False))
    while len(supervisor.workers()) < 2:
        time.sleep(0.01)
    os.kill(min(supervisor.workers()), signal.SIGSTOP)
    threading.Thread(target=supervisor.close, daemon=True).start()
    time.sleep(0.05)
    supervisor.close()
"""


def test_a_console_that_ends_in_two_places_at_once_beside_a_stopped_worker_ends_without_an_error(
    tmp_path: Path,
) -> None:
    script = tmp_path / "leaves.py"
    script.write_text(LEAVES, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
