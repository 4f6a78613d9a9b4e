"""The report's section on evidence: what left the house, and the fingerprint by which it is known."""

from typing import Any

from console.reports.context import HandedOut, ReportContext
from console.reports.plain import without_callers
from console.reports.sections import table
from console.reports.speech import Speech
from storage.model.shift_facts import ShiftFacts

_COLUMNS = ("at", "author", "handed_out", "footage", "missing")
_GROUP = 8


def handed_out(facts: ShiftFacts, context: ReportContext, speech: Speech) -> dict[str, Any]:
    """Every folder of the span with what proves it; the fingerprint stands there in every shift, for later folders."""
    rows = [_row(one, facts, context, speech) for one in context.evidence]
    shown = groups(context.fingerprint)
    key = speech.say("report.evidence.key" if shown else "report.evidence.no_key")
    return {**table(speech, "evidence", _COLUMNS, []), "rows": rows, "key": key, "fingerprint": shown}


def _row(one: HandedOut, facts: ShiftFacts, context: ReportContext, speech: Speech) -> dict[str, Any]:
    export = one.export
    spans = dict.fromkeys((span.since, span.until) for span in export.spans)
    other = export.key_fingerprint != context.fingerprint
    about = [
        ", ".join(one.cameras),
        without_callers(export.reason),
        speech.say("report.evidence.digest", digest=groups(export.manifest_sha256)),
        speech.say("report.evidence.other_key", fingerprint=groups(export.key_fingerprint)) if other else "",
    ]
    return {
        "at": speech.time(export.made_at, facts.since, facts.until),
        "author": export.made_by,
        "folder": export.folder,
        "about": [words for words in about if words],
        "footage": [
            "–".join(speech.time(at, facts.since, facts.until) for at in (since, until)) for since, until in spans
        ],
        "missing": speech.duration(export.gaps_s),
    }


def groups(digest: str) -> str:
    """Groups of eight, so that it can be compared by eye and breaks between lines."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
