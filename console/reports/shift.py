"""A shift's facts as everything that its report says: words, figures and places, for the template to set."""

from collections.abc import Set
from typing import Any

from console.reports import annex, audit, charts, evidence, sections
from console.reports.context import ReportContext
from console.reports.plain import printable
from console.reports.span import shift_name
from console.reports.speech import Speech
from console.reports.summary import opened, still_open, summary
from resources.words import Language
from storage.model.shift_facts import ShiftFacts


def report_values(
    facts: ShiftFacts, context: ReportContext, language: Language, *, allowed: Set[int] | None = None
) -> dict[str, Any]:
    """Plain values only; every string in them can be printed (`allowed`: console.reports.plain.printable)."""
    speech = Speech(language, context.plan.zone)
    values = {
        **_frame(facts, context, speech),
        "figures": _figures(facts, speech),
        "summary": {"title": speech.say("report.section.summary"), "text": " ".join(summary(facts, context, speech))},
        "people": sections.people(facts, speech),
        "handovers": sections.handovers(facts, speech),
        "counts": sections.counts(facts, context, speech),
        "response": charts.response(facts, speech),
        "cameras": sections.cameras(facts, speech),
        "alarms": sections.alarms(facts, speech),
        "congestion": charts.congestion(facts, speech),
        "evidence": evidence.handed_out(facts, context, speech),
        "audit": audit.audit(context, speech),
        "log": sections.log(facts, speech),
        "nuisance": sections.nuisance(facts, speech),
        "tickets": annex.tickets(facts, context, speech),
    }
    return {**_printed(values, allowed), "seal": context.seal.value if context.seal else None}


def _frame(facts: ShiftFacts, context: ReportContext, speech: Speech) -> dict[str, Any]:
    """The cover line, the foot of each page and what the file says of itself."""
    name = shift_name(context.plan, facts.since, facts.until)
    title = speech.say("report.title.shift", name=name) if name else speech.say("report.title.span")
    span = speech.span(facts.since, facts.until)
    made = {"at": speech.moment(facts.read_at), "name": context.made_by}
    return {
        "lang": speech.language.value,
        "document": {"title": f"{title}, {span}", "author": context.site_name},
        "cover": {
            "authority": context.authority,
            "site": context.site_name,
            "title": title,
            "span": span,
            "made": speech.say("report.made", **made),
            "seal": speech.say("report.seal.alt", authority=context.authority),
        },
        "foot": f"{title} · {span}",
        "page": speech.say("report.page", page="@page", pages="@total"),
    }


def _figures(facts: ShiftFacts, speech: Speech) -> list[dict[str, str]]:
    """The row of large figures under the cover line."""
    raised = sum(line.raised for line in facts.alarms)
    out = sum(bool(line.outages) for line in facts.cameras)
    figures = (
        ("opened", speech.number(opened(facts))),
        ("open", speech.number(still_open(facts))),
        ("median", speech.duration(facts.to_dispatch.median_s)),
        ("alarms", speech.number(raised)),
        ("cameras_out", speech.number(out)),
    )
    return [{"value": value, "label": speech.say(f"report.figure.{name}")} for name, value in figures]


def _printed(value: Any, allowed: Set[int] | None) -> Any:
    if isinstance(value, str):
        return printable(value, allowed)
    if isinstance(value, dict):
        return {name: _printed(part, allowed) for name, part in value.items()}
    if isinstance(value, list):
        return [_printed(part, allowed) for part in value]
    return value
