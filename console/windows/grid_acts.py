"""The keys of the grid: how many pictures there are, and whether detection is drawn on them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from widgets.tiles.grid import TileGrid

GRID_INTENTS = ("overlays", "grid_1", "grid_4", "grid_9", "grid_16")


class GridActs(QObject):
    """One method an intent of the table; `choose` is told how many tiles to show."""

    def __init__(self, grid: TileGrid, choose: Callable[[int], None]) -> None:
        super().__init__(grid)
        self._grid, self._choose = grid, choose
        self._overlays = True

    @Slot()
    def overlays(self) -> None:
        self._overlays = not self._overlays
        self._grid.set_overlays_shown(self._overlays)

    @Slot()
    def grid_1(self) -> None:
        self._choose(1)

    @Slot()
    def grid_4(self) -> None:
        self._choose(4)

    @Slot()
    def grid_9(self) -> None:
        self._choose(9)

    @Slot()
    def grid_16(self) -> None:
        self._choose(16)
