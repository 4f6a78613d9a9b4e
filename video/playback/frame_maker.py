"""From recorded packets to frames with their times."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from fractions import Fraction
from time import monotonic
from typing import TypeAlias, cast

import av
from av import Packet, VideoFrame
from av.video.codeccontext import VideoCodecContext

from video.playback.clock import SECOND_US
from video.playback.source import Unit
from video.playback.strip import Shot
from video.recording.segment import Header

VideoShot: TypeAlias = Shot[VideoFrame]
Mark = Callable[[int], AbstractContextManager[None]]

_log = logging.getLogger(__name__)
_GIVE_UP_AFTER = 100
_TIMES_KEPT = 256
_PIXELS_MOST = 8192 * 4608


class FrameMaker:
    """One decoder; a new header makes another one where the stream is another.

    `mark(segment)` is entered around each call of libav, whose crash is laid to that segment.
    """

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._codec: VideoCodecContext | None = None
        self._header: Header | None = None
        self._segment = 0
        self._needs_key = True
        self._times: dict[int, int] = {}  # of packets in the decoder: pts to UTC in microseconds
        self._key_delay = 0
        self._newest_us = 0
        self._errors = 0
        self.in_libav_since_s: float | None = None

    @property
    def broken(self) -> bool:
        """Nothing has come out of a long run of packets."""
        return self._errors >= _GIVE_UP_AFTER

    def reset(self) -> None:
        """Go on with a key frame; what the decoder still holds is forgotten."""
        if self._codec is not None:
            self._codec.flush_buffers()
        self._needs_key = True
        self._times.clear()

    def close(self) -> None:
        """Give the decoder back."""
        self._codec = None

    def feed(self, unit: Unit) -> list[VideoShot]:
        """The shots that are complete with this packet, oldest first. Packets before a key frame give none."""
        shots: list[VideoShot] = []
        if unit.header is not self._header:
            shots = self.drain()
            self._begin(unit.header)
        if self._codec is None or (self._needs_key and not unit.record.key):
            return shots
        self._segment, self._needs_key = unit.segment, False
        return shots + self._decode(self._packet(unit))

    def single(self, unit: Unit) -> VideoShot | None:
        """The shot of a key frame alone; the next packet must be a key frame again."""
        self.reset()
        shots = self.feed(unit)
        shots += self.drain()
        return shots[-1] if shots else None

    def drain(self) -> list[VideoShot]:
        """What the decoder still holds; the next packet must be a key frame."""
        if self._codec is None:
            return []
        shots = [] if self._needs_key else self._decode(None)
        self.reset()
        return shots

    def _begin(self, header: Header) -> None:
        before, self._header = self._header, header
        if self._codec is None or before is None or _stream_of(before) != _stream_of(header):
            self._codec = _codec_of(header)
        self.reset()

    def _packet(self, unit: Unit) -> Packet:  # type: ignore[type-arg]  # generic for the type checker alone
        record, header = unit.record, unit.header
        packet = Packet(record.payload)
        packet.pts, packet.dts, packet.time_base = record.pts, record.dts, header.time_base
        at_us = record.at_us
        if record.pts is not None and record.dts is not None:
            delay = record.pts - record.dts
            if record.key:
                self._key_delay = delay
            at_us += round((delay - self._key_delay) * header.time_base * SECOND_US)
        if packet.pts is None:
            packet.pts = round(Fraction(record.at_us, SECOND_US) / header.time_base)
        self._times[packet.pts] = self._newest_us = at_us
        while len(self._times) > _TIMES_KEPT:
            del self._times[next(iter(self._times))]
        return packet

    def _decode(self, packet: Packet | None) -> list[VideoShot]:  # type: ignore[type-arg]
        codec = cast(VideoCodecContext, self._codec)
        self.in_libav_since_s = monotonic()
        try:
            with self._mark(self._segment):
                frames = codec.decode(packet)
        except av.FFmpegError as error:
            self._errors += 1
            _log.debug("a recorded packet could not be decoded: %s", type(error).__name__)
            return []
        finally:
            self.in_libav_since_s = None
        if frames:
            self._errors = 0
        return [self._shot(frame) for frame in frames]

    def _shot(self, frame: VideoFrame) -> VideoShot:
        at_us = self._newest_us if frame.pts is None else self._times.pop(frame.pts, self._newest_us)
        aspect = self._header.aspect if self._header is not None else None
        return Shot(at_us, frame, frame.width * frame.height * 3 // 2, aspect)


def _stream_of(header: Header) -> tuple[object, ...]:
    return header.codec, header.extradata, header.width, header.height, header.time_base


def _codec_of(header: Header) -> VideoCodecContext | None:
    """A decoder in one thread; None where libav has none by that name."""
    try:
        codec = cast(VideoCodecContext, av.CodecContext.create(header.codec, "r"))
    except (av.FFmpegError, ValueError, LookupError):
        return None
    codec.extradata = header.extradata or None
    codec.thread_count = 1
    codec.options = {"max_pixels": str(_PIXELS_MOST)}  # what a damaged header says may be anything
    return codec
