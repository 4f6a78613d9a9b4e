"""How the packets of a connection are timed: when each is due, and how far behind it is."""

import sys
from enum import Enum, auto

from av.video.stream import VideoStream

from video.ingest.backlog import Backlog
from video.ingest.decoding import VideoPacket
from video.ingest.health import CatchUp, Pace, StreamTimeline
from video.ingest.sender_clock import SenderClock
from video.ingest.settings import VideoSettings

_BURSTS = frozenset({"hls", "mov", "matroska"})
_USUAL_STEP_S = 0.04
_MICROSECONDS = 1_000_000


class Timing(Enum):
    """Where a stream's time comes from."""

    SENT = auto()  # the sender's stamps; a packet comes when it was made
    BURST = auto()  # the sender's stamps; many packets come at once and are played out by them
    ARRIVAL = auto()  # no stamps that mean anything


def timing_of(live: bool, format_name: str) -> Timing:
    """`format_name` is libav's name of the container, such as "rtsp" or "mov,mp4,m4a,3gp,3g2,mj2"."""
    if not live or _BURSTS.intersection(format_name.split(",")):
        return Timing.BURST
    return Timing.ARRIVAL if format_name == "mpjpeg" else Timing.SENT


class Playout:
    """For one connection; `sender` is the feed's, because the sender's clock lives over reconnects."""

    def __init__(self, timing: Timing, sender: SenderClock, settings: VideoSettings, live: bool) -> None:
        self.timing = timing
        self.timeline = StreamTimeline()
        burst_late_s = settings.burst_late_after_s if live else settings.file_late_after_s
        self._catch_up = CatchUp(burst_late_s if timing is Timing.BURST else settings.late_after_s)
        self._backlog = Backlog()
        self._stamp_s = 0.0
        self._sender = sender
        sender.reconnected()

    @property
    def late(self) -> bool:
        return self._catch_up.late

    def arrived(self, stamp_s: float | None, now_s: float) -> float:
        """Note a packet in the order it came, `stamp_s` its time if any; when it is due, on the monotonic clock."""
        if self.timing is Timing.ARRIVAL or (stamp_s is None and self.timing is Timing.SENT):
            stamp_s = now_s
        elif stamp_s is None:
            stamp_s = self._stamp_s + _USUAL_STEP_S  # a file without stamps must not rush through
        self._stamp_s = stamp_s
        due_s = self.timeline.arrived(stamp_s, now_s)
        return due_s if self.timing is Timing.BURST else now_s

    def delay_s(self, packet: VideoPacket, read_took_s: float, now_s: float) -> float:
        """How far behind the packet is that was just noted, by all that is known of it."""
        if self.timing is Timing.ARRIVAL:
            return self._backlog.delay_s(read_took_s, now_s)
        delay_s = self.timeline.delay_s(now_s)
        wall_s = sender_wall_s(packet) if self.timing is Timing.SENT else None
        if wall_s is None or packet.pts is None:
            return delay_s
        pts_s = float(packet.pts * packet.time_base)
        return max(delay_s, self._sender.delay_s(wall_s, pts_s, now_s))

    def judge(self, delay_s: float, now_s: float) -> Pace:
        return self._catch_up.judge(delay_s, now_s)

    def shown_s(self, frame_s: float | None, loop_s: float) -> float:
        """Stream time of a frame that says `frame_s`; that of the newest packet where its stamp means nothing."""
        if frame_s is None or self.timing is Timing.ARRIVAL:
            return self.timeline.newest_s
        return self.timeline.anchored(frame_s + loop_s)


def stamp_of(packet: VideoPacket, stream: VideoStream) -> float | None:
    """Decoding time of a packet in seconds; None where the sender gave none."""
    ticks = packet.dts if packet.dts is not None else packet.pts
    return float(ticks * stream.time_base) if ticks is not None and stream.time_base else None


def sender_wall_s(packet: VideoPacket) -> float | None:
    """The sender's wall clock for this packet, Unix seconds, as RTCP sender reports gave it.

    AVProducerReferenceTime begins with a signed 64-bit count of microseconds in the machine's byte order.
    """
    if not packet.has_sidedata("prft"):
        return None
    data = bytes(packet.get_sidedata("prft"))
    return int.from_bytes(data[:8], sys.byteorder, signed=True) / _MICROSECONDS
