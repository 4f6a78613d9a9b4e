"""The guide's tables of keys, read off the console's own tables and buttons, so that a page cannot say another key."""

import re
from pathlib import Path

from PySide6.QtWidgets import QWidget

from console.windows.keys import KEYS, NOT_SHORTCUTS
from console.windows.report_page import ReportPage
from resources.words import Language, say, set_language
from widgets.alarms import keys as alarm_keys
from widgets.alarms.prompts import FalsePrompt, ShelvePrompt
from widgets.alarms.rules import RulesPage
from widgets.cameras.book import CameraBookPage
from widgets.cameras.find_page import CameraFindPage
from widgets.cameras.form import CameraForm
from widgets.cameras.health import CameraHealthPage
from widgets.cameras.import_page import CameraImportPage
from widgets.common.buttons import KeyButton, key_name
from widgets.crews.page import CrewsPage
from widgets.exercise.form import ExerciseForm
from widgets.incidents import contacts, extras, kin_line, reports, seals
from widgets.incidents.conflict import ConflictView
from widgets.incidents.find_page import FindPage
from widgets.incidents.form import TicketForm
from widgets.incidents.keys import KEYS as ACT_KEYS
from widgets.incidents.kin_page import KinPage
from widgets.incidents.reason import ReasonPrompt
from widgets.incidents.wording import act_word
from widgets.people.contact_book import ContactBookPage
from widgets.playback.export_form import ExportForm
from widgets.playback.marking_forms import BookmarkForm, GoToForm, LockForm
from widgets.playback.wishes import KEYS as PLAYBACK_KEYS
from widgets.routing.page import RoutingPage
from widgets.shift.logbook import LogBook
from widgets.shift.page import HandoverPage
from widgets.shift.signin import ShiftSignIn
from widgets.telephone.form import TelephoneForm
from widgets.tiles.ptz_forms import PresetForm, TakeOverForm
from widgets.tiles.ptz_keys import KEYS as PTZ_KEYS
from widgets.wall.push_form import PushForm

Rows = list[tuple[str, str]]
SHEETS: dict[str, type[QWidget]] = {
    "telephone": TelephoneForm,
    "ticket-form": TicketForm,
    "find": FindPage,
    "links": KinPage,
    "reason": ReasonPrompt,
    "conflict": ConflictView,
    "shelve": ShelvePrompt,
    "false": FalsePrompt,
    "push": PushForm,
    "sign-in": ShiftSignIn,
    "log": LogBook,
    "handover": HandoverPage,
    "report": ReportPage,
    "rules": RulesPage,
    "contact-book": ContactBookPage,
    "crews": CrewsPage,
    "routing-rules": RoutingPage,
    "exercise": ExerciseForm,
    "camera": CameraForm,
    "camera-book": CameraBookPage,
    "camera-import": CameraImportPage,
    "camera-find": CameraFindPage,
    "camera-health": CameraHealthPage,
    "bookmark": BookmarkForm,
    "lock": LockForm,
    "go-to": GoToForm,
    "evidence": ExportForm,
    "take-over": TakeOverForm,
    "preset": PresetForm,
}
"""Every sheet that the desk opens and a guide explains; its buttons tell their keys."""
_HEAD = {Language.INDONESIAN: "| Tombol | Gunanya |", Language.ENGLISH: "| Key | What it does |"}
_BLOCK = "<!-- keys: {name} -->\n{table}\n<!-- /keys -->"


def tables(language: Language, qtbot) -> dict[str, Rows]:
    """Key and what it does, by the name of the place where it works."""
    set_language(language)
    hints = {wish: f"alarms.hint.{wish.value}" for wish in alarm_keys.KEYS}
    hints[alarm_keys.Wish.SHELVED] = "alarms.hint.shelved_count"
    made = {
        "desk": [(key_name(key), say(f"console.keys.{intent}")) for key, intent in (*NOT_SHORTCUTS, *KEYS)],
        "alarms": [(key_name(key), say(hints[wish])) for wish, key in alarm_keys.KEYS.items()],
        "recordings": [(key_name(key), say(f"playback_desk.keys.{wish.value}")) for wish, key in PLAYBACK_KEYS.items()],
        "ptz": [(key_name(key), say(f"ptz.keys.{wish.value}")) for wish, key in PTZ_KEYS.items()],
        "ticket": [(key_name(key), act_word(act).removesuffix(" …")) for act, key in ACT_KEYS.items()],
    }
    made["ticket"] += [
        (contacts.KEY, say("tickets.contact.head")),
        (reports.KEY, say("tickets.report.head")),
        (extras.SNAP_KEY, say("tickets.extra.snap")),
        (kin_line.KEY, say("links.title")),
        (key_name(seals.KEY), say("identity.ask").removesuffix(" …")),
    ]
    for name, sheet in SHEETS.items():
        widget = sheet()
        qtbot.addWidget(widget)
        made[name] = keys_of(widget)
    set_language(Language.INDONESIAN)
    return made


def keys_of(sheet: QWidget) -> Rows:
    """What the sheet's buttons say, in the order in which they were made; the same key and word once."""
    rows = [(key_name(one.key), one.said()) for one in sheet.findChildren(KeyButton) if one.key and one.said()]
    return list(dict.fromkeys(rows))


def written(page: Path, language: Language, made: dict[str, Rows]) -> str:
    """The page's text with the tables as they should stand in it."""
    text = page.read_text("utf-8")
    for name, rows in made.items():
        body = "\n".join(f"| `{key}` | {what} |" for key, what in rows)
        table = _BLOCK.format(name=name, table=f"{_HEAD[language]}\n|---|---|\n{body}")
        text = re.sub(rf"<!-- keys: {name} -->\n.*?<!-- /keys -->", lambda _, table=table: table, text, flags=re.DOTALL)
    return text


def places_in(page: Path) -> set[str]:
    """Which tables a page has."""
    return set(re.findall(r"<!-- keys: (\S+) -->", page.read_text("utf-8")))
