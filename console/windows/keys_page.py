"""The page of keys: every table of keys of the desk, in groups that a person looks for."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.windows.keys import KEYS, NOT_SHORTCUTS
from resources.words import say
from widgets import theme
from widgets.alarms.keys import KEYS as ALARM_KEYS
from widgets.alarms.keys import Wish as AlarmWish
from widgets.common.buttons import key_name
from widgets.common.labels import KeyChip
from widgets.incidents import contacts, extras, kin_line, reports
from widgets.incidents.keys import KEYS as ACT_KEYS
from widgets.playback.wishes import KEYS as PLAYBACK_KEYS
from widgets.theme import Role, Type
from widgets.tiles.ptz_keys import KEYS as PTZ_KEYS

GROUPS: dict[str, tuple[str, ...]] = {
    "pictures": (
        *("by_number", "find_camera", "arrows", "maximise", "restore", "clear", "zoom", "zoom_off", "zoom_move"),
        *("take_ptz", "save_still", "overlays", "grid_1", "grid_4", "grid_9", "grid_16"),
    ),
    "recorded": ("recording", "replay", "moment"),
    "screens": ("new_window", "next_screen", "full_screen", "to_wall", "open_wall"),
    "work": ("alarm_list", "mute", "tickets", "find_ticket", "by_due", "inbox", "new_ticket", "take_call"),
    "procedure": ("answer_step", "skip_step", "look_step", "choose_step", "fold_procedure"),
    "shift": ("open_shift", "open_log", "open_handover", "report"),
    "books": (
        "camera_book",
        "camera_health",
        "add_camera",
        "edit_camera",
        "open_rules",
        "open_contacts",
        "open_crews",
        "open_routing",
    ),
    "desk": ("exercise", "change_person", "language", "keys"),
}
"""The desk's own keys by what a person is about to do."""
COLUMNS = (
    ("pictures", "recorded", "screens", "work", "shift"),
    ("ticket", "procedure", "alarms", "books", "desk"),
    ("playing", "moving"),
)
_ROW_PX = 22
_COLUMN_PX = 420
_LEAST_PX = 340


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as it is bound, and the entry that says what it does."""

    key: str
    word: str


def rows_of(group: str) -> tuple[KeyRow, ...]:
    """The keys of a group, in the order of its table."""
    if group == "alarms":
        hints = {wish: f"alarms.hint.{wish.value}" for wish in ALARM_KEYS}
        hints[AlarmWish.SHELVED] = "alarms.hint.shelved_count"
        return tuple(KeyRow(key, hints[wish]) for wish, key in ALARM_KEYS.items())
    if group == "ticket":
        beside = (
            KeyRow(contacts.KEY, "tickets.contact.head"),
            KeyRow(reports.KEY, "tickets.report.head"),
            KeyRow(extras.SNAP_KEY, "tickets.extra.snap"),
            KeyRow(kin_line.KEY, "links.title"),
        )
        return (*(KeyRow(key, f"tickets.act.{act.value}") for act, key in ACT_KEYS.items()), *beside)
    if group == "playing":
        return tuple(KeyRow(key, f"playback_desk.keys.{wish.value}") for wish, key in PLAYBACK_KEYS.items())
    if group == "moving":
        return tuple(KeyRow(key, f"ptz.keys.{wish.value}") for wish, key in PTZ_KEYS.items())
    keys = {intent: key for key, intent in (*NOT_SHORTCUTS, *KEYS)}
    return tuple(KeyRow(keys[intent], f"console.keys.{intent}") for intent in GROUPS[group] if intent in keys)


class _Line(QLabel):
    """Wraps, and is as high as that takes: a grid in columns does not ask for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setMinimumHeight(_ROW_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(max(_ROW_PX, self.heightForWidth(self.width())))


class KeysPage(QScrollArea):
    """What each key does; scrolls where the screen is lower than the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: list[tuple[QLabel, str]] = []
        self._heads: list[tuple[QLabel, str]] = []
        self._body = body = QWidget(self)
        columns = QHBoxLayout(body)
        columns.setContentsMargins(24, 16, 24, 24)
        columns.setSpacing(32)
        for groups in COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(theme.PAD)
            for group in groups:
                column.addLayout(self._group(group, body))
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.retranslate()

    def _group(self, group: str, body: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.PAD)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, 92)
        grid.setColumnStretch(1, 1)
        head = QLabel(body)
        head.setFont(theme.font(Type.HEAD))
        palette = head.palette()
        palette.setColor(head.foregroundRole(), theme.color(Role.SECOND))
        head.setPalette(palette)
        grid.addWidget(head, 0, 0, 1, 2)
        self._heads.append((head, f"keys_page.head.{group}"))
        for at, row in enumerate(rows_of(group), start=1):
            label = _Line(body)
            chip = KeyChip(key_name(row.key), body)
            grid.addWidget(chip, at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, at, 1)
            self._said.append((label, row.word))
        return grid

    def sizeHint(self) -> QSize:
        """All of it, as far as the screen allows."""
        room = self.screen().availableSize()
        return QSize(min(3 * _COLUMN_PX, room.width()), min(self._body.sizeHint().height(), room.height() - 64))

    def minimumSizeHint(self) -> QSize:
        """Words wrap, so it may be narrow; it scrolls, so it may be low."""
        return QSize(3 * _LEAST_PX, _LEAST_PX)

    def retranslate(self) -> None:
        for head, word in self._heads:
            head.setText(say(word).upper())
        for label, word in self._said:
            label.setText(say(word).removesuffix(" …"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
