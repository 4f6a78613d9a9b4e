"""The dialog of exercises, and the band over the desk while one runs."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.exercise import ExercisePresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.exercise import Exercise
from widgets.common.signals import Sent
from widgets.exercise.band import ExerciseBand
from widgets.exercise.form import ExerciseForm

KEY = "Ctrl+G"


class ExerciseSheet(QObject):
    """Implements ExerciseView; `exercise_chosen` is what new tickets belong to, None while they are real."""

    failed = Sent[SiagaError]()  # while the dialog is closed
    exercise_chosen = Sent[Exercise | None]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: ExercisePresenter | None = None
        self.band = ExerciseBand(KEY, owner)
        self.form = ExerciseForm()
        self.sheet = Sheet("exercise.head", self.form, owner, width=560)
        self.band.clicked.connect(self.open_exercise)
        self.form.started.connect(self._start)
        self.form.ended.connect(self._end)
        self.form.opening_changed.connect(self._opening)
        self.form.left.connect(self.sheet.dismiss)

    def attach(self, presenter: ExercisePresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_exercise(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is not None and not self.sheet.isVisible():
            self.sheet.present()
            self.form.start()

    # ExerciseView.

    def show_exercise(self, running: Exercise | None, *, opening: bool) -> None:
        self.band.set_exercise(running, opening=opening)
        self.form.set_exercise(running, opening=opening)
        self.exercise_chosen.emit(running if opening else None)

    def show_rights(self, *, may_run: bool, may_open: bool) -> None:
        self.form.set_rights(may_run=may_run, may_open=may_open)

    def show_running(self, busy: bool) -> None:
        self.form.set_busy(busy)

    def show_done(self) -> None:
        self.sheet.accept()

    def show_error(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.form.set_error(sentence(error))
        else:
            self.failed.emit(error)

    # What a person does.

    @Slot(str)
    def _start(self, name: str) -> None:
        if self._presenter is not None:
            self._presenter.start(name)

    @Slot()
    def _end(self) -> None:
        if self._presenter is not None:
            self._presenter.finish()

    @Slot(bool)
    def _opening(self, opening: bool) -> None:
        if self._presenter is not None:
            self._presenter.open_in_exercise(opening)
