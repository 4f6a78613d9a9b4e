"""A list in sections: heads, the rows below them, and a quiet sentence where a section has none."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets import theme
from widgets.common.rowlist import RowList
from widgets.common.signals import Sent
from widgets.theme import Role, Type

HEAD_PX = 36
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The head of a section; `columns` stand over what `paint_row` draws there: words with their left edge in px."""

    text: str
    count: int
    columns: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What stands in a section without rows."""

    text: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """The base of a row: what it stands for, and all of it in one sentence, for a screen reader."""

    key: Hashable
    sentence: str


SectionLine = HeadLine | NoteLine | RowLine
PaintRow = Callable[[QPainter, QRectF, RowLine], None]


class SectionModel(QAbstractListModel):
    """Only rows can be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[SectionLine, ...] = ()

    def set_lines(self, lines: tuple[SectionLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def line(self, index: Index) -> SectionLine | None:
        return self.lines[index.row()] if index.isValid() and index.row() < len(self.lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = isinstance(self.line(index), RowLine)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if row else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return line.sentence if isinstance(line, RowLine) else line.text


class _Delegate(QStyledItemDelegate):
    def __init__(self, paint_row: PaintRow, row_px: int, parent: QObject) -> None:
        super().__init__(parent)
        self._paint_row, self._row_px = paint_row, row_px

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        is_row = isinstance(model, SectionModel) and isinstance(model.line(index), RowLine)
        return QSize(240, self._row_px if is_row else HEAD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        line = model.line(index) if isinstance(model, SectionModel) else None
        rect = QRectF(option.rect)
        painter.save()
        if isinstance(line, RowLine):
            _paint_ground(painter, rect, option.state)
            self._paint_row(painter, rect, line)
        elif isinstance(line, HeadLine):
            _paint_head(painter, rect, line)
        elif line is not None:
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(rect.adjusted(theme.PAD, 0, -theme.PAD, 0), Qt.AlignmentFlag.AlignVCenter, line.text)
        painter.restore()


class SectionList(RowList):
    """Up and down go from row to row over the heads; the chosen row stays chosen when the lines come anew."""

    chosen = Sent[()]()
    typed = Sent[str]()  # a letter or digit, which is nothing to the list

    def __init__(self, paint_row: PaintRow, row_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(False)
        self._model = SectionModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(paint_row, row_px, self))
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_lines(self, lines: tuple[SectionLine, ...]) -> None:
        """Where the chosen row is gone, the first one is chosen."""
        before = self.chosen_key
        if lines == self._model.lines:
            return
        at = self.verticalScrollBar().value()
        self._model.set_lines(lines)
        self.verticalScrollBar().setValue(at)
        if not self.choose(before):
            self.step(1)
        self.chosen.emit()

    @property
    def lines(self) -> tuple[SectionLine, ...]:
        return self._model.lines

    @property
    def row(self) -> RowLine | None:
        """The chosen one."""
        line = self._model.line(self.currentIndex())
        return line if isinstance(line, RowLine) else None

    @property
    def chosen_key(self) -> Hashable | None:
        return self.row.key if self.row is not None else None

    def choose(self, key: Hashable | None) -> bool:
        """Put the choice on this row; whether it is there."""
        for at, line in enumerate(self._model.lines):
            if isinstance(line, RowLine) and line.key == key:
                self.setCurrentIndex(self._model.index(at))
                return True
        return False

    def step(self, by: int) -> None:
        """Choose the next row below (1) or above (-1), if there is one."""
        at = self.currentIndex().row() if self.currentIndex().isValid() else -1
        rows = range(at + 1, len(self.lines)) if by > 0 else range(at - 1, -1, -1)
        found = next((row for row in rows if isinstance(self.lines[row], RowLine)), None)
        if found is not None:
            self.setCurrentIndex(self._model.index(found))
            if by < 0 and found == 1:
                self.scrollToTop()

    @Slot()
    def _on_current(self, *_: object) -> None:
        self.chosen.emit()


def _paint_ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.color(Role.CHOSEN))
        painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color(Role.SELECTION))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color(Role.SELECTION), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color(Role.RAISED))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(Role.LINE))


def _paint_head(painter: QPainter, rect: QRectF, line: HeadLine) -> None:
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(Role.LINE))
    title = line.text.upper()
    left = rect.left() + theme.PAD
    painter.setFont(theme.font(Type.HEAD))
    painter.setPen(theme.color(Role.SECOND))
    room = rect.adjusted(theme.PAD, 4, 0, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
    after = left + QFontMetricsF(theme.font(Type.HEAD)).horizontalAdvance(title) + theme.GAP
    painter.setFont(theme.bold(Type.BODY))
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(QRectF(after, room.top(), 60, room.height()), Qt.AlignmentFlag.AlignVCenter, str(line.count))
    painter.setFont(theme.font(Type.SMALL))
    painter.setPen(theme.color(Role.SECOND))
    for word, at in line.columns:
        painter.drawText(QRectF(rect.left() + at, room.top(), 200, room.height()), Qt.AlignmentFlag.AlignVCenter, word)


def paint_cell(
    painter: QPainter, room: QRectF, text: str, role: Role = Role.TEXT, type_: Type = Type.BODY, *, bold: bool = False
) -> None:
    """One line of text in a row, ending in … where its room does."""
    made = theme.font(type_, bold=bold)
    painter.setFont(made)
    painter.setPen(theme.color(role))
    shown = QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
