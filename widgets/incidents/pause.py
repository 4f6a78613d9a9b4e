"""Why a ticket's clocks are to stand still: one reason from the list, and a word with it if one likes."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.words import say
from storage.model.clock_values import STOPS_CITIZEN, PauseReason
from widgets import theme
from widgets.common.fields import Choice
from widgets.common.forms import FormBody, labelled
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.incidents.clock_words import reason_word
from widgets.theme import Role, Type

TEXT_MOST = 2000


class PausePrompt(FormBody):
    """The first reason is chosen, so that one key more pauses for the citizen. It says whose clock stops."""

    submitted = Sent[PauseReason, str]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("clocks.prompt.head", "clocks.prompt.pause", key="Return", parent=parent)
        self._reason = Choice(self)
        self._stops = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self._text = QLineEdit(self)
        self._text.setFont(theme.font(Type.ROW))
        self._text.setMaxLength(TEXT_MOST)
        self.column.addLayout(labelled("clocks.prompt.reason", self._reason, self))
        self.column.addWidget(self._stops)
        self.column.addLayout(labelled("clocks.prompt.text", self._text, self))
        self.column.addStretch(1)
        self.setMinimumWidth(440)
        self._reason.currentIndexChanged.connect(self._explain)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self.retranslate()

    def start(self) -> None:
        self._text.clear()
        self.set_busy(False)
        self._reason.setCurrentIndex(0)
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def stops(self) -> str:
        """Whose clock the chosen reason stops, in words."""
        return self._stops.text

    def retranslate(self) -> None:
        at = max(0, self._reason.currentIndex())
        self._reason.clear()
        for reason in PauseReason:
            self._reason.addItem(reason_word(reason), reason.value)
        self._reason.setCurrentIndex(at)
        self._text.setPlaceholderText(say("clocks.prompt.text_hint"))
        self.submit.set_text(say("clocks.prompt.pause"))
        self._explain()

    @Slot()
    def _explain(self, *_: int) -> None:
        chosen = self._reason.currentData()
        both = chosen is not None and PauseReason(chosen) in STOPS_CITIZEN
        self._stops.set_text(say("clocks.prompt.stops_all" if both else "clocks.prompt.stops_agency"))

    @Slot()
    def _on_submit(self) -> None:
        self.submitted.emit(PauseReason(self._reason.currentData()), self._text.text().strip())
