"""The list of alarms on the desk's right: what wants an answer, and what was put off."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QItemSelection, QModelIndex, QSize, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.words import say
from storage.model.alarms import LISTED, Alarm, AlarmState
from storage.model.cameras import Camera
from widgets import theme
from widgets.alarms.acts import AlarmActs, allows
from widgets.alarms.keys import Wish
from widgets.alarms.lines import AlarmLine, GroupKey, GroupLine, Line, LineKey, grouped, key_of_group, plain
from widgets.alarms.rows import ROW_PX, AlarmDelegate, AlarmModel
from widgets.alarms.rowview import AlarmRows
from widgets.common.labels import StateChip
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role

ROWS_MOST = 6
"""As high as it grows; beyond that it scrolls, so that tickets keep their room."""


class AlarmListView(WordedWidget):
    """Alarms in the order given, in a flood grouped by kind and camera group.

    The choice stays with its alarm. When that leaves the list, nothing is chosen until a person chooses again: a key
    that was meant for one alarm never falls on another. `alarm_selected` tells only what a person chose.
    """

    alarm_selected = Sent[UUID]()
    wished = Sent[Wish, UUID]()  # an act on the alarm that is chosen
    shelved_wished = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alarms: tuple[Alarm, ...] = ()
        self._cameras: Mapping[UUID, Camera] = {}
        self._opened: frozenset[GroupKey] = frozenset()
        self._chosen: LineKey | None = None
        self._flood = self._shelved = self._quiet = False
        self._may_act = True
        self._model = AlarmModel(self)
        self.rows = AlarmRows(self)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(AlarmDelegate(self.rows))
        self.acts = AlarmActs(self)
        self._note = StateChip(self)
        self._note.setVisible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        noted = QVBoxLayout()
        noted.setContentsMargins(theme.PAD + 4, 0, theme.PAD, 0)
        noted.addWidget(self._note)
        box.addLayout(noted)
        box.addWidget(self.rows)
        box.addWidget(self.acts)
        self.setFocusProxy(self.rows)
        self.rows.selectionModel().selectionChanged.connect(self._on_selection)
        self.rows.clicked.connect(self._on_clicked)
        self.rows.wished.connect(self._on_wish)
        self.acts.wished.connect(self._on_wish)
        self.retranslate()
        self._fill()

    @property
    def listed(self) -> tuple[Alarm, ...]:
        return tuple(alarm for alarm in self._alarms if alarm.state in LISTED)

    @property
    def shelved(self) -> tuple[Alarm, ...]:
        return tuple(alarm for alarm in self._alarms if alarm.state is AlarmState.SHELVED)

    @property
    def shows_shelved(self) -> bool:
        return self._shelved

    def set_alarms(self, alarms: tuple[Alarm, ...], *, flood: bool = False) -> None:
        """Listed and shelved ones, in the order to be shown; in a flood the listed ones are grouped."""
        self._alarms = alarms
        if flood and not self._flood:
            chosen = self.chosen_alarm()
            self._opened = frozenset({key_of_group(chosen, self._cameras)}) if chosen is not None else frozenset()
        self._flood = flood
        self._fill()

    def set_cameras(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = {camera.id: camera for camera in cameras}
        self._fill()

    def set_now(self, now: datetime) -> None:
        """The moment that ages are told from; aware."""
        if now != self._model.now:
            self._model.now = now
            self.rows.viewport().update()

    def set_may_act(self, may_act: bool) -> None:
        """Without it the list is only read."""
        self._may_act = may_act
        self._show_acts()

    def set_shelved(self, shelved: bool) -> None:
        """Show what was put off instead of what wants an answer."""
        if shelved != self._shelved:
            self._shelved = shelved
            self._chosen, self.rows.place = None, 0
            self._fill()

    def select(self, alarm_id: UUID | None) -> None:
        """Put the choice on an alarm without telling."""
        self._quiet = True
        self._chosen = alarm_id
        self._put_selection()
        self._quiet = False

    def take_focus(self) -> None:
        """Give it the keyboard, with the first row chosen where none is."""
        self.rows.setFocus()
        if not self.rows.currentIndex().isValid():
            self.rows.enter()

    def chosen_alarm(self) -> Alarm | None:
        line = self._line()
        return line.alarm if isinstance(line, AlarmLine) else None

    def lines(self) -> tuple[Line, ...]:
        """What is shown, row by row."""
        if self._shelved:
            return plain(self.shelved, self._cameras)
        if self._flood:
            return grouped(self.listed, self._cameras, self._opened)
        return plain(self.listed, self._cameras)

    def retranslate(self) -> None:
        self.rows.setAccessibleName(say("alarms.head_shelved" if self._shelved else "alarms.head"))
        self.rows.empty_text = say("alarms.none_shelved" if self._shelved else "alarms.none")
        self._note.set_state("flood", say("alarms.flood_note"), Role.AMBER, framed=False)
        self.rows.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(320, super().sizeHint().height())

    def _fill(self) -> None:
        self._quiet = True
        if self._model.set_lines(self.lines()):
            self._put_selection()
        self._quiet = False
        self._note.setVisible(self._flood and not self._shelved)
        self.rows.setFixedHeight(ROW_PX * min(max(self._model.rowCount(), 1), ROWS_MOST))
        self.retranslate()
        self._show_acts()

    def _put_selection(self) -> None:
        index = self._model.index_of(self._chosen)
        if index.isValid():
            self.rows.setCurrentIndex(index)
            self.rows.scrollTo(index)
        else:
            self._chosen = None
            self.rows.clearSelection()
            self.rows.setCurrentIndex(QModelIndex())
        self._show_acts()

    def _line(self) -> Line | None:
        return self._model.line(self._model.index_of(self._chosen))

    def _show_acts(self) -> None:
        self.acts.setVisible(self._may_act and self._model.rowCount() > 0)
        self.acts.set_alarm(self.chosen_alarm(), may_act=self._may_act)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, chosen: QItemSelection, left: QItemSelection) -> None:
        indexes = chosen.indexes()
        line = self._model.line(indexes[0]) if indexes else None
        if self._quiet or line is None:
            return
        self._chosen = line.key
        self._show_acts()
        if isinstance(line, AlarmLine):
            self.alarm_selected.emit(line.alarm.id)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        line = self._model.line(index)
        if isinstance(line, GroupLine):
            self._open(line, not line.is_open)

    @Slot(object)
    def _on_wish(self, wish: Wish) -> None:
        line = self._line()
        if wish is Wish.SHELVED:
            self.shelved_wished.emit()
        elif isinstance(line, GroupLine):
            if wish in (Wish.ACKNOWLEDGE, Wish.OPEN, Wish.CLOSE):
                self._open(line, not line.is_open if wish is Wish.ACKNOWLEDGE else wish is Wish.OPEN)
        elif isinstance(line, AlarmLine) and self._may_act and allows(line.alarm, wish):
            self.wished.emit(wish, line.alarm.id)

    def _open(self, line: GroupLine, is_open: bool) -> None:
        key = (line.kind, line.group)
        self._opened = self._opened | {key} if is_open else self._opened - {key}
        self._fill()
