"""What do hidden cameras cost: received, kept for a tile to come, and with `--record` written to the ring on disk?

64 cameras (1280x720 at 25 fps, 2.5 Mbit/s) from a server whose processor time counts for nobody; 16 of them shown at
their sub-streams' size. Measured with the 16 alone, then with the 48 hidden ones beside them: the difference, for ten.
Peers: ten `ffmpeg -c copy` and ten PyAV threads that read packets and throw them away, libav's own floor. Prints one
JSON object.

    python -m benchmarks.hidden --json [--seconds 15] [--record] [--rounds 3]
"""

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.meters import Cores, Lateness, wait
from benchmarks.streams import LOGIN, MAIN, SUB, Served, make_clip, serve
from benchmarks.tile_room import a_tile_room
from video.events import CameraId, CameraSource, StreamState
from video.ingest.settings import VideoSettings

SHOWN, HIDDEN = 16, 48
_SETTLED_S = 8.0
_UP_WITHIN_S = 60.0


def hidden_source(served: Served, number: int, *, record: bool) -> CameraSource:
    camera_id, url = CameraId(f"hidden{number}"), served.url(number)
    return CameraSource(camera_id, url, "", LOGIN[0], LOGIN[1], analyse=False, record=record)


def measure_round(served: Served, args: argparse.Namespace) -> dict[str, Any]:
    sources = [
        CameraSource(CameraId(str(n)), served.url(n), served.url(n, "sub"), LOGIN[0], LOGIN[1], analyse=False)
        for n in range(SHOWN)
    ]
    with tempfile.TemporaryDirectory() as name:
        ring = Path(name) / "ring"
        ring.mkdir()
        settings = VideoSettings(recording_dir=str(ring) if args.record else "")
        with a_tile_room(sources, Path(name), settings) as room:
            wait(_SETTLED_S)
            alone = Cores(room.processes())
            wait(args.seconds)
            before = alone.until_now()
            supervisor = room.bridge.supervisor
            hidden = [hidden_source(served, n, record=args.record) for n in range(SHOWN, SHOWN + HIDDEN)]
            for source in hidden:
                supervisor.put_camera(source)
                supervisor.set_recording(source.camera_id, args.record)
            for _ in range(round(_UP_WITHIN_S / 0.2)):
                states = [supervisor.health()[source.camera_id].state for source in hidden]
                if all(state is StreamState.RECEIVING for state in states):
                    break
                wait(0.2)
            wait(_SETTLED_S)
            late, cores, painted = Lateness(), Cores(room.processes()), room.wall.painted()
            late.start()
            wait(args.seconds)
            after, lateness = cores.until_now(), late.stop()
            fps = [(now - then) / args.seconds for now, then in zip(room.wall.painted(), painted, strict=True)]
            receiving = sum(supervisor.health()[source.camera_id].state is StreamState.RECEIVING for source in hidden)
            written = sum(file.stat().st_size for file in ring.rglob("*") if file.is_file())
    return {
        "shown_alone_cores": round(before, 3),
        "with_hidden_cores": round(after, 3),
        "ten_hidden_cores": round((after - before) * 10 / HIDDEN, 4),
        "receiving": receiving,
        "written_mb": round(written / 1e6),
        "fps_per_tile_least": round(min(fps), 2),
        "gui_late_ms": lateness,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--record", action="store_true", help="with the ring on disk")
    args = parser.parse_args()
    load = os.getloadavg()[0]
    rounds = []
    with tempfile.TemporaryDirectory() as name:
        clips = {"main": Path(name) / "main.mp4", "sub": Path(name) / "sub.mp4"}
        make_clip(clips["main"], MAIN)
        make_clip(clips["sub"], SUB)
        served = serve(clips, SHOWN + HIDDEN)
        try:
            urls = [served.url(n, with_login=True) for n in range(10)]
            for _ in range(args.rounds):
                ours = measure_round(served, args)
                copied = peers.copy_only(urls, args.seconds)
                floor = peers.demux_only(urls, args.seconds)
                rounds.append((ours, copied, floor))
        finally:
            served.close()
    middle = sorted(rounds, key=lambda one: one[0]["ten_hidden_cores"])[len(rounds) // 2]
    answer = {
        "ours": middle[0],
        "ten_hidden_cores": {
            "ours": statistics.median(one[0]["ten_hidden_cores"] for one in rounds),
            "ffmpeg_copy_ten_processes": statistics.median(one[1]["cpu_cores"] for one in rounds),
            "pyav_demux_ten_threads": statistics.median(one[2]["cpu_cores"] for one in rounds),
        },
        "work": {
            "shown": SHOWN,
            "hidden": HIDDEN,
            "record": args.record,
            "seconds": args.seconds,
            "rounds": args.rounds,
            "load_before": round(load, 2),
        },
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
