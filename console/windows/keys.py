"""The desk's keys: one table that makes the shortcuts and the page that explains them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from resources.words import say
from widgets import theme
from widgets.alarms.keys import MUTE_KEY
from widgets.common.labels import KeyChip

KEYS: tuple[tuple[str, str], ...] = (
    ("C", "find_camera"),
    ("A", "alarm_list"),
    ("K", "tickets"),
    ("I", "inbox"),
    ("T", "new_ticket"),
    ("F2", "take_call"),
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
)


class KeysPage(QWidget):
    """What each key does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 24, 24, 24)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(theme.GAP)
        self._labels: list[tuple[QLabel, str]] = []
        for place, (key, intent) in enumerate((*_NOT_SHORTCUTS, *KEYS)):
            row, column = place % 11, (place // 11) * 2
            label = QLabel(self)
            self._labels.append((label, intent))
            grid.addWidget(KeyChip(key), row, column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, row, column + 1)
        self.retranslate()

    def retranslate(self) -> None:
        for label, intent in self._labels:
            label.setText(say(f"console.keys.{intent}"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
