"""Clips, servers and rooms; a room must leave nothing behind."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.video_room import Room, ServerProcess, make_clip

from video.frames.memory import PREFIX
from video.ingest.settings import VideoSettings
from video.ingest.supervisor import VideoSupervisor


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    return {
        "main": make_clip(folder / "main.mp4", (1280, 720), 4),
        "sub": make_clip(folder / "sub.mp4", (640, 360), 4),
        "long": make_clip(folder / "long.mp4", (320, 180), 40),
        "reordered": make_clip(folder / "reordered.mp4", (320, 180), 2, reordered=True),
        "rare": make_clip(folder / "rare.mp4", (320, 180), 8, gop=100),
    }


@pytest.fixture
def server(clips: dict[str, Path], tmp_path: Path) -> Iterator[ServerProcess]:
    """Serves 1/main, 1/sub, 2/main, 2/sub and 3/rare behind a digest login."""
    streams = {f"{camera}/{kind}": clips[kind] for camera in (1, 2) for kind in ("main", "sub")}
    process = ServerProcess(tmp_path / "server.json", {**streams, "3/rare": clips["rare"]})
    process.start()
    yield process
    process.kill()


def _blocks() -> list[Path]:
    return list(Path("/dev/shm").glob(f"{PREFIX}{os.getpid()}_*"))


@pytest.fixture
def make_room() -> Iterator[Callable[..., Room]]:
    """Rooms that are closed afterwards and must leave no memory, process or thread behind."""
    VideoSupervisor(VideoSettings(), lambda fact: None).close()  # multiprocessing's own tracker starts once for all
    rooms: list[Room] = []
    threads = set(threading.enumerate())

    def make(**settings: float) -> Room:
        rooms.append(Room(**settings))
        return rooms[-1]

    yield make
    for room in rooms:
        room.supervisor.close()
    assert _blocks() == []
    assert set(threading.enumerate()) - threads == set()
    assert multiprocessing.active_children() == []
