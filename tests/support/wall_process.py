"""The wall as a process of its own, which writes down what it shows: `python -m support.wall_process TOLD.json`."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from console.commands.offscreen import use_offscreen
from console.commands.wall import wall
from console.settings import Settings
from console.wall_app import WallRoom

EVERY_MS = 100


class Teller(QObject):
    """Writes what the window shows, read off its own views, whole each time."""

    def __init__(self, room: WallRoom, file: Path) -> None:
        super().__init__(room)
        self._window = room.window
        self._file = file
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._tell)
        self._timer.start()

    @Slot()
    def _tell(self) -> None:
        window = self._window
        tiles = [window.pictures.tile(slot) for slot in window.pictures.visible_slots()]
        told = {
            "cameras": [tile.camera.number for tile in tiles if tile.camera is not None],
            "painted": [tile.painted for tile in tiles],
            "sizes": [tile.picture_size_px() for tile in tiles],
            "figures": window.figures.accessibleName(),
            "queue": window.queue.accessibleName(),
            "footer": window.footer.accessibleName(),
            "window": [window.width(), window.height()],
        }
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(told))
        fresh.replace(self._file)


def main() -> int:
    told = json.loads(Path(sys.argv[1]).read_text())
    folder = Path(told["folder"])
    use_offscreen(folder)

    def begun(room: WallRoom) -> None:
        Teller(room, folder / "shows.json")

    return wall(Settings(data_dir=folder, cache_dir=folder), told["dsn"], told.get("screen", ""), begun)


if __name__ == "__main__":
    sys.exit(main())
