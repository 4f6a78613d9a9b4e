"""The presets of a camera in hand, on its tile: a number to press and a name to click."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from widgets import theme
from widgets.common.labels import paint_key
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

ROW_PX = 22
WIDTH_PX = 172
MOST = 9
_KEY_PX = 20.0


class SpotList(WordedWidget):
    """As many rows as there is room for: presets first, home and saving below. Its keys are its owner's."""

    chosen = Sent[int]()  # from 1 on
    home_chosen = Sent[()]()
    save_chosen = Sent[()]()
    let_go_chosen = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] | None = None
        self._may_save = False
        self._look = ""
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.retranslate()

    def set_names(self, names: tuple[str, ...] | None) -> None:
        """None while they are being read."""
        self._names = names
        self.retranslate()

    def set_look(self, words: str) -> bool:
        """Where the camera looks, as a last row; whether there are more or fewer rows than before."""
        changed = bool(words) != bool(self._look)
        if words != self._look:
            self._look = words
            self.retranslate()
        return changed

    def set_may_save(self, may_save: bool) -> None:
        self._may_save = may_save
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(", ".join(f"{key} {word}" for key, word in self.rows()))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Key and word of each row, in order; without a key a row only says something."""
        ends = [("Home", say("ptz.home"))]
        if self._may_save:
            ends.append(("Ctrl S", say("ptz.save")))
        ends.append(("Esc", say("ptz.keys.let_go")))
        if self._names is None:
            return ("", say("ptz.connecting")), ends[-1]
        if self._look:
            ends.append(("", self._look))
        if not self._names:
            return (("", say("ptz.no_spots")), *ends)
        return (*((str(at), name) for at, name in enumerate(self._names[:MOST], start=1)), *ends)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, len(self.rows()) * ROW_PX + 2 * theme.SPACE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event)
        if at != self._hovered:
            self._hovered = at
            can = at >= 0 and bool(self.rows()[at][0])
            self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event)
        key = self.rows()[at][0] if at >= 0 else ""
        if event.button() != Qt.MouseButton.LeftButton or not key:
            return
        if key.isdigit():
            self.chosen.emit(int(key))
        elif key == "Home":
            self.home_chosen.emit()
        elif key == "Esc":
            self.let_go_chosen.emit()
        else:
            self.save_chosen.emit()

    def _row_at(self, event: QMouseEvent) -> int:
        at = int((event.position().y() - theme.SPACE) // ROW_PX)
        return at if 0 <= at < len(self.rows()) else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.color(Role.BAR))
        ground.setAlpha(205)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
        for at, (key, word) in enumerate(self.rows()):
            rect = QRectF(0, theme.SPACE + at * ROW_PX, self.width(), ROW_PX)
            if rect.bottom() > self.height():
                break  # a small tile shows the first ones; their keys work all the same
            self._paint_row(painter, rect, key, word, lit=bool(key) and at == self._hovered)

    def _paint_row(self, painter: QPainter, rect: QRectF, key: str, word: str, *, lit: bool) -> None:
        if lit:
            painter.fillRect(rect, theme.color(Role.HOVER))
        left = rect.left() + theme.GAP
        font = theme.font(Type.SMALL)
        if key:
            wide = max(_KEY_PX, QFontMetricsF(font).horizontalAdvance(key) + 9)
            paint_key(painter, QRectF(left, rect.top() + 2, wide, ROW_PX - 4), key, Role.SECOND)
            left += wide + theme.GAP
        room = QRectF(left, rect.top(), rect.right() - theme.GAP - left, ROW_PX)
        painter.setFont(font)
        painter.setPen(theme.color(Role.TEXT if key else Role.SECOND))
        shown = QFontMetricsF(font).elidedText(word, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
