"""The streams that benchmarks share: one clip of a rendered street, served over RTSP by a process of its own.

python -m benchmarks.streams CLIP COUNT     prints one line of JSON, serves until stdin closes
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import av

from video.synthetic.city import demo_camera
from video.synthetic.framecode import burn_frame_number
from video.synthetic.render import render_frames
from video.synthetic.server import RtspServer

SIZE, FPS, BITRATE, GOP, CLIP_S = (1280, 720), 25, 2_500_000, 50, 16
LOGIN = ("kamera", "tolok-ukur")


@dataclass(frozen=True)
class Served:
    """Where the streams are, and when each sends which frame: frame `n` leaves at `first_s + n / FPS`, monotonic."""

    process: "subprocess.Popen[str]"
    port: int
    first_s: dict[str, float]

    def url(self, number: int, *, with_login: bool = False) -> str:
        login = f"{LOGIN[0]}:{LOGIN[1]}@" if with_login else ""
        return f"rtsp://{login}127.0.0.1:{self.port}/{number}/main"

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def make_clip(path: Path) -> str:
    """Encode the clip: H.264 main profile, no B-frames, constant bit rate; its SHA-256."""
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = BITRATE
        rate = f"threads=1:vbv-maxrate={BITRATE // 1000}:vbv-bufsize={BITRATE // 1000}:nal-hrd=cbr"
        stream.options = {
            "preset": "medium",
            "profile": "main",
            "bf": "0",
            "g": str(GOP),
            "x264-params": rate,
            "flags": "+bitexact",
        }
        for number, (picture, _) in enumerate(render_frames(demo_camera(104), width=SIZE[0], height=SIZE[1])):
            if number == FPS * CLIP_S:
                break
            burn_frame_number(picture, number)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def serve(clip: Path, count: int) -> Served:
    command = [sys.executable, "-m", "benchmarks.streams", str(clip), str(count)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    return Served(process, told["port"], told["first_s"])


def main() -> None:
    clip, count = Path(sys.argv[1]), int(sys.argv[2])
    paths = {f"{number}/main": clip for number in range(count)}
    server = RtspServer(paths, username=LOGIN[0], password=LOGIN[1])
    server.start()
    first_s = {}
    for path in paths:
        before = server.frame_now(path)
        while (now := server.frame_now(path)) == before:
            pass
        first_s[path] = monotonic() - now / FPS
    print(json.dumps({"port": server.port, "first_s": first_s}), flush=True)
    sys.stdin.read()
    server.close()


if __name__ == "__main__":
    main()
