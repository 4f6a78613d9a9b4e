"""A running video room, real clips, and our RTSP server as a process of its own that can be stopped and killed."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np

from support.sources import ROOT
from video.events import CameraId, CameraSource, StreamHealth, StreamState
from video.ingest.facts import Fact, HealthChanged
from video.ingest.settings import VideoSettings
from video.ingest.supervisor import VideoSupervisor
from video.synthetic.framecode import burn_frame_number

USER = "operator-kamera"
PASSWORD = "Rahasia/#77@x"


def until(condition: Callable[[], object], within_s: float, what: str) -> float:
    """Wait until `condition` holds; returns how long that took."""
    began_s = time.monotonic()
    while not condition():
        assert time.monotonic() - began_s < within_s, f"not within {within_s} s: {what}"
        time.sleep(0.02)
    return time.monotonic() - began_s


def make_clip(
    path: Path, size: tuple[int, int], seconds: int, fps: int = 25, gop: int = 25, reordered: bool = False
) -> Path:
    """H.264, without B-frames unless `reordered`; a square runs through it."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        keys = f"keyint={gop}:min-keyint={gop}:scenecut=0"
        stream.options = {"preset": "ultrafast", "x264-params": f"{keys}:bframes=3:b-adapt=0" if reordered else keys}
        stream.options |= {} if reordered else {"tune": "zerolatency"}
        for number in range(seconds * fps):
            picture = np.full((size[1], size[0], 3), 60, np.uint8)
            left = number * 8 % size[0]
            burn_frame_number(picture, number)
            cv2.rectangle(picture, (left, size[1] // 3), (left + 40, size[1] // 3 + 40), (40, 80, 220), -1)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    return path


class ServerProcess:
    """Our RTSP server in a process of its own, so that it can be stopped and killed."""

    def __init__(self, config: Path, streams: dict[str, Path]) -> None:
        self._config = config
        self._streams = streams
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """On the port that it had before, if any."""
        streams = {path: {"file": str(file)} for path, file in self._streams.items()}
        wish = {"port": self.port, "username": USER, "password": PASSWORD, "streams": streams}
        self._config.write_text(json.dumps(wish), "utf-8")
        command = [sys.executable, "-m", "video.synthetic.server", "--config", str(self._config)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = json.loads(self._process.stdout.readline())["port"]

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def url(self, path: str) -> str:
        return f"rtsp://127.0.0.1:{self.port}/{path}"


QUICK = {"workers": 1, "backoff_floor_s": 0.2, "backoff_cap_s": 1.0}


class Room:
    """A running supervisor, everything that it told, and what the tests ask of it again and again."""

    def __init__(self, **settings: float | str) -> None:
        self.facts: list[Fact] = []
        self.supervisor = VideoSupervisor(VideoSettings(**{**QUICK, **settings}), self.facts.append)  # type: ignore[arg-type]
        self.supervisor.start()

    def put(
        self, name: str, main: str, sub: str = "", password: str = PASSWORD, analyse: bool = False, **more: str
    ) -> CameraId:
        camera_id = CameraId(name)
        self.supervisor.put_camera(CameraSource(camera_id, main, sub, USER, password, analyse=analyse, **more))  # type: ignore[arg-type]
        return camera_id

    def health(self, camera_id: CameraId) -> StreamHealth:
        return self.supervisor.health()[camera_id]

    def until(self, camera_id: CameraId, state: StreamState, within_s: float = 8.0) -> float:
        return until(
            lambda: self.health(camera_id).state is state, within_s, f"{state} instead of {self.health(camera_id)}"
        )

    def states(self, camera_id: CameraId) -> list[StreamState]:
        """All states that it was told to be in, in order."""
        told = [fact.health for fact in list(self.facts) if isinstance(fact, HealthChanged)]
        return [health.state for health in told if health.camera_id == camera_id]

    def worker_of(self, camera_id: CameraId) -> int:
        """Process id of the worker that has the camera; 0 while none has."""
        return next((pid for pid, cameras in self.supervisor.workers().items() if camera_id in cameras), 0)

    def sequence(self, camera_id: CameraId, view: str = "tile") -> int:
        reader = self.supervisor.reader(camera_id, view)
        return reader.sequence if reader is not None else 0
