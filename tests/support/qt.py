"""What every test with a Qt view must leave behind: no warning and no widget."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from resources.words import Language, set_language
from widgets import theme

HARMLESS = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")
"""Said by the offscreen platform at every window with a least size, and at every one that is brought to the front."""


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its theme and in Indonesian."""
    theme.apply(qapp)
    set_language(Language.INDONESIAN)
    yield qapp
    set_language(Language.INDONESIAN)


@pytest.fixture
def silent(qtlog: object) -> Iterator[None]:
    """Any warning of Qt fails the test."""
    yield
    records = getattr(qtlog, "records", [])
    said = [record.message for record in records if record.type_name not in ("QtDebugMsg", "QtInfoMsg")]
    assert [message for message in said if message not in HARMLESS] == []


@pytest.fixture
def tidy(qapp: QApplication) -> Iterator[None]:
    """Every widget that the test made is gone when it ends."""
    before = {id(widget) for widget in qapp.allWidgets()}
    yield
    gc.collect()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [widget for widget in qapp.allWidgets() if id(widget) not in before]
    assert [type(widget).__name__ for widget in left if widget.parentWidget() is None] == []


class Heard:
    """What a signal told, in order, as tuples.

    Not QSignalSpy: with PySide6 6.12 it ends the process (segmentation fault) at an object argument of None.
    """

    def __init__(self, signal: object) -> None:
        self.told: list[tuple[object, ...]] = []
        signal.connect(self.take)  # type: ignore[attr-defined]

    def take(self, *args: object) -> None:
        self.told.append(args)

    def __len__(self) -> int:
        return len(self.told)
