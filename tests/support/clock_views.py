"""Tickets' clocks as values for views, at the frozen moment of `views`."""

from uuid import UUID

from unit.storage.clock_values import TARGETS, calendar

from storage.model.clock_values import PauseReason
from storage.model.clocks import ClockAct, ClockEvent, TicketHistory, deadlines
from support import views
from widgets.incidents.clock_board import ClockBoard

A = ClockAct
DAY_S = 86_400.0
USUAL = calendar()
Told = tuple[float, ClockAct, str, PauseReason | None]


def history(ticket: UUID, category: str, *told: Told) -> TicketHistory:
    """What happened so many seconds ago."""
    events = tuple(
        ClockEvent(views.ago(ago), act, UUID(int=9) if agency else None, agency, reason, act is A.OPEN)
        for ago, act, agency, reason in told
    )
    return TicketHistory(ticket, "BKS-2026-004182", "Judul", category, None, events)


def board(*histories: TicketHistory) -> ClockBoard:
    of_tickets = {one.ticket_id: deadlines(one, TARGETS, USUAL, views.NOW) for one in histories}
    return ClockBoard(of_tickets, USUAL)


def opened(ticket: UUID, ago: float, category: str = "waste") -> ClockBoard:
    return board(history(ticket, category, (ago, A.OPEN, "", None)))


def busy_board() -> ClockBoard:
    """The drawing's tickets, one in each state."""
    sent, late, near, paused, calm, overdue = (one.id for one in views.TICKETS)
    return board(
        history(sent, "fire", (300, A.OPEN, "", None), (250, A.DISPATCH, "Damkar", None)),
        history(late, "accident", (240, A.OPEN, "", None)),
        history(near, "fire", (52, A.OPEN, "", None)),
        history(paused, "waste", (2 * DAY_S, A.OPEN, "", None), (DAY_S, A.PAUSE, "", PauseReason.CITIZEN)),
        history(calm, "waste", (1.1 * DAY_S, A.OPEN, "", None)),
        history(overdue, "waste", (10 * DAY_S, A.OPEN, "", None)),
    )
