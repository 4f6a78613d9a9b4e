"""The steps of a procedure as rows: state by icon, colour and word; what does not apply is folded into one line."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.procedures import StepLine, StepState
from widgets import theme
from widgets.common.scrolling import BareScroll
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.procedure_values import FOLDED, answer_word, line_words, state_word, text_of
from widgets.theme import Role, Type

LOOKS: dict[StepState, tuple[str, Role]] = {
    StepState.NEXT: ("play", Role.SELECTION),
    StepState.OPEN: ("dot", Role.SECOND),
    StepState.ANSWERED: ("check", Role.SECOND),
    StepState.SKIPPED: ("warning", Role.AMBER),
    StepState.WAITING: ("waiting", Role.FAINT),
    StepState.NOT_TAKEN: ("close", Role.FAINT),
}
"""Icon and colour; no two states share an icon."""
ROW_PX = 28
_TEXT_AT = 46
_BOLD = frozenset({StepState.NEXT})


class StepList(BareScroll):
    """Shows the steps; the chosen one stays in sight. A click on a row chooses it, on the last line unfolds."""

    chosen = Sent[str]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.set_body(self._rows)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(ROW_PX)
        self._rows.clicked.connect(self.chosen)

    def set_lines(self, lines: tuple[StepLine, ...], chosen: str) -> None:
        self._rows.set_lines(lines, chosen)
        self._show_chosen()

    def step_keys(self) -> tuple[str, ...]:
        """The steps that can be seen, in order."""
        return tuple(line.step.key for line in self._rows.shown())

    @property
    def unfolded(self) -> bool:
        return self._rows.unfolded

    @property
    def text(self) -> str:
        """All that is shown, for who cannot see it."""
        return self._rows.accessibleDescription()

    def unfold(self, unfolded: bool) -> None:
        self._rows.unfold(unfolded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_chosen()

    def _show_chosen(self) -> None:
        at = self._rows.chosen_at()
        if at is not None:
            self._rows.updateGeometry()
            self.ensureVisible(0, at * ROW_PX + ROW_PX // 2, 0, ROW_PX // 2)


class _Rows(WordedWidget):
    clicked = Sent[str]()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[StepLine, ...] = ()
        self._chosen = ""
        self.unfolded = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def set_lines(self, lines: tuple[StepLine, ...], chosen: str) -> None:
        self._lines, self._chosen = lines, chosen
        self.retranslate()

    def unfold(self, unfolded: bool) -> None:
        self.unfolded = unfolded
        self.retranslate()

    def shown(self) -> tuple[StepLine, ...]:
        return tuple(line for line in self._lines if self.unfolded or line.state not in FOLDED)

    def chosen_at(self) -> int | None:
        return next((n for n, line in enumerate(self.shown()) if line.step.key == self._chosen), None)

    def folded_words(self) -> str:
        """How many steps are folded away, and why; empty where none is."""
        waiting = sum(line.state is StepState.WAITING for line in self._lines)
        away = sum(line.state is StepState.NOT_TAKEN for line in self._lines)
        parts = [say("procedures.waiting", n=waiting)] if waiting else []
        parts += [say("procedures.not_taken", n=away)] if away else []
        return " · ".join(parts)

    def retranslate(self) -> None:
        told = [line_words(line) for line in self.shown()]
        self.setAccessibleName(say("procedures.fold"))
        self.setAccessibleDescription("\n".join(filter(None, (*told, self.folded_words()))))
        rows = len(self.shown()) + bool(self.folded_words())
        self.setMinimumHeight(rows * ROW_PX)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.minimumHeight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        shown, at = self.shown(), int(event.position().y() // ROW_PX)
        if at < len(shown):
            self.clicked.emit(shown[at].step.key)
        elif at == len(shown) and self.folded_words():
            self.unfold(not self.unfolded)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, line in enumerate(self.shown()):
            self._paint(painter, QRectF(0, at * ROW_PX, self.width(), ROW_PX), line)
        words = self.folded_words()
        if words:
            top = len(self.shown()) * ROW_PX
            self._paint_fold(painter, QRectF(0, top, self.width(), ROW_PX), words)

    def _paint(self, painter: QPainter, row: QRectF, line: StepLine) -> None:
        icon, role = LOOKS[line.state]
        if line.step.key == self._chosen:
            painter.fillRect(row, theme.color(Role.CHOSEN))
            painter.fillRect(QRectF(row.left(), row.top(), 3, row.height()), theme.color(Role.SELECTION))
        theme.paint_icon(painter, QRectF(10, row.top() + 8, 12, 12), icon, role)
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color(Role.SECOND))
        painter.drawText(QRectF(24, row.top(), 18, row.height()), _RIGHT, str(line.number))
        said = self._beside(line)
        metrics = QFontMetricsF(theme.font(Type.SMALL))
        most = row.width() * 0.34
        said = metrics.elidedText(said, Qt.TextElideMode.ElideRight, most)
        said_px = metrics.horizontalAdvance(said)
        room = row.adjusted(_TEXT_AT, 0, -theme.PAD - (said_px + theme.GAP if said else 0), 0)
        font = theme.font(Type.BODY, bold=line.state in _BOLD)
        text = QFontMetricsF(font).elidedText(text_of(line.step.text), Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(theme.color(Role.TEXT if line.state in _LIVE else Role.SECOND))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color(Role.AMBER if line.state is StepState.SKIPPED else Role.SECOND))
        painter.drawText(row.adjusted(0, 0, -theme.PAD, 0), _RIGHT, said)

    def _beside(self, line: StepLine) -> str:
        if line.state in FOLDED:
            return state_word(line.state)
        if line.answer is not None:
            return answer_word(line.step, line.answer.answer)
        if line.state is StepState.NEXT:
            return state_word(line.state)
        return "" if line.step.must else say("procedures.optional")

    def _paint_fold(self, painter: QPainter, row: QRectF, words: str) -> None:
        painter.save()
        painter.translate(QPointF(16, row.top() + 14))
        painter.rotate(0 if self.unfolded else -90)
        theme.paint_icon(painter, QRectF(-6, -6, 12, 12), "chevron", Role.SECOND)
        painter.restore()
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color(Role.SECOND))
        shown = QFontMetricsF(theme.font(Type.SMALL)).elidedText(
            words, Qt.TextElideMode.ElideRight, row.width() - 28 - theme.PAD
        )
        painter.drawText(row.adjusted(28, 0, -theme.PAD, 0), Qt.AlignmentFlag.AlignVCenter, shown)


_LIVE = frozenset({StepState.NEXT, StepState.OPEN})
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
