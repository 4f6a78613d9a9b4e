"""From packets to frames, and only when somebody needs them."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

import av
from av import Packet, VideoFrame
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from video.ingest.proof import Proof
from video.ingest.pursuit import Pursuit

if TYPE_CHECKING:  # generic for the type checker alone
    VideoPacket: TypeAlias = Packet[VideoStream]
else:
    VideoPacket = Packet

_log = logging.getLogger(__name__)
_RING_PACKETS = 600
_RING_BYTES = 24_000_000
_GIVE_UP_AFTER = 200
_AT_ONCE_S = 0.25  # decoding packets of earlier keeps the newest ones from being read for no longer


class PacketDecoder:
    """Decodes what is wanted and keeps the packets since the last key frame, so that a picture is there at once.

    A hidden stream costs no decoding; when it is shown, the kept packets are decoded in one go instead of waiting for
    the camera's next key frame (2 to 20 s on real cameras). Where that would take longer than the wait is worth, as
    with too little processor time, it waits.
    """

    def __init__(self, codec: VideoCodecContext, clock: Callable[[], float] = monotonic) -> None:
        self._codec = codec
        self._clock = clock
        self._pursuit = Pursuit()
        self._proof = Proof()
        self._ring: list[VideoPacket] = []
        self._ring_bytes = 0
        self._next = 0  # the first packet of the ring that the decoder has not seen
        self._gap = True  # what the decoder saw last does not lead up to that one
        self._complete = False  # the ring begins with a key frame, or with what follows on what the decoder has seen
        self._errors = 0
        self._proven_at_s = float("-inf")
        self.decoded = 0
        """Frames that came out, seen or not."""
        self.whole = False
        """Whether the frame that came out last may be believed: it is whole, and so was the key frame of its group."""

    @property
    def broken(self) -> bool:
        """Nothing has come out of a long run of packets."""
        return self._errors >= _GIVE_UP_AFTER

    @property
    def behind(self) -> bool:
        """Whether packets wait to be decoded, or for a key frame that makes them needless."""
        return self._complete and self._next < len(self._ring)

    def decode(self, packet: VideoPacket) -> list[VideoFrame]:
        """The frames that are complete with this packet, oldest first; of packets left behind only the newest.

        None while it is `behind`. Never more than one frame is held for the packets of earlier: a second of pictures
        is 35 MB.
        """
        self.keep(packet)
        if not self.behind:
            return []
        left = len(self._ring) - self._next
        if left > 1 and not self._pursuit.pays(left, self._clock()):
            return []
        if self._gap:
            self._flush()
            self._gap = False
        if left == 1:
            return self._decode_next()
        newest: list[VideoFrame] = []
        until_s = self._clock() + _AT_ONCE_S
        while self.behind and self._clock() < until_s:
            newest = self._decode_next() or newest
        return [] if self.behind else newest[-1:]

    def skip(self, packet: VideoPacket, now_s: float, proof_every_s: float) -> VideoFrame | None:
        """Keep the packet of a hidden stream; a key frame every `proof_every_s` is decoded as proof of a picture."""
        self.keep(packet)
        if not packet.is_keyframe or now_s - self._proven_at_s < proof_every_s:
            return None
        self._proven_at_s = now_s
        self._flush()
        self._gap = True
        frames = self._decode_one(packet) + self._decode_one(None)
        return frames[-1] if frames else None

    def keep(self, packet: VideoPacket) -> None:
        """Keep the packet without decoding it."""
        self._pursuit.arrived(packet.is_keyframe, self._clock())
        in_step = not self._gap and self._next == len(self._ring)
        full = len(self._ring) >= _RING_PACKETS or self._ring_bytes + packet.size > _RING_BYTES
        if packet.is_keyframe or full:
            self._ring.clear()
            self._ring_bytes = self._next = 0
            # A decoder that is in step needs no ring; one that is not waits for the next key frame.
            self._gap = not in_step
            self._complete = packet.is_keyframe or (self._complete and in_step)
        self._ring.append(packet)
        self._ring_bytes += packet.size

    def drain(self) -> list[VideoFrame]:
        """The frames that the decoder still holds at the end of a file; the next packet may start anew."""
        frames = self._decode_one(None) if not self._gap and not self.behind else []
        self._flush()
        self._ring.clear()
        self._ring_bytes = self._next = 0
        self._gap, self._complete = True, False
        return frames

    def _decode_next(self) -> list[VideoFrame]:
        began_s = self._clock()
        frames = self._decode_one(self._ring[self._next])
        self._next += 1
        now_s = self._clock()
        self._pursuit.took(now_s - began_s, now_s)
        return frames

    def _flush(self) -> None:
        self._codec.flush_buffers()
        self._proof.begin()
        self.whole = False

    def _decode_one(self, packet: VideoPacket | None) -> list[VideoFrame]:
        key = packet is not None and packet.is_keyframe
        if packet is not None and key:
            self._proof.sent(packet.pts)
        try:
            frames = self._codec.decode(packet)
        except av.FFmpegError as error:
            if key:
                self._proof.failed()
            self._errors += 1
            _log.debug("a packet could not be decoded: %s", type(error).__name__)
            return []
        if frames:
            self._errors = 0
        self.decoded += len(frames)
        for frame in frames:
            self.whole = self._proof.came(frame.pts, corrupt=frame.is_corrupt)
        return list(frames)
