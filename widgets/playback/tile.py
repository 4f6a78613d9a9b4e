"""One camera's recorded picture: framed in amber, with the word on its bar, so that it is never taken for live."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from video.events import StreamState
from widgets import theme
from widgets.playback.values import Place, TilePlace
from widgets.theme import Role, Type
from widgets.tiles import namebar
from widgets.tiles.faces import Face
from widgets.tiles.tile import CameraTile

_ICONS = {
    Place.LOADING: "waiting",
    Place.GAP: "gap",
    Place.ELSEWHERE: "disk",
    Place.END: "returned",
    Place.FAILED: "error",
}
_FRAME_PX = 2
_TALL_PX = 90
_NARROW_PX = 200
"""Below this the word of a recorded picture is shortened: the camera's name is worth more."""


class RecordedTile(CameraTile):
    """A tile whose picture is of another time; what detection sees now is never drawn on it."""

    def __init__(self, slot: int = 0, parent: QWidget | None = None) -> None:
        self._place_now = TilePlace()
        super().__init__(slot, parent)

    @property
    def state(self) -> StreamState:
        """A recorded picture stands for its moment: it keeps its colours while it stands still."""
        return StreamState.LIVE

    @property
    def place(self) -> TilePlace:
        return self._place_now

    def set_place(self, place: TilePlace) -> None:
        """Whether there is a picture of the moment shown, and why not."""
        if place != self._place_now:
            self._place_now = place
            self.retranslate()
            self._name()

    def stream_face(self) -> Face:
        return Face("recorded", self._word().upper(), Role.AMBER, loud=True)

    def _word(self) -> str:
        place = self._place_now.place
        if place is Place.SHOWN and self.width() < _NARROW_PX:
            return say("playback_desk.shown_short")
        return say(f"playback_desk.place.{place.value}")

    def _name(self) -> None:
        """For a screen reader and the tooltip: never a state of now."""
        super()._name()
        if self.camera is not None:
            place = say(f"playback_desk.place.{self._place_now.place.value}")
            name = f"{self.camera.number} {self.camera.name}, {place}"
            self.setAccessibleName(name)
            self.setToolTip(self._place_now.reason or name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh_bar()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.camera is None:
            return
        painter = QPainter(self)
        inside = self.rect().adjusted(0, 0, 0, -self._bar_height())
        if self._place_now.place is not Place.SHOWN:
            self._paint_place(painter, inside)
        tone = theme.color(Role.AMBER)
        painter.fillRect(0, 0, self.width(), _FRAME_PX, tone)
        if self.is_selected:
            painter.setPen(theme.color(Role.SELECTION))
            for inset in range(2):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))

    def _paint_place(self, painter: QPainter, inside: QRect) -> None:
        """A picture of another moment is no answer: only the last one before the end stays in sight."""
        place = self._place_now
        veil = QColor(theme.color(Role.VOID))
        veil.setAlpha(150 if place.place in (Place.LOADING, Place.END) else 255)
        painter.fillRect(inside, veil)
        middle = inside.center()
        if inside.height() < _TALL_PX:
            icon = QRectF(middle.x() - 10, middle.y() - 10, 20, 20)
            theme.paint_icon(painter, icon, _ICONS[place.place], Role.SECOND)
            return  # the bar says the word; a sentence would be cut
        icon = QRectF(middle.x() - 10, middle.y() - 30, 20, 20)
        theme.paint_icon(painter, icon, _ICONS[place.place], Role.SECOND)
        painter.setFont(theme.font(Type.BODY if inside.width() > 260 else Type.SMALL))
        painter.setPen(theme.color(Role.TEXT if place.place is Place.FAILED else Role.SECOND))
        words = place.reason or say(f"playback_desk.place_hint.{place.place.value}")
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        room = inside.adjusted(theme.PAD, middle.y() - inside.top() - 2, -theme.PAD, 0)
        painter.drawText(room, flags, words)

    def _bar_height(self) -> int:
        return namebar.HEIGHT
