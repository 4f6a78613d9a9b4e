"""Small things that name something: text that shortens, a key, a priority, a state, a clock."""

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.tickets import Priority
from widgets import theme
from widgets.common.figures import clock
from widgets.theme import Role, Type


class ElidedLabel(QWidget):
    """One line of text that ends in … where the room does; the whole text is its tooltip then."""

    def __init__(
        self, type_: Type = Type.BODY, role: Role = Role.TEXT, *, bold: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._font, self._role, self._text = theme.font(type_, bold=bold), role, ""
        self._alignment = Qt.AlignmentFlag.AlignLeft
        self._whole = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._explain()
            self.updateGeometry()
            self.update()

    def set_role(self, role: Role) -> None:
        if role is not self._role:
            self._role = role
            self.update()

    def keep_whole(self) -> None:
        """Let others shorten before this one does."""
        self._whole = True
        self.updateGeometry()

    def set_alignment(self, alignment: Qt.AlignmentFlag) -> None:
        self._alignment = alignment
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._font)
        return QSize(round(metrics.horizontalAdvance(self._text) + 1.5), round(metrics.height() + 2))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint if self._whole else QSize(24, hint.height())

    def resizeEvent(self, event: object) -> None:
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(theme.color(self._role if self.isEnabled() else Role.FAINT))
        painter.drawText(self.rect(), self._alignment | Qt.AlignmentFlag.AlignVCenter, self._shown())

    def _shown(self) -> str:
        return QFontMetricsF(self._font).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())

    def _explain(self) -> None:
        self.setToolTip(self._text if self._shown() != self._text else "")


class ClockLabel(ElidedLabel):
    """The time in WIB; its value comes from outside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Type.CLOCK, parent=parent)

    def set_now(self, now: datetime) -> None:
        """Show this moment; raises ValueError for one without a zone."""
        self.set_text(f"{clock(now)} WIB")


def paint_chip(
    painter: QPainter, rect: QRectF, edge: QColor, ground: QColor | None = None, radius: float = theme.RADIUS
) -> None:
    """A rounded frame of one pixel, filled where a ground is given."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class KeyChip(QWidget):
    """A key as it stands on the keyboard: "L", "Ctrl K"."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(bool(text))

    def set_text(self, text: str) -> None:
        self._text = text
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(key_width(self._text), 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_key(QPainter(self), QRectF(self.rect()), self._text, Role.SECOND)


def key_width(text: str) -> int:
    """Width of a key's chip in px; 0 without a key."""
    if not text:
        return 0
    return max(20, round(QFontMetricsF(theme.font(Type.SMALL)).horizontalAdvance(text)) + 11)


def paint_key(painter: QPainter, rect: QRectF, text: str, role: Role, edge: Role = Role.EDGE) -> None:
    """A key's chip in `rect`."""
    paint_chip(painter, rect, theme.color(edge), radius=3)
    painter.setFont(theme.font(Type.SMALL))
    painter.setPen(theme.color(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def paint_priority(painter: QPainter, rect: QRectF, priority: Priority) -> None:
    """The number on its colour, in a rounded square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(theme.priority_role(priority)))
    painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
    painter.setFont(theme.font(Type.BODY, bold=True))
    painter.setPen(theme.color(Role.ON_BRIGHT))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(int(priority)))


class PriorityBadge(QWidget):
    """A ticket's priority; empty without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._priority: Priority | None = None
        self.setFixedSize(22, 22)

    def set_priority(self, priority: Priority | None) -> None:
        self._priority = priority
        self._name()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        words = say(f"tickets.priority.{self._priority.name.lower()}") if self._priority is not None else ""
        self.setAccessibleName(words)
        self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._priority is not None:
            paint_priority(QPainter(self), QRectF(self.rect()), self._priority)


class StateChip(QWidget):
    """A state as icon, word and colour together; framed where it should be found at a glance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text, self._role, self._framed = "", "", Role.SECOND, True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, icon: str, text: str, role: Role, *, framed: bool = True) -> None:
        """`icon` names an icon, or is empty."""
        self._icon, self._text, self._role, self._framed = icon, text, role, framed
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = QFontMetricsF(theme.font(Type.SMALL)).horizontalAdvance(self._text)
        return QSize(round(text) + (18 if self._icon else 0) + (14 if self._framed else 2), 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._framed:
            quiet = self._role in (Role.SECOND, Role.TEXT, Role.NORMAL)
            paint_chip(painter, rect, theme.color(Role.EDGE if quiet else self._role))
        left = 7.0 if self._framed else 0.0
        if self._icon:
            theme.paint_icon(painter, QRectF(left, (rect.height() - 12) / 2, 12, 12), self._icon, self._role)
            left += 18
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color(self._role))
        painter.drawText(rect.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)
