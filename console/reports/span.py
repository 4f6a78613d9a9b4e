"""Which stretch of time a report is about."""

from datetime import datetime, timedelta, tzinfo

from resources.errors import SiagaError
from storage.model.shifts import ShiftPlan, ShiftSpan

MOST = timedelta(days=31)
_YEARS = range(2000, 2200)  # a slip of the finger is no year


class BackwardSpan(SiagaError):
    """The end does not lie after the beginning."""

    word = "report.span.backward"


class LongSpan(SiagaError):
    """The span is longer than a report tells of; facts: days."""

    word = "report.span.long"


class NoTime(SiagaError):
    """What was given is no local date and time; facts: given."""

    word = "report.span.no_time"


def last_finished(plan: ShiftPlan, now: datetime) -> ShiftSpan:
    """The shift that ended last before or at `now`."""
    return plan.at(plan.at(now).starts_at - timedelta(microseconds=1))


def parse_local(text: str, zone: tzinfo) -> datetime:
    """ "2026-11-24T14:00" in the site's zone; one that names its own offset keeps it. Raises NoTime."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.year not in _YEARS:
            raise ValueError(moment.year)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise NoTime(str(error), given=text) from error


def checked(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The same two where a report can be made of them. Raises BackwardSpan, LongSpan."""
    if until <= since:
        raise BackwardSpan
    if until - since > MOST:
        raise LongSpan(days=MOST.days)
    return since, until


def shift_name(plan: ShiftPlan, since: datetime, until: datetime) -> str:
    """The shift's name where the span is just one shift, else nothing."""
    span = plan.at(since)
    return span.name if (span.starts_at, span.ends_at) == (since, until) else ""
