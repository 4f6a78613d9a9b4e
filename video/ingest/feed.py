"""One connection to one URL of a camera, taken up again and again until it is stopped."""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from time import monotonic
from typing import Protocol

import av
from av import VideoFrame
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from video.ingest.backoff import Backoff
from video.ingest.decoding import PacketDecoder, VideoPacket
from video.ingest.gate import OpeningGate
from video.ingest.hardware import SOFTWARE, HardwareSeats
from video.ingest.health import Pace
from video.ingest.opening import Address, NoPictures, opened, transport_of
from video.ingest.playout import Playout, stamp_of, timing_of
from video.ingest.pulse import Doing
from video.ingest.reasons import Reason
from video.ingest.recording_tap import RecordingTap
from video.ingest.sender_clock import SenderClock
from video.ingest.settings import VideoSettings
from video.ingest.translation import reason_of
from video.ingest.urls import is_remote
from video.ingest.watchdog import FrameWatchdog, Patience

_log = logging.getLogger(__name__)
_SHORT_FOR_S = 2.0  # a picture that stood still for want of processor time is called late on, instead of flickering


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

    def fell_behind(self, feed: "Feed", now_s: float) -> None:
        """Packets wait for processor time; told again for as long as they do."""
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
    pictured: bool = False  # whether it ever gave a picture
    decoded: int = 0
    received_bytes: int = 0
    codec: str = ""
    transport: str = ""
    aspect: Fraction | None = None
    heavy: bool = False  # too large to decode each frame: key frames alone
    decoder: str = SOFTWARE
    hardware_fallback: bool = False
    sender_zero_s: float | None = None  # monotonic clock minus the sender's wall clock
    in_libav_since_s: float | None = field(default=None)


@dataclass(slots=True)
class _Connection:
    """What one connection is read with."""

    container: InputContainer
    stream: VideoStream
    decoder: PacketDecoder
    playout: Playout
    watchdog: FrameWatchdog
    loop_s: float = 0.0  # what the rounds of a file before this one took
    read_took_s: float = 0.0


