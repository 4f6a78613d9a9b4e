"""Two tickets side by side: their pictures, and what they say of themselves."""

from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.words import say
from storage.model.tickets import Ticket
from widgets import theme
from widgets.common.figures import clock, day
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents import wording
from widgets.incidents.stills import StillView
from widgets.theme import Role, Type

PICTURE_PX = QSize(304, 171)


class TicketCard(WordedWidget):
    """One of them, with its picture where it has one."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._ticket: Ticket | None = None
        self.still_id: UUID | None = None
        self._head = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._title = ElidedLabel(Type.ROW, bold=True, parent=self)
        self.picture = StillView(self)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture.setFixedSize(PICTURE_PX)
        self._place = ElidedLabel(Type.BODY, parent=self)
        self._state = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        for part in (self._head, self._title, self.picture, self._place, self._state):
            column.addWidget(part)
        column.addStretch(1)
        self.setFixedWidth(PICTURE_PX.width())

    def set_ticket(self, ticket: Ticket | None, still_id: UUID | None, image: QImage | None) -> None:
        self._ticket, self.still_id = ticket, still_id
        self.picture.set_image(image)
        self.picture.set_empty_word("tickets.still_loading" if still_id is not None else "links.no_picture")
        self.retranslate()

    def set_image(self, image: QImage) -> None:
        self.picture.set_image(image)

    @property
    def text(self) -> str:
        return " ".join(part.text for part in (self._head, self._title, self._place, self._state))

    def retranslate(self) -> None:
        self._head.set_text(say(self._word))
        ticket = self._ticket
        if ticket is None:
            return
        number = ticket.number or say("tickets.unshared_row")
        self._title.set_text(f"{number}  {ticket.title}")
        at = f"{day(ticket.created_at)} {clock(ticket.created_at, seconds=False)}"
        self._place.set_text(" · ".join(part for part in (at, wording.where_word(ticket)) if part))
        agencies = wording.agencies_word(ticket) or say("tickets.no_agency")
        self._state.set_text(f"{wording.state_word(ticket)} · {agencies}")


class KinCompare(QWidget):
    """This ticket on the left, the chosen one on the right; `picture_wanted` asks for a JPEG once."""

    picture_wanted = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here, self.there = TicketCard("links.this_one", self), TicketCard("links.the_other", self)
        self._images: dict[UUID, QImage] = {}
        self._asked: set[UUID] = set()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD)
        row.addWidget(self.here)
        row.addWidget(self.there)
        row.addStretch(1)

    def forget(self) -> None:
        """Another ticket is looked at, or nobody."""
        self._images, self._asked = {}, set()

    def set_here(self, ticket: Ticket, still_id: UUID | None) -> None:
        self._put(self.here, ticket, still_id)

    def set_there(self, ticket: Ticket | None, still_id: UUID | None) -> None:
        self.there.setVisible(ticket is not None)
        self._put(self.there, ticket, still_id)

    def set_picture(self, still_id: UUID, image: QImage) -> None:
        """One that was asked for by `picture_wanted`."""
        self._images[still_id] = image
        for card in (self.here, self.there):
            if card.still_id == still_id:
                card.set_image(image)

    def _put(self, card: TicketCard, ticket: Ticket | None, still_id: UUID | None) -> None:
        image = self._images.get(still_id) if still_id is not None else None
        card.set_ticket(ticket, still_id, image)
        if still_id is not None and still_id not in self._asked:
            self._asked.add(still_id)
            self.picture_wanted.emit(still_id)
