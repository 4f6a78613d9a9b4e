"""The part of a record that a report asks."""

from uuid import UUID

from support.shift_values import CATEGORIES, UNTIL, empty_facts

from storage.model.audit import Rolled
from storage.model.people import Person, Role
from storage.model.tickets import Category, Priority


class SmallRecord:
    def __init__(self, facts=None, error=None):
        self.facts = facts or empty_facts()
        self.error = error
        self.asked = []
        self.handed_out = ()
        self.seen_cameras = ()
        self.heads = ()
        self.rolled = Rolled(812, 640, bytes(32), UNTIL)
        self.rolling = None

    def shift_facts(self, since, until):
        self.asked.append((since, until))
        if self.error is not None:
            raise self.error
        return self.facts

    def exports(self, *, since):
        return tuple(export for export in self.handed_out if export.made_at >= since)

    def audit_heads(self, *, limit=10):
        return self.heads[:limit]

    def record_us(self):
        return 7

    def roll_audit(self, after, *, most=200_000):
        if self.rolling is not None:
            raise self.rolling
        return self.rolled

    def keep_audit_head(self, head):
        self.heads = (head, *self.heads)

    def cameras(self):
        return self.seen_cameras

    def me(self):
        return Person(UUID(int=1), "sari", "Sari Wulandari", Role.SUPERVISOR)

    def categories(self):
        names = CATEGORIES.items()
        return tuple(Category(code, name_id, name_en, Priority.LOW, "dishub") for code, (name_id, name_en) in names)
