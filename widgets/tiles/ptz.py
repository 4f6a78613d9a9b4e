"""What lies over the tile of a camera in hand: its stick, its presets, and the hands that move it by keys."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent

from widgets import theme
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.tiles import marks, namebar
from widgets.tiles.joystick import Joystick
from widgets.tiles.ptz_keys import HELD, PtzWish, wish_of
from widgets.tiles.spots import SpotList
from widgets.tiles.tile import CameraTile

KEY_SPEED = 0.5
"""What a key asks for: half of the camera's greatest, since it cannot be pressed a little."""


class PtzControls(WordedWidget):
    """Covers its tile and has the keyboard in its stead; `end()` takes it away.

    `wished(pan, tilt, zoom)` tells each new speed; all nought when keys and stick are let go, the keyboard is
    elsewhere, or the tile is not seen any more. The wheel and other keys stay the tile's.
    """

    wished = Sent[float, float, float]()
    spot_wished = Sent[int]()
    home_wished = Sent[()]()
    save_wished = Sent[()]()
    let_go = Sent[()]()

    def __init__(self, tile: CameraTile) -> None:
        super().__init__(tile)
        self._tile = tile
        self._down: dict[int, PtzWish] = {}  # by key: one that is released moves no more
        self._told = (0.0, 0.0, 0.0)
        self._by_stick = (0.0, 0.0, 0.0)
        self.stick = Joystick(self)
        self.spots = SpotList(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stick.pushed.connect(self._stick_pushed)
        self.spots.chosen.connect(self.spot_wished)
        self.spots.home_chosen.connect(self.home_wished)
        self.spots.save_chosen.connect(self.save_wished)
        self.spots.let_go_chosen.connect(self.let_go)
        had = tile.hasFocus()
        tile.setFocusProxy(self)
        tile.installEventFilter(self)
        self._lay_out()
        self.show()
        if had:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def tile(self) -> CameraTile:
        return self._tile

    def end(self) -> None:
        """Give the tile its keyboard back."""
        had = self.hasFocus()
        self.stop()
        self._tile.removeEventFilter(self)
        self._tile.setFocusProxy(None)  # type: ignore[arg-type]  # PySide's stub forgets that None is Qt's way
        self.hide()
        if had:
            self._tile.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def stop(self) -> None:
        """As if every key and the stick were let go."""
        self._down.clear()
        self._by_stick = (0.0, 0.0, 0.0)
        self.stick.let_go()
        self._tell()

    def set_spots(self, names: tuple[str, ...] | None) -> None:
        self.spots.set_names(names)
        self._lay_out()

    def set_look(self, words: str) -> None:
        """Where the camera looks, in words; empty where it does not tell."""
        if self.spots.set_look(words):
            self._lay_out()

    def set_may_save(self, may_save: bool) -> None:
        self.spots.set_may_save(may_save)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = self._tile.rect().adjusted(0, 0, 0, -namebar.HEIGHT)
        self.setGeometry(inside)
        right, bottom = inside.width() - theme.GAP, inside.height() - theme.GAP
        self.stick.move(right - self.stick.width(), bottom - self.stick.height())
        top = marks.AT[1] + marks.HEIGHT + theme.SPACE
        hint = self.spots.sizeHint()
        width = min(hint.width(), right - self.stick.width() - 2 * theme.GAP)
        self.spots.setGeometry(marks.AT[0], top, max(40, width), max(0, min(hint.height(), bottom - top)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._lay_out()
        return False

    # --- hands ---

    @Slot(float, float, float)
    def _stick_pushed(self, pan: float, tilt: float, zoom: float) -> None:
        self._by_stick = (pan, tilt, zoom)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._tell()

    def _tell(self) -> None:
        speed = [0.0, 0.0, 0.0]
        for wish in set(self._down.values()):
            for axis, share in enumerate(HELD[wish]):
                speed[axis] += share * KEY_SPEED
        pan, tilt, zoom = (by or key for by, key in zip(self._by_stick, speed, strict=True))
        if (pan, tilt, zoom) != self._told:
            self._told = (pan, tilt, zoom)
            self.wished.emit(pan, tilt, zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event)
        if wish is None:
            event.ignore()  # to the tile, and on to the desk
        elif wish in HELD:
            if not event.isAutoRepeat():
                self._down[event.key()] = wish
                self._tell()
        elif not event.isAutoRepeat():
            self._ask(wish, event.key())

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and self._down.pop(event.key(), None) is not None:
            self._tell()
        else:
            super().keyReleaseEvent(event)

    def _ask(self, wish: PtzWish, key: int) -> None:
        if wish is PtzWish.SPOT:
            self.spot_wished.emit(key - int(Qt.Key.Key_0))
        elif wish is PtzWish.HOME:
            self.home_wished.emit()
        elif wish is PtzWish.SAVE:
            self.save_wished.emit()
        else:
            self.let_go.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._tile.selected.emit(self._tile.slot)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever looks elsewhere does not hold a key here: its release would never be heard."""
        self.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()  # the tile's, such as moving a zoomed picture

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
