"""Real packets of real codecs in a ring, and a request for them: what evidence is made from."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np

from video.evidence.values import CameraSpan, ExportRequest
from video.recording.naming import day_of, part_name, whole_name
from video.recording.segment import Header, Kind, Record
from video.recording.tally import Tally

CAMERA_A, CAMERA_B = "0190a6f0-0000-7000-8000-00000000000a", "0190a6f0-0000-7000-8000-00000000000b"
SECOND_US = 1_000_000
BEGIN_US = 1_795_504_500 * SECOND_US  # 2026-11-24 07:15 UTC
TICKS = 90_000
FPS, GOP = 10, 10
SIZE = (160, 96)
_ENCODERS = {"h264": "libx264", "hevc": "libx265", "mjpeg": "mjpeg"}


@cache
def packets(codec: str, seconds: int, b_frames: int = 0, size: tuple[int, int] = SIZE) -> tuple[Record, ...]:
    """A brightening square as a camera sends it over RTSP: start codes, parameters before each key frame; from 0."""
    encoder = av.CodecContext.create(_ENCODERS[codec], "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    encoder.time_base, encoder.framerate, encoder.gop_size = Fraction(1, TICKS), Fraction(FPS), GOP
    common = f"annexb=1:repeat-headers=1:bframes={b_frames}:keyint={GOP}:min-keyint={GOP}:scenecut=0:log-level=none"
    if codec == "h264":
        encoder.options = {"preset": "ultrafast", "x264-params": common.replace(":log-level=none", "")}
    elif codec == "hevc":
        encoder.options = {"preset": "ultrafast", "x265-params": common}
    made = []
    for number in range(seconds * FPS):
        picture = np.full((size[1], size[0], 3), 20 + number * 3 % 200, np.uint8)
        picture[: size[1] // 2, number % size[0]] = 255
        frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format=encoder.pix_fmt)
        frame.pts, frame.time_base = number * TICKS // FPS, encoder.time_base
        made += encoder.encode(frame)
    made += encoder.encode(None)
    zero = min(packet.dts for packet in made)
    return tuple(
        Record(
            Kind.PACKET,
            bytes(packet),
            (packet.dts - zero) * SECOND_US // TICKS,
            (packet.dts - zero) * SECOND_US // TICKS,
            packet.pts - zero,
            packet.dts - zero,
            bool(packet.is_keyframe),
        )
        for packet in made
    )


def moved(records: Iterable[Record], at_us: int, ticks: int = 0) -> list[Record]:
    """The same packets later: by the ring's time, and by the camera's own ticks."""
    return [
        replace(
            one, at_us=one.at_us + at_us, arrival_us=one.arrival_us + at_us, pts=one.pts + ticks, dts=one.dts + ticks
        )
        for one in records
    ]


def header(camera_id: str = CAMERA_A, codec: str = "h264", size: tuple[int, int] = SIZE, **more: object) -> Header:
    made = Header(camera_id, codec, b"", *size, Fraction(1, TICKS), None, "main")
    return replace(made, **more)


def write_segment(root: Path, records: list[Record], of: Header, *, whole: bool = True) -> Path:
    data, tally = bytearray(of.pack()), Tally()
    for record in records:
        tally.add(len(data), record)
        data += record.pack()
    if whole:
        data += tally.trailer().pack(len(data))
    folder = root / of.camera_id / day_of(tally.begin_us)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (whole_name(tally.begin_us, tally.end_us) if whole else part_name(tally.begin_us))
    path.write_bytes(bytes(data))
    return path


def write_ring(
    root: Path, seconds: int = 6, *, camera_id: str = CAMERA_A, codec: str = "h264", b_frames: int = 0, each: int = 2
) -> list[Record]:
    """A steady stream from BEGIN_US on in segments of `each` seconds; all its packets."""
    made = moved(packets(codec, seconds, b_frames), BEGIN_US, 12_345)
    for begin in range(0, seconds, each):
        write_segment(root, made[begin * FPS : (begin + each) * FPS], header(camera_id, codec))
    return made


def span(
    begin_s: float = 0.0, end_s: float = 6.0, camera_id: str = CAMERA_A, number: int = 12, name: str = "Simpang SGA"
) -> CameraSpan:
    return CameraSpan(
        camera_id, number, name, BEGIN_US + round(begin_s * SECOND_US), BEGIN_US + round(end_s * SECOND_US)
    )


def request(*spans: CameraSpan, **more: object) -> ExportRequest:
    made = ExportRequest(
        export_id="0190a6f0-0000-7000-8000-0000000000ee",
        spans=spans or (span(),),
        reason="Permintaan Polres Metro Bekasi",
        person_name="Sari Wulandari",
        person_login="sari",
        site_name="Pusat Komando Kabupaten Bekasi",
        station_id="station_ruang_1",
        software="0.1.0",
        exported_at_us=BEGIN_US + 60 * SECOND_US,
        clock_offset_us=-12_345,
        time_zone="Asia/Jakarta",
        ticket_number="BKS-2026-001234",
    )
    return replace(made, **more)


def ignore(share: float) -> None:
    """Nobody watches how far it is."""


def never() -> bool:
    return False
