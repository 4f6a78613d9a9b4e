"""Does anything grow? A window of tiles left on, with one stream that is corrupt and one that is cut every 10 s.

Memory (unique to each process, and resident), shared-memory blocks, file descriptors, threads and processes of the
console and its workers, every five seconds: the median of each fifth after warm-up, beside how many streams were late
and the machine's load. Grows means by more than 1 % of memory, or by anything else at all. Prints one JSON object.

    python -m benchmarks.soak --json [--minutes 30] [--warm-up 60]
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.meters import wait
from benchmarks.streams import LOGIN, Served, make_clip, serve, spoil_clip
from benchmarks.tile_room import TileRoom, a_tile_room
from video.events import CameraId, CameraSource, StreamState
from video.ingest.settings import VideoSettings

GOOD = 7
_LOOK_EVERY_S = 5.0
_CUT_EVERY_S = 10.0
_MEMORY_MAY_GROW = 0.01


@dataclass(frozen=True)
class Look:
    """Of the console and its workers together."""

    unique_mb: float
    resident_mb: float
    console_unique_mb: float
    blocks: int
    descriptors: int
    threads: int
    processes: int
    late: int  # streams that were behind or stood still
    load: float


def look(room: TileRoom) -> Look:
    processes = room.processes()
    unique = [process.memory_full_info().uss / 1e6 for process in processes]
    states = [health.state for health in room.bridge.supervisor.health().values()]
    blocks = len(list(Path("/dev/shm").glob(f"siaga_{os.getpid()}_*"))) if sys.platform == "linux" else 0
    return Look(
        sum(unique),
        sum(process.memory_info().rss for process in processes) / 1e6,
        unique[0],
        blocks,
        sum(process.num_fds() for process in processes),
        sum(process.num_threads() for process in processes),
        len(processes[0].children(recursive=True)) + 1,
        sum(state in (StreamState.LATE, StreamState.FROZEN) for state in states),
        os.getloadavg()[0],
    )


def sources(served: Served) -> list[CameraSource]:
    urls = [served.url(n) for n in range(GOOD + 1)] + [served.url(GOOD + 1, "bad")]
    return [CameraSource(CameraId(str(n)), url, "", LOGIN[0], LOGIN[1]) for n, url in enumerate(urls)]


def soak(room: TileRoom, served: Served, args: argparse.Namespace) -> list[Look]:
    """The stream of number GOOD is cut again and again."""
    looks: list[Look] = []
    began_s = cut_s = monotonic()
    while (now_s := monotonic()) - began_s < args.minutes * 60:
        if now_s - cut_s >= _CUT_EVERY_S:
            cut_s = now_s
            served.cut(GOOD)
        if now_s - began_s >= args.warm_up:
            looks.append(look(room))
        wait(_LOOK_EVERY_S)
    return looks


def judged(looks: list[Look]) -> dict[str, Any]:
    """Medians of each fifth; how many streams were late and how busy the machine was tell what weighed on it."""
    fifth = max(1, len(looks) // 5)
    parts = [looks[n : n + fifth] for n in range(0, 5 * fifth, fifth)]
    answer: dict[str, Any] = {}
    for name in asdict(looks[0]):
        fifths = [round(statistics.median(getattr(one, name) for one in part), 1) for part in parts if part]
        allowed = fifths[0] * (1 + _MEMORY_MAY_GROW) if name.endswith("_mb") else fifths[0]
        answer[name] = {"fifths": fifths, "grows": fifths[-1] > allowed}
    for name in ("late", "load"):
        del answer[name]["grows"]
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--warm-up", type=float, default=60.0, help="seconds")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        good, bad = Path(name) / "good.mp4", Path(name) / "bad.mp4"
        make_clip(good)
        spoil_clip(good, bad)
        served = serve({"main": good, "bad": bad}, GOOD + 2)
        try:
            with a_tile_room(sources(served), Path(name), VideoSettings()) as room:
                looks = soak(room, served, args)
                health = list(room.bridge.supervisor.health().values())
                states = [one.state.name for one in health]
                reconnects = [one.reconnects for one in health]
                painted = room.wall.painted()
            left = len(list(Path("/dev/shm").glob(f"siaga_{os.getpid()}_*")))
        finally:
            served.close()
    answer = {
        **judged(looks),
        "blocks_left_after_close": left,
        "states": states,
        "reconnects": reconnects,
        "painted": painted,
        "work": {"minutes": args.minutes, "good": GOOD, "corrupt": 1, "cut_every_s": _CUT_EVERY_S, "looks": len(looks)},
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
