"""What tells an exercise from the real thing: over the whole desk while one runs, and on each ticket of it."""

from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.words import say
from storage.model.exercise import Exercise
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.figures import clock
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

BAND_PX = 36
MARK_PX = 24


class ExerciseMark(WordedWidget):
    """A band that says LATIHAN; hidden in earnest. `exercise_id` is what a form's next ticket belongs to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(MARK_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.exercise_id: UUID | None = None
        self.hide()
        self.retranslate()

    def set_exercise(self, exercise: Exercise | None) -> None:
        """None while it is real."""
        self.exercise_id = exercise.id if exercise is not None else None
        self.setVisible(exercise is not None)

    def retranslate(self) -> None:
        self.setAccessibleName(say("exercise.mark"))
        self.setToolTip(say("exercise.mark_hint"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, MARK_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.AMBER_GROUND))
        painter.fillRect(0, 0, 3, self.height(), theme.color(Role.AMBER))
        theme.paint_icon(painter, QRectF(12, (self.height() - 14) / 2, 14, 14), "warning", Role.AMBER)
        painter.setFont(theme.font(Type.HEAD))
        painter.setPen(theme.color(Role.AMBER))
        painter.drawText(self.rect().adjusted(34, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self.accessibleName())


class ExerciseBand(WordedWidget):
    """Over the desk while an exercise runs: which, since when, by whom, and what new tickets of this desk are."""

    clicked = Sent[()]()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exercise: Exercise | None = None
        self._opening = False
        self._words = ""
        self.button = KeyButton("exercise.band.open", key, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD, 0, theme.PAD, 0)
        row.addStretch(1)
        row.addWidget(self.button)
        self.setFixedHeight(BAND_PX)
        self.button.clicked.connect(self.clicked)
        self.hide()

    def set_exercise(self, exercise: Exercise | None, *, opening: bool) -> None:
        self._exercise, self._opening = exercise, opening
        self.setVisible(exercise is not None)
        self.retranslate()

    def retranslate(self) -> None:
        one = self._exercise
        if one is None:
            return
        said = say("exercise.band.runs", name=one.name, who=one.started_by, at=clock(one.started_at))
        new = say("exercise.band.opening") if self._opening else say("exercise.band.real")
        self._words = f"{said} {new}"
        self.setAccessibleName(self._words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.AMBER_GROUND))
        painter.fillRect(0, 0, 3, self.height(), theme.color(Role.AMBER))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.LINE))
        theme.paint_icon(painter, QRectF(theme.PAD, (self.height() - 16) / 2, 16, 16), "warning", Role.AMBER)
        painter.setFont(theme.font(Type.ROW, bold=self._opening))
        painter.setPen(theme.color(Role.TEXT))
        room = self.rect().adjusted(theme.PAD + 26, 0, -self.button.width() - 2 * theme.PAD, 0)
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
