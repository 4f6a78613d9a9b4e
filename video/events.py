"""The frozen values that leave the video room: what a stream is doing and what was seen in it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from resources.redaction import ShownSafely

CameraId = NewType("CameraId", str)
"""The camera's UUID as text; the record and the video room share no other type."""

Point = tuple[float, float]
"""x, y as fractions of the picture's width and height, origin top left."""


class StreamState(StrEnum):
    """What an operator may believe of a tile (docs/design/video.md, "honest pictures")."""

    WAITING = "waiting"  # never connected yet
    LIVE = "live"  # newest decoded frame under 3 s old, and not late
    RECEIVING = "receiving"  # packets arrive, nobody needs them decoded
    FROZEN = "frozen"  # over 3 s without a decoded frame where one is due
    LATE = "late"  # the picture is behind the camera
    LOST = "lost"  # over 10 s without a frame
    QUARANTINED = "quarantined"  # the stream killed its worker; tried again with back-off


class TrafficState(StrEnum):
    UNKNOWN = "unknown"
    FREE = "free"
    DENSE = "dense"
    CONGESTED = "congested"
    STOPPED = "stopped"


class SightingKind(StrEnum):
    CONGESTION = "congestion"  # a zone's traffic state changed
    STOPPED_VEHICLE = "stopped_vehicle"
    DARK = "dark"  # the picture went dark: covered, unlit or broken


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """When one decoded frame was made and came: `pts_s` is stream time, `arrival_s` the monotonic clock."""

    sequence: int
    pts_s: float
    arrival_s: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the picture: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of road that is judged as one; the polygon is in fractions of the picture."""

    id: str
    name: str
    polygon: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """A zone's state and what was measured: occupancy 0 to 1, speed as a share of the zone's usual (0 to 1)."""

    zone_id: str
    state: TrafficState
    occupancy: float
    speed: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one analysed frame showed; drawn over the tile."""

    camera_id: CameraId
    stamp: FrameStamp
    boxes: tuple[Box, ...] = ()
    zones: tuple[ZoneReading, ...] = ()
    stopped: tuple[Box, ...] = ()
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """A fact worth writing down: it began (`began`) or ended at `pts_s` of the stream."""

    camera_id: CameraId
    kind: SightingKind
    began: bool
    stamp: FrameStamp
    zone_id: str | None = None
    state: TrafficState = TrafficState.UNKNOWN
    occupancy: float = 0.0
    speed: float = 0.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class StreamHealth:
    """One camera's stream as an operator may believe it, with the counters behind it."""

    camera_id: CameraId
    state: StreamState = StreamState.WAITING
    age_s: float | None = None  # of the newest decoded frame
    delay_s: float | None = None  # behind the camera, offset by the stream's own best
    reason: str = ""  # a key of resources/words, or empty
    reconnects: int = 0
    decoded: int = 0
    width: int = 0
    height: int = 0
    codec: str = ""
    decoder: str = "software"  # or vaapi, cuda, d3d11va, videotoolbox
    hardware_fallback: bool = False  # hardware was wished for and is not to be had: software does the work
    transport: str = ""  # "tcp", "udp", "http", "hls" (by nature some segments behind) or "file"
    reduced: bool = False  # too large to decode whole: key frames alone, or the sub-stream at every size
    clock_offset_s: float | None = None  # the camera's wall clock minus ours, where RTCP sender reports tell it
    received_bytes: int = 0  # counts on over reconnects and workers
    tampered: bool = False  # the analysis sees a picture that is covered, unlit or broken
    recording: str = ""  # not recorded; "on", or a key of resources/words that says why nothing is written


@dataclass(frozen=True, slots=True, repr=False)
class CameraSource(ShownSafely):
    """Where a camera's pictures come from. Only a station may hold one; `repr` shows no credential.

    `transport` is how RTP travels ("tcp" or "udp"); `aspect` overrides the stream's sample aspect by a display aspect
    such as "4:3" (empty: what the stream says); `record` keeps its packets on disk.
    """

    camera_id: CameraId
    main_url: str
    sub_url: str = ""
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    zones: tuple[Zone, ...] = ()
    analyse: bool = True
    transport: str = "tcp"
    aspect: str = ""
    record: bool = False
