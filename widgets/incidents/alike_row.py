"""Under a form that opens a ticket: what may be there already, and one key to add to that instead."""

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
from widgets.common.signals import Sent
from widgets.incidents.links_wording import ago_word
from widgets.theme import Role, Type

KEY = "Alt+A"
ASK_MS = 250
ROW_PX = 34


class AlikeRow(KeyButton):
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
        self.setFixedHeight(ROW_PX)
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
    def alike(self) -> tuple[Likeness, ...]:
        return self._alike

    def said(self) -> str:
        if not self._alike:
            return ""
        first, more = self._alike[0], len(self._alike) - 1
        number = first.ticket.number or say("tickets.unshared_row")
        parts = [say("links.there_already", number=number, title=first.ticket.title)]
        if first.distance_m is not None:
            parts.append(say("links.metres", n=round(first.distance_m)))
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
        return QSize(240, ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._alike:
            return
        painter = QPainter(self)
        lit = self.underMouse() and self.isEnabled()
        room = QRectF(self.rect())
        edge = Role.SELECTION if lit else Role.AMBER
        paint_chip(painter, room, theme.color(edge), theme.color(Role.HOVER if lit else Role.AMBER_GROUND))
        theme.paint_icon(painter, QRectF(10, (ROW_PX - 14) / 2, 14, 14), "warning", Role.AMBER)
        key, add = key_name(KEY), say("links.add_here")
        metrics = QFontMetricsF(theme.font(Type.BODY))
        key_px, add_px = key_width(key), metrics.horizontalAdvance(add)
        chip = QRectF(room.right() - key_px - 10, (ROW_PX - 18) / 2, key_px, 18)
        paint_key(painter, chip, key, Role.TEXT)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.SECOND))
        tail = QRectF(chip.left() - add_px - 8, 0, add_px + 1, ROW_PX)
        painter.drawText(tail, Qt.AlignmentFlag.AlignVCenter, add)
        words = QRectF(32, 0, tail.left() - 32 - 12, ROW_PX)
        painter.setPen(theme.color(Role.TEXT))
        said = metrics.elidedText(self.said(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, said)

    @Slot()
    def _on_clicked(self) -> None:
        if self._alike:
            self.chosen.emit(self._alike[0].ticket.id)
