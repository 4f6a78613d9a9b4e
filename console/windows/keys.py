"""The desk's keys: one table that makes the shortcuts and the page that explains them (keys_page.py)."""

from widgets.alarms.keys import MUTE_KEY

KEYS: tuple[tuple[str, str], ...] = (
    ("C", "find_camera"),
    ("A", "alarm_list"),
    ("K", "tickets"),
    ("I", "inbox"),
    ("Ctrl+J", "by_due"),
    ("T", "new_ticket"),
    ("F2", "take_call"),
    ("F8", "recording"),
    ("F3", "replay"),
    ("Q", "moment"),
    ("Z", "take_ptz"),
    ("W", "to_wall"),
    ("Ctrl+W", "open_wall"),
    ("F5", "open_log"),
    ("F6", "open_handover"),
    ("F7", "open_shift"),
    ("F4", "report"),
    ("Ctrl+R", "open_rules"),
    ("Ctrl+B", "open_contacts"),
    ("Ctrl+U", "open_crews"),
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
    ("F12", "save_still"),
    ("Ctrl+G", "exercise"),
    ("Ctrl+L", "change_person"),
    ("Ctrl+E", "language"),
    ("F1", "keys"),
)
"""Key and intent: the desk has a method of the intent's name, the words say what it does."""

NOT_SHORTCUTS = (
    ("0–9 ⏎", "by_number"),
    (MUTE_KEY, "mute"),
    ("⏎", "maximise"),
    ("↑ ↓ ← →", "arrows"),
    ("Del", "clear"),
    ("Ctrl ±", "zoom"),
    ("Ctrl 0", "zoom_off"),
    ("Shift ↑↓←→", "zoom_move"),
)
"""Keys that widgets hear themselves; they stand on the page beside the others."""
