"""A record of calls in memory, and tickets and places for it."""

from datetime import UTC, datetime, timedelta

from storage.model.callers import Area, NumberHistory
from storage.model.cameras import Place
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.tickets import Category, Priority, Ticket, TicketState
from storage.service.record import Outcome
from support.small_site import DAMKAR, DISHUB

NOW = datetime(2026, 11, 24, 7, 3, 54, tzinfo=UTC)
AREAS = (
    Area("32.16.07.2001", "Cikarang Selatan", "Sukaresmi"),
    Area("32.16.07.2002", "Cikarang Selatan", "Sukadami"),
    Area("32.16.08.2001", "Cikarang Barat", "Sukadanau"),
    Area("32.16.06.2001", "Cikarang Utara", "Karangasih"),
)
CATEGORIES = (
    Category("fallen_tree", "Pohon tumbang", "Fallen tree", Priority.HIGH, "dishub"),
    Category("fire", "Kebakaran", "Fire", Priority.CRITICAL, "damkar"),
    Category("accident", "Kecelakaan", "Accident", Priority.CRITICAL, "damkar"),
    Category("flood", "Banjir", "Flood", Priority.HIGH, "damkar"),
)


def place(name, kecamatan="", desa="", latitude=None, longitude=None):
    return Place(new_id(), name, kecamatan, desa, latitude, longitude)


def ticket(*, age_s=60.0, **facts):
    values = {
        "id": new_id(),
        "number": "BKS-2026-004188",
        "title": "Pohon tumbang",
        "priority": Priority.HIGH,
        "state": TicketState.NEW,
        "place": "",
        "camera_id": None,
        "owner_id": None,
        "owner_name": "",
        "created_at": NOW - timedelta(seconds=age_s),
        "changed_at": NOW,
        "version": 1,
    }
    return Ticket(**(values | facts))


class CallRecord:
    """The part of the record that the telephone needs. `down` fails every call; `asked` also has what failed."""

    def __init__(self):
        self.place_rows = (
            place("Masjid Al-Ikhlas", "Cikarang Selatan", "Sukaresmi", -6.3, 107.1),
            place("Pasar Cikarang", "Cikarang Utara", "Karangasih", -6.26, 107.15),
        )
        self.histories = {}
        self.drafts, self.alike_rows = [], ()
        self.asked = []
        self.done = []
        self.down = None

    def categories(self):
        self._reach()
        return CATEGORIES

    def agencies(self):
        self._reach()
        return (DISHUB, DAMKAR)

    def places(self):
        self._reach()
        return self.place_rows

    def areas(self):
        self._reach()
        return AREAS

    def alike(self, draft):
        self._reach()
        self.drafts.append(draft)
        return self.alike_rows

    def number_history(self, caller_number):
        self._reach()
        return self.histories.get(caller_number, NumberHistory(0, 0))

    def execute(self, command):
        self.asked.append(command)
        self._reach()
        self.done.append(command)
        return Outcome((Change(len(self.done), Kind.TICKET, new_id(), 1, "operator1", NOW),), "operator1")

    def _reach(self):
        if self.down is not None:
            raise self.down
