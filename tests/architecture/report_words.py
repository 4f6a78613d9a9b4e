"""What the report asks its words for by a value; one list for each prefix of report.toml."""

from collections.abc import Iterable

from console.presenters.report import SpanChoice, Work
from console.reports import annex
from resources.words import Language
from storage.model.shifts import Side

_GROUPS = ["by_category", "by_agency", "by_priority"]
_TABLES = ["people", "cameras", "alarms", "evidence", "log", "tickets"]
_OTHERS = ["handovers", "response", "congestion", "nuisance"]

REPORT: dict[str, Iterable[str]] = {
    "report.choice": [choice.value for choice in SpanChoice],
    "report.column": [
        *annex._COLUMNS,
        *("name", "role", "shift", "signed_in", "signed_out"),
        *("step", "count", "median", "p90", "longest", "within"),
        *("number", "camera", "outages", "minutes_lost", "available"),
        *("kind", "raised", "false", "ticketed", "shelved"),
        *("at", "author", "entry"),
        *("handed_out", "footage", "missing"),
    ],
    "report.empty": [*_GROUPS, *_TABLES, *_OTHERS],
    "report.figure": ["opened", "open", "median", "alarms", "cameras_out"],
    "report.handover": [side.value for side in Side],
    "report.language": [language.value for language in Language],
    "report.response": ["to_take_call", "to_dispatch", "to_accept", "to_scene", "to_resolve"],
    "report.section": [*_GROUPS, *_TABLES, *_OTHERS, "summary", "counts"],
    "report.unit": ["second", "minute", "hour", "day", "percent"],
    "report.work": [work.value for work in Work],
}
