"""Who is at the desk."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from resources.words import say
from storage.model.people import Person
from widgets import theme
from widgets.common.labels import paint_chip
from widgets.theme import Role, Type


class PeopleChip(QAbstractButton):
    """A person's name and role; pressing it asks to change the person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person: Person | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def set_person(self, person: Person | None) -> None:
        """Nobody is None."""
        self._person = person
        self.retranslate()

    def retranslate(self) -> None:
        if self._person is None:
            name = say("widgets.people.nobody")
        else:
            role = say(f"widgets.people.role.{self._person.role.value}")
            name = say("widgets.people.chip", name=self._person.name, role=role)
        self.setAccessibleName(name)
        self.setToolTip(say("widgets.people.change"))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _shown(self) -> str:
        return self._person.name if self._person is not None else self.accessibleName()

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(theme.font(Type.BODY)).horizontalAdvance(self._shown())) + 42, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            edge = Role.SELECTION if self.hasFocus() else Role.LINE
            paint_chip(painter, QRectF(self.rect()), theme.color(edge), theme.color(Role.RAISED))
        theme.paint_icon(painter, QRectF(10, (self.height() - 14) / 2, 14, 14), "person", Role.SECOND)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.TEXT if self._person is not None else Role.SECOND))
        painter.drawText(self.rect().adjusted(32, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._shown())
