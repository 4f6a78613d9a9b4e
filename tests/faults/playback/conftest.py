"""A ring for all tests of a worker, and rooms that must leave nothing behind."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.playback_room import PlayedRoom
from support.ring import BEGIN_US, FRAME_US, clip, write_ring

from video.frames.memory import PREFIX
from video.playback.room import PlaybackRoom
from video.playback.settings import PlaybackSettings

MakeRoom = Callable[..., PlayedRoom]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds of several cameras, 25 frames a second, each frame with its number; key frames a second apart."""
    folder = tmp_path_factory.mktemp("ring")
    usual = clip(500)
    write_ring(folder, "a", usual)
    write_ring(folder, "b", usual)
    write_ring(folder, "gap", usual, without=((100, 250),))
    write_ring(folder, "gap2", usual, without=((75, 300),))
    write_ring(folder, "reordered", clip(150, b_frames=2))
    write_ring(folder, "h265", clip(150, codec="libx265"))
    write_ring(folder, "mjpeg", clip(150, codec="mjpeg"))
    write_ring(folder, "size", clip(100))
    write_ring(folder, "size", clip(100, size=(640, 360), first=100), BEGIN_US + 100 * FRAME_US)
    return folder


@contextmanager
def leaving_nothing(root: Path) -> Iterator[MakeRoom]:
    PlaybackRoom(PlaybackSettings(), root, lambda fact: None).close()  # multiprocessing's own tracker starts once
    rooms: list[PlayedRoom] = []
    threads = set(threading.enumerate())

    def make(folder: Path = root, **settings: Any) -> PlayedRoom:
        rooms.append(PlayedRoom(folder, **settings))
        return rooms[-1]

    yield make
    for room in rooms:
        room.room.close()
    assert list(Path("/dev/shm").glob(f"{PREFIX}{os.getpid()}_*")) == []
    assert set(threading.enumerate()) - threads == set()
    assert multiprocessing.active_children() == []


@pytest.fixture
def make_room(root: Path) -> Iterator[MakeRoom]:
    with leaving_nothing(root) as make:
        yield make


@pytest.fixture(scope="module")
def room(root: Path) -> Iterator[PlayedRoom]:
    """One room and so one process for a file of tests; each opens the session anew."""
    with leaving_nothing(root) as make:
        yield make(resume_after_s=0.6)
