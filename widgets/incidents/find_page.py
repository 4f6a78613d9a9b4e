"""The page on which tickets are found: words, chips, what was found, and filters that are kept."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.words import say
from storage.model.people import Agency
from storage.model.search import SavedFilter, TicketFilter
from storage.model.tickets import Category, Ticket
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.fields import SearchField
from widgets.common.labels import ElidedLabel
from widgets.common.places import PlaceSearch
from widgets.common.scrolling import BareScroll
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.find_filters import FindFilters
from widgets.incidents.find_saved import SavedFilters
from widgets.incidents.found_list import FoundList
from widgets.theme import Role, Type

TYPING_MS = 200
"""How long typing rests before it is looked for."""
FILTERS_PX = 400
CLEAR_KEY = "Alt+X"


class FindPage(WordedWidget):
    """Tells `wanted(filter)` when a person asks for something else, typing after a rest of TYPING_MS."""

    wanted = Sent[TicketFilter]()
    filter_kept = Sent[str, TicketFilter, bool, UUID | None]()
    closed = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(Type.TITLE, parent=self)
        self.field = SearchField("find.hint", self)
        self.saved = SavedFilters(self)
        self.filters = FindFilters(self)
        self.found = FoundList(self)
        self._scroll = BareScroll(self)
        self._scroll.set_body(self.filters)
        self._scroll.setFixedWidth(FILTERS_PX)
        self._hint = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.clear = KeyButton("find.clear", CLEAR_KEY, parent=self)
        self.leave = KeyButton("books.close", "Escape", parent=self)
        self._rest = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._assemble()
        self._connect()
        self.retranslate()

    def _assemble(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(theme.PAD, theme.PAD, theme.PAD, theme.PAD)
        head.setSpacing(theme.GAP)
        head.addWidget(self._title)
        head.addWidget(self.field)
        head.addWidget(self.saved)
        body = QHBoxLayout()
        body.setContentsMargins(0, 1, 0, 1)
        body.setSpacing(1)
        body.addWidget(self._scroll)
        body.addWidget(self.found, 1)
        self._body = body
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        foot.setSpacing(theme.GAP)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.clear)
        foot.addWidget(self.leave)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(body, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.field.textEdited.connect(self._on_typed)
        self.field.accepted.connect(self._on_enter)
        self.field.list_wanted.connect(self._to_list)
        self._rest.timeout.connect(self._ask)
        self.filters.changed.connect(self._on_chips)
        self.saved.picked.connect(self._on_picked)
        self.saved.kept.connect(self._on_kept)
        self.saved.left.connect(self.take_focus)
        self.clear.clicked.connect(self._on_clear)
        self.leave.clicked.connect(self.leave_page)

    # --- values in ---

    def start(self) -> None:
        """The keyboard on the words; they stay as they were left."""
        self.saved.rest()
        self.take_focus()
        self.field.selectAll()

    def forget(self) -> None:
        """Another person sits here: nothing of what was looked for is theirs."""
        self._rest.stop()
        self._put(TicketFilter())
        self.saved.select(None)
        self.saved.rest()

    def set_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None:
        self.filters.set_choices(categories, agencies)

    def set_place_search(self, search: PlaceSearch) -> None:
        self.filters.set_place_search(search)

    def set_found(self, tickets: tuple[Ticket, ...], *, complete: bool) -> None:
        self.found.set_narrowed(not self.asked.empty)
        self.found.set_found(tickets, complete=complete)

    def set_now(self, now: datetime) -> None:
        self.found.set_now(now)
        self.filters.set_now(now)

    def show_kept(self, filter_id: UUID | None) -> None:
        """A filter was kept, or, without an id, taken away."""
        self.saved.rest()
        self.saved.select(filter_id)
        self.take_focus()

    @property
    def asked(self) -> TicketFilter:
        """What stands in the field and the chips now."""
        return replace(self.filters.wanted, text=self.field.text().strip())

    def retranslate(self) -> None:
        self._title.set_text(say("find.title"))
        self._hint.set_text(say("find.keys_hint"))

    # --- hands ---

    @Slot()
    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave_page(self) -> None:
        """Esc goes one step back: from a name or a question to the filters, then the words, then out."""
        if not self.saved.is_resting:
            self.saved.rest()
            self.take_focus()
        elif self.field.text():
            self.field.clear()
            self._ask()
            self.take_focus()
        else:
            self.closed.emit()

    @Slot()
    def _on_typed(self) -> None:
        self._rest.start()

    @Slot()
    def _on_chips(self) -> None:
        self.saved.select(None)
        if self.filters.are_right:
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._rest.stop()
        if self.saved.chosen is not None and self.saved.chosen.filter != self.asked:
            self.saved.select(None)
        self.wanted.emit(self.asked)

    @Slot()
    def _on_enter(self) -> None:
        """Enter looks at once; where that is done already it opens what is chosen, or the only one."""
        if self._rest.isActive():
            self._ask()
        else:
            self.found.choose()

    @Slot()
    def _to_list(self) -> None:
        self.found.step(1)
        self.found.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_picked(self, saved: SavedFilter) -> None:
        self._put(saved.filter)
        self._ask()

    @Slot(str, bool, object)
    def _on_kept(self, name: str, shared: bool, filter_id: UUID | None) -> None:
        self.filter_kept.emit(name, self.asked, shared, filter_id)

    @Slot()
    def _on_clear(self) -> None:
        self._put(TicketFilter())
        self._ask()
        self.take_focus()

    def _put(self, wanted: TicketFilter) -> None:
        self.field.setText(wanted.text)
        self.filters.set_wanted(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up from the field goes through the list too; a letter over the list is a word that is looked for."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Up:
            self.found.step(-1)
        elif plain and event.text().strip() and event.text().isprintable():
            self.take_focus()
            self.field.insert(event.text())
            self._on_typed()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(Role.PANEL))
        top, bottom = self.found.geometry().top() - 1, self.found.geometry().bottom() + 1
        painter.fillRect(0, top, self.width(), 1, theme.color(Role.LINE))
        painter.fillRect(0, bottom, self.width(), 1, theme.color(Role.LINE))
        painter.fillRect(self.found.geometry().left() - 1, top, 1, bottom - top, theme.color(Role.LINE))
