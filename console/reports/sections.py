"""The report's tables: who was there, what was counted, which cameras were out, what stands in the log book."""

from collections.abc import Sequence
from typing import Any

from console.presenters.handover_paper import UnreadablePaper, from_json
from console.reports.context import ReportContext
from console.reports.load import mean_per_operator, operators_of, peak_load
from console.reports.plain import without_callers
from console.reports.speech import Speech
from resources.words import Language, catalog
from storage.model.people import Role
from storage.model.shift_facts import CameraLine, ShiftFacts
from storage.model.shifts import Handover, Side, SignIn
from widgets.alarms.bands import band

Part = dict[str, Any]
_DIGEST_GROUP = 8


def table(speech: Speech, name: str, columns: Sequence[str], rows: list[list[str]], **more: object) -> Part:
    """A section with a title, a head and rows; without rows its sentence says so."""
    return {
        "title": speech.say(f"report.section.{name}"),
        "head": [speech.say(f"report.column.{column}") for column in columns],
        "rows": rows,
        "empty": speech.say(f"report.empty.{name}"),
        **more,
    }


def people(facts: ShiftFacts, speech: Speech) -> Part:
    """Who was signed in to a shift, and when."""

    def row(one: SignIn) -> list[str]:
        role = speech.say(f"widgets.people.role.{one.role}") if one.role in set(Role) else one.role
        ended = speech.time(one.signed_out_at, facts.since, facts.until)
        until = ended if one.signed_out_at else speech.say("report.people.still_on")
        shift = f"{one.shift_name} {speech.time(one.shift_starts_at, facts.since, facts.until)}"
        return [one.person_name, role, shift, speech.time(one.signed_in_at, facts.since, facts.until), until]

    ordered = sorted(facts.sign_ins, key=_by_sign_in)
    columns = ("name", "role", "shift", "signed_in", "signed_out")
    return table(speech, "people", columns, [row(one) for one in ordered])


def handovers(facts: ShiftFacts, speech: Speech) -> Part:
    """Each handover of the span with both signatures, or that one is missing."""
    return {
        "title": speech.say("report.section.handovers"),
        "items": [_handover(one, speech) for one in facts.handovers],
        "empty": speech.say("report.empty.handovers"),
    }


def _handover(one: Handover, speech: Speech) -> Part:
    signed = {signature.side: signature for signature in one.signatures}
    sides = []
    for side in Side:
        signature = signed.get(side)
        name = signature.person_name if signature else speech.say("report.handover.unsigned")
        when = speech.say("report.handover.signed", at=speech.moment(signature.at)) if signature else ""
        role = speech.say(f"report.handover.{side.value}")
        sides.append({"role": role, "name": name, "when": when, "signed": signature is not None})
    digest = " ".join(one.digest[at : at + _DIGEST_GROUP] for at in range(0, len(one.digest), _DIGEST_GROUP))
    prepared = {"at": speech.moment(one.prepared_at), "name": one.prepared_by}
    return {
        "shift": speech.say("report.handover.of", name=one.shift_name),
        "span": speech.span(one.shift_starts_at, one.shift_ends_at),
        "prepared": speech.say("report.handover.prepared", **prepared),
        **_paper(one, speech),
        "sides": sides,
        "digest": speech.say("report.handover.digest", digest=digest),
    }


def _paper(one: Handover, speech: Speech) -> dict[str, str]:
    """What was handed over, by its numbers, and the notes of who left; both are what was signed."""
    try:
        paper = from_json(one.content)
    except UnreadablePaper:
        return {"told": speech.say("report.handover.unreadable"), "notes": ""}
    numbers = {"tickets": len(paper.tickets), "alarms": len(paper.shelved), "cameras": len(paper.cameras)}
    notes = without_callers(paper.notes)
    return {
        "told": speech.say("report.handover.told", **numbers),
        "notes": speech.say("report.handover.notes", notes=notes) if notes else "",
    }


