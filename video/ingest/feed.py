"""One connection to one URL of a camera, taken up again and again until it is stopped."""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from time import monotonic
from typing import Protocol

import av
from av import VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream

from video.ingest.backoff import Backoff
from video.ingest.decoding import PacketDecoder, VideoPacket
from video.ingest.health import CatchUp, Pace, StreamTimeline
from video.ingest.opening import NoPictures, opened
from video.ingest.pulse import Doing
from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings
from video.ingest.translation import reason_of
from video.ingest.urls import is_rtsp

_log = logging.getLogger(__name__)


class FrameTaker(Protocol):
    """Who a feed works for."""

    def needs_frames(self, feed: "Feed") -> bool:
        """Whether somebody needs frames of this feed now; asked for every packet, so it is cheap."""
        ...

    def take(self, feed: "Feed", frame: VideoFrame, pts_s: float, arrival_s: float) -> None:
        """A decoded frame, in the feed's thread."""
        ...

    def proven(self, feed: "Feed", frame: VideoFrame) -> None:
        """A key frame of a stream that nobody needs decoded."""
        ...


@dataclass(slots=True)
class FeedCounts:
    """What a feed counted; written by its thread alone."""

    packet_at_s: float | None = None
    connected_at_s: float | None = None
    delay_s: float | None = None
    late: bool = False
    reason: str = ""
    attempts: int = 0
    connections: int = 0
    decoded: int = 0
    codec: str = ""
    aspect: Fraction | None = None
    in_libav_since_s: float | None = field(default=None)


