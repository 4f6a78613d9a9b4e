"""On which monitor a window stands: remembered by the monitor's own name, parked when it is gone."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget


def name_of(screen: QScreen) -> str:
    """What stays the same over restarts: maker, model and serial, else the connector's name."""
    own = " ".join(part for part in (screen.manufacturer(), screen.model(), screen.serialNumber()) if part)
    return f"{own} {screen.name()}".strip() if own and not screen.serialNumber() else own or screen.name()


def screen_named(name: str) -> QScreen | None:
    return next((screen for screen in QGuiApplication.screens() if name_of(screen) == name), None)


def next_screen(current: QScreen) -> QScreen:
    """The monitor after `current`, or itself when there is but one."""
    screens = QGuiApplication.screens()
    return screens[(screens.index(current) + 1) % len(screens)] if current in screens else screens[0]


def place_on(window: QWidget, screen: QScreen, *, full_screen: bool) -> None:
    """Move to `screen`; called after the first show too, since window managers forget what came before."""
    window.setScreen(screen)
    window.setGeometry(screen.availableGeometry())
    if full_screen:
        window.showFullScreen()
    else:
        window.showNormal()


def stands_on(window: QWidget, screen: QScreen, *, full_screen: bool) -> bool:
    """Whether `window` came to where `place_on` sent it."""
    if not window.isVisible():
        return False
    if full_screen:
        return window.isFullScreen() and window.geometry() == screen.geometry()
    return screen.geometry().contains(window.geometry().center())


class Geometry:
    """A window's size and place in QSettings, by a name."""

    def __init__(self, settings: QSettings, name: str) -> None:
        self._settings = settings
        self._key = f"geometry/{name}"

    def restore(self, window: QWidget) -> bool:
        """Whether there was one that fits on the monitors that are there now."""
        stored = self._settings.value(self._key)
        return isinstance(stored, QByteArray) and window.restoreGeometry(stored)

    def save(self, window: QWidget) -> None:
        self._settings.setValue(self._key, window.saveGeometry())
