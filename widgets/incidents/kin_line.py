"""One line on the ticket: what it is linked to, or what may be the same; a key leads to all of it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.labels import key_width, paint_key
from widgets.incidents.kin_values import Kin, other_end
from widgets.incidents.links_wording import kin_word, link_word, near_word
from widgets.theme import Role, Type

KEY = "F"
_LINE_PX = 24


class KinLine(KeyButton):
    """Hidden while there is nothing to say; pressing it asks for the whole of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._kin: Kin | None = None
        super().__init__(key=KEY, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LINE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_kin(self, kin: Kin | None) -> None:
        self._kin = kin
        self.setVisible(kin is not None and not kin.is_empty)
        self.retranslate()

    @property
    def kin(self) -> Kin | None:
        return self._kin

    def said(self) -> str:
        kin = self._kin
        if kin is None or kin.is_empty:
            return ""
        words = []
        above = next((one for one in kin.links if one.child_id == kin.ticket.id), None)
        if above is not None:
            said = f"{link_word(above, kin.ticket)} {other_end(above, kin.ticket)[1]}"
            words.append(said[:1].upper() + said[1:])
        below = kin_word(kin.ticket) if above is None else ""
        words += [below] if below else []
        if kin.alike and above is None:
            words.append(self._alike(kin))
        return " · ".join(words)

    def _alike(self, kin: Kin) -> str:
        first, more = kin.alike[0], len(kin.alike) - 1
        number = first.ticket.number or say("tickets.unshared_row")
        said = say("links.maybe", number=number, near=near_word(first))
        return f"{said} · {say('links.maybe_more', n=more)}" if more else said

    def sizeHint(self) -> QSize:
        return QSize(240, _LINE_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _LINE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        kin = self._kin
        if kin is None or kin.is_empty:
            return
        painter = QPainter(self)
        lit = self.underMouse() or self.hasFocus()
        theme.paint_icon(painter, QRectF(1, 5, 14, 14), "ticket", Role.SECOND)
        metrics = QFontMetricsF(theme.font(Type.BODY))
        room = QRectF(self.rect()).adjusted(22, 0, -key_width(KEY) - 12, 0)
        said = metrics.elidedText(self.accessibleName(), Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.SELECTION if lit else Role.TEXT))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
        left = room.left() + metrics.horizontalAdvance(said) + theme.GAP
        chip = QRectF(left, (_LINE_PX - 18) / 2, key_width(KEY), 18)
        paint_key(painter, chip, KEY, Role.SECOND, Role.SELECTION if lit else Role.EDGE)
