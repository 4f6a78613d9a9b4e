"""Runs the event loop of a desk or a wall from its first window to the last."""

import signal
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.app import Desk
from console.commands.keeper import ending_signals
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


class Room(Protocol):
    """What is wired together for one application: a desk or a wall."""

    def start(self) -> None: ...
    def close(self) -> None: ...


R = TypeVar("R", bound=Room)


def run_desk(
    settings: Settings, entry: Entry, begun: Callable[[Desk], None] | None = None, *, layout: str = "layout.json"
) -> int:
    """Show the desk and return when it is closed; `begun` is called once it is shown.

    `layout` names the file in the data folder that remembers its windows.
    """

    def made(qt: QApplication) -> Desk:
        return Desk(qt, settings, entry, layout=layout)

    return run_loop(settings, made, begun)


def run_loop(settings: Settings, made: Callable[[QApplication], R], begun: Callable[[R], None] | None = None) -> int:
    """Make a room, show it, and return when it is closed; `begun` is called once it is shown."""
    start_log(settings.data_dir / "log")
    qt = make_application()
    room = made(qt)
    # Python sees a signal only between two of its own lines: the timer gives it some.
    for number in ending_signals():
        signal.signal(number, _quit)
    awake = QTimer(interval=200)
    awake.timeout.connect(_nothing)
    awake.start()
    try:
        room.start()
        if begun is not None:
            begun(room)
        return qt.exec()
    finally:
        awake.stop()
        room.close()


def _quit(*_: object) -> None:
    """Not Qt's `quit`, which would first close the windows that are to be restored."""
    QApplication.exit(0)


def _nothing() -> None:
    """Being called is all it is for."""
