"""Real workers that get a sliver of the processor."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import av
import cv2
import numpy as np
import pytest
from support.video_room import Room, ServerProcess, until

from video.events import CameraId, StreamState

MakeRoom = Callable[..., Room]
ROUND_S = 0.1
SIZE, FPS, GOP = (1920, 1080), 25, 12
# Two key frames at the most, and for 2 s more it is called late (video.md); the last second is a busy machine's.
BACK_WITHIN_S = 2 * GOP / FPS + 2.0 + 1.0


def make_heavy_clip(path: Path) -> Path:
    """A second of a street as a decoder feels it: all of the picture moves, by parts of pixels; 3 ms a frame."""
    width, height = SIZE
    ground = np.random.default_rng(1).normal(0, 1, (height // 2 + 80, width // 2 + 80)).astype(np.float32)
    ground = np.clip(110 + 45 * cv2.GaussianBlur(ground, (3, 3), 0), 0, 255).astype(np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        keys = f"keyint={GOP}:min-keyint={GOP}:scenecut=0:qp=28"
        stream.options = {"preset": "veryfast", "tune": "zerolatency", "x264-params": keys}
        for number in range(2 * GOP):
            planes = np.full((height * 3 // 2, width), 128, np.uint8)
            way = np.array([[2, 0, -1.7 * number], [0, 2, -0.9 * number]], np.float32)
            planes[:height] = cv2.warpAffine(ground, way, SIZE)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        out.mux(stream.encode())
    return path


@pytest.fixture
def heavy(tmp_path: Path) -> Iterator[ServerProcess]:
    """Serves 1 to 4."""
    clip = make_heavy_clip(tmp_path / "heavy.mp4")
    process = ServerProcess(tmp_path / "server.json", {str(number): clip for number in range(1, 5)})
    process.start()
    yield process
    process.kill()


class Sliver:
    """The process runs for `share` of each tenth of a second, as beside others that take the rest."""

    def __init__(self, process: int, share: float) -> None:
        self.share = share
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._stop_and_go, name="slowing")

    @contextmanager
    def given(self) -> Iterator["Sliver"]:
        self._thread.start()
        try:
            yield self
        finally:
            self._over.set()
            self._thread.join()
            os.kill(self._process, signal.SIGCONT)

    def _stop_and_go(self) -> None:
        while not self._over.is_set():
            os.kill(self._process, signal.SIGSTOP)
            self._over.wait(ROUND_S * (1 - self.share))
            os.kill(self._process, signal.SIGCONT)
            self._over.wait(ROUND_S * self.share)


def until_late(room: Room, cameras: list[CameraId], sliver: Sliver) -> None:
    """Until one of them is LATE; on a machine that is too quick for that the worker gets half as much each second."""
    since_s = monotonic()

    def is_late() -> bool:
        nonlocal since_s
        if monotonic() - since_s > 1.0:
            since_s, sliver.share = monotonic(), max(0.01, sliver.share / 2)
        return any(room.health(camera).state is StreamState.LATE for camera in cameras)

    until(is_late, 6.0, "one that is late for want of processor time")


def test_with_too_little_processor_time_none_starves_and_with_enough_all_are_live_again(
    heavy: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(spare_worker=False)
    cameras = [room.put(f"{number}", heavy.url(f"{number}")) for number in range(1, 5)]
    for camera in cameras:
        room.supervisor.show(camera, "tile", (640, 360))
    for camera in cameras:
        room.until(camera, StreamState.LIVE)
    worker = room.worker_of(cameras[0])
    with Sliver(worker, 0.05).given() as sliver:
        until_late(room, cameras, sliver)
        sequences = {camera: room.sequence(camera) for camera in cameras}
        until(lambda: all(room.sequence(c) > sequences[c] for c in cameras), 3.0, "a new picture of each")
        until_late(room, cameras, sliver)
    until(
        lambda: all(room.health(camera).state is StreamState.LIVE for camera in cameras),
        BACK_WITHIN_S,
        f"all live again: {[room.health(camera) for camera in cameras]}",
    )
    assert room.worker_of(cameras[0]) == worker
    assert all(room.health(camera).reconnects == 0 for camera in cameras)
