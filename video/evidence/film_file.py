"""One MP4 of a camera's packets as they came: nothing is decoded, nothing encoded."""

import io
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av.container import OutputContainer
from av.stream import Stream

from video.recording.segment import Header, Record

_RAW = {"h264": "h264", "hevc": "hevc", "mjpeg": "mjpeg"}
# The smallest that each raw demuxer makes a stream of; size and parameters are set afterwards.
_BARE = {"h264": b"\0\0\0\1\x09\x10", "hevc": b"\0\0\0\1\x46\x01\x10", "mjpeg": b"\xff\xd8\xff\xd9"}
_USUAL_S = Fraction(1, 25)
_BEGINNING_BYTES = 65_536


class FilmFile:
    """Writes one file. Only faststart puts its index in front, so it is whole after `close` alone.

    Raises what libav raises, av.FFmpegError or OSError.
    """

    def __init__(self, path: Path, header: Header, first: Record, first_us: int, title: str) -> None:
        if header.codec not in _RAW:
            raise av.error.InvalidDataError(22, f"{header.codec} in MP4", str(path))
        self._ticks = header.time_base
        self._last = 0
        self._begun = False
        self._step = max(1, round(_USUAL_S / header.time_base))
        _try_room(path)
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})
        try:
            self._stream = _stream(self._container, header, first)
        except BaseException:
            self._container.close()
            raise
        self._container.metadata.update(
            title=title, creation_time=datetime.fromtimestamp(first_us / 1_000_000, UTC).isoformat()
        )

    def write(self, payload: bytes, pts: int, dts: int, *, key: bool) -> None:
        """One packet in the order of dts, which rises; in the camera's ticks."""
        if self._begun and dts > self._last:
            self._step = dts - self._last
        packet = av.Packet(payload)
        packet.pts, packet.dts, packet.time_base = pts, dts, self._ticks
        packet.duration, packet.is_keyframe, packet.stream = self._step, key, self._stream
        self._container.mux(packet)
        self._last, self._begun = dts, True

    def close(self) -> None:
        self._container.close()

    def __enter__(self) -> "FilmFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _try_room(path: Path) -> None:
    """Make the file and see that its beginning can be written: PyAV 18 never closes one whose header could not."""
    with path.open("xb") as file:
        file.write(bytes(_BEGINNING_BYTES))
        file.flush()
        file.truncate(0)


def _stream(container: OutputContainer, header: Header, first: Record) -> Stream:
    """A stream with the camera's parameters. PyAV makes one only after another, so that one is read from memory."""
    lengths = header.extradata[:1] == b"\x01" and header.codec != "mjpeg"
    raw = _BARE[header.codec] if lengths else header.extradata + first.payload
    with av.open(io.BytesIO(raw), format=_RAW[header.codec]) as source:
        stream = container.add_stream_from_template(source.streams.video[0], opaque=True)
    context = stream.codec_context
    if header.extradata:
        context.extradata = header.extradata
    context.width, context.height = header.width, header.height
    if context.pix_fmt is None:
        context.pix_fmt = "yuv420p"  # MP4 does not hold it, but libav wants one
    if header.aspect is not None:
        context.sample_aspect_ratio = header.aspect
    stream.time_base = header.time_base
    return stream


def pictures_in(path: Path) -> int:
    """How many the finished file's index holds: libav reports not every failed write."""
    with av.open(str(path), format="mp4") as container:
        return container.streams.video[0].frames
