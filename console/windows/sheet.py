"""A dialog around one of the dumb forms: opened without a nested event loop, closed by Escape."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from resources.words import say
from widgets.common.written import WrittenForm


class Sheet(QDialog):
    """Holds one form for as long as its owner lives; `present()` shows it, `accept()` and `reject()` hide it."""

    def __init__(self, title_key: str, body: QWidget, owner: QWidget, *, width: int = 640) -> None:
        super().__init__(owner)
        self._title_key = title_key
        self._body, self._width = body, width
        self.setModal(True)
        self.setMinimumWidth(width)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(body)
        self.retranslate()

    def set_title(self, title_key: str) -> None:
        """Another title from now on, for a sheet whose form serves more than one purpose."""
        self._title_key = title_key
        self.retranslate()

    def present(self) -> None:
        """Over its owner, never narrower than its words: Qt opens a dialog at two thirds of a small screen at most."""
        self.setMinimumWidth(max(self._width, self._body.minimumSizeHint().width()))
        self.open()
        self.raise_()
        self.activateWindow()

    @Slot()
    def dismiss(self) -> None:
        self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc of whoever has the keyboard is the form's own; QDialog would close without asking it."""
        if event.key() == Qt.Key.Key_Escape and isinstance(self._body, WrittenForm):
            self._body.leave()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The frame's close button asks as Esc does."""
        if isinstance(self._body, WrittenForm):
            event.ignore()
            self._body.leave()
        else:
            super().closeEvent(event)

    def retranslate(self) -> None:
        self.setWindowTitle(say(self._title_key))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
