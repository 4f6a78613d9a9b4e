"""The steps of an export by name, so that a test can end the process at each (docs/design/evidence.md)."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    HELD = "held"
    FOLDER_MADE = "folder_made"
    VIDEO_BEGUN = "video_begun"
    VIDEO_WRITTEN = "video_written"
    VIDEO_SYNCED = "video_synced"
    VIDEO_NAMED = "video_named"
    VIDEO_HASHED = "video_hashed"
    TEXTS_WRITTEN = "texts_written"
    MANIFEST_WRITTEN = "manifest_written"
    SIGNED = "signed"
    COMPLETE = "complete"
    NOTED = "noted"
    RENAMED = "renamed"
    TARGET_SYNCED = "target_synced"
    CLEARED = "cleared"
    ROW_WRITTEN = "row_written"
    NOTE_REMOVED = "note_removed"


Reached = Callable[[Step], None]


def unwatched(step: Step) -> None:
    """Nobody waits for `step`."""
