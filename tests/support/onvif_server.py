"""A scripted ONVIF camera over real HTTP: it checks logins by a clock of its own and notes what it was asked."""

import base64
import hashlib
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER = "operator-kamera"
PASSWORD = "Rahasia/#77@x"
_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


def envelope(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema">'
        f"<env:Header/><env:Body>{body}</env:Body></env:Envelope>"
    )


def fault(code: str, words: str = "") -> str:
    return (
        f"<env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode><env:Value>ter:{code}</env:Value>"
        f'</env:Subcode></env:Code><env:Reason><env:Text xml:lang="en">{words}</env:Text></env:Reason></env:Fault>'
    )


def time_answer(told: datetime) -> str:
    return (
        "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType>"
        f"<tt:UTCDateTime><tt:Time><tt:Hour>{told.hour}</tt:Hour><tt:Minute>{told.minute}</tt:Minute>"
        f"<tt:Second>{told.second}</tt:Second></tt:Time><tt:Date><tt:Year>{told.year}</tt:Year>"
        f"<tt:Month>{told.month}</tt:Month><tt:Day>{told.day}</tt:Day></tt:Date></tt:UTCDateTime>"
        "</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
    )


@dataclass
class Asked:
    operation: str
    body: str
    path: str
    authorization: str
    at_s: float
    logged_in: bool


@dataclass
class CameraServer:
    """What it does is set in its fields; `answers` gives an operation's element, or makes it of the request."""

    answers: dict[str, str | Callable[[str], str]] = field(default_factory=dict)
    password: str = PASSWORD  # empty: no login
    clock: timedelta = timedelta(0)  # its clock less the true one
    told_clock: timedelta | None = None  # what it says of it, where it lies
    tells_time: bool = True
    token_lasts: timedelta = timedelta(seconds=5)
    http_login: str = ""  # "Digest algorithm", such as "SHA-256", or "Basic"
    tls: ssl.SSLContext | None = None
    raw: Callable[[socket.socket], None] | None = None  # answers by itself instead
    ends_connections: bool = False  # after each answer, without having said so
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self._nonces: set[str] = set()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                owner.connections += 1
                super().setup()

            def do_POST(self) -> None:
                owner._serve(self)

            def do_GET(self) -> None:
                owner.asked.append(Asked("GET", "", self.path, "", time.monotonic(), False))

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if self.tls is not None:
            self._http.socket = self.tls.wrap_socket(self._http.socket, server_side=True)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._http.server_address[1]}"

    def close(self) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def operations(self) -> list[str]:
        return [asked.operation for asked in self.asked]

    def now(self) -> datetime:
        return datetime.now(UTC) + self.clock

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        found = re.search(r"Body><o:(\w+)", body)
        operation = found[1] if found else ""
        authorization = handler.headers.get("Authorization", "")
        logged_in = self._admits(body, authorization, handler.path)
        self.asked.append(Asked(operation, body, handler.path, authorization, time.monotonic(), logged_in))
        if self.raw is not None:
            self.raw(handler.connection)
            handler.close_connection = True
            return
        if operation == "GetSystemDateAndTime" and self.tells_time:
            told = self.clock if self.told_clock is None else self.told_clock
            self._answer(handler, 200, envelope(time_answer(datetime.now(UTC) + told)))
        elif not logged_in:
            self._answer(handler, 401 if self.http_login else 400, envelope(fault("NotAuthorized", "no")))
        elif operation in self.answers:
            made = self.answers[operation]
            made = made if isinstance(made, str) else made(body)
            self._answer(handler, 500 if "Fault" in made else 200, envelope(made))
        else:
            self._answer(handler, 500, envelope(fault("ActionNotSupported")))
        if self.ends_connections:
            handler.close_connection = True

    def _answer(self, handler: BaseHTTPRequestHandler, status: int, text: str) -> None:
        handler.send_response(status)
        if status == 401:
            handler.send_header("WWW-Authenticate", self._challenge())
        handler.send_header("Content-Length", str(len(text.encode())))
        handler.end_headers()
        handler.wfile.write(text.encode())

    def _challenge(self) -> str:
        if self.http_login == "Basic":
            return 'Basic realm="camera"'
        return f'Digest realm="camera", qop="auth", nonce="abc{len(self.asked)}", algorithm={self.http_login}'

    def _admits(self, body: str, authorization: str, path: str) -> bool:
        if not self.password:
            return True
        if self.http_login == "Basic":
            return authorization == "Basic " + base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        if self.http_login:
            return self._digest_right(authorization, path)
        parts = {
            name: found[1]
            for name in ("Username", "Password", "Nonce", "Created")
            if (found := re.search(rf"<\w:{name}(?: [^>]*)?>([^<]*)<", body))
        }
        if len(parts) < 4 or parts["Nonce"] in self._nonces:
            return False
        self._nonces.add(parts["Nonce"])
        raw = base64.b64decode(parts["Nonce"]) + parts["Created"].encode() + self.password.encode()
        right = base64.b64encode(hashlib.sha1(raw).digest()).decode() == parts["Password"]
        apart = abs(datetime.fromisoformat(parts["Created"]) - self.now())
        return right and parts["Username"] == USER and apart < self.token_lasts

    def _digest_right(self, authorization: str, path: str) -> bool:
        if not authorization.startswith("Digest "):
            return False
        said = {name: quoted or bare for name, quoted, bare in _FIELD.findall(authorization[7:])}
        name = {"MD5": "md5", "SHA-256": "sha256"}[self.http_login]

        def digest(text: str) -> str:
            return hashlib.new(name, text.encode()).hexdigest()

        secret = digest(f"{USER}:camera:{self.password}")
        middle = f"{said['nonce']}:{said['nc']}:{said['cnonce']}:auth"
        expected = digest(f"{secret}:{middle}:{digest(f'POST:{path}')}")
        return said["response"] == expected and said["username"] == USER


def services(server: CameraServer, *names: str, host: str = "") -> str:
    """A GetServices answer; `host` as the camera believes it to be reached."""
    spaces = {
        "device": "http://www.onvif.org/ver10/device/wsdl",
        "media": "http://www.onvif.org/ver10/media/wsdl",
        "media2": "http://www.onvif.org/ver20/media/wsdl",
        "ptz": "http://www.onvif.org/ver20/ptz/wsdl",
        "recording": "http://www.onvif.org/ver10/recording/wsdl",
        "replay": "http://www.onvif.org/ver10/replay/wsdl",
    }
    listed = "".join(
        f"<tds:Service><tds:Namespace>{spaces[name]}</tds:Namespace>"
        f"<tds:XAddr>http://{host or server.place}/onvif/{name}</tds:XAddr></tds:Service>"
        for name in ("device", *names)
    )
    return f"<tds:GetServicesResponse>{listed}</tds:GetServicesResponse>"