class Feed:
    """A thread that reads one URL. It never gives up; `stop` asks it to end, and only it closes the container."""

    def __init__(
        self,
        address: Address,
        settings: VideoSettings,
        taker: FrameTaker,
        note: Callable[[Doing], None],
        gate: OpeningGate,
        seats: HardwareSeats,
    ) -> None:
        self.url = address.url
        self.counts = FeedCounts()
        self._address = address
        self._settings = settings
        self._taker = taker
        self._note = note
        self._gate = gate
        self._seats = seats
        self.began_s = 0.0
        self.recorder: RecordingTap | None = None
        """Is given every packet as it came; may be set and taken away at any time."""
        self._live = is_remote(address.url)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="siaga-feed", daemon=True)
        self._sender = SenderClock()
        self._frame_size = (0, 0)
        self._connected_now = False
        self._pictures_s: tuple[float, float] | None = None  # first and last one of this connection
        self._behind_at_s = float("-inf")
        self._short_at_s = float("-inf")  # when packets last waited for processor time
        self._patience = Patience(settings.no_picture_after_s, settings.no_key_frame_after_s, settings.no_proof_after_s)

    def start(self) -> None:
        self.began_s = monotonic()
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
            self._connected_now, self._pictures_s = False, None
            reason = self._attempt()
            if self._stop.is_set():
                break
            self.counts.reason = reason.value
            first_s, last_s = self._pictures_s or (0.0, 0.0)
            self._stop.wait(backoff.next_wait_s(last_s - first_s))
        self._in_libav(Doing.NOTHING)

    def _attempt(self) -> Reason:
        """Open and play until something ends it; returns what."""
        address, seats = self._address, self._seats
        # A device that failed this stream once is not tried again: a camera that flaps is trouble enough.
        device = "" if self.counts.hardware_fallback else seats.take()
        try:
            with ExitStack() as stack:
                with self._gate.ticket(address.url, self._stop) as may_dial:
                    if not may_dial:
                        return Reason.ENDED
                    self.counts.attempts += 1
                    self._in_libav(Doing.OPENING)
                    login = (address.url, address.username, address.password)
                    opening = opened(*login, self._settings, address.transport, device)
                    container, stream = stack.enter_context(opening)
                return self._play(container, stream, device)
        except NoPictures as error:
            return error.reason
        except Exception:  # noqa: BLE001 - a stream is never given up, whatever its content did
            _log.exception("a connection was ended by an error of our own")
            return Reason.UNKNOWN
        finally:
            seats.give(device)
            self._in_libav(Doing.NOTHING)
            if (recorder := self.recorder) is not None:
                recorder.end()

    def _play(self, container: InputContainer, stream: VideoStream, device: str) -> Reason:
        self._note_opened(container, stream, device)
        format_name, codec = container.format.name, stream.codec_context
        connection = _Connection(
            container,
            stream,
            PacketDecoder(codec),
            Playout(timing_of(self._live, format_name), self._sender, self._settings, self._live),
            FrameWatchdog(self._patience),
        )
        while True:
            reason, played_s = self._play_once(connection)
            if reason is Reason.NO_PICTURE and self.counts.decoder != SOFTWARE:
                self.counts.hardware_fallback = True
            if reason is not None:
                return reason
            if self._live or played_s <= 0:
                return Reason.ENDED if self._live else Reason.NOT_VIDEO
            connection.loop_s += played_s
            container.seek(0)

    def _note_opened(self, container: InputContainer, stream: VideoStream, device: str) -> None:
        counts, codec = self.counts, stream.codec_context
        counts.codec = codec.name
        counts.transport = transport_of(self.url, self._address.transport, container.format.name)
        counts.aspect = stream.sample_aspect_ratio
        self._weigh(codec, codec.width, codec.height)
        counts.decoder = device if device and codec.is_hwaccel else SOFTWARE
        counts.hardware_fallback = counts.hardware_fallback or bool(device and not codec.is_hwaccel)

    def _weigh(self, codec: VideoCodecContext, width: int, height: int) -> None:
        self._frame_size = (width, height)
        self.counts.heavy = width * height > self._settings.heavy_pixels
        codec.skip_frame = "NONKEY" if self.counts.heavy else "DEFAULT"

    def _play_once(self, connection: _Connection) -> tuple[Reason | None, float]:
        """Play to the end; returns why it ended early, and how long it was in stream time."""
        first_s: float | None = None
        last_s = step_s = 0.0
        packets = connection.container.demux(connection.stream)
        while not self._stop.is_set():
            packet, reason = self._next(packets, connection)
            if packet is None:
                return reason, 0.0
            if packet.size == 0:
                break
            stamp_s = stamp_of(packet, connection.stream)
            if stamp_s is not None:
                first_s = stamp_s if first_s is None else first_s
                step_s = stamp_s - last_s if 0 < stamp_s - last_s < 1 else step_s
                last_s = stamp_s
                stamp_s += connection.loop_s
            reason = self._take(packet, stamp_s, connection)
            if reason is not None:
                return reason, 0.0
        if self._stop.is_set():
            return Reason.ENDED, 0.0
        for frame in connection.decoder.drain():
            self._hand_on(frame, connection, monotonic())
        return None, last_s - (first_s if first_s is not None else last_s) + step_s

    def _next(
        self, packets: Iterator[VideoPacket], connection: _Connection
    ) -> tuple[VideoPacket | None, Reason | None]:
        self._in_libav(Doing.READING)
        began_s = monotonic()
        try:
            return next(packets), None
        except StopIteration:
            return None, Reason.ENDED
        except (av.FFmpegError, OSError) as error:
            return None, reason_of(error, monotonic() - began_s, self._settings.read_timeout_s)
        finally:
            connection.read_took_s = monotonic() - began_s
            self._in_libav(Doing.NOTHING)

    def _take(self, packet: VideoPacket, stamp_s: float | None, connection: _Connection) -> Reason | None:
        """Decode or skip one packet; returns why the connection must end, if it must."""
        counts, playout, decoder = self.counts, connection.playout, connection.decoder
        now_s = monotonic()
        due_s = playout.arrived(stamp_s, now_s)
        if due_s > now_s:
            self._stop.wait(due_s - now_s)  # what comes all at once is played out by its own time
            now_s = monotonic()
        if not self._connected_now:
            self._connected(now_s)
        counts.packet_at_s = now_s
        counts.received_bytes += packet.size
        counts.delay_s = playout.delay_s(packet, connection.read_took_s, now_s)
        counts.sender_zero_s = self._sender.zero_s
        if (recorder := self.recorder) is not None:
            # Its stream time, freed of what the camera's clock and ours drift apart.
            recorder.take(packet, connection.stream, now_s - counts.delay_s, now_s)
        pace = playout.judge(counts.delay_s, now_s)
        if pace is Pace.RECONNECT and self._live:
            if now_s - self._behind_at_s > self._settings.behind_again_after_s:
                self._behind_at_s = now_s
                return Reason.BEHIND
            pace = Pace.PLAY  # dialling again has not helped a moment ago: late, and it says so
        wanted = self._taker.needs_frames(self)
        needed = pace is Pace.PLAY and wanted
        counts.late = playout.late or (needed and now_s - self._short_at_s < _SHORT_FOR_S)
        if needed:
            pictured = self._decode(packet, connection, now_s)
        else:
            pictured = self._skip(packet, connection, now_s, hidden=not wanted)
        if pictured:
            self._pictured(now_s)
        # One that is decoded by key frames alone may wait for the next, and so may one that waits for the processor.
        due = needed and not counts.heavy and not decoder.behind
        quiet = connection.watchdog.gives_up(now_s, needed=due, key=packet.is_keyframe, picture=pictured)
        return Reason.NO_PICTURE if quiet or decoder.broken else None

    def _decode(self, packet: VideoPacket, connection: _Connection, now_s: float) -> bool:
        """Whether a frame came of it that may be believed."""
        self._in_libav(Doing.DECODING)
        decoder, before = connection.decoder, connection.decoder.decoded
        frames = decoder.decode(packet)
        self._in_libav(Doing.NOTHING)
        self.counts.decoded += decoder.decoded - before
        if decoder.behind:
            self._short_at_s, self.counts.late = now_s, True
            self._taker.fell_behind(self, now_s)
        if not frames:
            return False
        whole = decoder.whole
        if whole or self._was_whole_lately(now_s):  # smears after a lost packet are better than standing still
            self._hand_on(frames[-1], connection, now_s)
        return whole

    def _was_whole_lately(self, now_s: float) -> bool:
        return self._pictures_s is not None and now_s - self._pictures_s[1] < self._settings.stale_after_s

    def _skip(self, packet: VideoPacket, connection: _Connection, now_s: float, *, hidden: bool) -> bool:
        """Whether a whole frame came of it, as proof; a shown stream that only hurries to the newest needs none."""
        if not hidden:
            connection.decoder.keep(packet)
            return False
        self._in_libav(Doing.DECODING)
        proof = connection.decoder.skip(packet, now_s, self._settings.proof_every_s)
        self._in_libav(Doing.NOTHING)
        if proof is None or not connection.decoder.whole:
            return False
        self._taker.proven(self, proof)
        return True

    def _connected(self, now_s: float) -> None:
        self.counts.connected_at_s = now_s
        self.counts.connections += 1
        self._connected_now = True

    def _pictured(self, now_s: float) -> None:
        """A picture proves the connection; packets do not."""
        first_s = self._pictures_s[0] if self._pictures_s is not None else now_s
        self._pictures_s = (first_s, now_s)
        self.counts.pictured = True
        self.counts.reason = ""

    def _hand_on(self, frame: VideoFrame, connection: _Connection, arrival_s: float) -> None:
        if (frame.width, frame.height) != self._frame_size:  # the camera changed it on the way
            codec = connection.stream.codec_context
            self._weigh(codec, frame.width, frame.height)
            self.counts.aspect = codec.sample_aspect_ratio
        self._taker.take(self, frame, connection.playout.shown_s(frame.time, connection.loop_s), arrival_s)

    def _in_libav(self, doing: Doing) -> None:
        self.counts.in_libav_since_s = None if doing is Doing.NOTHING else monotonic()
        self._note(doing)
