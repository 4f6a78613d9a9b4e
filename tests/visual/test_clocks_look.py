"""Tickets' clocks in each state: in the list, on the ticket, and the question why one is to stand still."""

from support import clock_views, views
from visual.conftest import Grab, Show

from widgets.incidents.clock_row import ClockRow
from widgets.incidents.list import TicketListView
from widgets.incidents.pause import PausePrompt


def test_the_list_shows_what_is_late_near_paused_and_calm(show: Show, grab: Grab) -> None:
    listed = TicketListView()
    listed.set_now(views.NOW)
    listed.set_tickets(views.TICKETS)
    listed.set_clocks(clock_views.busy_board())
    grab(show(listed, 440, 330), "clocks-list")


def test_a_ticket_opens_all_its_deadlines(show: Show, grab: Grab) -> None:
    row = ClockRow()
    row.set_now(views.NOW)
    row.set_board(clock_views.busy_board())
    row.set_detail(views.detail())
    row.line.click()
    grab(show(row, 830, 140), "clocks-of-a-ticket")


def test_a_pause_asks_why_and_says_whose_clock_stops(show: Show, grab: Grab) -> None:
    prompt = PausePrompt()
    prompt.start()
    grab(show(prompt, 480, 300), "clocks-pause")
