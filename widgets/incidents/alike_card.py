"""Beside the fields of a new ticket: what may be there already, and one key to add to that instead."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.links import Likeness
from widgets import theme
from widgets.common.buttons import KeyButton, key_name
from widgets.common.labels import key_width, paint_chip, paint_key
from widgets.common.sections import paint_cell
from widgets.common.signals import Sent
from widgets.incidents.links_wording import ago_word
from widgets.theme import Role, Type

KEY = "Alt+A"
ASK_MS = 250
CARD_PX = 116


class AlikeCard(KeyButton):
    """The likeliest of the tickets that may be the same. It never takes the keyboard.

    `asked` comes once what is known has rested for ASK_MS; `chosen(ticket)` when a person adds to that one.
    """

    asked = Sent[()]()
    chosen = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._alike: tuple[Likeness, ...] = ()
        self._now: datetime | None = None
        self._asking = False
        super().__init__(key=KEY, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(CARD_PX)
        self._rest = QTimer(self, interval=ASK_MS, singleShot=True)
        self._rest.timeout.connect(self.asked)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def start(self, *, asking: bool) -> None:
        """A form begins; nothing is known yet. One that changes a ticket does not ask."""
        self._asking = asking
        self._rest.stop()
        self.set_alike((), self._now)
        self.ask_soon()

    @Slot()
    def ask_soon(self, *_: object) -> None:
        """What is known of the ticket has changed."""
        if self._asking:
            self._rest.start()

    def set_alike(self, alike: tuple[Likeness, ...], now: datetime | None) -> None:
        """What was found, the likeliest first; `now` is the moment that ages are told from."""
        self._alike, self._now = alike, now
        self.setVisible(bool(alike))
        self.retranslate()

    @property
    def is_asking(self) -> bool:
        """Whether it will ask once what is known has rested."""
        return self._rest.isActive()

    @property
    def alike(self) -> tuple[Likeness, ...]:
        return self._alike

    def said(self) -> str:
        if not self._alike:
            return ""
        first = self._alike[0].ticket
        number = first.number or say("tickets.unshared_row")
        return f"{say('links.there_already')}: {number} {first.title} · {self._near()}"

    def _near(self) -> str:
        first, more = self._alike[0], len(self._alike) - 1
        parts = [say("links.metres", n=round(first.distance_m))] if first.distance_m is not None else []
        if self._now is not None:
            parts.append(ago_word(self._now - first.ticket.created_at))
        if more:
            parts.append(say("links.maybe_more", n=more))
        return " · ".join(parts)

    def retranslate(self) -> None:
        super().retranslate()
        said = self.said()
        self.setToolTip(f"{said}\n{say('links.add_hint', key=key_name(KEY))}" if said else "")

    def sizeHint(self) -> QSize:
        return QSize(240, CARD_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, CARD_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._alike:
            return
        painter = QPainter(self)
        lit = self.underMouse() and self.isEnabled()
        edge = theme.color(Role.SELECTION if lit else Role.AMBER)
        paint_chip(painter, QRectF(self.rect()), edge, theme.color(Role.HOVER if lit else Role.AMBER_GROUND))
        theme.paint_icon(painter, QRectF(12, 13, 14, 14), "warning", Role.AMBER)
        room = QRectF(34, 10, self.width() - 34 - theme.PAD, 20)
        paint_cell(painter, room, say("links.there_already"), Role.AMBER)
        first = self._alike[0].ticket
        room = room.adjusted(0, 24, 0, 24)
        number = first.number or say("tickets.unshared_row")
        paint_cell(painter, room, number, bold=True)
        after = QFontMetricsF(theme.font(Type.BODY, bold=True)).horizontalAdvance(number) + 6
        paint_cell(painter, room.adjusted(after, 0, 0, 0), first.title)
        room = room.adjusted(0, 20, 0, 20)
        paint_cell(painter, room, self._near(), Role.SECOND)
        key = key_name(KEY)
        chip = QRectF(34, CARD_PX - 29, key_width(key), 18)
        paint_key(painter, chip, key, Role.TEXT)
        add = QRectF(chip.right() + 8, chip.top(), room.right() - chip.right() - 8, 18)
        paint_cell(painter, add, say("links.add_here"))

    @Slot()
    def _on_clicked(self) -> None:
        if self._alike:
            self.chosen.emit(self._alike[0].ticket.id)
