"""The demo's one camera that can be moved: a dome in memory over ONVIF. Its picture is the film and does not follow."""

import logging
import socket

from console.clock import utc_now
from video.onvif.dome import DomeServer, address_at
from video.onvif.testing import Place
from video.onvif.values import Login

log = logging.getLogger(__name__)
NUMBER = 107
"""The camera: one without zones, so that nothing is measured where somebody points it."""
PRESETS: tuple[tuple[str, Place], ...] = (
    ("Gerbang plaza", (-0.45, -0.1, 0.3)),
    ("Halte", (0.35, -0.15, 0.4)),
    ("Air mancur", (0.0, -0.3, 0.65)),
)


class DemoDome:
    """Serves at the port that the record names; a second demo on this machine uses the first one's."""

    def __init__(self) -> None:
        self._login, self._streams = Login(), ("", "")
        self._server: DomeServer | None = None
        self.port = 0

    @property
    def address(self) -> str:
        return address_at(self.port)

    def start(self, port: int, login: Login, streams: tuple[str, str]) -> int:
        """Serve at `port` if that is free or a demo's already, else at another; the port. Raises OSError."""
        self._login, self._streams, self.port = login, streams, port
        if port and _answers(port):
            return port
        try:
            self._launch()
        except OSError:
            if not port:
                raise
            self.port = 0
            self._launch()
        return self.port

    def revive(self) -> None:
        """Take over where the other demo's ended."""
        if self._server is None and self.port and not _answers(self.port):
            try:
                self._launch()
            except OSError as error:
                log.warning("the demo's dome could not be started again: %s", error)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _launch(self) -> None:
        server = DomeServer(self._streams, self._login, port=self.port, presets=PRESETS, utc_now=utc_now)
        server.start()
        self._server, self.port = server, server.port


def _answers(port: int) -> bool:
    """Whether an HTTP server that knows nothing but its own path is there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as line:
            line.sendall(b"POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
            return line.recv(64).startswith(b"HTTP/1.1 400")
    except OSError:
        return False
