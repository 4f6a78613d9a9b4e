"""An agency's console as a process of its own: `python -m support.agency_process ENTRY.json`.

It reads the newest ticket off its own list, works it to its end by keys, and tells each step as a line of JSON.
"""

import json
import sys
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from console.app import Desk
from storage.model.tickets import AssignmentState
from support.keys import press, rows_on_screen, to_front
from support.own_process import run_told

LOOK_MS = 50
STEPS = (
    (Qt.Key.Key_P, AssignmentState.ACCEPTED),
    (Qt.Key.Key_G, AssignmentState.UNDER_WAY),
    (Qt.Key.Key_L, AssignmentState.ON_SCENE),
    (Qt.Key.Key_U, AssignmentState.DONE),
)


class Officer(QObject):
    """Goes on whenever what it waits for stands on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        self._work = self._steps()
        self._waiting = next(self._work)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        if self._waiting():
            self._waiting = next(self._work, None)
            if self._waiting is None:
                self._timer.stop()
                self._desk.window.close()

    def _state(self) -> AssignmentState | None:
        detail = self._desk.window.detail.detail
        return detail.ticket.assignments[0].state if detail is not None else None

    def _steps(self) -> Iterator[Callable[[], bool]]:
        yield lambda: to_front(self._desk) and bool(rows_on_screen(self._desk))
        tell(read=rows_on_screen(self._desk)[0], alarms=self._desk.window.alarms.isVisible())
        press(Qt.Key.Key_K)
        yield lambda: self._state() is not None
        for key, state in STEPS:
            press(key)
            yield lambda state=state: self._state() is state
            tell(state=state.value)


def tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> int:
    officer = Officer()
    return run_told(officer.begin)


if __name__ == "__main__":
    sys.exit(main())
