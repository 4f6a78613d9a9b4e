"""A camera taken in hand to look from one of its presets, as soon as it has told which it has."""

from time import monotonic
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from console.presenters.ptz import PtzPresenter
from console.windows.ptz import PtzDesk
from storage.model.cameras import Camera

PATIENCE_S = 15.0
"""A camera that was asked for longer ago, and is taken in hand now, is not turned under somebody's eyes."""


class PtzLook(QObject):
    """`go` takes the camera, under the record's own rules of who may, and turns it once."""

    def __init__(self, presenter: PtzPresenter, desk: PtzDesk) -> None:
        super().__init__(desk)
        self._presenter = presenter
        self._wanted: tuple[UUID, int, float] | None = None
        desk.spots_known.connect(self._known)

    def go(self, camera: Camera, preset: int) -> None:
        """`preset` from 1, in the camera's own order. The camera must be shown in a tile."""
        held = self._presenter.held
        if held is not None and held.id == camera.id:
            self._presenter.spots.go_to(preset)
            return
        self._wanted = (camera.id, preset, monotonic() + PATIENCE_S)
        self._presenter.turn(camera)

    @Slot()
    def _known(self) -> None:
        wanted, self._wanted = self._wanted, None
        held = self._presenter.held
        if wanted is not None and held is not None and held.id == wanted[0] and monotonic() < wanted[2]:
            self._presenter.spots.go_to(wanted[1])
