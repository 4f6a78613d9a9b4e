"""Which login a camera asks for, found out by asking without one."""

import re
import socket
import ssl
from enum import StrEnum
from urllib.parse import urlsplit

from video.ingest.urls import host_and_port, is_encrypted, is_rtsp, with_login

_HEAD_AT_MOST = 16_384
_STATUS = re.compile(rb"\A(?:RTSP|HTTP)/\d\.\d (\d{3})")
_CHALLENGE = re.compile(rb"^www-authenticate:\s*(\w+)", re.IGNORECASE | re.MULTILINE)


class Login(StrEnum):
    """What a camera wants to see."""

    NONE = "none"
    BASIC = "basic"
    DIGEST = "digest"


def login_asked(url: str, timeout_s: float) -> Login | None:
    """What this address asks for before it shows a picture; None where it does not say. Sends no login."""
    who = host_and_port(url)
    if who is None:
        return None
    try:
        with socket.create_connection(who, timeout_s) as plain:
            connection = _encrypted(plain, who[0]) if is_encrypted(url) else plain
            connection.settimeout(timeout_s)
            connection.sendall(_question(with_login(url, "", "")))
            return _understood(_head(connection))
    except (OSError, ValueError):
        return None


def _encrypted(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """Without checking the certificate, as the stream itself is taken (docs/design/video.md)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


def _question(url: str) -> bytes:
    if is_rtsp(url):
        lines = [f"DESCRIBE {url} RTSP/1.0", "CSeq: 1", "Accept: application/sdp"]
    else:
        parts = urlsplit(url)
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _HEAD_AT_MOST:
        more = connection.recv(4096)
        if not more:
            break
        head += more
    return head.partition(b"\r\n\r\n")[0]


def _understood(head: bytes) -> Login | None:
    status = _STATUS.match(head)
    if status is None:
        return None
    if status[1] == b"401":
        offered = {scheme.lower() for scheme in _CHALLENGE.findall(head)}
        # libav takes digest where both are offered.
        return Login.DIGEST if b"digest" in offered else Login.BASIC if b"basic" in offered else None
    return Login.NONE if status[1].startswith(b"2") else None
