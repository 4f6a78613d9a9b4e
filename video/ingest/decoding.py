"""From packets to frames, and only when somebody needs them."""

import logging
from typing import TYPE_CHECKING, TypeAlias

import av
from av import Packet, VideoFrame
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

if TYPE_CHECKING:  # generic for the type checker alone
    VideoPacket: TypeAlias = Packet[VideoStream]
else:
    VideoPacket = Packet

_log = logging.getLogger(__name__)
_RING_PACKETS = 600
_RING_BYTES = 24_000_000
_GIVE_UP_AFTER = 200


class PacketDecoder:
    """Decodes what is wanted and keeps the packets since the last key frame, so that a picture is there at once.

    A hidden stream costs no decoding; when it is shown, the kept packets are decoded in one go instead of waiting for
    the camera's next key frame (2 to 20 s on real cameras).
    """

    def __init__(self, codec: VideoCodecContext) -> None:
        self._codec = codec
        self._ring: list[VideoPacket] = []
        self._ring_bytes = 0
        self._whole = False  # the ring begins with a key frame and misses none since
        self._running = False  # the decoder has seen every packet of the ring
        self._errors = 0
        self._proven_at_s = float("-inf")

    @property
    def broken(self) -> bool:
        """Nothing has come out of a long run of packets."""
        return self._errors >= _GIVE_UP_AFTER

    def decode(self, packet: VideoPacket) -> list[VideoFrame]:
        """Frames that are complete with this packet, oldest first; many after a time without decoding."""
        self._keep(packet)
        if not self._whole:
            return []
        if self._running:
            return self._decode_one(packet)
        self._codec.flush_buffers()
        self._running = True
        frames: list[VideoFrame] = []
        for kept in self._ring:
            frames.extend(self._decode_one(kept))
        return frames

    def skip(self, packet: VideoPacket, now_s: float, proof_every_s: float) -> VideoFrame | None:
        """Keep the packet without decoding it; a key frame every `proof_every_s` is decoded as proof of a picture."""
        self._keep(packet)
        self._running = False
        if not packet.is_keyframe or now_s - self._proven_at_s < proof_every_s:
            return None
        self._proven_at_s = now_s
        self._codec.flush_buffers()
        frames = self._decode_one(packet) + self._decode_one(None)
        return frames[-1] if frames else None

    def drain(self) -> list[VideoFrame]:
        """The frames that the decoder still holds at the end of a file; the next packet may start anew."""
        frames = self._decode_one(None) if self._running else []
        self._codec.flush_buffers()
        self._ring.clear()
        self._ring_bytes = 0
        self._running = self._whole = False
        return frames

    def _keep(self, packet: VideoPacket) -> None:
        if packet.is_keyframe:
            self._ring.clear()
            self._ring_bytes = 0
            self._whole = True
        elif len(self._ring) >= _RING_PACKETS or self._ring_bytes + packet.size > _RING_BYTES:
            # A decoder that runs needs no ring; one that does not waits for the next key frame.
            self._ring.clear()
            self._ring_bytes = 0
            self._whole = self._running
        self._ring.append(packet)
        self._ring_bytes += packet.size

    def _decode_one(self, packet: VideoPacket | None) -> list[VideoFrame]:
        try:
            frames = self._codec.decode(packet)
        except av.FFmpegError as error:
            self._errors += 1
            _log.debug("a packet could not be decoded: %s", type(error).__name__)
            return []
        if frames:
            self._errors = 0
        return list(frames)
