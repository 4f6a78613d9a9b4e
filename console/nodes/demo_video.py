"""The demo's films and the process that plays them over RTSP."""

import json
import logging
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from console.entry import write_secret
from resources.errors import SiagaError
from video.synthetic.city import SyntheticCamera
from video.synthetic.encode import PreparedCamera
from video.synthetic.errors import Cancelled
from video.synthetic.preparation import prepare_city

log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]


class NoProjector(SiagaError):
    """The demo's camera server could not be started; facts: what."""

    word = "console.demo.no_projector"


class Films:
    """The rendered films in the user's cache, and the rendering of what is missing."""

    def __init__(self, folder: Path, width: int) -> None:
        self._folder = folder
        self._size = (width, width * 9 // 16)
        self._ready: dict[int, PreparedCamera] = {}
        self._closing = False

    def render(self) -> None:
        """Render what is missing, in processes beside this one; returns when all is there or `close` was called."""
        if self._closing:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            prepare_city(self._folder, self._note, progress=self._told, cancelled=self._cancelled, size=self._size)
        except Cancelled:
            log.info("rendering the demo's films was stopped")
        except (SiagaError, OSError) as error:
            log.warning("a film of the demo could not be rendered: %s", error)

    def ready(self, camera: SyntheticCamera) -> PreparedCamera | None:
        """The camera's film, when it is whole."""
        return self._ready.get(camera.number)

    def close(self) -> None:
        self._closing = True

    def _note(self, film: PreparedCamera) -> None:
        self._ready[film.camera.number] = film

    def _told(self, number: int, share: float) -> None:
        log.debug("camera %s is rendered to %.0f %%", number, share * 100)

    def _cancelled(self) -> bool:
        return self._closing


class Projector:
    """The RTSP server in a process of its own; a second demo on this machine uses the first one's."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "server.json"
        self._process: subprocess.Popen[str] | None = None
        self._wanted: dict[str, Any] = {}
        self.port = 0

    def start(self, port: int, user: str, password: str) -> int:
        """Serve at `port` if that is free or already ours, else at another; the port. Raises NoProjector."""
        self._wanted = {"port": port, "username": user, "password": password, "streams": {}}
        if port and _speaks_rtsp(port):
            self.port = port
            return port
        try:
            self._launch()
        except NoProjector:
            if not port:
                raise
            self._wanted["port"] = 0
            self._launch()
        self._wanted["port"] = self.port
        return self.port

    def play(self, camera: SyntheticCamera, film: PreparedCamera) -> None:
        """Serve a camera's main and sub stream from now on."""
        if self._process is None:
            return  # the other demo's server plays it
        outages = [{"from_s": o.from_s, "until_s": o.until_s, "every_s": o.every_s} for o in camera.outages]
        for path, file in ((camera.main_path, film.main), (camera.sub_path, film.sub)):
            self._tell({"do": "add", "path": path, "file": str(file), "outages": outages})

    def revive(self) -> bool:
        """Start it again when it fell, or when the other demo's ended; whether that was done."""
        gone = self._process.poll() is not None if self._process else not _speaks_rtsp(self.port)
        if gone:
            log.warning("the demo's camera server was gone and is started again")
            self._launch()
        return gone

    def close(self) -> None:
        if self._process is not None:
            _end(self._process)
            self._process = None

    def _launch(self) -> None:
        write_secret(self._config, self._wanted)
        command = [sys.executable, "-m", "video.synthetic.server", "--config", str(self._config)]
        process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        answer = json.loads(_line(process) or "{}")
        if "port" not in answer:
            _end(process)
            raise NoProjector(str(answer), what=str(answer.get("error", process.returncode)))
        self._process, self.port = process, int(answer["port"])

    def _tell(self, order: dict[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            answer = json.loads(_line(process) or '{"error": "gone"}')
        except (OSError, ValueError) as error:
            answer = {"error": str(error)}
        if "error" in answer:
            log.warning("the demo's camera server refused %s: %s", order["path"], answer["error"])


def _line(process: "subprocess.Popen[str]") -> str:
    return process.stdout.readline() if process.stdout is not None else ""


def _end(process: "subprocess.Popen[Any]") -> None:
    """Both processes end when their stdin closes; one that does not is killed."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(5.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _speaks_rtsp(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as line:
            line.sendall(b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n")
            return line.recv(64).startswith(b"RTSP/1.0")
    except OSError:
        return False
