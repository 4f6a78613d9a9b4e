"""Runs a desk's event loop from its first window to the last."""

import signal
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.app import Desk
from console.entry import Entry
from console.logs import start_log
from console.settings import Settings
from widgets import theme


def make_application() -> QApplication:
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        qt = QApplication(["siaga"])
    qt.setApplicationName("siaga")
    qt.setQuitOnLastWindowClosed(False)
    theme.apply(qt)
    return qt


def run_desk(settings: Settings, entry: Entry, begun: Callable[[Desk], None] | None = None) -> int:
    """Show the desk and return when it is closed; `begun` is called once it is shown."""
    start_log(settings.data_dir / "log")
    qt = make_application()
    desk = Desk(qt, settings, entry)
    # Python sees a signal only between two of its own lines: the timer gives it some.
    signal.signal(signal.SIGINT, _quit)
    signal.signal(signal.SIGTERM, _quit)
    awake = QTimer(interval=200)
    awake.timeout.connect(_nothing)
    awake.start()
    try:
        desk.start()
        if begun is not None:
            begun(desk)
        return qt.exec()
    finally:
        awake.stop()
        desk.close()


def _quit(*_: object) -> None:
    """Not Qt's `quit`, which would first close the windows that are to be restored."""
    QApplication.exit(0)


def _nothing() -> None:
    """Being called is all it is for."""
