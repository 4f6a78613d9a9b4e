"""Beside the acts of a ticket: whom to call, and one more picture of it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.words import say
from storage.model.tickets import OPEN_STATES, Act, TicketDetail
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.signals import Sent
from widgets.incidents.contacts import KEY as CALL_KEY

SNAP_KEY = "J"


def may_add_picture(detail: TicketDetail | None) -> bool:
    """Whether the person may add one now: to an open ticket that they may write on; the record has the last word."""
    if detail is None or detail.ticket.state not in OPEN_STATES:
        return False
    return any(act is Act.NOTE for act, _ in detail.acts)


class ExtrasBar(QWidget):
    """The two buttons; each is there only where it leads somewhere."""

    call_requested = Sent[()]()
    snap_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.call = KeyButton("tickets.extra.call", CALL_KEY, parent=self)
        self.call.set_icon("phone")
        self.snap = _SnapButton("tickets.extra.snap", SNAP_KEY, parent=self)
        self.snap.set_icon("camera")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.call)
        row.addWidget(self.snap)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.call.clicked.connect(self.call_requested)
        self.snap.clicked.connect(self._on_snap)

    def set_detail(self, detail: TicketDetail | None) -> None:
        self.call.setVisible(detail is not None)
        self.snap.setVisible(may_add_picture(detail) and detail is not None and detail.ticket.camera_id is not None)

    @Slot()
    def _on_snap(self) -> None:
        self.snap_requested.emit()


class _SnapButton(KeyButton):
    def retranslate(self) -> None:
        super().retranslate()
        self.setToolTip(say("tickets.extra.paste_hint", key=self.key))
