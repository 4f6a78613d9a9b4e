"""Things to choose from that stand there all at once: one by its first letters or number, several by a letter each."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from storage.model.tickets import Priority
from widgets import theme
from widgets.common.labels import paint_chip, paint_priority
from widgets.common.signals import Sent
from widgets.theme import Role, Type

CHIP_PX = 30
_SIDE = 10
_MARK_PX = 18
_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice: what it stands for, its word, and the priority whose badge stands before the word, if any."""

    value: Hashable
    word: str
    priority: Priority | None = None


class ChipPicker(QWidget):
    """Chips that flow over lines; `several` lets any number of them be chosen.

    One is chosen by the first letters of a word of it, by its number (1 to 9), by the arrows or by a click. Of several,
    each has a letter of its own, underlined, that takes it or leaves it, as Space does where the arrows are. Enter is
    left to the form.
    """

    changed = Sent[()]()  # by a person, not by `choose`

    def __init__(self, parent: QWidget | None = None, *, several: bool = False) -> None:
        super().__init__(parent)
        self._several = several
        self._chips: tuple[Chip, ...] = ()
        self._letters: tuple[int, ...] = ()
        self._chosen: frozenset[Hashable] = frozenset()
        self._at = 0
        self._typed = ""
        self._rects: list[QRectF] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    # --- values in ---

    def set_chips(self, chips: tuple[Chip, ...]) -> None:
        """What may be chosen; what is chosen already stays, where it is still there."""
        self._chips = chips
        self._letters = _letters(chips) if self._several else ()
        self._chosen &= {chip.value for chip in chips}
        self._at = min(self._at, max(0, len(chips) - 1))
        self._place()
        self._name()

    def choose(self, *values: Hashable) -> None:
        """Choose these and nothing else; the keyboard stands on the first of them."""
        known = [chip.value for chip in self._chips]
        self._chosen = frozenset(value for value in values if value in known)
        self._at = next((known.index(value) for value in values if value in known), 0)
        self._typed = ""
        self._name()

    @property
    def chosen(self) -> tuple[Hashable, ...]:
        """In the order in which they stand."""
        return tuple(chip.value for chip in self._chips if chip.value in self._chosen)

    # --- hands ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        text = event.text().casefold()
        if not plain:
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._go(self._at + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space and self._chips:
            self._take(self._at)
        elif event.key() == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
        elif text.isdigit() and not self._several:
            if 1 <= int(text) <= len(self._chips):
                self._take(int(text) - 1)
        elif text.isalpha():
            self._type(text)
        else:
            super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        at = max(0, min(at, len(self._chips) - 1))
        if self._several:
            self._at = at
            self.update()
        elif self._chips:
            self._take(at)

    def _type(self, letter: str) -> None:
        if self._several:
            found = [
                at for at, chip in enumerate(self._chips) if chip.word[self._letters[at] :][:1].casefold() == letter
            ]
            if found:
                self._take(found[0])
            return
        for typed in (self._typed + letter, letter):
            found = [at for at, chip in enumerate(self._chips) if _begins(chip.word, typed)]
            if found:
                self._take(found[0])
                self._typed = typed
                return

    def _take(self, at: int) -> None:
        self._at, self._typed = at, ""
        value = self._chips[at].value
        self._chosen = self._chosen ^ {value} if self._several else frozenset({value})
        self._name()
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._under(event.position())
        if at is not None:
            self._take(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._under(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _under(self, point: QPointF) -> int | None:
        return next((at for at, rect in enumerate(self._rects) if rect.contains(point)), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._typed = ""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- the picture ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height() if self.isVisible() else CHIP_PX)

    def _place(self) -> None:
        """As high as the lines need, by itself: a layout with height-for-width makes a window too high.

        Hidden its width means nothing yet, and a wrong guess makes the window grow.
        """
        x, y = 0.0, 0.0
        self._rects = []
        metrics = QFontMetricsF(theme.font(Type.BODY))
        for chip in self._chips:
            width = metrics.horizontalAdvance(chip.word) + 2 * _SIDE + (_MARK_PX + 6 if chip.priority else 0)
            width += 0 if chip.priority else _MARK_PX
            if x > 0 and x + width > self.width():
                x, y = 0.0, y + CHIP_PX + 6
            self._rects.append(QRectF(x, y, width, CHIP_PX))
            x += width + 6
        self.setFixedHeight(round(y + CHIP_PX) if self.isVisible() else CHIP_PX)
        self.update()

    def _name(self) -> None:
        self.setAccessibleDescription(", ".join(chip.word for chip in self._chips if chip.value in self._chosen))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, (chip, rect) in enumerate(zip(self._chips, self._rects, strict=True)):
            chosen = chip.value in self._chosen
            here = self.hasFocus() and at == self._at
            edge = Role.SELECTION if here else (Role.EDGE if chosen else Role.LINE)
            paint_chip(painter, rect, theme.color(edge), theme.color(Role.CHOSEN if chosen else Role.PANEL))
            self._paint_mark(painter, at, chip, rect, chosen)
            text = self._room(at, chip, rect, chosen)
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.TEXT if chosen else Role.SECOND))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, chip.word)
            if self._several:
                _underline(painter, text, chip.word, self._letters[at])

    def _room(self, at: int, chip: Chip, rect: QRectF, chosen: bool) -> QRectF:
        """Where the word goes: in the middle where nothing stands before it."""
        bare = not chosen and not self._several and chip.priority is None and at >= _NUMBERED
        left = _SIDE + _MARK_PX / 2 if bare else _SIDE + _MARK_PX + (6 if chip.priority else 0)
        return rect.adjusted(left, 0, 0, 0)

    def _paint_mark(self, painter: QPainter, at: int, chip: Chip, rect: QRectF, chosen: bool) -> None:
        """What stands before the word: its priority's badge, a tick, a box to tick, or its number."""
        square = QRectF(rect.left() + 7, rect.center().y() - 8, 16, 16)
        if chip.priority is not None:
            painter.setOpacity(1.0 if chosen else 0.55)
            paint_priority(painter, square.adjusted(0, -1, 2, 1), chip.priority)
            painter.setOpacity(1.0)
        elif chosen:
            theme.paint_icon(painter, square.adjusted(2, 2, -2, -2), "check", Role.SELECTION)
        elif self._several:
            paint_chip(painter, square.adjusted(2, 2, -2, -2), theme.color(Role.EDGE), radius=2)
        elif at < _NUMBERED:
            painter.setFont(theme.font(Type.SMALL))
            painter.setPen(theme.color(Role.FAINT))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(at + 1))


def _begins(words: str, typed: str) -> bool:
    whole = words.casefold()
    return whole.startswith(typed) or any(word.startswith(typed) for word in whole.split())


def _letters(chips: tuple[Chip, ...]) -> tuple[int, ...]:
    """Where in each word its letter stands: the first that no chip before it has; past the end for none."""
    taken: set[str] = set()
    places: list[int] = []
    for chip in chips:
        word = chip.word.casefold()
        at = next((i for i, letter in enumerate(word) if letter.isalpha() and letter not in taken), len(word))
        taken.update(word[at : at + 1])
        places.append(at)
    return tuple(places)


def _underline(painter: QPainter, text: QRectF, word: str, at: int) -> None:
    metrics = QFontMetricsF(theme.font(Type.BODY))
    left = text.left() + metrics.horizontalAdvance(word[:at])
    width = metrics.horizontalAdvance(word[at : at + 1])
    below = text.center().y() + metrics.ascent() / 2 + 1
    painter.drawLine(QPointF(left, below), QPointF(left + width - 1, below))
