"""What does a desk with nine cameras cost, beside ffmpeg decoding the same streams and throwing them away?

Nine RTSP streams (1280x720 at 25 fps, 2.5 Mbit/s, GOP 50, no B-frames) from a server in a process of its own, whose
processor time counts for nobody. First the real desk, with its workers, its analysis at 5 Hz and a real record; then
`ffmpeg -threads 1`, once as nine processes and once as one with nine inputs; an ffmpeg that draws a grid; and the
usual Python viewer. A pair is all of them one after another; ratios are the median of the pairs. Frames a second and
delay are read back from grabs of the tiles: each picture carries its number. Prints one JSON object.

    python -m benchmarks.wall --json [--streams 9] [--seconds 15] [--pairs 5]
"""

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks import peers
from benchmarks.meters import Cores, Lateness, Watched, percentile, wait
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

DATABASE = "tolok_ukur"
SETTLED_S = 12.0  # the detectors' first ten seconds of learning are not what a shift costs


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
            wait(SETTLED_S)
            yield desk, {str(camera.id): camera.number - 101 for camera in cameras}
        finally:
            desk.close()


def shown(desk: Desk, camera: Camera) -> bool:
    camera_id = CameraId(str(camera.id))
    health = desk.video.supervisor.health().get(camera_id)
    return bool(health and health.state is StreamState.LIVE and desk.window.grid.painted(camera_id) > FPS)


def measure_ours(served: Served, args: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, a_desk(served, args.streams, Path(name)) as (desk, numbers):
        own = psutil.Process(os.getpid())
        workers = [psutil.Process(pid) for pid in desk.video.supervisor.workers()]
        late = Lateness()
        late.start()
        all_cores, own_cores = Cores([own, *workers]), Cores([own])
        wait(args.seconds)
        used, own_used = all_cores.until_now(), own_cores.until_now()
        lateness = late.stop()
        rss = sum(process.memory_info().rss for process in [own, *workers]) / 1e6
        tile = desk.window.grid.tile(0).picture_size_px()
        fps, delays = [], []
        for slot, camera in enumerate(desk.window.grid.assignments()[: args.streams]):
            first_s = served.first_s[f"{numbers[str(camera)]}/main"]
            watched = Watched(desk.window.grid.tile(slot), first_s, (FPS * CLIP_S, FPS))
            fps.append(round(watched.watch(), 2))
            delays += watched.delay_ms
    return {
        "cpu_cores": round(used, 3),
        "of_these_gui_cores": round(own_used, 3),
        "tile": tile,
        "fps_per_tile": fps,
        "gui_late_ms": lateness,
        "delay_ms": {"p50": percentile(delays, 50), "p95": percentile(delays, 95)},
        "rss_mb": round(rss),
    }


def measure_pair(served: Served, args: argparse.Namespace) -> dict[str, Any]:
    urls = [served.url(n, with_login=True) for n in range(args.streams)]
    ours = measure_ours(served, args)
    others = {
        "ffmpeg": peers.decode_only(urls, args.seconds, one_process=False),
        "ffmpeg_one_process": peers.decode_only(urls, args.seconds, one_process=True),
        "ffmpeg_grid": peers.grid(urls, ours["tile"], args.seconds),
        "usual_viewer": peers.usual_viewer(urls, ours["tile"], args.seconds),
    }
    return {"ours": ours, **others}


def ratio(pairs: list[dict[str, Any]], peer: str) -> float | None:
    """Ours by theirs, the median of the pairs in which they did not fail."""
    found = [pair["ours"]["cpu_cores"] / pair[peer]["cpu_cores"] for pair in pairs if "cpu_cores" in pair[peer]]
    return round(statistics.median(found), 3) if found else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument("--streams", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--pairs", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        clip = Path(name) / "clip.mp4"
        digest = make_clip(clip)
        load = os.getloadavg()[0]
        served = serve(clip, args.streams)
        try:
            pairs = [measure_pair(served, args) for _ in range(args.pairs)]
        finally:
            served.close()
    middle = sorted(pairs, key=lambda pair: pair["ours"]["cpu_cores"] / pair["ffmpeg"]["cpu_cores"])[len(pairs) // 2]
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
        "load_before": round(load, 2),
        "mpv": peers.there("mpv"),
    }
    ratios = {peer: ratio(pairs, peer) for peer in middle if peer != "ours"}
    ours, others = middle["ours"], {peer: figures for peer, figures in middle.items() if peer != "ours"}
    print(json.dumps({"ours": ours, "peers": others, "ratio": ratios, "work": work}))


if __name__ == "__main__":
    main()
