"""The demo's films and the process that plays them over RTSP."""

import logging
import socket
from pathlib import Path

from resources.errors import SiagaError
from video.synthetic.city import SyntheticCamera
from video.synthetic.encode import PreparedCamera
from video.synthetic.errors import Cancelled, ServerFailed
from video.synthetic.preparation import prepare_city
from video.synthetic.service import ServerProcess

log = logging.getLogger(__name__)


class Films:
    """The rendered films in the user's cache, and the rendering of what is missing."""

    def __init__(self, folder: Path, width: int, film_s: float) -> None:
        self._folder = folder
        self._film_s = film_s
        self._size = (width, width * 9 // 16)
        self._ready: dict[int, PreparedCamera] = {}
        self._closing = False

    def render(self) -> None:
        """Render what is missing, in processes beside this one; returns when all is there or `close` was called."""
        if self._closing:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            prepare_city(
                self._folder,
                self._note,
                progress=self._told,
                cancelled=self._cancelled,
                size=self._size,
                film_s=self._film_s,
            )
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

    def __init__(self) -> None:
        self._login = ("", "")
        self._process: ServerProcess | None = None
        self.port = 0

    def start(self, port: int, user: str, password: str) -> int:
        """Serve at `port` if that is free or already ours, else at another; the port. Raises ServerFailed."""
        self._login, self.port = (user, password), port
        if port and _speaks_rtsp(port):
            return port
        try:
            self._launch()
        except ServerFailed:
            if not port:
                raise
            self.port = 0
            self._launch()
        return self.port

    def play(self, film: PreparedCamera) -> None:
        """Serve a camera's main and sub stream from now on, unless the other demo's server plays it."""
        if self._process is None:
            return
        try:
            self._process.add(film)
        except ServerFailed as error:
            log.warning("the demo's camera server refused camera %s: %s", film.camera.number, error)

    def revive(self) -> bool:
        """Start it again when it fell, or when the other demo's ended; whether that was done."""
        gone = not self._process.running if self._process else not _speaks_rtsp(self.port)
        if gone:
            log.warning("the demo's camera server was gone and is started again")
            self.close()
            self._launch()
        return gone

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _launch(self) -> None:
        process = ServerProcess(*self._login, port=self.port)
        process.start()
        self._process, self.port = process, process.port


def _speaks_rtsp(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as line:
            line.sendall(b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n")
            return line.recv(64).startswith(b"RTSP/1.0")
    except OSError:
        return False
