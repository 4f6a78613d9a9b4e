"""Which camera stands in which tile of one window."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from console.layout import GRIDS, WindowLayout
from storage.model.cameras import Camera


class TilesView(Protocol):
    def set_grid(self, size: int) -> None: ...
    def assign(self, slot: int, camera: Camera | None) -> None: ...
    def select(self, slot: int | None) -> None: ...


class TilesPresenter:
    """Holds the window's layout and keeps the view equal to it; the layout is what is stored."""

    def __init__(self, view: TilesView, layout: WindowLayout) -> None:
        self._view = view
        self.layout = layout
        self._cameras: Mapping[str, Camera] = {}
        self._shown: dict[int, Camera | None] = {}
        self._selected: int | None = None
        self._untouched = not any(layout.slots)
        view.set_grid(layout.grid)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        """The site's cameras, or what changed of them; a first start fills the grid in order of number."""
        self._cameras = {str(camera.id): camera for camera in cameras if camera.enabled}
        if self._untouched and self._cameras:
            ordered = sorted(self._cameras.values(), key=lambda camera: camera.number)
            self.layout = replace(self.layout, slots=tuple(str(camera.id) for camera in ordered))
        self._update()

    def choose_grid(self, size: int) -> None:
        if size not in GRIDS:
            return
        self.layout = replace(self.layout, grid=size)
        self._view.set_grid(size)
        self._shown.clear()
        self._update()

    def select(self, slot: int | None) -> None:
        self._selected = slot

    def place(self, slot: int, camera_id: str) -> None:
        """Put this camera into this tile: by drag, or by key."""
        self._untouched = False
        self.layout = self.layout.with_camera(slot, camera_id)
        self._update()

    def show(self, camera_id: str) -> int:
        """Show this camera: where it already is, else in the chosen tile, else in the first free one."""
        visible = self.layout.slots[: self.layout.grid]
        if camera_id in visible:
            slot = visible.index(camera_id)
        else:
            free = [i for i in range(self.layout.grid) if i >= len(visible) or not visible[i]]
            slot = self._selected if self._selected is not None else (free[0] if free else 0)
            self.place(slot, camera_id)
        self._view.select(slot)
        return slot

    def clear(self, slot: int) -> None:
        self._untouched = False
        self.layout = self.layout.without(slot)
        self._update()

    def camera_in(self, slot: int | None) -> Camera | None:
        if slot is None or slot >= min(len(self.layout.slots), self.layout.grid):
            return None
        return self._cameras.get(self.layout.slots[slot])

    def _update(self) -> None:
        for slot in range(self.layout.grid):
            camera = self.camera_in(slot)
            if slot not in self._shown or self._shown[slot] != camera:
                self._shown[slot] = camera
                self._view.assign(slot, camera)
