"""The filters that are kept: chosen by name, kept under one, taken away after a question."""

from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from resources.words import say
from storage.model.search import NAME_MOST, SavedFilter
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.chips import Chip, ChipPicker
from widgets.common.fields import Tick
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

KEEP_KEY, REMOVE_KEY = "Ctrl+S", "Alt+Del"
ROW_PX = 36


class SavedFilters(WordedWidget):
    """One line: the kept filters, or the name for a new one, or the question before one is taken away.

    `kept(name, shared, id)` has the id where a filter of that name is replaced.
    """

    picked = Sent[SavedFilter]()
    kept = Sent[str, bool, UUID | None]()
    removed = Sent[UUID]()
    left = Sent[()]()  # the keyboard is wanted elsewhere

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: tuple[SavedFilter, ...] = ()
        self._may_share = False
        self.chips = ChipPicker(self)
        self._none = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.keep = KeyButton("find.saved.keep", KEEP_KEY, parent=self)
        self.remove = KeyButton("find.saved.remove", REMOVE_KEY, parent=self)
        self.name = QLineEdit(self)
        self.name.setFont(theme.font(Type.ROW))
        self.name.setMaxLength(NAME_MOST)
        self.shared = Tick("find.saved.shared", self)
        self._confirm = KeyButton("find.saved.save", parent=self)
        self._question = ElidedLabel(Type.ROW, Role.AMBER, parent=self)
        self.sure = KeyButton("find.saved.sure", parent=self)
        self._error = ElidedLabel(Type.BODY, Role.RED, parent=self)
        self._pages = QStackedWidget(self)
        self._assemble()
        self._connect()
        self.retranslate()
        self._show()

    def _assemble(self) -> None:
        self._rest = _line(self._pages, (self.chips, 1), (self._none, 1), (self.keep, 0), (self.remove, 0))
        self._naming = _line(self._pages, (self.name, 1), (self.shared, 0), (self._confirm, 0))
        self._asking = _line(self._pages, (self._question, 1), (self.sure, 0))
        for page in (self._rest, self._naming, self._asking):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._pages)
        column.addWidget(self._error)
        self._error.hide()

    def _connect(self) -> None:
        self.chips.changed.connect(self._on_picked)
        self.keep.clicked.connect(self._on_keep)
        self.remove.clicked.connect(self._on_remove)
        self.name.returnPressed.connect(self._on_named)
        self._confirm.clicked.connect(self._on_named)
        self.sure.clicked.connect(self._on_sure)

    # --- values in ---

    def set_rights(self, *, may_keep: bool, may_share: bool) -> None:
        self._may_share = may_share
        self.setVisible(may_keep)
        self.shared.setVisible(may_share)

    def set_filters(self, filters: tuple[SavedFilter, ...]) -> None:
        """Show these; the chosen one stays chosen."""
        self._filters = filters
        self.retranslate()
        self._show()

    def select(self, filter_id: UUID | None) -> None:
        """Mark this one as what is shown; none once something else is asked for."""
        self.chips.choose(*([filter_id] if filter_id is not None else []))
        self._show()

    def set_error(self, sentence: str) -> None:
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))

    def rest(self) -> None:
        """Back to the filters."""
        self.set_error("")
        self._pages.setCurrentWidget(self._rest)

    @property
    def is_resting(self) -> bool:
        return self._pages.currentWidget() is self._rest

    @property
    def chosen(self) -> SavedFilter | None:
        chosen = self.chips.chosen
        return next((one for one in self._filters if chosen and one.id == chosen[0]), None)

    def retranslate(self) -> None:
        self.chips.setAccessibleName(say("find.saved.head"))
        self.chips.set_chips(tuple(Chip(one.id, _name(one)) for one in self._filters))
        self._none.set_text(say("find.saved.none"))
        self.name.setPlaceholderText(say("find.saved.name_hint"))
        self.name.setAccessibleName(say("find.saved.name_hint"))

    def _show(self) -> None:
        self.chips.setVisible(bool(self._filters))
        self._none.setVisible(not self._filters)
        chosen = self.chosen
        mine = chosen is not None and (chosen.mine or (chosen.shared and self._may_share))
        self.remove.setVisible(mine)

    # --- hands ---

    @Slot()
    def _on_picked(self) -> None:
        chosen = self.chosen
        self._show()
        if chosen is not None:
            self.picked.emit(chosen)

    @Slot()
    def _on_keep(self) -> None:
        chosen = self.chosen
        self.set_error("")
        self.name.setText(chosen.name if chosen is not None else "")
        self.shared.setChecked(chosen is not None and chosen.shared and self._may_share)
        self._pages.setCurrentWidget(self._naming)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_named(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.set_error(say("find.saved.nameless"))
            return
        mine = (one for one in self._filters if one.name.casefold() == name.casefold())
        same = next((one for one in mine if one.mine or (one.shared and self._may_share)), None)
        self.set_error("")
        self.kept.emit(name, self.shared.isChecked(), same.id if same is not None else None)

    @Slot()
    def _on_remove(self) -> None:
        if self.chosen is not None:
            word = "find.saved.ask_shared" if self.chosen.shared else "find.saved.ask"
            self._question.set_text(say(word, name=self.chosen.name))
            self._pages.setCurrentWidget(self._asking)
            self.sure.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_sure(self) -> None:
        if self.chosen is not None:
            self.removed.emit(self.chosen.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.is_resting:
            self.rest()
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _line(parent: QWidget, *parts: tuple[QWidget, int]) -> QWidget:
    line = QWidget(parent)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    for part, stretch in parts:
        row.addWidget(part, stretch)
    return line


def _name(one: SavedFilter) -> str:
    return say("find.saved.of_all", name=one.name) if one.shared else one.name
