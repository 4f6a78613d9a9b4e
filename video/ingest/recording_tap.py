"""From libav's packets of one feed to the camera's segment writer."""

from fractions import Fraction
from typing import Protocol

from av.video.stream import VideoStream

from video.events import CameraId
from video.ingest.choosing import Grade
from video.ingest.decoding import VideoPacket
from video.recording.segment import Header


class Writer(Protocol):
    """The part of `SegmentWriter` that a feed needs; none of it waits."""

    def begin(self, header: Header) -> None: ...
    def end(self) -> None: ...
    def packet(
        self, payload: bytes, pts: int | None, dts: int | None, key: bool, at_s: float, arrival_s: float
    ) -> None: ...


class RecordingTap:
    """Used by one feed's thread; a writer may be given another feed's tap after this one."""

    def __init__(self, camera_id: CameraId, grade: Grade, writer: Writer) -> None:
        self._camera_id = camera_id
        self._grade = grade
        self._writer = writer
        self._stream: VideoStream | None = None

    def take(self, packet: VideoPacket, stream: VideoStream, at_s: float, arrival_s: float) -> None:
        """`at_s` is stream time on the monotonic clock; the first packet of a connection begins a segment."""
        if stream is not self._stream:
            self._stream = stream
            self._writer.begin(self._header(stream))
        self._writer.packet(bytes(packet), packet.pts, packet.dts, packet.is_keyframe, at_s, arrival_s)

    def end(self) -> None:
        """The connection is over."""
        if self._stream is not None:
            self._stream = None
            self._writer.end()

    def _header(self, stream: VideoStream) -> Header:
        codec = stream.codec_context
        return Header(
            camera_id=self._camera_id,
            codec=codec.name,
            extradata=bytes(codec.extradata or b""),
            width=codec.width,
            height=codec.height,
            time_base=stream.time_base or Fraction(1, 90_000),
            aspect=stream.sample_aspect_ratio or None,
            grade=self._grade.value,
        )
