"""Cameras that can be moved, on the desk and in the windows of pictures: marks, the tile in hand, the forms."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from console.presenters.ptz_values import HoldLine, Look, Spot
from console.windows.desk import DeskWindow
from console.windows.sheet import Sheet
from console.windows.video import VideoWindow
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.cameras import Camera
from widgets.common.figures import clock
from widgets.common.notices import Tone
from widgets.common.signals import Sent
from widgets.tiles.grid import TileGrid
from widgets.tiles.ptz import PtzControls
from widgets.tiles.ptz_forms import PresetForm, TakeOverForm
from widgets.tiles.ptz_mark import PtzHandle, mark_ended, mark_of
from widgets.tiles.tile import CameraTile

KEY = "Z"
ENDED_MS = 8000
"""How long a tile says that its camera is in hand no more."""


class PtzDesk(QObject):
    """Implements PtzView. What a person does leaves as signals; `turned` names the camera that a key or click meant."""

    turned = Sent[Camera | None]()
    moved = Sent[float, float, float]()
    spot_wished = Sent[int]()
    home_wished = Sent[()]()
    save_wished = Sent[()]()
    let_go = Sent[()]()
    reasoned = Sent[str]()
    named = Sent[str, str]()  # a preset's name, and whose place it takes
    removed = Sent[str]()  # a preset's token
    unreasoned = Sent[()]()
    held_changed = Sent[bool]()
    spots_known = Sent[()]()

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._grids: list[TileGrid] = [window.grid]
        self._keys: dict[VideoWindow, QShortcut] = {}
        self._handles: dict[CameraTile, PtzHandle] = {}
        self._holds: Mapping[UUID, HoldLine] = {}
        self._target: CameraTile | None = None
        self._names: tuple[str, ...] | None = None
        self._ended: dict[UUID, str] = {}
        self._ended_over = QTimer(self, interval=ENDED_MS, singleShot=True)
        self._ended_over.timeout.connect(self._forget_ended)
        self.controls: PtzControls | None = None
        self.over_form, self.preset_form = TakeOverForm(), PresetForm()
        self.over_sheet = Sheet("ptz.over.title", self.over_form, window, width=560)
        self.preset_sheet = Sheet("ptz.preset.title", self.preset_form, window, width=560)
        window.grid_changed.connect(self.refresh)
        self.over_form.submitted.connect(self._reasoned)
        self.over_form.cancelled.connect(self.over_sheet.dismiss)
        self.over_sheet.rejected.connect(self.unreasoned)
        self.preset_form.submitted.connect(self._named)
        self.preset_form.removed.connect(self._removed)
        self.preset_form.cancelled.connect(self.preset_sheet.dismiss)

    def add_window(self, window: VideoWindow) -> None:
        """Its tiles are moved alike."""
        self._grids.append(window.grid)
        window.grid.tile_resized.connect(self.refresh)
        key = self._keys[window] = QShortcut(QKeySequence(KEY), window)
        key.activated.connect(self.take)
        self.refresh()

    def remove_window(self, window: VideoWindow) -> None:
        self._grids.remove(window.grid)
        self._keys.pop(window, None)
        if self.controls is not None and self.controls.tile.window() is window:
            self.let_go.emit()
        if self._target is not None and self._target.window() is window:
            self._target = None
        self._handles = {tile: one for tile, one in self._handles.items() if tile.window() is not window}

    # --- what the presenter shows ---

    def show_holds(self, holds: Mapping[UUID, HoldLine]) -> None:
        self._holds = holds
        self.refresh()

    def show_held(self, camera: Camera | None, *, may_save: bool) -> None:
        """The tile whose key was pressed is in hand, or none."""
        if self.controls is not None:
            self.controls.end()
            self.controls = None
        tile = self._tile_for(camera) if camera is not None else None
        self._names = None
        if tile is not None:
            made = self.controls = PtzControls(tile)
            made.set_may_save(may_save)
            made.wished.connect(self.moved)
            made.spot_wished.connect(self.spot_wished)
            made.home_wished.connect(self.home_wished)
            made.save_wished.connect(self.save_wished)
            made.let_go.connect(self.let_go)
        if camera is None:
            self.preset_sheet.dismiss()
        self.held_changed.emit(camera is not None)
        self.refresh()

    def show_spots(self, spots: tuple[Spot, ...] | None) -> None:
        self._names = tuple(one.name for one in spots) if spots is not None else None
        if self.controls is not None:
            self.controls.set_spots(self._names)
        if spots is not None:
            self.spots_known.emit()

    def ask_reason(self, camera: Camera, name: str) -> None:
        self.over_form.start(camera.number, camera.name, name)
        self.over_sheet.present()

    def show_taken_over(self) -> None:
        self.over_sheet.accept()

    def show_look(self, look: Look | None) -> None:
        if self.controls is not None:
            self.controls.set_look(_look_words(look) if look is not None else "")

    def show_ended(self, camera: Camera, words: str) -> None:
        self._ended[camera.id] = words
        self._ended_over.start()
        self.refresh()

    @Slot()
    def _forget_ended(self) -> None:
        self._ended.clear()
        self.refresh()

    def ask_preset(self, camera: Camera, spots: tuple[Spot, ...]) -> None:
        self.preset_form.start(camera.number, camera.name, tuple((one.token, one.name) for one in spots))
        self.preset_sheet.present()

    def ask_sign_in(self) -> None:
        self._window.person_requested.emit()

    def say(self, words: str, *, loud: bool = False) -> None:
        self._window.banner.show_notice(Tone.AMBER if loud else Tone.CALM, words, closable=True)

    def show_error(self, error: SiagaError) -> None:
        if self.over_sheet.isVisible():
            self.over_form.set_busy(False)
            self.over_form.set_error(sentence(error))
        else:
            self._window.show_error(error)

    # --- what a person does ---

    @Slot()
    def take(self) -> None:
        """Z: the tile that has the keyboard, else the desk's chosen one."""
        tile = _tile_of(QApplication.focusWidget())
        if tile is None:
            tile = self._window.grid.tile(self._window.grid.selected_slot or 0)
        self._turn(tile)

    def _turn(self, tile: CameraTile) -> None:
        if not any(tile is grid.tile(tile.slot) for grid in self._grids) or not tile.isVisible():
            self.say(say("ptz.not_seen"))
            return
        self._target = tile
        self.turned.emit(tile.camera)

    @Slot()
    def _handle_clicked(self) -> None:
        sender = self.sender()
        tile = next((tile for tile, one in self._handles.items() if one is sender), None)
        if tile is not None:
            tile.setFocus()
            self._turn(tile)

    @Slot(str)
    def _reasoned(self, reason: str) -> None:
        self.over_form.set_busy(True)
        self.reasoned.emit(reason)

    @Slot(str, str)
    def _named(self, name: str, token: str) -> None:
        self.preset_sheet.accept()
        self.named.emit(name, token)

    @Slot(str)
    def _removed(self, token: str) -> None:
        self.preset_sheet.accept()
        self.removed.emit(token)

    # --- tiles ---

    @Slot()
    def refresh(self, *_: int) -> None:
        """Make the marks equal to the holds and to which camera stands where; let go of a tile that lost its camera."""
        for grid in self._grids:
            for slot in range(grid.grid_size):
                self._mark(grid.tile(slot))
        held = next((one for one, line in self._holds.items() if line.mine), None)
        tile = self.controls.tile if self.controls is not None else None
        if tile is not None and held is not None and tile.camera_id != str(held):
            self.let_go.emit()

    def _mark(self, tile: CameraTile) -> None:
        camera, handle = tile.camera, self._handles.get(tile)
        if camera is None or not camera.ptz:
            if handle is not None:
                handle.hide()
            tile.set_marks(())
            return
        line = self._holds.get(camera.id)
        if line is None and camera.id in self._ended:
            mark = mark_ended(self._ended[camera.id])
        else:
            mark = mark_of(line.name if line else "", line.since if line else None, mine=line is not None and line.mine)
        tile.set_marks((mark,))
        if handle is None:
            handle = self._handles[tile] = PtzHandle(tile)
            handle.clicked.connect(self._handle_clicked)
        handle.cover(mark, _hint(camera, line))

    def _tile_for(self, camera: Camera) -> CameraTile | None:
        """The one that was meant, else the first that shows the camera."""
        if self._target is not None and self._target.camera is not None and self._target.camera.id == camera.id:
            return self._target
        tiles = (grid.tile(slot) for grid in self._grids for slot in grid.visible_slots())
        return next((tile for tile in tiles if tile.camera is not None and tile.camera.id == camera.id), None)


def _tile_of(widget: QWidget | None) -> CameraTile | None:
    while widget is not None and not isinstance(widget, CameraTile):
        widget = widget.parentWidget()
    return widget


def _hint(camera: Camera, line: HoldLine | None) -> str:
    if line is None:
        return say("ptz.take", number=camera.number)
    if line.mine:
        return say("ptz.let_go", number=camera.number)
    return say("ptz.held_by", name=line.name, number=camera.number, at=clock(line.since, seconds=False))


def _look_words(look: Look) -> str:
    pan, tilt, zoom = (round(100 * share) for share in (look.pan, look.tilt, look.zoom))
    return say("ptz.look", pan=f"{pan:+d}".replace("-", "−"), tilt=f"{tilt:+d}".replace("-", "−"), zoom=zoom)
