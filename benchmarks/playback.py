"""What does playing recorded cameras in step cost, and how soon is a picture there after a seek?

Cameras of 1280x720 at 25 fps and 3 Mbit/s, key frames about 1 s apart, in a ring on disk: the processor time of the
playback process and of this one, which looks at every tile 50 times a second as a window would, at several rates; the
greatest difference between cameras at 1x; and from a seek (standing) to the key frame and to the exact frame on all
tiles. Prints one JSON object.

    python -m benchmarks.playback [--cameras 4] [--seconds 6] [--seeks 40] [--tile 640x360]
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av

from benchmarks.ingest import CLIP_S, FPS, SIZE, cpu_s, make_clip
from video.events import CameraId
from video.playback.clock import SECOND_US, to_time, to_us
from video.playback.room import PlaybackRoom
from video.playback.settings import PlaybackSettings
from video.recording.naming import camera_folder, day_of, whole_name
from video.recording.segment import Header, Kind, Record, Trailer

BEGIN_US = 1_790_000_000_000_000
LENGTH_S = 160
GOP_US = SECOND_US + SECOND_US // 10  # key frames are no further apart
SESSION = "bench"


def write_ring(root: Path, clip: Path, cameras: list[CameraId]) -> None:
    """The clip again and again, each round a segment."""
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        codec, time_base = stream.codec_context, stream.time_base
        assert time_base is not None
        to_stream = av.BitStreamFilterContext("h264_mp4toannexb", stream)
        packets = [
            one for packet in container.demux(stream) for one in to_stream.filter(packet if packet.size else None)
        ]
        header = Header("", "h264", b"", codec.width, codec.height, time_base, None, "main")
        records = [
            Record(Kind.PACKET, bytes(one), at_us, at_us, one.pts, one.dts, one.is_keyframe)
            for one in packets
            if one.dts is not None
            for at_us in [round(one.dts * time_base * SECOND_US)]
        ]
    for camera in cameras:
        for begin_us in range(BEGIN_US, BEGIN_US + LENGTH_S * SECOND_US, CLIP_S * SECOND_US):
            write_segment(root, replace(header, camera_id=camera), records, begin_us)


def write_segment(root: Path, header: Header, records: list[Record], begin_us: int) -> None:
    data, keys = bytearray(header.pack()), []
    by_us = begin_us - records[0].at_us
    for record in records:
        if record.key:
            keys.append((record.at_us + by_us, len(data)))
        data += replace(record, at_us=record.at_us + by_us, arrival_us=record.at_us + by_us).pack()
    end_us = begin_us + CLIP_S * SECOND_US
    data += Trailer(begin_us, end_us, len(records), tuple(keys), ()).pack(len(data))
    folder = camera_folder(root, header.camera_id) / day_of(begin_us)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / whole_name(begin_us, end_us)).write_bytes(data)


class Desk:
    """A room with one session, looked at as a window does."""

    def __init__(self, room: PlaybackRoom, cameras: list[CameraId]) -> None:
        self._room = room
        self._cameras = cameras

    def shown_us(self) -> list[int]:
        readers = [self._room.reader(SESSION, camera, "tile") for camera in self._cameras]
        pictures = [reader.newest() if reader is not None else None for reader in readers]
        return [round(picture.stamp.pts_s * SECOND_US) if picture is not None else 0 for picture in pictures]

    def wait(self, condition: Callable[[], bool], within_s: float = 20.0) -> float:
        began_s = time.perf_counter()
        while not condition():
            if time.perf_counter() - began_s > within_s:
                raise TimeoutError("the picture did not come")
            time.sleep(0.002)
        return time.perf_counter() - began_s

    def run(self, rate: float, seconds: float) -> dict[str, float]:
        """Processor time and pictures shown at a rate."""
        room = self._room
        room.pause(SESSION)
        start_us = BEGIN_US + (10 if rate > 0 else LENGTH_S - 10) * SECOND_US
        room.seek(SESSION, to_time(start_us))
        self.wait(lambda: all(abs(shown - start_us) < SECOND_US // FPS for shown in self.shown_us()))
        room.play(SESSION, rate)
        time.sleep(0.6)
        seconds = min(seconds, (LENGTH_S - 40) / abs(rate))
        began_s, used_s, own_s = time.monotonic(), cpu_s([room.pid]), time.process_time()
        before_us, painted, apart_us, behind_us = self._position_us(), 0, [], []
        while time.monotonic() - began_s < seconds:
            readers = [room.reader(SESSION, camera, "tile") for camera in self._cameras]
            painted += sum(reader is not None and reader.poll() is not None for reader in readers)
            shown = self.shown_us() if rate == 1 else []
            if shown and len(set(shown)) > 1:
                shown = self.shown_us()  # one was just being painted
            if shown:
                apart_us.append(max(shown) - min(shown))
                behind_us.append(self._position_us() - min(shown))
            time.sleep(0.02)
        took_s = time.monotonic() - began_s
        figures: dict[str, float] = {
            "process_cores": (cpu_s([room.pid]) - used_s) / took_s,
            "console_cores": (time.process_time() - own_s) / took_s,
            "fps_a_tile": painted / took_s / len(self._cameras),
            "real_rate": (self._position_us() - before_us) / SECOND_US / took_s,
        }
        if apart_us:
            figures |= {"apart_ms_p95": percentile(apart_us, 95) / 1000, "apart_ms_max": max(apart_us) / 1000}
            figures |= {"behind_clock_ms_p95": percentile(behind_us, 95) / 1000}
        return figures

    def seeks(self, count: int) -> dict[str, float]:
        """From a seek to the key frame, and to the exact frame, on all tiles; standing."""
        dice = random.Random(4)
        self._room.pause(SESSION)
        key_ms, exact_ms = [], []
        for _ in range(count):
            frame = dice.randrange(FPS * (LENGTH_S - 10))
            target_us = BEGIN_US + frame * SECOND_US // FPS
            key_us = target_us - GOP_US
            began_s = time.perf_counter()
            self._room.seek(SESSION, to_time(target_us))
            self.wait(lambda low=key_us, top=target_us: all(low <= one <= top for one in self.shown_us()))  # type: ignore[misc]
            key_ms.append((time.perf_counter() - began_s) * 1000)
            self.wait(lambda top=target_us: all(abs(one - top) < 1000 for one in self.shown_us()))  # type: ignore[misc]
            exact_ms.append((time.perf_counter() - began_s) * 1000)
        return {
            "key_ms_p50": percentile(key_ms, 50),
            "key_ms_p95": percentile(key_ms, 95),
            "exact_ms_p50": percentile(exact_ms, 50),
            "exact_ms_p95": percentile(exact_ms, 95),
        }

    def _position_us(self) -> int:
        state = self._room.state(SESSION)
        return to_us(state.position) if state is not None else 0


def percentile(values: list[Any], share: int) -> float:
    ordered = sorted(values)
    return float(ordered[min(len(ordered) - 1, len(ordered) * share // 100)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--seeks", type=int, default=40)
    parser.add_argument("--tile", type=lambda text: tuple(int(part) for part in text.split("x")), default=(640, 360))
    args = parser.parse_args()
    cameras = [CameraId(f"camera-{number}") for number in range(args.cameras)]
    with tempfile.TemporaryDirectory() as name:
        clip = Path(name) / "clip.mp4"
        make_clip(clip)
        write_ring(Path(name), clip, cameras)
        room = PlaybackRoom(PlaybackSettings(), Path(name), lambda fact: None)
        room.start()
        try:
            began_s = time.perf_counter()
            room.open(SESSION, tuple(cameras), to_time(BEGIN_US + 5 * SECOND_US))
            for camera in cameras:
                room.show(SESSION, camera, "tile", args.tile)
            desk = Desk(room, cameras)
            desk.wait(lambda: all(desk.shown_us()))
            first_s = time.perf_counter() - began_s
            rates = {str(rate): desk.run(rate, args.seconds) for rate in (1.0, 4.0, 16.0, -4.0)}
            answer = {"cameras": args.cameras, "size": SIZE, "tile": args.tile, "first_picture_s": first_s}
            answer |= {"rates": rates, "seek": desk.seeks(args.seeks)}
        finally:
            room.close()
    print(json.dumps(rounded(answer)))


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return round(value, 3) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
