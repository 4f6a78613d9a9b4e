"""Starting and ending an exercise, and whether this desk takes part."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.exercise import Exercise
from widgets import theme
from widgets.common.bookpage import SaidLine
from widgets.common.buttons import KeyButton
from widgets.common.fields import Tick
from widgets.common.figures import clock, day
from widgets.common.forms import FormBody, labelled, mark_wrong
from widgets.common.signals import Sent
from widgets.theme import Type

NAME_MOST = 200


class ExerciseForm(FormBody):
    """`started(name)` and `ended()` are a supervisor's; `opening_changed` is this desk's switch."""

    started = Sent[str]()
    ended = Sent[()]()
    opening_changed = Sent[bool]()
    left = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("exercise.head", "exercise.start", key="Ctrl+Return", parent=parent)
        self._exercise: Exercise | None = None
        self._may_run = self._may_open = False
        self._said = SaidLine(self)
        self._name = QLineEdit(self)
        self._name.setFont(theme.font(Type.ROW))
        self._name.setMaxLength(NAME_MOST)
        self._name_cell = QWidget(self)
        cell: QVBoxLayout = labelled("exercise.field.name", self._name, self._name_cell)
        cell.setContentsMargins(0, 0, 0, 0)
        self._name_cell.setLayout(cell)
        self.opening = Tick("exercise.open_as", self)
        self.finish = KeyButton("exercise.end", "Ctrl+E", parent=self)
        self.column.addWidget(self._said)
        self.column.addWidget(self._name_cell)
        self.column.addWidget(self.opening)
        self.column.addStretch(1)
        self.buttons.insertWidget(0, self.finish)
        self.setMinimumWidth(560)
        self.submit.clicked.connect(self._on_start)
        self.finish.clicked.connect(self.ended)
        self.opening.toggled.connect(self._on_opening)
        self.cancel.clicked.connect(self.left)
        self.retranslate()

    # --- values in ---

    def set_rights(self, *, may_run: bool, may_open: bool) -> None:
        self._may_run, self._may_open = may_run, may_open
        self.retranslate()

    def set_exercise(self, exercise: Exercise | None, *, opening: bool) -> None:
        """The one that runs, and whether this desk's new tickets are its."""
        self._exercise = exercise
        self.opening.blockSignals(True)
        self.opening.setChecked(opening)
        self.opening.blockSignals(False)
        self.opening.update()
        self.retranslate()

    def start(self) -> None:
        """As it stands, the keyboard on what is likely wanted."""
        self._name.clear()
        self.set_error("")
        self.set_busy(False)
        mark_wrong(self._name, False)
        first = self.opening if self._exercise is not None else self._name if self._may_run else self.cancel
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.finish.setEnabled(not busy)

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        one = self._exercise
        self._name.setPlaceholderText(say("exercise.name_hint"))
        if one is not None:
            at = f"{day(one.started_at)} {clock(one.started_at)}"
            self._said.set_text(say("exercise.runs", name=one.name, who=one.started_by, at=at))
        else:
            self._said.set_text(say("exercise.none") if self._may_run else say("exercise.none_here"))
        self._name_cell.setVisible(one is None and self._may_run)
        self.submit.setVisible(one is None and self._may_run)
        self.finish.setVisible(one is not None and self._may_run)
        self.opening.setVisible(one is not None and self._may_open)
        self.cancel.set_word("books.close" if one is not None or not self._may_run else "widgets.cancel")

    # --- hands ---

    @Slot()
    def _on_start(self) -> None:
        name = " ".join(self._name.text().split())
        mark_wrong(self._name, not name)
        if not name:
            self.set_error(say("exercise.wrong_name"))
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self.started.emit(name)

    @Slot(bool)
    def _on_opening(self, opening: bool) -> None:
        self.opening_changed.emit(opening)
