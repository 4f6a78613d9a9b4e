"""The wall's bottom line: who put the pictures there and why, and from when the data are."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from widgets import theme
from widgets.common.figures import clock
from widgets.theme import Role
from widgets.wall.scaling import WallPart
from widgets.wall.values import DataAge, Pushed

HEIGHT = 56
WORD_PX = 22


class WallFooter(WallPart):
    """Values in, no wishes out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pushed: Pushed | None = None
        self._data: DataAge | None = None
        self._name()

    def set_pushed(self, pushed: Pushed | None) -> None:
        if pushed != self._pushed:
            self._pushed = pushed
            self._name()
            self.update()

    def set_data(self, data: DataAge) -> None:
        if data != self._data:
            self._data = data
            self._name()
            self.update()

    def retranslate(self) -> None:
        self._name()
        super().retranslate()

    @property
    def pushed_words(self) -> str:
        told = self._pushed
        if self._data is None or self._data.read_at is None:
            return ""  # nobody knows yet what was pushed
        if told is None:
            return say("wall.footer.automatic")
        cameras = ", ".join(str(number) for number in told.cameras)
        who = say("wall.footer.pushed", cameras=cameras, person=told.by, at=clock(told.at))
        return " · ".join(part for part in (who, told.ticket_number, told.reason) if part)

    @property
    def data_words(self) -> str:
        """From when the data are, and since when there are none."""
        return data_sentence(self._data) if self._data is not None else ""

    def _name(self) -> None:
        self.setAccessibleName(". ".join(part for part in (self.pushed_words, self.data_words) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.PANEL))
        painter.fillRect(0, 0, self.width(), 1, theme.color(Role.LINE))
        inside = QRectF(self.rect()).adjusted(self.px(16), 0, -self.px(16), 0)
        right = self._data_age(painter, inside)
        room = QRectF(inside.left(), 0, right - self.px(32) - inside.left(), inside.height())
        self.write(painter, room, self.pushed_words, self.face(WORD_PX), Role.SECOND)

    def _data_age(self, painter: QPainter, inside: QRectF) -> float:
        if self._data is None:
            return inside.right()
        stale = self._data.stale or self._data.read_at is None
        role = Role.STALE if stale else Role.SECOND
        font = self.face(WORD_PX, bold=stale)
        width = QFontMetricsF(font).horizontalAdvance(self.data_words) + 2
        left = inside.right() - width
        room = QRectF(left, 0, width, inside.height())
        self.write(painter, room, self.data_words, font, role, Qt.AlignmentFlag.AlignRight)
        side = self.px(20 if stale else 18)
        left -= side + self.px(10)
        icon = QRectF(left, (inside.height() - side) / 2, side, side)
        theme.paint_icon(painter, icon, "stale" if stale else "dot", role)
        return left


def data_sentence(data: DataAge) -> str:
    if data.read_at is None:
        return say("wall.data.waiting", at=clock(data.since, seconds=False))
    at = clock(data.read_at)
    return say("wall.data.stale", at=at) if data.stale else say("wall.data.fresh", at=at)
