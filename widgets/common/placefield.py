"""The field that finds a place while its name is typed, with what it found hanging below it."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.words import say
from widgets import theme
from widgets.common.labels import paint_chip
from widgets.common.places import PlaceChoice, PlaceSearch, meant
from widgets.common.signals import Sent
from widgets.theme import Role, Type

HITS_MOST = 6
LANDMARK_MOST = 200
"""As the record takes it."""
_ROW_PX = 32


def _none(text: str, limit: int) -> tuple[PlaceChoice, ...]:
    return ()


class PlaceField(QLineEdit):
    """Typing searches; Enter or Tab takes the row that is marked, the arrows mark another, Esc hangs the list up.

    Empty, it offers what the words of the field that it follows may mean, and marks none of it. What is typed and not
    found is kept as a landmark.
    """

    changed = Sent[()]()  # by a person

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search: PlaceSearch = _none
        self._words: QLineEdit | None = None
        self._choice = PlaceChoice()
        self._hits = HitList(self)
        self._hits.taken.connect(self._take)
        self.setFont(theme.font(Type.ROW))
        self.setMaxLength(LANDMARK_MOST)
        self.setTextMargins(24, 0, 0, 0)
        self.textEdited.connect(self._on_edited)
        self.retranslate()

    def set_search(self, search: PlaceSearch) -> None:
        self._search = search

    def follow(self, words: QLineEdit) -> None:
        """Offer what the words of this field may mean."""
        self._words = words

    def start(self, choice: PlaceChoice) -> None:
        self._choice = choice
        self.setText(choice.words)
        self._hits.hide()
        self._explain()

    @property
    def choice(self) -> PlaceChoice:
        return self._choice

    @property
    def hits(self) -> "HitList":
        return self._hits

    def take_marked(self) -> bool:
        """Take the marked row, if the list hangs there with one; whether it did."""
        hit = self._hits.marked if self._hits.isVisible() else None
        self._hits.hide()
        if hit is not None:
            self._take(hit)
        return hit is not None

    def retranslate(self) -> None:
        self.setPlaceholderText(say("telephone.place_hint"))
        self._explain()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # --- hands ---

    @Slot(object)
    def _take(self, hit: PlaceChoice) -> None:
        self.start(hit)
        self.changed.emit()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        text = text.strip()
        self._choice = PlaceChoice(landmark=text)
        hits = self._search(text, HITS_MOST) if text else ()
        if text:
            self._hits.offer(hits, mark=0 if hits else None)
        else:
            self._offer_meant()
        self._explain()
        self.changed.emit()

    def _offer_meant(self) -> None:
        words = self._words.text() if self._words is not None else ""
        hits = meant(self._search, words, HITS_MOST) if words else ()
        if hits:
            self._hits.offer(hits, mark=None)
        else:
            self._hits.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        if not self.text():
            self._offer_meant()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.take_marked()
        self._hits.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        self._hits.hide()
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        # While the list hangs there Enter and Esc are its keys, not the form's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        if not self._hits.isVisible() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hits.marked is not None
        return enter or event.key() == Qt.Key.Key_Escape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_ours(event):
            if event.key() == Qt.Key.Key_Escape:
                self._hits.hide()
            else:
                self.take_marked()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._hits.isVisible():
            self._hits.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Down:
            self._offer_meant()
        else:
            super().keyPressEvent(event)

    def _explain(self) -> None:
        known = self._choice.is_known
        self.setAccessibleDescription(say("telephone.place_known") if known else say("telephone.place_unknown"))
        self.setToolTip(self._choice.words if known else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        name, role = ("place", Role.SELECTION) if self._choice.is_known else ("search", Role.FAINT)
        theme.paint_icon(QPainter(self), QRectF(11, (self.height() - 14) / 2, 14, 14), name, role)


class HitList(QWidget):
    """What was found, over whatever stands below the field; it never takes the keyboard."""

    taken = Sent[PlaceChoice]()

    def __init__(self, field: PlaceField) -> None:
        super().__init__(field)
        self._field = field
        self._hits: tuple[PlaceChoice, ...] = ()
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    @property
    def marked(self) -> PlaceChoice | None:
        return self._hits[self._at] if self._at is not None and self._at < len(self._hits) else None

    @property
    def offered(self) -> tuple[PlaceChoice, ...]:
        return self._hits

    def offer(self, hits: tuple[PlaceChoice, ...], *, mark: int | None) -> None:
        """Hang these below the field; none says that the list knows none."""
        self._hits, self._at = hits, mark
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        below = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        self.setGeometry(below.x(), below.y(), self._field.width(), self.sizeHint().height())
        self._name()
        self.show()
        self.raise_()
        self.update()

    def step(self, by: int) -> None:
        if self._hits:
            self._at = (0 if by > 0 else len(self._hits) - 1) if self._at is None else (self._at + by) % len(self._hits)
            self._name()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW_PX * max(1, len(self._hits)) + 2)

    def _name(self) -> None:
        self.setAccessibleName(self.marked.words if self.marked is not None else say("telephone.place_hits"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = round(event.position().y()) // _ROW_PX
        if 0 <= at < len(self._hits) and at != self._at:
            self._at = at
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        hit = self.marked
        if hit is not None:
            self.hide()
            self.taken.emit(hit)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), theme.color(Role.EDGE), theme.color(Role.RAISED))
        if not self._hits:
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.SECOND))
            room = self.rect().adjusted(12, 0, -8, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, say("telephone.place_unknown"))
        for at, hit in enumerate(self._hits):
            row = QRectF(1, 1 + at * _ROW_PX, self.width() - 2, _ROW_PX)
            if at == self._at:
                painter.fillRect(row, theme.color(Role.CHOSEN))
                painter.fillRect(QRectF(1, row.top(), 2, _ROW_PX), theme.color(Role.SELECTION))
            self._paint_hit(painter, row.adjusted(12, 0, -10, 0), hit)

    def _paint_hit(self, painter: QPainter, room: QRectF, hit: PlaceChoice) -> None:
        name = hit.landmark or hit.desa or hit.kecamatan
        rest = ", ".join(part for part in (hit.desa, hit.kecamatan) if part and part != name)
        metrics = QFontMetricsF(theme.font(Type.BODY))
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.TEXT))
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        left = room.adjusted(metrics.horizontalAdvance(name) + theme.GAP, 0, 0, 0)
        painter.setPen(theme.color(Role.SECOND))
        rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(0.0, left.width()))
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, rest)