class Feed:
    """A thread that reads one URL. It never gives up; `stop` asks it to end, and only it closes the container."""

    def __init__(
        self,
        url: str,
        login: tuple[str, str],
        settings: VideoSettings,
        taker: FrameTaker,
        note: Callable[[Doing], None],
    ) -> None:
        self.url = url
        self.counts = FeedCounts()
        self._login = login
        self._settings = settings
        self._taker = taker
        self._note = note
        self._live = is_rtsp(url)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="siaga-feed", daemon=True)
        self._played_since_s: float | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; it may be inside a read for as long as the read timeout."""
        self._stop.set()

    def join(self, timeout_s: float) -> bool:
        """Whether the thread has ended."""
        if self._thread.ident is not None:
            self._thread.join(max(0.0, timeout_s))
        return not self._thread.is_alive()

    def _run(self) -> None:
        settings = self._settings
        backoff = Backoff(
            settings.backoff_floor_s, settings.backoff_cap_s, settings.backoff_reset_after_s, random.random
        )
        while not self._stop.is_set():
            reason = self._attempt()
            if self._stop.is_set():
                break
            self.counts.reason = reason.value
            since_s, self._played_since_s = self._played_since_s, None
            good_for_s = monotonic() - since_s if since_s is not None else 0.0
            self._stop.wait(backoff.next_wait_s(good_for_s))
        self._in_libav(Doing.NOTHING)

    def _attempt(self) -> Reason:
        """Open and play until something ends it; returns what."""
        self.counts.attempts += 1
        self._in_libav(Doing.OPENING)
        try:
            with opened(self.url, *self._login, self._settings) as (container, stream):
                return self._play(container, stream)
        except NoPictures as error:
            return error.reason
        except Exception:  # noqa: BLE001 - a stream is never given up, whatever its content did
            _log.exception("a connection was ended by an error of our own")
            return Reason.UNKNOWN
        finally:
            self._in_libav(Doing.NOTHING)

    def _play(self, container: InputContainer, stream: VideoStream) -> Reason:
        counts, codec = self.counts, stream.codec_context
        counts.codec = codec.name
        counts.aspect = stream.sample_aspect_ratio
        decoder = PacketDecoder(codec)
        timeline = StreamTimeline()
        catch_up = CatchUp(self._settings.late_after_s if self._live else self._settings.file_late_after_s)
        loop_s = 0.0
        while True:
            reason, played_s = self._play_once(container, stream, (decoder, timeline, catch_up), loop_s)
            if reason is not None:
                return reason
            if self._live or played_s <= 0:
                return Reason.ENDED if self._live else Reason.NOT_VIDEO
            loop_s += played_s
            container.seek(0)

    def _play_once(
        self,
        container: InputContainer,
        stream: VideoStream,
        tools: tuple[PacketDecoder, StreamTimeline, CatchUp],
        loop_s: float,
    ) -> tuple[Reason | None, float]:
        """Play to the end; returns why it ended early, and how long it was in stream time."""
        decoder, timeline, _ = tools
        first_s: float | None = None
        last_s = step_s = 0.0
        packets = container.demux(stream)
        while not self._stop.is_set():
            packet, reason = self._next(packets)
            if packet is None:
                return reason, 0.0
            if packet.size == 0:
                break
            raw_s = _seconds(packet, stream)
            first_s = raw_s if first_s is None else first_s
            step_s = raw_s - last_s if 0 < raw_s - last_s < 1 else step_s
            last_s = raw_s
            reason = self._take(packet, raw_s + loop_s, loop_s, tools)
            if reason is not None:
                return reason, 0.0
        if self._stop.is_set():
            return Reason.ENDED, 0.0
        for frame in decoder.drain():
            self._hand_on(frame, timeline, loop_s, monotonic())
        return None, last_s - (first_s if first_s is not None else last_s) + step_s

    def _next(self, packets: Iterator[VideoPacket]) -> tuple[VideoPacket | None, Reason | None]:
        self._in_libav(Doing.READING)
        began_s = monotonic()
        try:
            return next(packets), None
        except StopIteration:
            return None, Reason.ENDED
        except (av.FFmpegError, OSError) as error:
            return None, reason_of(error, monotonic() - began_s, self._settings.read_timeout_s)
        finally:
            self._in_libav(Doing.NOTHING)

    def _take(
        self, packet: VideoPacket, pts_s: float, loop_s: float, tools: tuple[PacketDecoder, StreamTimeline, CatchUp]
    ) -> Reason | None:
        """Decode or skip one packet; returns why the connection must end, if it must."""
        decoder, timeline, catch_up = tools
        counts = self.counts
        now_s = monotonic()
        due_s = timeline.arrived(pts_s, now_s)
        if not self._live and due_s > now_s:
            self._stop.wait(due_s - now_s)  # a file comes all at once and is played out by its own time
            now_s = monotonic()
        if counts.packet_at_s is None or self._played_since_s is None:
            self._connected(now_s)
        counts.packet_at_s = now_s
        counts.delay_s = timeline.delay_s(now_s)
        pace = catch_up.judge(counts.delay_s, now_s)
        counts.late = catch_up.late
        if pace is Pace.RECONNECT and self._live:
            return Reason.BEHIND
        if pace is Pace.PLAY and self._taker.needs_frames(self):
            self._in_libav(Doing.DECODING)
            frames = decoder.decode(packet)
            self._in_libav(Doing.NOTHING)
            counts.decoded += len(frames)
            if frames:
                self._hand_on(frames[-1], timeline, loop_s, now_s)
            return Reason.NOT_VIDEO if decoder.broken else None
        self._in_libav(Doing.DECODING)
        proof = decoder.skip(packet, now_s, self._settings.proof_every_s)
        self._in_libav(Doing.NOTHING)
        if proof is not None:
            self._taker.proven(self, proof)
        return None

    def _connected(self, now_s: float) -> None:
        self.counts.connected_at_s = now_s
        self.counts.connections += 1
        self.counts.reason = ""
        self._played_since_s = now_s

    def _hand_on(self, frame: VideoFrame, timeline: StreamTimeline, loop_s: float, arrival_s: float) -> None:
        pts_s = timeline.newest_s if frame.time is None else timeline.anchored(frame.time + loop_s)
        self._taker.take(self, frame, pts_s, arrival_s)

    def _in_libav(self, doing: Doing) -> None:
        self.counts.in_libav_since_s = None if doing is Doing.NOTHING else monotonic()
        self._note(doing)


def _seconds(packet: VideoPacket, stream: VideoStream) -> float:
    """Decoding time of a packet in seconds; its arrival where the sender gave none."""
    ticks = packet.dts if packet.dts is not None else packet.pts
    return float(ticks * stream.time_base) if ticks is not None and stream.time_base else monotonic()
