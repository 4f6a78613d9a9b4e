"""The base of views that speak: they say their words again when the language changes."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class WordedWidget(QWidget):
    """A widget whose `retranslate` sets every word it shows; called at a change of language."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Say every word again; the base has none."""
