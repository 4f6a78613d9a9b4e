"""After the acts of a ticket: whom to call, and one more picture of it."""

from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.tickets import OPEN_STATES, Act, TicketDetail
from widgets.common.buttons import KeyButton
from widgets.incidents.contacts import KEY as CALL_KEY

SNAP_KEY = "J"


def may_add_picture(detail: TicketDetail | None) -> bool:
    """Whether the person may add one now: to an open ticket that they may write on; the record has the last word."""
    if detail is None or detail.ticket.state not in OPEN_STATES:
        return False
    return any(act is Act.NOTE for act, _ in detail.acts)


class CallButton(KeyButton):
    """Leads to the contact book."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tickets.extra.call", CALL_KEY, parent=parent)
        self.set_icon("phone")

    def set_detail(self, detail: TicketDetail | None) -> None:
        self.setVisible(detail is not None)


class SnapButton(KeyButton):
    """Asks for a picture of the ticket's camera; there only where the ticket has one and it may be added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tickets.extra.snap", SNAP_KEY, parent=parent)
        self.set_icon("camera")

    def set_detail(self, detail: TicketDetail | None) -> None:
        self.setVisible(may_add_picture(detail) and detail is not None and detail.ticket.camera_id is not None)

    def retranslate(self) -> None:
        super().retranslate()
        self.setToolTip(say("tickets.extra.paste_hint", key=self.key))
