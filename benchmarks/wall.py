"""What does a desk with nine cameras cost, beside ffmpeg decoding the same streams and throwing them away?

Nine RTSP streams (1280x720 at 25 fps, 2.5 Mbit/s, GOP 50, no B-frames) from a server in a process of its own, whose
processor time counts for nobody. First the real desk, with its workers, its analysis at 5 Hz and a real record; then
`ffmpeg -threads 1`, once as nine processes and once as one with nine inputs. Frames a second and delay are read back
from grabs of the tiles: each picture carries its number. Prints one JSON object.

    python -m benchmarks.wall --json [--streams 9] [--seconds 20] [--pairs 1]
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from benchmarks.streams import BITRATE, CLIP_S, FPS, GOP, LOGIN, SIZE, Served, make_clip, serve
from console.app import Desk
from console.commands.offscreen import use_offscreen
from console.commands.run_qt import make_application
from console.entry import Credentials, Entry
from console.settings import Settings
from storage.model.cameras import Camera, CameraZone
from storage.model.ids import new_id
from storage.pg.embedded import EmbeddedServer
from storage.pg.founding import create_database
from storage.pg.migrate import migrate
from storage.pg.seed import seed_demo
from video.events import CameraId, StreamState
from video.synthetic.city import demo_camera
from video.synthetic.framecode import read_frame_number

DATABASE = "tolok_ukur"
LATE_EVERY_MS = 10
LOOK_EVERY_MS = 7
WATCHED_S = 2.0  # a tile, for its frames and its delay


def cpu_s(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        times = process.cpu_times()
        total += times.user + times.system
    return total


def percentile(values: list[float], share: float) -> float | None:
    return round(float(np.percentile(values, share)), 2) if values else None


def wait(seconds: float) -> None:
    """Let Qt work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


