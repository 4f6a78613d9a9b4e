"""Keeps Python's cyclic garbage collection on the GUI thread.

The collector runs on whichever thread happens to allocate. When that is a database thread and the garbage holds a
widget, Qt's destructor runs off the GUI thread, which is a segfault (seen within minutes of opening and closing
desks). So automatic collection is switched off, and the GUI thread collects by the same thresholds, in its idle time.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 500


class GuiGarbage(QObject):
    """Collects on the thread that made it, from `start` to `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        gc.collect()
        if self._was_on:
            gc.enable()

    @Slot()
    def _look(self) -> None:
        """The oldest generation that is due takes the younger ones with it."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if counts[generation] > thresholds[generation]]
        if due:
            gc.collect(max(due))
