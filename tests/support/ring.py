"""Rings on disk for tests: short clips whose frames carry their number, written as segments by segment.py."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from video.recording.naming import camera_folder, day_of, part_name, whole_name
from video.recording.segment import Header, Kind, Record, Trailer
from video.synthetic.framecode import burn_frame_number

FPS = 25
FRAME_US = 1_000_000 // FPS
BEGIN_US = 1_790_000_000_000_000
"""Where the tests' recordings begin: on a whole second."""


@cache
def clip(
    frames: int,
    gop: int = FPS,
    size: tuple[int, int] = (320, 180),
    codec: str = "libx264",
    b_frames: int = 0,
    first: int = 0,
) -> tuple[Header, tuple[Record, ...]]:
    """A stream's packets whose frame `n` carries the number `first` + `n` and stands at `n` x FRAME_US."""
    encoder: Any = av.CodecContext.create(codec, "w")
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FPS), Fraction(FPS)
    encoder.options = options_of(codec, gop, b_frames)
    encoder.open()
    packets: list[Any] = []
    for number in range(frames):
        picture = np.full((size[1], size[0], 3), 70, np.uint8)
        burn_frame_number(picture, first + number)
        picture[size[1] // 2 :, number * 7 % (size[0] - 40) :][: size[1] // 4, :40] = (40, 80, 220)
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    first_dts = packets[0].dts
    name = {"libx264": "h264", "libx265": "hevc"}.get(codec, codec)
    extradata = b"" if codec == "mjpeg" else bytes(encoder.extradata or b"")
    header = Header("", name, extradata, *size, Fraction(1, FPS), None, "main")
    records = tuple(
        Record(
            Kind.PACKET,
            bytes(one),
            (one.dts - first_dts) * FRAME_US,
            (one.dts - first_dts) * FRAME_US,
            one.pts,
            one.dts,
            codec == "mjpeg" or bool(one.is_keyframe),
        )
        for one in packets
    )
    return header, records


def options_of(codec: str, gop: int, b_frames: int) -> dict[str, str]:
    if codec == "mjpeg":
        return {}
    keys = f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes={b_frames}:b-adapt=0"
    if codec == "libx265":
        return {"preset": "ultrafast", "x265-params": f"{keys}:log-level=none:pools=none:frame-threads=1"}
    options = {"preset": "ultrafast", "x264-params": f"{keys}:threads=1"}
    return options | ({} if b_frames else {"tune": "zerolatency"})


def pieces(records: Iterable[Record], most_us: int) -> list[list[Record]]:
    """The records cut before key frames, each piece about so long."""
    cut: list[list[Record]] = []
    for record in records:
        if not cut or (record.key and record.at_us - cut[-1][0].at_us >= most_us):
            cut.append([])
        cut[-1].append(record)
    return cut


def write_segment(root: Path, camera: str, header: Header, records: list[Record], whole: bool = True) -> Path:
    """One file; without `whole` as the writer leaves it while it writes."""
    begin_us, end_us = records[0].at_us, max(one.at_us for one in records) + FRAME_US
    folder = camera_folder(root, camera) / day_of(begin_us)
    folder.mkdir(parents=True, exist_ok=True)
    data = bytearray(replace(header, camera_id=camera).pack())
    keys = []
    for record in records:
        if record.key:
            keys.append((record.at_us, len(data)))
        data += record.pack()
    if whole:
        data += Trailer(begin_us, end_us, len(records), tuple(keys), ()).pack(len(data))
    path = folder / (whole_name(begin_us, end_us) if whole else part_name(begin_us))
    path.write_bytes(data)
    return path


def shifted(records: Iterable[Record], by_us: int) -> list[Record]:
    return [replace(one, at_us=one.at_us + by_us, arrival_us=one.arrival_us + by_us) for one in records]


def write_ring(
    root: Path,
    camera: str,
    made: tuple[Header, tuple[Record, ...]],
    begin_us: int = BEGIN_US,
    segment_s: float = 4.0,
    without: tuple[tuple[int, int], ...] = (),
) -> list[Path]:
    """A clip as segments from `begin_us` on; frames in the spans `without` (from, to) are left out.

    A span should begin and end with key frames. Frame `n` stands at `begin_us + n * FRAME_US`.
    """
    header, records = made
    paths = []
    kept: list[list[Record]] = [[]]
    for number, record in enumerate(shifted(records, begin_us)):
        if any(first <= number < last for first, last in without):
            if kept[-1]:
                kept.append([])
        else:
            kept[-1].append(record)
    for stretch in kept:
        for piece in pieces(stretch, round(segment_s * 1_000_000)):
            paths.append(write_segment(root, camera, header, piece))
    return paths
