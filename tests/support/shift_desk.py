"""A small site in the afternoon shift, and views that remember what a presenter showed them."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from storage.model.shifts import ShiftPlan
from storage.service.errors import BadLogin
from support.small_site import small_site

PLAN = ShiftPlan((("Pagi", time(6)), ("Siang", time(14)), ("Malam", time(22))), ZoneInfo("Asia/Jakarta"))
NIGHT = "Malam"
SHIFT_BEGINS = datetime(2026, 11, 24, 7, tzinfo=UTC)
"""14:00 WIB."""
PASSWORD = "sandi-yang-benar"


def shift_site():
    """`small_site` at the beginning of an afternoon; its clock stands still until a test moves it."""
    site = small_site()
    site.now = SHIFT_BEGINS
    return site


class Door:
    """`connect(login, password)` for the fakes; remembers which logins it opened and that each was closed."""

    def __init__(self, site):
        self._site = site
        self.opened = []
        self.closed = []

    def __call__(self, login, password):
        if password != PASSWORD or login not in {person.login for person in self._site.people.values()}:
            raise BadLogin
        self._site.reach()
        record = self._site.person(login)
        self.opened.append(login)
        record.close = lambda: self.closed.append(login)
        return record


class ShiftViewSeen:
    def __init__(self):
        self.shift = None
        self.asked, self.reminders, self.errors = [], [], []
        self.signed_in = 0

    def show_shift(self, span):
        self.shift = span

    def ask_sign_in(self, span, others):
        self.asked.append((span, others))

    def show_signed(self):
        self.signed_in += 1

    def show_reminder(self, reminder):
        self.reminders.append(reminder)

    def show_shift_error(self, error):
        self.errors.append(error)


class HandoverViewSeen:
    def __init__(self):
        self.paper = self.state = self.done = None
        self.busy = False
        self.errors = []

    def show_handover(self, paper, state):
        self.paper, self.state = paper, state

    def show_handover_busy(self, busy):
        self.busy = busy

    def show_handover_error(self, error):
        self.errors.append(error)

    def show_handed_over(self, paper, state):
        self.done = (paper, state)
