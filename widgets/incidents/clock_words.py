"""A clock in words: "sisa 12 mnt", "lewat 3 mnt", "jeda: menunggu warga", "2 hari kerja lagi (Kam 14.00)"; no Qt."""

from datetime import datetime, timedelta

from resources.words import Language, language, say
from storage.model.calendar import Doubt
from storage.model.clock_values import ClockClass, PauseReason
from storage.model.tickets import AssignmentState, Ticket
from widgets.common.figures import age, clock, day
from widgets.incidents.clock_board import Face, Tone
from widgets.incidents.wording import age_s

_HOUR_S, _DAY_S = 3600, 86_400
_ENDED = frozenset({AssignmentState.REJECTED, AssignmentState.DONE})


def ages(ticket: Ticket, now: datetime) -> str:
    """How long the citizen waits, and how long the first agency at work has had it."""
    parts = [say("tickets.citizen_clock", age=age(age_s(ticket, now)))]
    for one in [one for one in ticket.assignments if one.state not in _ENDED][:1]:
        waited_s = (now - one.dispatched_at).total_seconds()
        parts.append(say("tickets.agency_clock", agency=one.agency_name, age=age(waited_s)))
    return " · ".join(parts)


def reason_word(reason: PauseReason) -> str:
    return say(f"clocks.reason.{reason.value}")


def class_word(clock_class: ClockClass) -> str:
    return say(f"clocks.class.{clock_class.value}")


def goal_word(face: Face) -> str:
    """What has to be reached: "kirim dinas", "Damkar di lokasi"."""
    return say(f"clocks.goal.{face.deadline.goal.value}", agency=face.deadline.agency)


def short(face: Face) -> str:
    """For a row of a list: the least that says what is left."""
    if face.tone is Tone.PAUSED:
        return say("clocks.paused", reason=_reason(face))
    if face.tone is Tone.WINDOW:
        return say("clocks.window_over" if face.left <= 0 else "clocks.window")
    if face.tone in (Tone.KEPT, Tone.MISSED, Tone.VOID):
        return say(f"clocks.ended.{face.tone.value}")
    late = face.left < 0
    if face.days and abs(face.left) >= 1:
        return say("clocks.days_over" if late else "clocks.days_left", n=int(abs(face.left)))
    if face.days and face.deadline.due_at is not None and not late:
        return say("clocks.today", at=_time(face.deadline.due_at))
    if face.days:
        return say("clocks.days_over_less")
    return say("clocks.over" if late else "clocks.left", span=span_word(float(abs(face.left))))


def long(face: Face, now: datetime) -> str:
    """For the ticket itself: what is left, and when that is."""
    words = short(face)
    due = face.deadline.due_at
    if face.tone is Tone.WINDOW and due is not None and face.left > 0:
        return say("clocks.window_until", at=moment(due, now))
    if face.tone in (Tone.CALM, Tone.NEAR) and due is not None:
        words = f"{words} ({moment(due, now)})" if face.days and face.left >= 1 else words
    if face.tone is Tone.OVER and face.deadline.stopped:
        words = f"{words} · {say('clocks.paused', reason=_reason(face))}"
    return words


def doubt_word(face: Face) -> str:
    """What is not known of the days off until then; empty where all is."""
    doubt, due = face.doubt, face.deadline.due_at
    if doubt is None or face.tone in (Tone.KEPT, Tone.MISSED, Tone.VOID):
        return ""
    year = (due or face.deadline.as_of).year
    return say("clocks.doubt.no_days" if doubt is Doubt.NO_DAYS else "clocks.doubt.provisional", year=year)


def span_word(seconds: float) -> str:
    """The largest part that says enough: "40 dtk", "12 mnt", "2 jam 5 mnt", "3 hari"."""
    whole = int(seconds)
    if whole < 60:
        return say("clocks.span.seconds", s=whole)
    if whole < _HOUR_S:
        return say("clocks.span.minutes", m=whole // 60)
    if whole < _DAY_S:
        return say("clocks.span.hours", h=whole // _HOUR_S, m=whole % _HOUR_S // 60)
    return say("clocks.span.days", n=whole // _DAY_S)


def moment(at: datetime, now: datetime) -> str:
    """The weekday and time within a week, else the date: "Kam 14.00", "Rab 9 Des"."""
    words = day(at)
    if abs(at - now) < timedelta(days=6):
        return f"{words.split()[0]} {_time(at)}"
    return words


def _reason(face: Face) -> str:
    reason = face.deadline.reason
    return reason_word(reason) if reason is not None else say("clocks.held")


def _time(at: datetime) -> str:
    told = clock(at, seconds=False)
    return told.replace(":", ".") if language() is Language.INDONESIAN else told
