"""The buttons of what may be done to a ticket now, each with its key."""

from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from storage.model.tickets import Act, TicketDetail
from widgets.common.buttons import BUTTON_PX, KeyButton
from widgets.common.flow import FlowLayout
from widgets.common.signals import Sent
from widgets.incidents.keys import GRAVE, KEYS, NEXT, ORDER
from widgets.incidents.wording import act_word

Allowed = tuple[Act, UUID | None]


class ActButton(KeyButton):
    """One act; `agency` stands on it where several agencies could do it."""

    def __init__(self, allowed: Allowed, agency: str, *, more: bool, key: str, parent: QWidget) -> None:
        self.allowed = allowed
        self._agency, self._more = agency, more
        super().__init__(key=key, parent=parent)
        if allowed[0] in GRAVE:
            self.hide_key()

    def said(self) -> str:
        return act_word(self.allowed[0], agency=self._agency, more=self._more)


class ActRow(QWidget):
    """The acts that are allowed now; the likely next one is the primary button."""

    chosen = Sent[Act, UUID | None]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._buttons: list[ActButton] = []
        self._tail: tuple[KeyButton, ...] = ()
        self._shown: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def buttons(self) -> tuple[ActButton, ...]:
        return tuple(self._buttons)

    def set_tail(self, tail: tuple[KeyButton, ...]) -> None:
        """Buttons that stand after the acts, as far as they are not hidden."""
        self._tail = tail
        for button in tail:
            self._flow.addWidget(button)

    def set_detail(self, detail: TicketDetail | None) -> None:
        """Show the acts of this ticket; buttons that would stay the same stay, with the keyboard on them."""
        acts = tuple(sorted(detail.acts, key=_rank)) if detail is not None else ()
        names = {one.id: one.agency_name for one in detail.ticket.assignments} if detail is not None else {}
        waiting = detail.ticket.transfers if detail is not None else ()
        offers = {one.id: (one.from_agency, one.to_agency) for one in waiting}
        shown = (acts, names, offers, tuple(button.isHidden() for button in self._tail))
        if shown == self._shown:
            return
        self._shown = shown
        self._clear()
        primary = next((act for act in NEXT if any(act is one for one, _ in acts)), None)
        seen: set[Act] = set()
        for act, assignment_id in acts:
            agency = names.get(assignment_id, "") if assignment_id is not None and len(names) > 1 else ""
            if assignment_id in offers:
                agency = offers[assignment_id][act is not Act.WITHDRAW_TRANSFER]
            key = KEYS[act] if act not in seen else ""
            button = ActButton((act, assignment_id), agency, more=bool(names), key=key, parent=self)
            button.set_primary(act is primary and act not in seen)
            button.clicked.connect(self._on_clicked)
            seen.add(act)
            self._flow.addWidget(button)
            self._buttons.append(button)
            button.show()
        for tail in self._tail:
            self._flow.addWidget(tail)
        for before, after in pairwise((*self._buttons, *self._tail)):
            self.setTabOrder(before, after)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def showEvent(self, event: QShowEvent) -> None:
        self._grow()

    def _grow(self) -> None:
        """As high as the lines need; hidden its width means nothing yet, and a wrong guess makes the window grow."""
        lines = self._flow.height_at(self.width()) if self.isVisible() else 0
        self.setFixedHeight(max(BUTTON_PX, lines))

    def _clear(self) -> None:
        while self._flow.count():
            self._flow.takeAt(0)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ActButton):
            self.chosen.emit(*button.allowed)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            # Before the buttons have it: each of them, and then their widths.
            for button in (*self._buttons, *self._tail):
                button.retranslate()
            self._grow()
        super().changeEvent(event)


def _rank(allowed: Allowed) -> int:
    return ORDER.index(allowed[0])
