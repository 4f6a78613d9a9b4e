"""The table of tickets at the report's end: each with the times that it came through."""

from typing import Any

from console.reports.context import ReportContext
from console.reports.plain import without_callers
from console.reports.sections import table
from console.reports.speech import Speech
from storage.model.shift_facts import ShiftFacts, TicketLine

_COLUMNS = (
    *("priority", "ticket", "event", "agencies", "opened", "acknowledged", "dispatched"),
    *("accepted", "on_scene", "resolved", "closed", "state"),
)


def tickets(facts: ShiftFacts, context: ReportContext, speech: Speech) -> dict[str, Any]:
    """Every ticket that was opened in the span or open in it, in the order they were opened."""
    rows = [_row(line, facts, context, speech) for line in facts.tickets]
    part = table(speech, "tickets", _COLUMNS, [])
    count = speech.say("report.tickets.count", n=len(rows), count=speech.number(len(rows)))
    return {**part, "rows": rows, "note": " ".join([count, speech.say("report.tickets.note")])}


def _row(line: TicketLine, facts: ShiftFacts, context: ReportContext, speech: Speech) -> dict[str, Any]:
    times = (
        *(line.opened_at, line.acknowledged_at, line.dispatched_at, line.accepted_at),
        *(line.on_scene_at, line.resolved_at, line.closed_at),
    )
    reports = speech.say("report.tickets.reports", n=line.reports) if line.reports > 1 else ""
    about = (context.category(line.category, speech.language), without_callers(line.place), reports)
    return {
        "priority": int(line.priority),
        "number": line.number or speech.say("tickets.unshared"),
        "title": without_callers(line.title),
        "about": " · ".join(part for part in about if part),
        "agencies": ", ".join(line.agencies) or speech.say("tickets.no_agency"),
        "times": [speech.time(at, facts.since, facts.until) for at in times],
        "state": speech.say(f"tickets.state.{line.state}"),
    }
