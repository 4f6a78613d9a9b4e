"""H.264 access units as RTP packets, framed for the RTSP connection.

Sources: RFC 3550 (RTP, RTCP), RFC 6184 (H.264 payload), RFC 2326 section 10.12 (interleaved framing).
"""

import struct
from collections.abc import Iterator, Sequence

CLOCK_HZ = 90_000
PAYLOAD_TYPE = 96
_MTU = 1400
_NTP_EPOCH_S = 2_208_988_800  # from 1900 to 1970
_FU_A = 28
_STAP_A = 24
_SLICE_TYPES = range(1, 6)


class RtpSender:
    """One RTP source: numbers its packets and counts what its sender reports have to say."""

    def __init__(self, *, ssrc: int, first_sequence: int, channel: int) -> None:
        self.sequence = first_sequence & 0xFFFF
        self._ssrc = ssrc
        self._channel = channel
        self._packets = 0
        self._octets = 0

    def frame(self, nals: Sequence[bytes], timestamp: int) -> bytes:
        """All interleaved RTP packets of one access unit, the last one marked."""
        payloads = [part for nal in _aggregated(nals) for part in _fragments(nal)]
        out = bytearray()
        for index, payload in enumerate(payloads):
            marker = 0x80 if index == len(payloads) - 1 else 0
            head = struct.pack(
                "!cBHBBHII",
                b"$",
                self._channel,
                12 + len(payload),
                0x80,
                marker | PAYLOAD_TYPE,
                self.sequence,
                timestamp & 0xFFFFFFFF,
                self._ssrc,
            )
            out += head
            out += payload
            self.sequence = (self.sequence + 1) & 0xFFFF
            self._octets += len(payload)
        self._packets += len(payloads)
        return bytes(out)

    def report(self, wall_s: float, timestamp: int) -> bytes:
        """An interleaved RTCP sender report: `timestamp` on the RTP clock is `wall_s` (Unix time)."""
        seconds = int(wall_s)
        fraction = int((wall_s - seconds) * (1 << 32))
        body = struct.pack(
            "!BBHIIIIII",
            0x80,
            200,
            6,
            self._ssrc,
            (seconds + _NTP_EPOCH_S) & 0xFFFFFFFF,
            fraction & 0xFFFFFFFF,
            timestamp & 0xFFFFFFFF,
            self._packets & 0xFFFFFFFF,
            self._octets & 0xFFFFFFFF,
        )
        name = b"siaga"
        items = struct.pack("!IBB", self._ssrc, 1, len(name)) + name + b"\0"
        items += b"\0" * (-len(items) % 4)
        body += struct.pack("!BBH", 0x81, 202, len(items) // 4) + items
        return struct.pack("!cBH", b"$", self._channel + 1, len(body)) + body


def _aggregated(nals: Sequence[bytes]) -> Iterator[bytes]:
    """Parameter sets and other small units before the picture travel in one STAP-A."""
    small = [nal for nal in nals if nal and (nal[0] & 0x1F) not in _SLICE_TYPES]
    size = 1 + sum(2 + len(nal) for nal in small)
    if len(small) < 2 or size > _MTU:
        yield from (nal for nal in nals if nal)
        return
    importance = max(nal[0] & 0x60 for nal in small)
    yield bytes([importance | _STAP_A]) + b"".join(struct.pack("!H", len(nal)) + nal for nal in small)
    yield from (nal for nal in nals if nal and (nal[0] & 0x1F) in _SLICE_TYPES)


def _fragments(nal: bytes) -> Iterator[bytes]:
    if len(nal) <= _MTU:
        yield nal
        return
    indicator = (nal[0] & 0x60) | _FU_A
    kind = nal[0] & 0x1F
    room = _MTU - 2
    for at in range(1, len(nal), room):
        flags = (0x80 if at == 1 else 0) | (0x40 if at + room >= len(nal) else 0)
        yield bytes([indicator, flags | kind]) + nal[at : at + room]
