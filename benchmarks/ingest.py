"""What does decoding a wall of cameras to paint-ready tiles cost, beside ffmpeg decoding alone?

Nine 1280x720 25 fps H.264 streams over RTSP (our server, a process of its own) for some seconds: the processor time of
the workers and of this process, which polls every tile 25 times a second as a window would; then the same frames
through `ffmpeg -threads 1` without any output. Prints one JSON object.

    python -m benchmarks.ingest [--streams 9] [--seconds 15] [--tile 640x360] [--analyse]
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av
import cv2
import numpy as np
import psutil

from video.events import CameraId, CameraSource, StreamState
from video.ingest.settings import VideoSettings
from video.ingest.supervisor import VideoSupervisor

FPS = 25
CLIP_S = 8
SIZE = (1280, 720)
BITRATE = 3_000_000


def make_clip(path: Path) -> None:
    """A busy street's worth of bits: moving texture and noise at 3 Mbit/s, in the profile that cameras use."""
    dice = np.random.default_rng(7)
    ground = cv2.GaussianBlur(dice.integers(0, 256, (SIZE[1], SIZE[0] * 2, 3), np.uint8), (0, 0), 3)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = BITRATE
        stream.options = {"preset": "medium", "profile": "main", "bf": "0", "g": str(2 * FPS)}
        for number in range(FPS * CLIP_S):
            picture = ground[:, number * 3 : number * 3 + SIZE[0]].copy()
            noise = dice.integers(0, 12, (SIZE[1] // 2, SIZE[0] // 2, 1), np.uint8)
            picture = cv2.add(picture, cv2.resize(noise, SIZE)[..., None].repeat(3, axis=2))
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)


def start_server(folder: Path, clip: Path, streams: int) -> tuple["subprocess.Popen[str]", int]:
    config = folder / "server.json"
    config.write_text(json.dumps({"streams": {f"{n}/main": {"file": str(clip)} for n in range(streams)}}), "utf-8")
    command = [sys.executable, "-m", "video.synthetic.server", "--config", str(config)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())["port"]


def cpu_s(pids: list[int]) -> float:
    total = 0.0
    for pid in pids:
        times = psutil.Process(pid).cpu_times()
        total += times.user + times.system
    return total


def measure_room(port: int, args: argparse.Namespace) -> dict[str, float]:
    """Processor seconds by frame, in the workers and in this process."""
    room = VideoSupervisor(VideoSettings(spare_worker=False), lambda fact: None)
    room.start()
    cameras = [CameraId(str(number)) for number in range(args.streams)]
    for number, camera in enumerate(cameras):
        room.put_camera(CameraSource(camera, f"rtsp://127.0.0.1:{port}/{number}/main", analyse=args.analyse))
        room.show(camera, "tile", args.tile)
    while any(health.state is not StreamState.LIVE for health in room.health().values()):
        time.sleep(0.05)
    time.sleep(1)
    pids = list(room.workers())
    began_s, before_s, own_s = time.monotonic(), cpu_s(pids), time.process_time()
    decoded = sum(health.decoded for health in room.health().values())
    painted = 0
    while time.monotonic() - began_s < args.seconds:
        for camera in cameras:
            reader = room.reader(camera, "tile")
            painted += reader is not None and reader.poll() is not None
        time.sleep(1 / FPS / 2)
    used_s, own_s = cpu_s(pids) - before_s, time.process_time() - own_s
    frames = sum(health.decoded for health in room.health().values()) - decoded
    worst = max(health.delay_s or 0.0 for health in room.health().values())
    wall_s = time.monotonic() - began_s
    room.close()
    return {
        "frames": frames,
        "expected": round(args.streams * FPS * wall_s),
        "painted": painted,
        "workers_ms_per_frame": 1000 * used_s / frames,
        "console_ms_per_frame": 1000 * own_s / frames,
        "cores_of_workers": used_s / wall_s,
        "worst_delay_s": worst,
    }


def measure_ffmpeg(clip: Path) -> float:
    """Milliseconds of processor time a frame, decoding alone in one thread."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["ffmpeg", "-v", "error", "-threads", "1", "-stream_loop", "2", "-i", str(clip), "-f", "null", "-"]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1000 * used_s / (3 * FPS * CLIP_S)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--tile", type=lambda text: tuple(int(part) for part in text.split("x")), default=(640, 360))
    parser.add_argument("--analyse", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        clip = Path(name) / "clip.mp4"
        make_clip(clip)
        ffmpeg_ms = measure_ffmpeg(clip)
        server, port = start_server(Path(name), clip, args.streams)
        try:
            room = measure_room(port, args)
        finally:
            server.kill()
            server.communicate()
    answer = {"streams": args.streams, "size": SIZE, "tile": args.tile, "analyse": args.analyse, **room}
    answer |= {"ffmpeg_ms_per_frame": ffmpeg_ms, "ratio": room["workers_ms_per_frame"] / ffmpeg_ms}
    print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in answer.items()}))


if __name__ == "__main__":
    main()
