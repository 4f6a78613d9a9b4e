"""A dome that is none: a camera in memory behind real ONVIF over HTTP, for the demo and for flows through everything.

It answers what a moved camera is asked: clock, kind, profiles and streams, moves, presets, home, and where it looks.
The picture is somebody else's and does not follow.
"""

import hashlib
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from threading import Lock, Thread
from time import monotonic
from typing import Any
from xml.sax.saxutils import escape

from video.onvif.answers import Node, Unreadable, read_xml
from video.onvif.errors import Refused
from video.onvif.testing import FakeCamera, Place
from video.onvif.values import Login, Velocity

PATH = "/onvif/device_service"
_BODY_MOST = 64_000
_IDLE_S = 30.0
_TOKEN_AGE = timedelta(minutes=1)
_NONCES_MOST = 5000
_SPACES = {
    "device": "http://www.onvif.org/ver10/device/wsdl",
    "media": "http://www.onvif.org/ver10/media/wsdl",
    "ptz": "http://www.onvif.org/ver20/ptz/wsdl",
}


class DomeServer:
    """`start()` listens at `port` (0: any), `close()` ends every connection. Raises OSError where it cannot listen.

    `camera` is what is moved; calls that are not for everybody need `login` by WS-UsernameToken.
    """

    def __init__(
        self,
        streams: tuple[str, str],
        login: Login,
        *,
        port: int = 0,
        presets: tuple[tuple[str, Place], ...] = (),
        utc_now: Callable[[], datetime],
    ) -> None:
        """`streams` are the addresses of main and sub, as it tells them."""
        self.camera = FakeCamera(monotonic, presets=presets)
        self._answers = _Answers(self.camera, streams, utc_now)
        self._guard = _Guard(login, utc_now)
        self._wanted_port = port
        self._http: _Server | None = None
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """0 while it does not listen."""
        return int(self._http.server_address[1]) if self._http is not None else 0

    @property
    def address(self) -> str:
        """Of its device service."""
        return address_at(self.port)

    def start(self) -> None:
        self._http = _Server(self._wanted_port, self._answer)
        self._thread = Thread(target=self._http.serve_forever, args=(0.2,), name="siaga-dome", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Harmless when repeated."""
        http, self._http = self._http, None
        if http is not None and self._thread is not None:
            http.shutdown()
            self._thread.join()
            http.end_connections()
            http.server_close()

    def _answer(self, data: bytes) -> tuple[int, str]:
        try:
            root = read_xml(data)
            body = root.child("Body")
            asked = body.children[0] if body is not None and body.children else None
        except Unreadable:
            asked = None
        if asked is None:
            return 400, _fault("WellFormed")
        if asked.name != "GetSystemDateAndTime" and not self._guard.admits(root):
            return 400, _fault("NotAuthorized")
        return self._answers.to(asked, self.address)


def address_at(port: int) -> str:
    return f"http://127.0.0.1:{port}{PATH}"


class _Answers:
    def __init__(self, camera: FakeCamera, streams: tuple[str, str], utc_now: Callable[[], datetime]) -> None:
        self._camera, self._streams, self._utc_now = camera, streams, utc_now
        self._known: dict[str, Callable[[Node], str]] = {
            "GetSystemDateAndTime": self._time,
            "GetDeviceInformation": _information,
            "GetProfiles": _profiles,
            "GetStreamUri": self._stream,
            "GetSnapshotUri": _nothing,
            "ContinuousMove": self._move,
            "Stop": self._stop,
            "GetPresets": self._presets,
            "GotoPreset": self._go_to,
            "SetPreset": self._keep,
            "RemovePreset": self._remove,
            "GotoHomePosition": self._home,
            "SetHomePosition": self._set_home,
            "GetStatus": self._status,
        }

    def to(self, asked: Node, address: str) -> tuple[int, str]:
        """HTTP's status and the envelope."""
        name = asked.name
        if name == "GetServices":
            return 200, _envelope(name, _services(address))
        if name not in self._known:
            return 500, _fault("ActionNotSupported")
        try:
            return 200, _envelope(name, self._known[name](asked))
        except Refused as refused:
            return 500, _fault(str(refused.facts["code"]))
        except ValueError:
            return 500, _fault("InvalidArgVal")

    def _time(self, _: Node) -> str:
        now = self._utc_now().astimezone(UTC)
        clock = f"<tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute><tt:Second>{now.second}</tt:Second>"
        date = f"<tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day>"
        told = f"<tt:UTCDateTime><tt:Time>{clock}</tt:Time><tt:Date>{date}</tt:Date></tt:UTCDateTime>"
        return f"<SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>{told}</SystemDateAndTime>"

    def _stream(self, asked: Node) -> str:
        url = self._streams[1 if asked.value("ProfileToken") == "sub" else 0]
        return f"<MediaUri><tt:Uri>{escape(url)}</tt:Uri></MediaUri>"

    def _move(self, asked: Node) -> str:
        pan_tilt, zoom = asked.find("Velocity", "PanTilt"), asked.find("Velocity", "Zoom")
        pan, tilt = (_share(pan_tilt, axis) for axis in ("x", "y"))
        lasts_s = float(asked.value("Timeout").removeprefix("PT").removesuffix("S") or 1)
        self._camera.move(asked.value("ProfileToken"), Velocity(pan, tilt, _share(zoom, "x")), min(lasts_s, 60.0))
        return ""

    def _stop(self, asked: Node) -> str:
        self._camera.stop(asked.value("ProfileToken"))
        return ""

    def _presets(self, asked: Node) -> str:
        found = self._camera.presets(asked.value("ProfileToken"))
        return "".join(
            f'<Preset token="{escape(one.token)}"><tt:Name>{escape(one.name)}</tt:Name></Preset>' for one in found
        )

    def _go_to(self, asked: Node) -> str:
        self._camera.go_to_preset(asked.value("ProfileToken"), asked.value("PresetToken"))
        return ""

    def _keep(self, asked: Node) -> str:
        told = (asked.value("ProfileToken"), asked.value("PresetName"), asked.value("PresetToken"))
        return f"<PresetToken>{escape(self._camera.set_preset(*told))}</PresetToken>"

    def _remove(self, asked: Node) -> str:
        self._camera.remove_preset(asked.value("ProfileToken"), asked.value("PresetToken"))
        return ""

    def _home(self, asked: Node) -> str:
        self._camera.go_home(asked.value("ProfileToken"))
        return ""

    def _set_home(self, asked: Node) -> str:
        self._camera.set_home(asked.value("ProfileToken"))
        return ""

    def _status(self, asked: Node) -> str:
        now = self._camera.ptz_status(asked.value("ProfileToken"))
        place = f'<tt:PanTilt x="{now.pan:.4f}" y="{now.tilt:.4f}"/><tt:Zoom x="{now.zoom:.4f}"/>'
        state = "MOVING" if now.moving else "IDLE"
        moving = f"<tt:PanTilt>{state}</tt:PanTilt><tt:Zoom>{state}</tt:Zoom>"
        return f"<PTZStatus><tt:Position>{place}</tt:Position><tt:MoveStatus>{moving}</tt:MoveStatus></PTZStatus>"


class _Guard:
    """Lets a login in once for each nonce, while its time is near."""

    def __init__(self, login: Login, utc_now: Callable[[], datetime]) -> None:
        self._login, self._utc_now = login, utc_now
        self._nonces: dict[str, None] = {}
        self._lock = Lock()

    def admits(self, root: Node) -> bool:
        token = root.find("Header", "Security", "UsernameToken")
        if token is None or token.value("Username") != self._login.username:
            return False
        nonce, created = token.value("Nonce"), token.value("Created")
        try:
            raw = b64decode(nonce, validate=True)
            apart = abs(datetime.fromisoformat(created) - self._utc_now())
            given = b64decode(token.value("Password"), validate=True)
        except (ValueError, TypeError):
            return False
        right = hashlib.sha1(raw + created.encode() + self._login.password.encode(), usedforsecurity=False).digest()
        return given == right and apart < _TOKEN_AGE and self._is_new(nonce)

    def _is_new(self, nonce: str) -> bool:
        with self._lock:
            new = nonce not in self._nonces
            self._nonces[nonce] = None
            while len(self._nonces) > _NONCES_MOST:
                del self._nonces[next(iter(self._nonces))]
            return new


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, port: int, answer: Callable[[bytes], tuple[int, str]]) -> None:
        self._open: set[socket] = set()
        self._lock = Lock()
        self.answer = answer
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone in the middle is nobody's news."""

    def end_connections(self) -> None:
        with self._lock:
            for one in self._open:
                try:
                    one.shutdown(SHUT_RDWR)
                except OSError:
                    continue  # it was gone already


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE_S
    server: _Server

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path.split("?")[0] != PATH or not length.isdigit() or int(length) > _BODY_MOST:
            self.send_error(400)
            return
        status, text = self.server.answer(self.rfile.read(int(length)))
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/soap+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Its caller knows what it asked."""


def _envelope(operation: str, inner: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" '
        f'xmlns:tt="http://www.onvif.org/ver10/schema"><env:Body><{operation}Response>{inner}</{operation}Response>'
        "</env:Body></env:Envelope>"
    )


def _fault(code: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope">'
        f"<env:Body><env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode><env:Value>ter:{code}</env:Value>"
        "</env:Subcode></env:Code></env:Fault></env:Body></env:Envelope>"
    )


def _services(address: str) -> str:
    return "".join(
        f"<Service><Namespace>{space}</Namespace><XAddr>{address}</XAddr></Service>" for space in _SPACES.values()
    )


def _information(_: Node) -> str:
    return "<Manufacturer>Siaga</Manufacturer><Model>Demo dome</Model><FirmwareVersion>1</FirmwareVersion>"


def _profiles(_: Node) -> str:
    return "".join(
        f'<Profiles token="{token}"><tt:Name>{token}</tt:Name><tt:VideoSourceConfiguration token="V">'
        "<tt:SourceToken>lens</tt:SourceToken></tt:VideoSourceConfiguration>"
        '<tt:VideoEncoderConfiguration token="E"><tt:Encoding>H264</tt:Encoding><tt:Resolution>'
        f"<tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution></tt:VideoEncoderConfiguration>"
        '<tt:PTZConfiguration token="P"><tt:Name>P</tt:Name></tt:PTZConfiguration></Profiles>'
        for token, width, height in (("main", 1280, 720), ("sub", 640, 360))
    )


def _nothing(_: Node) -> str:
    return ""


def _share(node: Node | None, axis: str) -> float:
    return float(node.attributes.get(axis, 0.0)) if node is not None else 0.0