class Lateness:
    """How much later than due a timer of the GUI thread fires."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._due_s = 0.0
        self._timer = QTimer(interval=LATE_EVERY_MS)
        self._timer.timeout.connect(self._fired)

    def start(self) -> None:
        self._due_s = monotonic() + LATE_EVERY_MS / 1000
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _fired(self) -> None:
        now_s = monotonic()
        self.late_ms.append(max(0.0, (now_s - self._due_s) * 1000))
        self._due_s = now_s + LATE_EVERY_MS / 1000


class Watched:
    """One tile's frame numbers over time, and how old each was when it first stood in the window."""

    def __init__(self, tile: QWidget, first_s: float, frames: int) -> None:
        self._tile, self._first_s, self._frames = tile, first_s, frames
        self._last: int | None = None
        self.changes = 0
        self.delay_ms: list[float] = []
        self._timer = QTimer(interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def watch(self) -> float:
        """Look for some seconds; frames a second."""
        began_s = monotonic()
        self._timer.start()
        wait(WATCHED_S)
        self._timer.stop()
        return self.changes / (monotonic() - began_s)

    def _look(self) -> None:
        grabbed = self._tile.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(grabbed.constBits(), np.uint8).reshape(grabbed.height(), grabbed.bytesPerLine() // 4, 4)
        number = read_frame_number(pixels[:, : grabbed.width()])
        if number is None or number == self._last:
            return
        if self._last is not None:
            self.changes += 1
            newest = int((monotonic() - self._first_s) * FPS)
            behind = (newest - number) % self._frames  # the clip's numbers begin anew with each round
            self.delay_ms.append((monotonic() - self._first_s - (newest - behind) / FPS) * 1000)
        self._last = number


@contextmanager
def a_desk(served: Served, streams: int, folder: Path) -> Iterator[tuple[Desk, dict[str, int]]]:
    """The real desk on a real record, its nine tiles live; and which camera is which stream."""
    folder.chmod(0o755)  # as root the database runs under an account of its own
    use_offscreen(folder)
    qt = make_application()
    with EmbeddedServer(folder / "pg", name="tolok") as server:
        create_database(server.admin_dsn(), DATABASE)
        admin = server.admin_dsn(DATABASE)
        migrate(admin, demo=True)
        zones = tuple(CameraZone(new_id(), zone.name, zone.polygon) for zone in demo_camera(104).zones)
        cameras = [Camera(new_id(), 101 + n, f"Kamera {n}", served.url(n), zones=zones) for n in range(streams)]
        logins = seed_demo(admin, cameras, LOGIN)
        station = Credentials(logins.station_login, logins.station_password)
        first = Credentials("operator1", logins.people["operator1"])
        settings = Settings(data_dir=folder / "data", cache_dir=folder / "cache")
        desk = Desk(qt, settings, Entry(server.dsn(DATABASE), station, demo=True, first=first))
        desk.start()
        try:
            desk.window.resize(1920, 1080)
            while not all(shown(desk, camera) for camera in cameras):
                wait(0.1)
            wait(3.0)
            yield desk, {str(camera.id): camera.number - 101 for camera in cameras}
        finally:
            desk.close()


def shown(desk: Desk, camera: Camera) -> bool:
    camera_id = CameraId(str(camera.id))
    health = desk.video.supervisor.health().get(camera_id)
    return bool(health and health.state is StreamState.LIVE and desk.window.grid.painted(camera_id) > FPS)


def measure_ours(served: Served, args: argparse.Namespace, frames: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, a_desk(served, args.streams, Path(name)) as (desk, numbers):
        own = psutil.Process(os.getpid())
        ours = [own, *(psutil.Process(pid) for pid in desk.video.supervisor.workers())]
        late = Lateness()
        late.start()
        began_s, before_s, own_s = monotonic(), cpu_s(ours), cpu_s([own])
        wait(args.seconds)
        cores = (cpu_s(ours) - before_s) / (monotonic() - began_s)
        own_cores = (cpu_s([own]) - own_s) / (monotonic() - began_s)
        late.stop()
        rss = sum(process.memory_info().rss for process in ours) / 1e6
        fps, delays = [], []
        for slot, camera in enumerate(desk.window.grid.assignments()[: args.streams]):
            first_s = served.first_s[f"{numbers[str(camera)]}/main"]
            watched = Watched(desk.window.grid.tile(slot), first_s, frames)
            fps.append(round(watched.watch(), 2))
            delays += watched.delay_ms
    return {
        "cpu_cores": round(cores, 3),
        "of_these_gui_cores": round(own_cores, 3),
        "fps_per_tile": fps,
        "gui_late_ms": {
            "p50": percentile(late.late_ms, 50),
            "p99": percentile(late.late_ms, 99),
            "max": percentile(late.late_ms, 100),
        },
        "delay_ms": {"p50": percentile(delays, 50), "p95": percentile(delays, 95)},
        "rss_mb": round(rss),
    }


def frames_of(process: "subprocess.Popen[bytes]") -> int:
    """How many frames an ffmpeg has told of until now (of its first stream)."""
    assert process.stdout is not None
    told = os.read(process.stdout.fileno(), 1 << 20).decode()
    return int([line for line in told.splitlines() if line.startswith("frame=")][-1].split("=")[1])


def measure_ffmpeg(served: Served, args: argparse.Namespace, *, one_process: bool) -> dict[str, Any]:
    """Decode and throw away, in as many seconds as ours had."""
    urls = [served.url(n, with_login=True) for n in range(args.streams)]
    groups = [urls] if one_process else [[url] for url in urls]
    running = []
    for group in groups:
        inputs = [part for url in group for part in ("-rtsp_transport", "tcp", "-threads", "1", "-i", url)]
        maps = [part for n in range(len(group)) for part in ("-map", f"{n}:v")]
        command = [
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-nostats",
            "-progress",
            "pipe:1",
            "-stats_period",
            "0.5",
            *inputs,
            *maps,
        ]
        command += ["-fps_mode", "passthrough", "-f", "null", "-"]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE))
    processes = [psutil.Process(process.pid) for process in running]
    sleep(3.0)  # the burst that a client is greeted with
    began_s, before_s = monotonic(), cpu_s(processes)
    first = [frames_of(process) for process in running]
    sleep(args.seconds)
    took_s = monotonic() - began_s
    cores = (cpu_s(processes) - before_s) / took_s
    fps = [round((frames_of(process) - n) / took_s, 2) for process, n in zip(running, first, strict=True)]
    for process in running:
        process.kill()
        process.communicate()
    return {"cpu_cores": round(cores, 3), "fps_per_stream": fps}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument("--streams", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--pairs", type=int, default=1)
    args = parser.parse_args()
    runs = []
    with tempfile.TemporaryDirectory() as name:
        clip = Path(name) / "clip.mp4"
        digest = make_clip(clip)
        frames = FPS * CLIP_S
        served = serve(clip, args.streams)
        try:
            for _ in range(args.pairs):
                ours = measure_ours(served, args, frames)
                peers = {
                    "ffmpeg": measure_ffmpeg(served, args, one_process=False),
                    "ffmpeg_one_process": measure_ffmpeg(served, args, one_process=True),
                }
                runs.append((ours, peers))
        finally:
            served.close()
    ratios = {
        peer: round(statistics.median(o["cpu_cores"] / p[peer]["cpu_cores"] for o, p in runs), 3) for peer in runs[0][1]
    }
    middle = sorted(runs, key=lambda run: run[0]["cpu_cores"])[len(runs) // 2]
    work = {
        "streams": args.streams,
        "size": SIZE,
        "fps": FPS,
        "bitrate": BITRATE,
        "gop": GOP,
        "b_frames": 0,
        "clip_sha256": digest,
        "seconds": args.seconds,
        "pairs": args.pairs,
        "analysis_hz": 5,
        "load_before": round(os.getloadavg()[0], 2),
    }
    print(json.dumps({"ours": middle[0], "peers": middle[1], "ratio": ratios, "work": work}))


if __name__ == "__main__":
    main()
