"""The sound card, as far as there is one: a call that is repeated, and a chime."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Protocol

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QObject, QtMsgType, QUrl, Slot, qInstallMessageHandler

log = logging.getLogger(__name__)
FOREVER = -2
"""QSoundEffect.Infinite, which PySide6 6.12 gives as an enumeration that setLoopCount does not take."""


class Speaker(Protocol):
    """`available` may change at any time: people plug devices in and out."""

    @property
    def available(self) -> bool: ...
    def open(self) -> None: ...
    def loop(self, on: bool) -> None: ...
    def chime(self) -> None: ...
    def close(self) -> None: ...


class QtSpeaker(QObject):
    """Plays resources/sounds through QtMultimedia, on the GUI thread; the playing itself is Qt's own thread's.

    QtMultimedia is loaded by `open`: it needs the system's libpulse, and a desk without it is a desk without sound,
    not one that does not start. Effects are made only where there is a device: without one Qt warns at each.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: Any = None
        self._devices: Any = None
        self._call: Any = None
        self._chime: Any = None
        self._looping = False

    @property
    def available(self) -> bool:
        return self._call is not None and self._call.status() is not self._media.QSoundEffect.Status.Error

    def open(self) -> None:
        with _quietly():
            try:
                from PySide6 import QtMultimedia
            except ImportError as error:
                log.warning("alarms are not heard at this desk: %s", error)
                return
            self._media = QtMultimedia
            self._devices = QtMultimedia.QMediaDevices(self)
            self._devices.audioOutputsChanged.connect(self._devices_changed)
            self._make()

    def loop(self, on: bool) -> None:
        """Begin or end the call; twice is once."""
        self._looping = on
        if self._call is None or on == self._call.isPlaying():
            return
        if on:
            self._call.play()
        else:
            self._call.stop()

    def chime(self) -> None:
        if self._chime is not None:
            self._chime.play()

    def close(self) -> None:
        """Silent from now on."""
        self._looping = False
        self._drop()
        if self._devices is not None:
            self._devices.audioOutputsChanged.disconnect(self._devices_changed)
            self._devices.deleteLater()
            self._devices = None

    @Slot()
    def _devices_changed(self) -> None:
        """Another device, or none: what plays goes on there."""
        with _quietly():
            self._drop()
            self._make()
        self.loop(self._looping)

    def _make(self) -> None:
        if not self._media.QMediaDevices.audioOutputs():
            log.info("there is no audio output: alarms flash instead")
            return
        self._call, self._chime = self._effect("call", FOREVER), self._effect("chime", 1)

    def _effect(self, name: str, loops: int) -> Any:
        effect = self._media.QSoundEffect(self)
        effect.setLoopCount(loops)
        effect.setSource(QUrl.fromLocalFile(str(files("resources").joinpath("sounds", f"{name}.wav"))))
        return effect

    def _drop(self) -> None:
        for effect in (self._call, self._chime):
            if effect is not None:
                effect.stop()
                effect.deleteLater()
        self._call = self._chime = None


@contextmanager
def _quietly() -> Iterator[None]:
    """Looking for a sound server that is not there is no fault of the desk: what Qt says of it goes to the log."""
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    before = qInstallMessageHandler(_to_the_log)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _to_the_log(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    log.info("Qt, looking for audio: %s", message)