def counts(facts: ShiftFacts, context: ReportContext, speech: Speech) -> Part:
    """Tickets by category, by agency and by priority, each with its share of the longest bar."""
    categories = [(context.category(code, speech.language), count) for code, count in facts.by_category]
    priorities = [(speech.say(f"tickets.priority.{which.name.lower()}"), n) for which, n in facts.by_priority if n]
    groups = (("by_category", categories), ("by_agency", list(facts.by_agency)), ("by_priority", priorities))
    return {
        "title": speech.say("report.section.counts"),
        "groups": [_group(name, rows, speech) for name, rows in groups],
    }


def _group(name: str, rows: Sequence[tuple[str, int]], speech: Speech) -> Part:
    most = max((count for _, count in rows), default=0)
    lines = [
        {"name": text, "count": speech.number(count), "share": count / most if most else 0} for text, count in rows
    ]
    title = speech.say(f"report.section.{name}")
    return {"title": title, "rows": lines, "empty": speech.say(f"report.empty.{name}")}


def cameras(facts: ShiftFacts, speech: Speech) -> Part:
    """Those that were out, and in a sentence how many were not."""
    length_s = (facts.until - facts.since).total_seconds()

    def row(camera: CameraLine) -> list[str]:
        up = speech.share(round(max(0.0, length_s - camera.minutes_lost * 60)), round(length_s))
        lost = speech.minutes(camera.minutes_lost)
        return [str(camera.number), camera.name, speech.number(camera.outages), lost, up]

    out = [camera for camera in facts.cameras if camera.outages]
    others = len(facts.cameras) - len(out)
    note = speech.say("report.cameras.others", n=others, count=speech.number(others)) if out and others else ""
    columns = ("number", "camera", "outages", "minutes_lost", "available")
    return table(speech, "cameras", columns, [row(camera) for camera in out], note=note)


def alarms(facts: ShiftFacts, speech: Speech) -> Part:
    """Alarms by kind, and the load on each operator against EEMUA 191."""
    rows = [
        [_kind(line.kind, speech), *(speech.number(n) for n in (line.raised, line.false, line.ticketed, line.shelved))]
        for line in facts.alarms
    ]
    load, operators = peak_load(facts), operators_of(facts)
    who = speech.say("report.load.operators", n=operators, count=operators)
    lines = [
        [speech.say("report.load.busiest"), speech.number(facts.busiest_10_minutes)],
        [speech.say("report.load.each"), speech.number(load.per_operator, 1)],
        [speech.say("report.load.mean"), speech.number(mean_per_operator(facts), 1)],
        [speech.say("report.load.band"), speech.say(f"alarms.load.band.{band(load)}")],
    ]
    more = {"load": lines, "who": who, "bands": speech.say("alarms.load.bands")}
    return table(speech, "alarms", ("kind", "raised", "false", "ticketed", "shelved"), rows, **more)


def _kind(kind: str, speech: Speech) -> str:
    """Its word; a kind of a newer version stands for itself."""
    known = f"alarms.kind.{kind}" in catalog(Language.INDONESIAN)
    return speech.say(f"alarms.kind.{kind}") if known else kind


def log(facts: ShiftFacts, speech: Speech) -> Part:
    numbers = {line.id: line.number for line in facts.tickets}
    rows = []
    for entry in facts.log:
        number = numbers.get(entry.ticket_id, "") if entry.ticket_id else ""
        text = without_callers(entry.text)
        at = speech.time(entry.at, facts.since, facts.until)
        rows.append([at, entry.author, f"{number}: {text}" if number else text])
    return table(speech, "log", ("at", "author", "entry"), rows)


def nuisance(facts: ShiftFacts, speech: Speech) -> Part:
    count = facts.nuisance_calls
    told = speech.say("report.nuisance", n=count, count=speech.number(count))
    return {
        "title": speech.say("report.section.nuisance"),
        "text": told if count else "",
        "empty": speech.say("report.empty.nuisance"),
    }


def _by_sign_in(one: SignIn) -> tuple[object, str]:
    return one.signed_in_at, one.person_name
