"""The part of the desk that knows whom a ticket belongs to, who is sent there, and whether it is an exercise."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot

from console.app.calls import Calls
from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.presenters.crews import CrewsPresenter
from console.presenters.exercise import ExercisePresenter
from console.presenters.routing import RoutingPresenter
from console.presenters.routing_rules import RoutingRulesPresenter
from console.presenters.session import SessionListener
from console.windows.crews_sheet import CrewsSheet
from console.windows.desk import DeskWindow
from console.windows.exercise_sheet import ExerciseSheet
from console.windows.routing_sheet import RoutingSheet
from resources.errors import SiagaError
from storage.model.cameras import Camera
from storage.model.exercise import Exercise
from storage.model.feed import Change
from storage.model.tickets import TicketDetail
from widgets.incidents.routing_values import Router


class Field(Part):
    """Gives the forms that open tickets what they ask: the rules of routing, and the running exercise."""

    def __init__(self, window: DeskWindow, calls: Calls, jobs: QtJobs) -> None:
        super().__init__(window)
        self._window, self._calls = window, calls
        self.exercise_sheet = ExerciseSheet(window)
        self.exercise = ExercisePresenter(self.exercise_sheet, jobs)
        self.routing = RoutingPresenter(self, jobs)
        self.exercise_sheet.attach(self.exercise)
        self.exercise_sheet.failed.connect(window.show_error)
        self.exercise_sheet.exercise_chosen.connect(self._exercise_chosen)
        self.crews_sheet = CrewsSheet(window)
        self.crews = CrewsPresenter(self.crews_sheet, jobs)
        self.crews_sheet.attach(self.crews)
        self.crews_sheet.noticed.connect(window.show_calm)
        self.rules_sheet = RoutingSheet(window)
        self.rules = RoutingRulesPresenter(self.rules_sheet, jobs)
        self.rules_sheet.attach(self.rules)
        self.rules_sheet.noticed.connect(window.show_calm)
        window.add_band(self.exercise_sheet.band)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.routing, self.exercise, self.crews, self.rules

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {
            "exercise": self.exercise_sheet.open_exercise,
            "open_crews": self.crews_sheet.open_crews,
            "open_routing": self.rules_sheet.open_routing,
        }

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.routing.changed(changes)
        self.exercise.changed(changes)
        self.crews.changed(changes)
        self.rules.changed(changes)

    def looked_at(self, detail: TicketDetail | None) -> None:
        self.crews.look_at(detail.ticket if detail is not None else None)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.routing.cameras_known(cameras)

    # RoutingView.

    def show_router(self, router: Router | None) -> None:
        self._window.sheets.form.routing.set_router(router)
        self._calls.sheet.form.routing.set_router(router)

    def show_error(self, error: SiagaError) -> None:
        self._window.show_error(error)

    @Slot(object)
    def _exercise_chosen(self, exercise: Exercise | None) -> None:
        self._window.sheets.form.exercise.set_exercise(exercise)
        self._calls.sheet.form.exercise.set_exercise(exercise)
