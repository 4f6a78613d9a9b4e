"""Things to type into and to choose from, with the theme's icons where Qt would draw its own."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.common.signals import Sent
from widgets.theme import Role, Type


class SearchField(QLineEdit):
    """A field that narrows a list: Esc empties it, Enter takes the first match, arrow down goes to the list."""

    accepted = Sent[()]()
    list_wanted = Sent[()]()

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self.setFont(theme.font(Type.ROW))
        self.setTextMargins(24, 0, 0, 0)
        self.returnPressed.connect(self.accepted)
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(say(self._word))
        self.setAccessibleName(say(self._word))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        theme.paint_icon(painter, QRectF(11, (self.height() - 14) / 2, 14, 14), "search", Role.FAINT)


class Choice(QComboBox):
    """A drop-down list; typing letters goes to the entry that begins with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font(Type.ROW))
        self.setMinimumHeight(theme.ROW_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        role = Role.SECOND if self.isEnabled() else Role.FAINT
        side = 12.0
        rect = QRectF(self.width() - side - 10, (self.height() - side) / 2, side, side)
        theme.paint_icon(QPainter(self), rect, "chevron", role)


class Tick(QAbstractButton):
    """A box to tick, with its word."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say(self._word))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(theme.font(Type.ROW)).horizontalAdvance(self.accessibleName())
        return QSize(round(width) + 30, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - 18) / 2, 18, 18)
        edge = Role.SELECTION if self.hasFocus() else (Role.FAINT if self.underMouse() else Role.EDGE)
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color(Role.PRIMARY if self.isChecked() else Role.RAISED))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if self.isChecked():
            theme.paint_icon(painter, box.adjusted(3, 3, -3, -3), "check", Role.ON_PRIMARY)
        painter.setFont(theme.font(Type.ROW))
        painter.setPen(theme.color(Role.TEXT if self.isEnabled() else Role.FAINT))
        painter.drawText(self.rect().adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.accessibleName())
