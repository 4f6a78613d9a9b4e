"""Small buttons of the alarm list: they show the key that the list itself hears, and never take the keyboard."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from widgets import theme
from widgets.common.buttons import KeyButton, key_name
from widgets.common.labels import key_width, paint_chip, paint_key
from widgets.theme import Role, Type

SMALL_PX = 26
_SIDE = 10


class ListButton(KeyButton):
    """A KeyButton whose key is no shortcut of the window: T and S mean something else elsewhere on the desk.

    `hint` is a key of resources/words that says more than the button can; `everywhere` keeps the window's shortcut.
    """

    def __init__(
        self, word: str, key: str, hint: str = "", *, everywhere: bool = False, parent: QWidget | None = None
    ) -> None:
        self._everywhere = everywhere
        self._more, self._more_facts = hint, dict[str, str | int | float]()
        self._ink: Role | None = None
        self._quiet = False
        super().__init__(word, key, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_hint(self, hint: str, **facts: str | int | float) -> None:
        self._more, self._more_facts = hint, facts
        self.retranslate()

    def set_ink(self, role: Role | None) -> None:
        """A colour of its own where it shows a state; None for the usual."""
        if role is not self._ink:
            self._ink = role
            self.update()

    def make_quiet(self) -> None:
        """Without a ground of its own, for a head among text."""
        self._quiet = True
        self.update()

    def retranslate(self) -> None:
        super().retranslate()
        if not self._everywhere:
            self.setShortcut(QKeySequence())
        if self._more:
            what = say(self._more, **self._more_facts)
            self.setToolTip(say("widgets.key_hint", what=what, key=key_name(self.key)) if self.key else what)
            self.setAccessibleDescription(what)

    def sizeHint(self) -> QSize:
        width = 2.0 * _SIDE + QFontMetricsF(self._type()).horizontalAdvance(self.accessibleName())
        width += 18 if self._icon_name else 0
        width += 7 + key_width(key_name(self.key)) if self.key else 0
        return QSize(round(width + 0.5), SMALL_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, ground, ink = self._colors()
        paint_chip(painter, QRectF(self.rect()), edge, ground)
        left = float(_SIDE)
        if self._icon_name:
            theme.paint_icon(painter, QRectF(left, (self.height() - 13) / 2, 13, 13), self._icon_name, ink)
            left += 18
        painter.setFont(self._type())
        painter.setPen(theme.color(ink))
        painter.drawText(self.rect().adjusted(round(left), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.said())
        if self.key:
            key = key_name(self.key)
            width = key_width(key)
            chip = QRectF(self.width() - _SIDE + 3 - width, (self.height() - 18) / 2, width, 18)
            paint_key(painter, chip, key, ink if self.is_primary else self._key_ink(), self._key_edge())

    def _key_ink(self) -> Role:
        return Role.SECOND if self.isEnabled() else Role.FAINT

    def _type(self) -> QFont:
        return theme.font(Type.SMALL)

    def _colors(self) -> tuple[QColor, QColor, Role]:
        edge, ground, ink = super()._colors()
        if self._quiet and not (self.underMouse() or self.isDown()):
            edge, ground, ink = theme.color(Role.LINE), QColor(Qt.GlobalColor.transparent), Role.SECOND
        if self._ink is None or not self.isEnabled():
            return edge, ground, ink
        return theme.color(self._ink), ground, self._ink
