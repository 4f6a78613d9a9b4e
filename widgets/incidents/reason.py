"""What an act needs beside the act itself: a reason, an agency, or both."""

from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from resources.words import say
from storage.model.people import Agency
from storage.model.tickets import Act
from widgets import theme
from widgets.common.fields import Choice
from widgets.common.forms import FieldLabel, FormBody, labelled, mark_wrong
from widgets.common.signals import Sent
from widgets.incidents.wording import act_word
from widgets.theme import Type

_ASKING = (Act.PROPOSE_TRANSFER, Act.REFUSE_TRANSFER, Act.MAKE_REAL)
_HEADS = frozenset({Act.CLAIM, Act.REOPEN, Act.REJECT, Act.DECLINE, Act.DISPATCH, *_ASKING})
TEXT_MOST = 2000
HINT = "tickets.reason.text_hint"


class ReasonPrompt(FormBody):
    """Asks for a reason and, where agencies are given, for one of them. Ctrl Enter sends, as Enter is a new line."""

    submitted = Sent[str, UUID | None]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tickets.reason.head.other", "tickets.act.note", key="Ctrl+Return", parent=parent)
        self._act = Act.REJECT
        self._agencies: tuple[Agency, ...] = ()
        self._needs_text, self._needs_agency = True, False
        self._hint, self._hint_facts = HINT, dict[str, int]()
        self._text = QPlainTextEdit(self)
        self._text.setFont(theme.font(Type.ROW))
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(88)
        self._text_cell = QWidget(self)
        text_cell = labelled("tickets.reason.text", self._text, self._text_cell)
        text_cell.setContentsMargins(0, 0, 0, 0)
        self._text_cell.setLayout(text_cell)
        self._agency = Choice(self)
        self._agency_label = FieldLabel("tickets.reason.agency", self._agency, self)
        self._agency_cell = QWidget(self)
        self._agency_cell.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        agency_cell = QVBoxLayout(self._agency_cell)
        agency_cell.setContentsMargins(0, 0, 0, 0)
        agency_cell.setSpacing(theme.SPACE)
        agency_cell.addWidget(self._agency_label)
        agency_cell.addWidget(self._agency)
        self.column.addWidget(self._agency_cell)
        self.column.addWidget(self._text_cell, 1)
        self.column.addStretch(0)
        self.setMinimumWidth(440)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self.retranslate()

    def start(
        self,
        act: Act,
        agencies: tuple[Agency, ...] = (),
        *,
        needs_text: bool = True,
        needs_agency: bool = False,
        usual: UUID | None = None,
    ) -> None:
        """Begin for an act: `agencies` may be chosen from, or nobody where `needs_agency` is not set.

        Where one is needed, `usual` is chosen; without a usual one none is, so that Enter alone sends nobody. Who
        declines chooses the next owner, or that the desk has it again: neither is chosen for them.
        """
        self._act, self._agencies = act, agencies
        self._hint, self._hint_facts = HINT, dict[str, int]()
        self._needs_text, self._needs_agency = needs_text, needs_agency
        self._text.clear()
        self.set_error("")
        self.set_busy(False)
        self._text_cell.setVisible(needs_text)
        self._agency_cell.setVisible(bool(agencies))
        self.submit.set_key("Ctrl+Return" if needs_text else "Return")
        for field in (self._text, self._agency):
            mark_wrong(field, False)
        self.retranslate()
        self._agency.setCurrentIndex(self._agency.findData(usual) if needs_agency else -1)
        (self._agency if agencies and needs_agency else self._text).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_hint(self, word: str, **facts: int) -> None:
        """What stands in the empty field instead of the usual hint, until the next start."""
        self._hint, self._hint_facts = word, facts
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(f"tickets.reason.head.{self._act.value if self._act in _HEADS else 'other'}")
        self._text.setPlaceholderText(say(self._hint, **self._hint_facts))
        self._agency_label.set_word("tickets.reason.agency" if self._needs_agency else "tickets.reason.next_agency")
        self.submit.set_text(act_word(self._act).rstrip(" …"))
        at = self._agency.currentIndex()
        hint = "tickets.reason.agency_hint" if self._needs_agency else "tickets.reason.to_whom_hint"
        self._agency.setPlaceholderText(say(hint))
        self._agency.clear()
        if not self._needs_agency:
            self._agency.addItem(say("tickets.reason.to_desk"), None)
        for agency in self._agencies:
            self._agency.addItem(agency.name, agency.id)
        self._agency.setCurrentIndex(min(at, self._agency.count() - 1))

    @Slot()
    def _on_submit(self) -> None:
        text = self._text.toPlainText().strip()[:TEXT_MOST]
        agency_id: UUID | None = self._agency.currentData() if self._agencies else None
        no_text = self._needs_text and not text
        no_agency = bool(self._agencies) and self._agency.currentIndex() < 0
        no_agency = no_agency or (self._needs_agency and agency_id is None)
        mark_wrong(self._text, no_text)
        mark_wrong(self._agency, no_agency)
        if no_text or no_agency:
            self.set_error(say("tickets.reason.wrong.agency" if no_agency else "tickets.reason.wrong.text"))
            (self._agency if no_agency else self._text).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self.submitted.emit(text, agency_id)
