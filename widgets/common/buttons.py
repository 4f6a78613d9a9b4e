"""Buttons that carry their key, so that nobody has to learn it elsewhere."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.common.labels import key_width, paint_chip, paint_key
from widgets.theme import Role, Type

_SIDE = 14
BUTTON_PX = 36


class KeyButton(QAbstractButton):
    """A button with its word and its key on it; at most one of a panel is `primary`.

    `word` is a key of resources/words. `key` is a QKeySequence's text ("L", "Ctrl+S", "Return") and is a real
    shortcut of the window, live while the button is visible and enabled.
    """

    def __init__(self, word: str = "", key: str = "", *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word, self._facts, self._key, self._hint = word, dict[str, str | int | float](), "", ""
        self._primary, self._icon_name, self._fixed = primary, "", ""
        self._shows_key = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._key = key
        self.retranslate()

    @property
    def key(self) -> str:
        return self._key

    @property
    def is_primary(self) -> bool:
        return self._primary

    def set_word(self, word: str, **facts: str | int | float) -> None:
        """The sentence on the button, by its key and facts."""
        self._word, self._facts = word, facts
        self.retranslate()

    def set_text(self, text: str) -> None:
        """Words that are finished already; whoever set them says them again at a change of language."""
        self._word, self._fixed = "", text
        self.retranslate()

    def set_key(self, key: str) -> None:
        self._key = key
        self.retranslate()

    def hide_key(self) -> None:
        """Keep the shortcut and name it in the tooltip only: for what is seldom done and hard to undo."""
        self._shows_key = False
        self.retranslate()

    def set_primary(self, primary: bool) -> None:
        if primary != self._primary:
            self._primary = primary
            self.update()

    def set_icon(self, name: str) -> None:
        """An icon before the word, by its name; empty for none."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_enter(event):
            # Enter on a button presses that button, also in a form whose primary button has Enter for its key.
            event.accept()
            return True
        if event.type() == QEvent.Type.Shortcut and isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.click()  # at once; Qt's own way shows the button pressed for 100 ms first
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def said(self) -> str:
        """The words on the button, in the language chosen now."""
        return say(self._word, **self._facts) if self._word else self._fixed

    def retranslate(self) -> None:
        text = self.said()
        self._hint = key_name(self._key)
        # Qt reads "&" as a mnemonic and takes the shortcut away with every setText.
        self.setText(text.replace("&", "&&"))
        self.setShortcut(QKeySequence(self._key))
        self.setAccessibleName(text)
        self.setToolTip(say("widgets.key_hint", what=text, key=self._hint) if self._hint else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * _SIDE + QFontMetricsF(self._type()).horizontalAdvance(self.accessibleName())
        if self._icon_name:
            width += 22 if self.accessibleName() else 16
        if self._hint and self._shows_key:
            width += theme.GAP + 2 + key_width(self._hint)
        return QSize(round(width + 0.5), BUTTON_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, ground, ink = self._colors()
        paint_chip(painter, QRectF(self.rect()), edge, ground)
        left = float(_SIDE)
        if self._icon_name:
            theme.paint_icon(painter, QRectF(left, (self.height() - 16) / 2, 16, 16), self._icon_name, ink)
            left += 22
        painter.setFont(self._type())
        painter.setPen(theme.color(ink))
        text = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.accessibleName())
        if self._hint and self._shows_key:
            width = key_width(self._hint)
            chip = QRectF(self.width() - _SIDE + 2 - width, (self.height() - 18) / 2, width, 18)
            on = Role.ON_PRIMARY if self._primary and self.isEnabled() else Role.SECOND
            paint_key(painter, chip, self._hint, on if self.isEnabled() else Role.FAINT, self._key_edge())

    def _type(self) -> QFont:
        return theme.font(Type.ROW)

    def _key_edge(self) -> Role:
        return Role.SELECTION if self._primary and self.isEnabled() else Role.EDGE

    def _colors(self) -> tuple[QColor, QColor, Role]:
        if not self.isEnabled():
            return theme.color(Role.LINE), theme.color(Role.PANEL), Role.FAINT
        lit = self.underMouse() or self.isDown()
        focus = Role.SELECTION if self.hasFocus() else Role.EDGE
        if self._primary:
            edge = Role.ON_PRIMARY if self.hasFocus() else Role.SELECTION
            return theme.color(edge), theme.color(Role.PRIMARY_HOVER if lit else Role.PRIMARY), Role.ON_PRIMARY
        return theme.color(focus), theme.color(Role.HOVER if lit else Role.RAISED), Role.TEXT


class LinkButton(QAbstractButton):
    """A quiet way to somewhere else: an icon and its name, underlined under the pointer."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_text(self, text: str) -> None:
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(theme.font(Type.BODY)).horizontalAdvance(self.accessibleName())
        return QSize(round(width + 0.5) + 24, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_icon(painter, QRectF(1, (self.height() - 14) / 2, 14, 14), self._icon_name, Role.SELECTION)
        made = QFont(theme.font(Type.BODY))
        made.setUnderline(self.underMouse() or self.hasFocus())
        painter.setFont(made)
        painter.setPen(theme.color(Role.SELECTION))
        painter.drawText(self.rect().adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.accessibleName())


def key_name(key: str) -> str:
    """A shortcut as it stands on the keyboard: "Ctrl+S" is "Ctrl S", "Return" is "Enter", "Ctrl+Up" is "Ctrl ↑"."""
    named = {"Return": "Enter", "Escape": "Esc", "Up": "↑", "Down": "↓"}
    return key if key == "+" else " ".join(named.get(part, part) for part in key.split("+"))


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
