"""Qt's own dialogs in our words: what they say in English is looked up in `resources/words` like everything else.

Qt ships no Indonesian. An entry of `qt_dialog` in English is Qt's source text to the letter, the one in Indonesian is
what is said for it. They reach Qt as a catalogue in its own form, built in memory: a QTranslator that is asked in
Python would need the interpreter's lock on the file dialog's thread, for which the GUI thread waits when it closes.
"""

import struct
from functools import cache

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from resources.words import Language, catalog, language

WORDS = (
    "look_in",
    "look_in_hear",
    "file_name",
    "file_type",
    "folder",
    "open_key",
    "open",
    "save_key",
    "save",
    "choose_key",
    "cancel",
    "ok",
    "yes_key",
    "no_key",
    "back",
    "back_hint",
    "forward",
    "forward_hint",
    "up",
    "up_hint",
    "new_folder",
    "new_folder_hint",
    "new_folder_key",
    "new_folder_name",
    "list_view",
    "list_view_hint",
    "detail_view",
    "detail_view_hint",
    "sidebar",
    "sidebar_hint",
    "files",
    "folders",
    "find_folder",
    "all_files",
    "rename_key",
    "delete_key",
    "delete",
    "hidden_key",
    "show",
    "recent",
    "exists",
    "not_found",
    "not_found_folder",
    "protected",
    "sure",
    "computer",
    "drive",
    "folder_kind",
    "name",
    "size",
    "kind",
    "changed",
    "undo",
    "redo",
    "cut",
    "copy",
    "paste",
    "select_all",
)
_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69  # sections of the file
_END, _TRANSLATION, _SOURCE = 1, 3, 6  # parts of a message
_NAME = "siaga-qt"


def speak(app: QApplication) -> None:
    """Let Qt speak the language that is chosen now; to be called again at each change."""
    before = app.findChild(QTranslator, _NAME)
    if before is not None:
        app.removeTranslator(before)
        before.setParent(None)
    if language() is Language.INDONESIAN:
        made = QTranslator(app)
        made.setObjectName(_NAME)
        made.load(_indonesian())
        app.installTranslator(made)


@cache
def _indonesian() -> bytes:
    """Kept for ever: Qt reads the bytes where they lie."""
    english, indonesian = catalog(Language.ENGLISH), catalog(Language.INDONESIAN)
    return catalogue({english[f"qt_dialog.{word}"]: indonesian[f"qt_dialog.{word}"] for word in WORDS})


def catalogue(translations: dict[str, str]) -> bytes:
    """A .qm file of these source texts; found in whichever context Qt asks for one.

    Form: qtbase/src/corelib/kernel/qtranslator.cpp, of Qt 5 and 6.
    """
    messages, places = b"", []
    for source, said in translations.items():
        places.append((_hash(source.encode()), len(messages)))
        text, key = said.encode("utf-16-be"), source.encode()
        messages += struct.pack(
            f">BI{len(text)}sBI{len(key)}sB", _TRANSLATION, len(text), text, _SOURCE, len(key), key, _END
        )
    hashes = b"".join(struct.pack(">II", *place) for place in sorted(places))
    sections = ((_HASHES, hashes), (_MESSAGES, messages))
    return _MAGIC + b"".join(struct.pack(">BI", tag, len(content)) + content for tag, content in sections)


def _hash(text: bytes) -> int:
    """The ELF hash, never 0."""
    found = 0
    for byte in text:
        found = (found << 4) + byte
        high = found & 0xF0000000
        found = (found ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return found or 1
