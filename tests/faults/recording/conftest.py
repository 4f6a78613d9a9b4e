"""The rooms of the video faults, with a server of one camera's main and sub-stream."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.video.conftest import make_room
from support.video_room import ServerProcess, make_clip

__all__ = ["make_room"]


@pytest.fixture(scope="session")
def streams(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("recorded")
    return {
        "1/main": make_clip(folder / "main.mp4", (1280, 720), 2),
        "1/sub": make_clip(folder / "sub.mp4", (640, 360), 2),
    }


@pytest.fixture
def server(streams: dict[str, Path], tmp_path: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path / "server.json", streams)
    process.start()
    yield process
    process.kill()
