"""The streams that benchmarks share: clips of a rendered street, served over RTSP by a process of its own.

python -m benchmarks.streams COUNT NAME=CLIP ...

Serves each clip at 0/NAME ... COUNT-1/NAME, prints one line of JSON,
obeys "cut PATH" lines (every client of PATH is thrown out, and may come again), and ends when stdin closes
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import av
import numpy as np

from video.synthetic.city import demo_camera
from video.synthetic.framecode import burn_frame_number
from video.synthetic.render import render_frames
from video.synthetic.server import RtspServer

FPS, GOP_S, CLIP_S = 25, 2, 16
LOGIN = ("kamera", "tolok-ukur")
MARK = (255, 0, 255)  # BGR; no street is so magenta


@dataclass(frozen=True)
class Kind:
    """What a camera sends. `marked`: its lower left corner is a square of MARK, so that a grab tells it apart."""

    size: tuple[int, int]
    fps: int
    bitrate: int
    marked: bool = False

    @property
    def gop(self) -> int:
        return self.fps * GOP_S


MAIN = Kind((1280, 720), FPS, 2_500_000)
SUB = Kind((640, 360), 15, 500_000, marked=True)
SIZE, BITRATE, GOP = MAIN.size, MAIN.bitrate, MAIN.gop


@dataclass(frozen=True)
class Served:
    """Where the streams are, and when each sends which frame: frame `n` leaves at `first_s + n / FPS`, monotonic."""

    process: "subprocess.Popen[str]"
    port: int
    first_s: dict[str, float]

    def url(self, number: int, name: str = "main", *, with_login: bool = False) -> str:
        login = f"{LOGIN[0]}:{LOGIN[1]}@" if with_login else ""
        return f"rtsp://{login}127.0.0.1:{self.port}/{number}/{name}"

    def cut(self, number: int, name: str = "main") -> None:
        """Throw this stream's clients out; who dials again is served again."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"cut {number}/{name}\n")
        self.process.stdin.flush()

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def make_clip(path: Path, kind: Kind = MAIN) -> str:
    """Encode the clip: H.264 main profile, no B-frames, constant bit rate; its SHA-256."""
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream("libx264", rate=kind.fps)
        stream.width, stream.height = kind.size
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = kind.bitrate
        rate = f"threads=1:vbv-maxrate={kind.bitrate // 1000}:vbv-bufsize={kind.bitrate // 1000}:nal-hrd=cbr"
        stream.options = {
            "preset": "medium",
            "profile": "main",
            "bf": "0",
            "g": str(kind.gop),
            "x264-params": rate,
            "flags": "+bitexact",
        }
        width, height = kind.size
        for number, (picture, _) in enumerate(render_frames(demo_camera(104), width=width, height=height)):
            if number == kind.fps * CLIP_S:
                break
            burn_frame_number(picture, number)
            if kind.marked:
                picture[-height // 12 :, : height // 12] = MARK
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def spoil_clip(good: Path, bad: Path, share: float = 0.3) -> None:
    """The same clip with bytes overturned in a share of its packets, key frames too; the headers stay."""
    dice = np.random.default_rng(5)
    with av.open(str(good)) as source, av.open(str(bad), "w") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is None:
                continue
            data = bytearray(bytes(packet))
            if dice.random() < share:
                for at in dice.integers(len(data) // 4, len(data), 12):
                    data[int(at)] ^= int(dice.integers(1, 256))
            changed = av.Packet(bytes(data))
            changed.pts, changed.dts, changed.time_base = packet.pts, packet.dts, packet.time_base
            changed.is_keyframe = packet.is_keyframe
            changed.stream = stream
            out.mux(changed)


def serve(clips: Path | dict[str, Path], count: int) -> Served:
    """Each clip `count` times; one clip alone is the main stream."""
    named = clips if isinstance(clips, dict) else {"main": clips}
    command = [
        sys.executable,
        "-m",
        "benchmarks.streams",
        str(count),
        *(f"{name}={clip}" for name, clip in named.items()),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    return Served(process, told["port"], told["first_s"])


def main() -> None:
    count = int(sys.argv[1])
    clips = dict(argument.split("=", 1) for argument in sys.argv[2:])
    paths = {f"{number}/{name}": Path(clip) for number in range(count) for name, clip in clips.items()}
    server = RtspServer(paths, username=LOGIN[0], password=LOGIN[1])
    server.start()
    first_s = {}
    for path in paths if count <= 9 else ():  # of many streams nobody asks when a frame left
        before = server.frame_now(path)
        while (now := server.frame_now(path)) == before:
            pass
        first_s[path] = monotonic() - now / FPS
    print(json.dumps({"port": server.port, "first_s": first_s}), flush=True)
    for line in sys.stdin:
        path = line.removeprefix("cut ").strip()
        server.cut(path)
        sleep(0.5)
        server.restore(path)
    server.close()


if __name__ == "__main__":
    main()
