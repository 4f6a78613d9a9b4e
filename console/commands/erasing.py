"""Erasing a reporter's data from the command line: a supervisor looks and asks, an administrator carries it out."""

import sys
from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from resources.words import say
from storage.model.callers import Report
from storage.model.erasing import Erasure, WordsRow
from storage.model.ids import new_id
from storage.model.search import TicketFilter
from storage.model.tickets import Ticket
from storage.service.commands import AskErasure, CarryOutErasure
from storage.service.errors import NotFound
from storage.service.record import Record
from video.evidence.plain import one_line


def show_words(record: Record, number: str) -> int:
    """What of a ticket may be a person's: its reports, and its audit rows by their numbers. Raises NotFound."""
    ticket = _ticket(record, number)
    _tell(map(_report_line, record.reports(ticket.id)))
    _tell(map(_row_line, record.worded_rows(ticket.id)))
    return 0


def ask(record: Record, reason: str, ticket: str, rows: tuple[int, ...], number: str) -> int:
    """Ask for all reports of a ticket, for audit rows, and for all that came from a number; prints what to carry out.

    Raises NotFound, Invalid, Forbidden for whoever is no supervisor.
    """
    reports = record.reports(_ticket(record, ticket).id) if ticket else ()
    asked = AskErasure(
        key=new_id(),
        erasure_id=new_id(),
        reason=reason,
        report_ids=tuple(one.id for one in reports if one.words or one.caller_name or one.caller_number),
        caller_number=number,
        audit_numbers=rows,
    )
    record.execute(asked)
    _tell([say("audit.erasing.asked", id=str(asked.erasure_id))])
    return 0


def carry_out(record: Record, erasure_id: UUID) -> int:
    """Raises Invalid for what nobody asked, Stale for what is done, Forbidden for whoever is no administrator."""
    record.execute(CarryOutErasure(key=new_id(), erasure_id=erasure_id))
    _tell([say("audit.erasing.done")])
    return 0


def show_erasures(record: Record, time_zone: str) -> int:
    """What was asked for and what was done, the newest first."""
    zone = ZoneInfo(time_zone)
    found = record.erasures()
    _tell([_erasure_line(one, zone) for one in found] or [say("audit.erasing.none")])
    return 0


def _ticket(record: Record, number: str) -> Ticket:
    found = [one for one in record.find_tickets(TicketFilter(text=number)).tickets if one.number == number.strip()]
    if not found:
        raise NotFound
    return found[0]


def _report_line(report: Report) -> str:
    parts = (report.caller_name, report.caller_number, report.words)
    return say("audit.erasing.report", words=one_line(" · ".join(part for part in parts if part)) or "–")


def _row_line(row: WordsRow) -> str:
    return say("audit.erasing.row", row=row.number, actor=row.actor, words=one_line(" · ".join(row.words)))


def _erasure_line(one: Erasure, zone: ZoneInfo) -> str:
    facts = {"id": str(one.id), "by": one.asked_by, "reason": one_line(one.reason)}
    asked = f"{one.asked_at.astimezone(zone):%Y-%m-%d %H:%M}"
    if one.carried_out_at is None:
        return say("audit.erasing.waits", at=asked, **facts)
    done = f"{one.carried_out_at.astimezone(zone):%Y-%m-%d %H:%M}"
    return say("audit.erasing.carried_out", at=asked, done=done, who=one.carried_out_by, **facts)


def _tell(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
