"""One connection to one server: a request, an answer, within a time that covers all of it."""

import io
import ssl
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import AF_INET6, IPPROTO_TCP, SOCK_STREAM, TCP_NODELAY, getaddrinfo, socket
from time import monotonic
from typing import Any, cast

from video.onvif.addresses import authority, path_of, shown
from video.onvif.digest import DigestAnswer
from video.onvif.errors import NoAnswer, NotOnvif, OnvifError, Unreachable, Untrusted
from video.onvif.settings import OnvifSettings
from video.onvif.values import Login


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    body: bytes


class HttpChannel:
    """Keeps one connection to the server of `address`; answers its login where it asks by Digest.

    Redirects are not followed. Basic is answered within TLS alone.
    """

    def __init__(self, address: str, login: Login, settings: OnvifSettings) -> None:
        self._scheme, self._host, self._port = authority(address)
        self._shown = shown(address)
        self._login = login
        self._settings = settings
        self._digest = DigestAnswer(login)
        self._basic = False
        self._connection: HTTPConnection | None = None

    def post(self, address: str, body: bytes, content_type: str, timeout_s: float) -> HttpAnswer:
        """Send and read all of the answer. Raises Unreachable, NoAnswer, Untrusted, or NotOnvif for no HTTP."""
        deadline_s = monotonic() + timeout_s
        path = path_of(address)
        try:
            response, answer = self._exchange(path, body, content_type, deadline_s)
            challenges = response.headers.get_all("WWW-Authenticate") or []
            if answer.status == 401 and self._can_answer(challenges):
                _, answer = self._exchange(path, body, content_type, deadline_s)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise self._meaning(error, timeout_s) from None
        return answer

    def _meaning(self, error: Exception, timeout_s: float) -> OnvifError:
        if isinstance(error, TimeoutError):
            return NoAnswer(host=self._shown, seconds=max(1, round(timeout_s)))
        if isinstance(error, ssl.SSLCertVerificationError):
            return Untrusted(host=self._shown)
        # http.client's RemoteDisconnected is a HTTPException as well.
        broken = isinstance(error, OSError) and not isinstance(error, ssl.SSLError)
        return Unreachable(host=self._shown) if broken else NotOnvif(host=self._shown)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(
        self, path: str, body: bytes, content_type: str, deadline_s: float
    ) -> tuple[HTTPResponse, HttpAnswer]:
        headers = {"Content-Type": content_type, "User-Agent": "Siaga"}
        if authorization := self._authorization(path):
            headers["Authorization"] = authorization
        response = self._respond(path, body, headers, deadline_s)
        data = response.read(self._settings.answer_bytes + 1)
        if len(data) > self._settings.answer_bytes:
            raise ValueError("too large")
        if response.length:
            raise ConnectionResetError  # less than was promised
        if response.will_close:
            self.close()
        return response, HttpAnswer(response.status, data)

    def _respond(self, path: str, body: bytes, headers: dict[str, str], deadline_s: float) -> HTTPResponse:
        """A kept connection that the server has ended meanwhile is no failure: once more on a fresh one."""
        kept = self._connection is not None
        try:
            return self._request(path, body, headers, deadline_s)
        except (ConnectionResetError, BrokenPipeError):  # http.client's RemoteDisconnected is one
            self.close()
            if not kept:
                raise
            return self._request(path, body, headers, deadline_s)

    def _request(self, path: str, body: bytes, headers: dict[str, str], deadline_s: float) -> HTTPResponse:
        if self._connection is None or self._connection.sock is None:
            self._connection = self._connect(deadline_s)
        cast(_TimedSocket, self._connection.sock).deadline_s = deadline_s
        self._connection.request("POST", path, body, headers)
        return self._connection.getresponse()

    def _connect(self, deadline_s: float) -> HTTPConnection:
        connection = HTTPConnection(self._host, self._port)
        connection.auto_open = 0
        plain = _dial(self._host, self._port, deadline_s)
        try:
            plain.settimeout(_left(deadline_s))
            plain.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            wrapped = self._context().wrap_socket(plain, server_hostname=self._host) if self._tls else plain
        except BaseException:
            plain.close()
            raise
        connection.sock = _TimedSocket(wrapped, deadline_s)
        return connection

    @property
    def _tls(self) -> bool:
        return self._scheme == "https"

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self._settings.verify_tls:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _can_answer(self, challenges: list[str]) -> bool:
        if self._digest.learn(challenges):
            return True
        asked = any(challenge.strip().lower().startswith("basic") for challenge in challenges)
        if asked and self._tls and self._login.username and not self._basic:
            self._basic = True
            return True
        return False

    def _authorization(self, path: str) -> str:
        if self._basic:
            return "Basic " + b64encode(f"{self._login.username}:{self._login.password}".encode()).decode()
        return self._digest.header("POST", path)


class _TimedSocket:
    """What http.client needs of a socket, with one deadline for all reads and writes instead of one for each."""

    def __init__(self, inner: socket, deadline_s: float) -> None:
        self._inner = inner
        self.deadline_s = deadline_s

    def sendall(self, data: bytes) -> None:
        self.wait()
        self._inner.sendall(data)

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self, self._inner.makefile("rb", buffering=0)))

    def wait(self) -> None:
        """Let the next call take what is left. Raises TimeoutError when nothing is."""
        self._inner.settimeout(_left(self.deadline_s))

    def close(self) -> None:
        self._inner.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, owner: _TimedSocket, inner: Any) -> None:
        self._owner = owner
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._owner.wait()
        return cast("int | None", self._inner.readinto(buffer))

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def _dial(host: str, port: int, deadline_s: float) -> socket:
    """Connect to the first address of `host` that answers. Raises OSError, TimeoutError."""
    last: OSError = ConnectionRefusedError()
    for family, kind, protocol, _, address in getaddrinfo(host, port, type=SOCK_STREAM):
        dialled = socket(family, kind, protocol)
        try:
            dialled.settimeout(_left(deadline_s))
            dialled.connect(address if family == AF_INET6 else address[:2])
        except OSError as error:
            dialled.close()
            last = error
            continue
        return dialled
    raise last


def _left(deadline_s: float) -> float:
    left_s = deadline_s - monotonic()
    if left_s <= 0:
        raise TimeoutError
    return left_s
