"""Which camera stands in which tile of which window: kept in one small file, restored at the next start."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

GRIDS = (1, 4, 9, 16)


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """One window of pictures. `screen` names the monitor (its model and serial, else its name)."""

    grid: int = 9
    slots: tuple[str, ...] = ()  # camera ids, "" where a tile is empty
    screen: str = ""
    full_screen: bool = False

    def with_camera(self, slot: int, camera_id: str) -> "WindowLayout":
        """The layout with this camera in `slot`; a camera stands in one tile only, so it leaves its old one."""
        slots = [*self.slots, *[""] * (max(self.grid, slot + 1) - len(self.slots))]
        displaced = slots[slot]
        slots = [displaced if s == camera_id and s else s for s in slots]
        slots[slot] = camera_id
        return replace(self, slots=tuple(slots))

    def without(self, slot: int) -> "WindowLayout":
        slots = list(self.slots)
        if slot < len(slots):
            slots[slot] = ""
        return replace(self, slots=tuple(slots))


@dataclass(frozen=True, slots=True)
class WallLayout:
    """The supervisors' wall, opened from this desk."""

    screen: str = ""
    full_screen: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The desk's own grid, further windows of pictures, and the wall where it is open."""

    desk: WindowLayout = WindowLayout()
    windows: tuple[WindowLayout, ...] = field(default_factory=tuple)
    wall: WallLayout | None = None


class LayoutFile:
    """Reads and writes a Layout; a file that cannot be read is set aside, never overwritten."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None

    def read(self) -> Layout:
        """The stored layout, or the default one; `set_aside` names a broken file that was kept."""
        try:
            stored = json.loads(self.path.read_text("utf-8"))
            windows = tuple(_window(w) for w in stored["windows"])
            return Layout(_window(stored["desk"]), windows, _wall(stored.get("wall")))
        except FileNotFoundError:
            return Layout()
        except (OSError, ValueError, KeyError, TypeError):
            aside = self.path.with_suffix(".broken.json")
            self.path.replace(aside)
            self.set_aside = aside
            return Layout()

    def write(self, layout: Layout) -> None:
        """Replace the file as a whole: a crash leaves the old one or the new one. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(layout), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _window(stored: dict[str, object]) -> WindowLayout:
    grid, slots = stored["grid"], stored["slots"]
    if grid not in GRIDS or not isinstance(slots, list) or not all(isinstance(s, str) for s in slots):
        raise ValueError("not a layout")
    return WindowLayout(int(str(grid)), tuple(slots), str(stored["screen"]), bool(stored["full_screen"]))


def _wall(stored: dict[str, object] | None) -> WallLayout | None:
    """A file of an older version knows no wall."""
    return WallLayout(str(stored["screen"]), bool(stored["full_screen"])) if stored is not None else None
