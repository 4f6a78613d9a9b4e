"""RTSP 1.0 messages (RFC 2326) as text, and the SDP (RFC 8866, RFC 6184 section 8.2) of one H.264 stream."""

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from resources.redaction import ShownSafely
from video.synthetic.rtp import CLOCK_HZ, PAYLOAD_TYPE

TRACK = "track1"
METHODS = ("OPTIONS", "DESCRIBE", "SETUP", "PLAY", "GET_PARAMETER", "TEARDOWN")
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    454: "Session Not Found",
    461: "Unsupported Transport",
    503: "Service Unavailable",
}


class Malformed(Exception):
    """The peer does not speak RTSP; the connection ends."""


@dataclass(frozen=True, slots=True, repr=False)
class Request(ShownSafely):
    """One request; header names are in lower case."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # a login is among them

    @property
    def path(self) -> str:
        """The stream's path without slashes at its ends and without the track."""
        path = urlsplit(self.url).path.strip("/")
        return path.removesuffix(f"/{TRACK}")


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request, or None when the peer has gone; interleaved data from the peer is skipped."""
    try:
        while (first := await reader.readexactly(1)) in (b"$", b"\r", b"\n"):
            if first == b"$":
                head = await reader.readexactly(3)
                await reader.readexactly(int.from_bytes(head[1:], "big"))
        text = first + await reader.readuntil(b"\r\n\r\n")
        request = _parse(text.decode("utf-8", "replace"))
        await reader.readexactly(int(request.headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except (asyncio.LimitOverrunError, ValueError) as error:
        raise Malformed(str(error)) from error
    return request


def _parse(text: str) -> Request:
    first, *lines = text.split("\r\n")
    parts = first.split()
    if len(parts) != 3 or not parts[2].startswith("RTSP/1."):
        raise Malformed(first[:60])
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return Request(parts[0], parts[1], {name.strip().lower(): value.strip() for name, value in pairs})


def response(code: int, request: Request | None, headers: Mapping[str, str], body: str = "") -> bytes:
    """A response as bytes; it repeats the request's CSeq."""
    lines = [f"RTSP/1.0 {code} {REASONS[code]}"]
    if request is not None:
        lines.append(f"CSeq: {request.headers.get('cseq', '0')}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body.encode())}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def sdp(sps: bytes, pps: bytes, frames_per_s: float) -> str:
    """The description of one H.264 stream."""
    sets = ",".join(base64.b64encode(part).decode() for part in (sps, pps))
    lines = [
        "v=0",
        "o=- 0 0 IN IP4 127.0.0.1",
        "s=Siaga",
        "c=IN IP4 0.0.0.0",
        "t=0 0",
        "a=control:*",
        f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} H264/{CLOCK_HZ}",
        f"a=fmtp:{PAYLOAD_TYPE} packetization-mode=1;profile-level-id={sps[1:4].hex()};sprop-parameter-sets={sets}",
        f"a=framerate:{frames_per_s:g}",
        f"a=control:{TRACK}",
    ]
    return "\r\n".join(lines) + "\r\n"


def interleaved_channel(transport: str) -> int | None:
    """The RTP channel that a Transport header asks for over TCP, or None where it wants something else."""
    for offer in transport.split(","):
        parts = [part.strip() for part in offer.split(";")]
        if not parts[0].upper().startswith("RTP/AVP/TCP"):
            continue
        asked = next((part.removeprefix("interleaved=") for part in parts if part.startswith("interleaved=")), "0-1")
        first = asked.split("-")[0]
        return int(first) if first.isdigit() and int(first) < 255 else None
    return None
