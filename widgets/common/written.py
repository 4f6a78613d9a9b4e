"""A form whose text costs somebody work: one Esc does not drop it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from resources.words import say
from widgets.common.forms import FormBody
from widgets.common.signals import Sent


class WrittenForm(FormBody):
    """Esc, its button, and the frame's of its dialog come to `leave`, which asks once where something is written.

    Whoever derives says in `is_written` what would be lost; `cancelled` is told when it is left.
    """

    cancelled = Sent[()]()

    def __init__(self, title: str, submit: str, *, key: str = "Return", parent: QWidget | None = None) -> None:
        super().__init__(title, submit, key=key, parent=parent)
        self._unsaved_told = False
        self.cancel.clicked.connect(self.leave)

    @property
    def is_written(self) -> bool:
        """Whether leaving now would drop what a person typed; of the base nothing."""
        return False

    @Slot()
    def leave(self) -> None:
        """Leave it; what is written is dropped only when it is asked for twice."""
        if self._unsaved_told or not self.is_written:
            self.cancelled.emit()
            return
        self.set_error(say("widgets.unsaved"))
        self._unsaved_told = True

    def set_error(self, sentence: str) -> None:
        self._unsaved_told = False
        super().set_error(sentence)
