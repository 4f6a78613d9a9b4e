"""What do 16 and 36 small tiles cost, when each camera has a sub-stream, beside ffmpeg decoding the main streams?

Cameras with main 1280x720 at 25 fps and sub 640x360 at 15 fps, from a server whose processor time counts for nobody, in
a window of 1920x1080 (benchmarks/tile_room.py). ffmpeg decodes the mains of nine cameras, the most that two cores serve
for certain, and is taken times the number of tiles. Then a tile is maximised, some times over: how long until the
main stream is on the screen (the sub-stream's pictures carry a mark), and whether the tile was ever without a moving
picture. Prints one JSON object.

    python -m benchmarks.grid --json [--tiles 16,36] [--seconds 15] [--analyse]
"""

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QTimer

from benchmarks import peers
from benchmarks.meters import Cores, Lateness, percentile, wait
from benchmarks.streams import LOGIN, MAIN, MARK, SUB, Served, make_clip, serve
from benchmarks.tile_room import TileRoom, a_tile_room
from video.events import CameraId, CameraSource
from video.ingest.settings import VideoSettings
from widgets.tiles import tilepaint

_SETTLED_S = 8.0
_MAIN_WITHIN_S = 6.0
_DECODED_BY_FFMPEG = 9
_TRIES = 5


class Maximising:
    """Watches one tile from the moment it gets all the room: when main is there, and any moment without a picture."""

    def __init__(self, room: TileRoom, slot: int) -> None:
        self._room, self._slot = room, slot
        self._began_s = 0.0
        self.main_after_s: float | None = None
        self.blank_looks = 0
        self.longest_still_s = 0.0
        self._painted, self._painted_at_s = 0, 0.0
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._look)

    def run(self) -> None:
        tile = self._room.wall.tile(self._slot)
        self._painted, self._painted_at_s = tile.painted, monotonic()
        self._began_s = monotonic()
        self._room.wall.maximise(self._slot)
        self._room.pump.sync()
        self._timer.start()
        while self.main_after_s is None and monotonic() - self._began_s < _MAIN_WITHIN_S:
            wait(0.05)
        wait(1.0)
        self._timer.stop()
        self._room.wall.maximise(None)
        self._room.pump.sync()

    def _look(self) -> None:
        tile, now_s = self._room.wall.tile(self._slot), monotonic()
        still = tile.still()
        if still is None or not tilepaint.believed(tile.state):
            self.blank_looks += 1
            return
        if tile.painted != self._painted:
            self._painted, self._painted_at_s = tile.painted, now_s
        self.longest_still_s = max(self.longest_still_s, now_s - self._painted_at_s)
        corner = still.pixelColor(max(2, still.height() // 40), still.height() - max(2, still.height() // 40))
        away = abs(corner.red() - MARK[2]) + abs(corner.green() - MARK[1]) + abs(corner.blue() - MARK[0])
        if away > 150 and self.main_after_s is None:
            self.main_after_s = now_s - self._began_s


def measure_tiles(served: Served, tiles: int, args: argparse.Namespace) -> dict[str, Any]:
    sources = [
        CameraSource(CameraId(str(n)), served.url(n), served.url(n, "sub"), LOGIN[0], LOGIN[1], analyse=args.analyse)
        for n in range(tiles)
    ]
    with tempfile.TemporaryDirectory() as name, a_tile_room(sources, Path(name), VideoSettings()) as room:
        wait(_SETTLED_S)
        own = room.processes()[:1]
        late, cores, own_cores, painted = Lateness(), Cores(room.processes()), Cores(own), room.wall.painted()
        late.start()
        wait(args.seconds)
        used, own_used, lateness = cores.until_now(), own_cores.until_now(), late.stop()
        fps = [(now - then) / args.seconds for now, then in zip(room.wall.painted(), painted, strict=True)]
        widths = [health.width for health in room.bridge.supervisor.health().values()]
        tries = [Maximising(room, slot) for slot in range(_TRIES)]
        for one in tries:
            one.run()
            wait(2.5)
    mains = [one.main_after_s for one in tries if one.main_after_s is not None]
    return {
        "cpu_cores": round(used, 3),
        "of_these_gui_cores": round(own_used, 3),
        "decoded_from_sub": widths.count(SUB.size[0]),
        "fps_per_tile": {"least": round(min(fps), 2), "median": round(statistics.median(fps), 2)},
        "gui_late_ms": lateness,
        "main_after_maximising_s": {"p50": percentile(mains, 50), "max": percentile(mains, 100), "of": len(tries)},
        "looks_without_picture": sum(one.blank_looks for one in tries),
        "longest_without_a_new_picture_s": round(max(one.longest_still_s for one in tries), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument("--tiles", default="16,36")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--analyse", action="store_true", help="with analysis at 5 Hz on each")
    args = parser.parse_args()
    counts = [int(part) for part in args.tiles.split(",")]
    answer: dict[str, Any] = {"work": {"main": MAIN.__dict__, "sub": SUB.__dict__, "analyse": args.analyse}}
    answer["work"]["load_before"] = round(os.getloadavg()[0], 2)
    with tempfile.TemporaryDirectory() as name:
        clips = {"main": Path(name) / "main.mp4", "sub": Path(name) / "sub.mp4"}
        make_clip(clips["main"], MAIN)
        make_clip(clips["sub"], SUB)
        served = serve(clips, max(counts))
        try:
            for tiles in counts:
                ours = measure_tiles(served, tiles, args)
                decoded = min(tiles, _DECODED_BY_FFMPEG)
                urls = [served.url(n, with_login=True) for n in range(decoded)]
                ffmpeg = peers.decode_only(urls, args.seconds, one_process=False)
                of_all = ffmpeg["cpu_cores"] * tiles / decoded
                answer[f"tiles_{tiles}"] = {
                    "ours": ours,
                    "ffmpeg_mains": {"cpu_cores": round(of_all, 3), "measured_on": decoded},
                    "ratio": round(ours["cpu_cores"] / of_all, 3),
                }
        finally:
            served.close()
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
