"""The shift in two to four sentences, for whoever reads no further."""

from console.reports.context import ReportContext
from console.reports.load import operators_of, peak_load
from console.reports.speech import Speech
from storage.model.shift_facts import CameraLine, ShiftFacts
from storage.model.tickets import OPEN_STATES, Priority
from widgets.alarms.bands import band

TARGET = 0.9
"""NFPA 1225 (2022): 90 % of what was answered is dispatched within 60 s."""


def opened(facts: ShiftFacts) -> int:
    return sum(line.opened_at >= facts.since for line in facts.tickets)


def still_open(facts: ShiftFacts) -> int:
    return sum(line.state in OPEN_STATES for line in facts.tickets)


def summary(facts: ShiftFacts, context: ReportContext, speech: Speech) -> list[str]:
    """Tickets, their times against the target, cameras, alarms; a matter without anything to tell is told so."""
    sentences = [_tickets(facts, context, speech), _times(facts, speech), _exercises(facts, speech)]
    sentences.append(_cameras(facts, speech))
    return [*(sentence for sentence in sentences if sentence), _alarms(facts, speech)]


def _tickets(facts: ShiftFacts, context: ReportContext, speech: Speech) -> str:
    count = opened(facts)
    older = len(facts.tickets) - count
    if not facts.tickets:
        return speech.say("report.summary.no_tickets")
    word = "report.summary.opened" if count else "report.summary.none_opened"
    told = [speech.say(word, n=count, count=speech.number(count))]
    if facts.by_category and count:
        code, most = facts.by_category[0]
        name = context.category(code, speech.language)
        told.append(speech.say("report.summary.most", category=name, count=speech.number(most)))
    critical = dict(facts.by_priority).get(Priority.CRITICAL, 0)
    if critical:
        told.append(speech.say("report.summary.critical", n=critical, count=speech.number(critical)))
    if older:
        told.append(speech.say("report.summary.older", n=older, count=speech.number(older)))
    open_now = still_open(facts)
    last = "report.summary.open" if open_now else "report.summary.none_open"
    return " ".join([*told, speech.say(last, n=open_now, count=speech.number(open_now))])


def _exercises(facts: ShiftFacts, speech: Speech) -> str:
    """What was only practised stands here and in no other figure."""
    count = facts.exercise_tickets
    return speech.say("report.summary.exercises", n=count, count=speech.number(count)) if count else ""


def _times(facts: ShiftFacts, speech: Speech) -> str:
    times = facts.to_dispatch
    if not times.count:
        return ""
    told = speech.say("report.summary.dispatched", n=times.count, median=speech.duration(times.median_s))
    if not times.within:
        return told
    limit, within = times.within[0]
    facts_of_target: dict[str, str | int | float] = {
        "limit": speech.duration(limit),
        "within": speech.number(within),
        "count": speech.number(times.count),
        "share": speech.share(within, times.count),
    }
    met = within >= TARGET * times.count
    key = "report.summary.target_met" if met else "report.summary.target_missed"
    return " ".join([told, speech.say(key, target=speech.percent(round(100 * TARGET)), **facts_of_target)])


def _cameras(facts: ShiftFacts, speech: Speech) -> str:
    lost = [camera for camera in facts.cameras if camera.outages]
    if not facts.cameras:
        return ""
    count = speech.number(len(facts.cameras))
    if not lost:
        return speech.say("report.summary.cameras_all", n=len(facts.cameras), count=count)
    worst = max(lost, key=_minutes_lost)
    return speech.say(
        "report.summary.cameras_lost",
        n=len(lost),
        lost=speech.number(len(lost)),
        count=count,
        camera=f"{worst.number} {worst.name}",
        minutes=speech.minutes(worst.minutes_lost),
    )


def _minutes_lost(camera: CameraLine) -> float:
    return camera.minutes_lost


def _alarms(facts: ShiftFacts, speech: Speech) -> str:
    raised = sum(line.raised for line in facts.alarms)
    if not raised:
        return speech.say("report.summary.no_alarms")
    load = peak_load(facts)
    return speech.say(
        "report.summary.alarms",
        n=raised,
        count=speech.number(raised),
        busiest=speech.number(facts.busiest_10_minutes),
        each=speech.number(load.per_operator, 1),
        band=speech.say(f"alarms.load.band.{band(load)}"),
        operators=operators_of(facts),
    )
