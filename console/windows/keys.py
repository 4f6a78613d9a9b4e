"""The desk's keys: one table that makes the shortcuts and the page that explains them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from resources.words import say
from widgets import theme
from widgets.alarms.keys import MUTE_KEY
from widgets.common.labels import KeyChip
from widgets.playback.wishes import KEYS as PLAYBACK_KEYS
from widgets.playback.wishes import Wish

KEYS: tuple[tuple[str, str], ...] = (
    ("C", "find_camera"),
    ("A", "alarm_list"),
    ("K", "tickets"),
    ("I", "inbox"),
    ("T", "new_ticket"),
    ("F2", "take_call"),
    ("F8", "recording"),
    ("F3", "replay"),
    ("Q", "moment"),
    ("W", "to_wall"),
    ("Ctrl+W", "open_wall"),
    ("F5", "open_log"),
    ("F6", "open_handover"),
    ("F7", "open_shift"),
    ("F4", "report"),
    ("Ctrl+R", "open_rules"),
    ("Ctrl+B", "open_contacts"),
    ("O", "overlays"),
    ("Ctrl+1", "grid_1"),
    ("Ctrl+2", "grid_4"),
    ("Ctrl+3", "grid_9"),
    ("Ctrl+4", "grid_16"),
    ("Esc", "restore"),
    ("Ctrl+N", "add_camera"),
    ("Ctrl+D", "edit_camera"),
    ("Ctrl+K", "camera_book"),
    ("Ctrl+H", "camera_health"),
    ("F9", "new_window"),
    ("F10", "next_screen"),
    ("F11", "full_screen"),
    ("Ctrl+L", "change_person"),
    ("Ctrl+E", "language"),
    ("F1", "keys"),
)
"""Key and intent: the desk has a method of the intent's name, the words say what it does."""

_NOT_SHORTCUTS = (
    ("0–9 ⏎", "by_number"),
    (MUTE_KEY, "mute"),
    ("⏎", "maximise"),
    ("↑ ↓ ← →", "arrows"),
    ("Del", "clear"),
    ("Ctrl ±", "zoom"),
    ("Ctrl 0", "zoom_off"),
    ("Shift ↑↓←→", "zoom_move"),
)
_ROWS = 14
_PLAYED_ROWS = 9


class KeysPage(QWidget):
    """What each key does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 24, 24, 24)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(theme.GAP)
        self._labels: list[tuple[QLabel, str]] = []
        self._played: list[tuple[QLabel, Wish]] = []
        self._head = QLabel(self)
        self._head.setFont(theme.font(theme.Type.HEAD))
        for place, (key, intent) in enumerate((*_NOT_SHORTCUTS, *KEYS)):
            self._labels.append((self._put(grid, key, place % _ROWS, place // _ROWS), intent))
        grid.addWidget(self._head, _ROWS, 0, 1, 8)
        grid.setRowMinimumHeight(_ROWS, theme.ROW_HEIGHT)
        for place, (wish, key) in enumerate(PLAYBACK_KEYS.items()):
            label = self._put(grid, key, _ROWS + 1 + place % _PLAYED_ROWS, place // _PLAYED_ROWS)
            self._played.append((label, wish))
        self.retranslate()

    def _put(self, grid: QGridLayout, key: str, row: int, column: int) -> QLabel:
        label = QLabel(self)
        grid.addWidget(KeyChip(key), row, column * 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label, row, column * 2 + 1)
        return label

    def retranslate(self) -> None:
        self._head.setText(say("playback_desk.keys.head").upper())
        for label, intent in self._labels:
            label.setText(say(f"console.keys.{intent}"))
        for label, wish in self._played:
            label.setText(say(f"playback_desk.keys.{wish.value}"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
