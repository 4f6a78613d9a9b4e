"""The fakes' search: by words as they are written. PostgreSQL knows Indonesian endings too."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.feed import Change
from storage.model.people import Person, Role
from storage.model.search import (
    NAME_MOST,
    PAGE,
    PAGE_MOST,
    Cursor,
    Page,
    SavedFilter,
    TicketFilter,
    number_of,
    page_of,
)
from storage.model.tickets import Ticket
from storage.service.commands import RemoveFilter, SaveFilter
from storage.service.errors import Forbidden, Invalid, NotFound
from storage.testing_commands import Kept
from storage.testing_shifts import assert_desk

if TYPE_CHECKING:
    from storage.testing import FakeSite

FilterCommand = SaveFilter | RemoveFilter
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class KeptFilter:
    owner: Person
    saved: SavedFilter


class FakeSearch:
    """`storage.service.search_port.Search` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID
    _sees: Callable[[Kept], bool]
    _as_seen: Callable[[Ticket], Ticket]

    def find_tickets(self, wanted: TicketFilter, *, after: Cursor | None = None, limit: int = PAGE) -> Page:
        self._site.reach()
        if self._site.people[self._person_id].role is Role.INTAKE:
            raise Forbidden
        if not 1 <= limit <= PAGE_MOST:
            raise Invalid(field="limit")
        mine = self._site.people[self._person_id]
        if mine.role is Role.AGENCY and wanted.agency_id not in (None, mine.agency_id):
            return Page((), None)  # an agency sees no other's part
        found = [k.ticket for k in self._site.tickets.values() if self._sees(k) and _fits(wanted, k.ticket)]
        found.sort(key=_place, reverse=True)
        if after is not None:
            found = [ticket for ticket in found if _place(ticket) < (after.created_at, after.ticket_id)]
        return page_of(tuple(self._as_seen(ticket) for ticket in found[: limit + 1]), limit)

    def saved_filters(self) -> tuple[SavedFilter, ...]:
        self._site.reach()
        me = self._site.people[self._person_id]
        if me.role not in (Role.OPERATOR, Role.SUPERVISOR):
            raise Forbidden
        kept = [replace(one.saved, mine=one.owner.id == me.id) for one in self._site.filters.values()]
        return tuple(sorted((one for one in kept if one.mine or one.shared), key=lambda one: (one.name, one.id)))


def do_filter_command(site: "FakeSite", person: Person, command: FilterCommand) -> tuple[Change, ...]:
    assert_desk(person)
    known = site.filters.get(command.filter_id)
    mine = known is not None and (
        known.owner.id == person.id or (known.saved.shared and person.role is Role.SUPERVISOR)
    )
    if isinstance(command, RemoveFilter):
        if known is None or not (mine or known.saved.shared):
            raise NotFound
        if not mine:
            raise Forbidden
        del site.filters[command.filter_id]
        return ()
    if (known is not None and not mine) or (command.shared and person.role is not Role.SUPERVISOR):
        raise Forbidden
    if not command.name.strip() or len(command.name) > NAME_MOST:
        raise Invalid(field="name")
    owner = known.owner if known is not None else person
    version = known.saved.version + 1 if known is not None else 1
    saved = SavedFilter(command.filter_id, command.name, command.filter, command.shared, owner.name, True, version)
    site.filters[command.filter_id] = KeptFilter(owner, saved)
    return ()


def _place(ticket: Ticket) -> tuple[object, UUID]:
    return ticket.created_at, ticket.id


def _fits(wanted: TicketFilter, ticket: Ticket) -> bool:
    return (
        _says(wanted.text, ticket)
        and ticket.state in (wanted.states or (ticket.state,))
        and ticket.category in (wanted.categories or (ticket.category,))
        and ticket.priority in (wanted.priorities or (ticket.priority,))
        and (wanted.agency_id is None or any(a.agency_id == wanted.agency_id for a in ticket.assignments))
        and wanted.area_code in (None, ticket.area_code)
        and wanted.camera_id in (None, ticket.camera_id)
        and (wanted.since is None or ticket.created_at >= wanted.since)
        and (wanted.until is None or ticket.created_at < wanted.until)
    )


def _says(text: str, ticket: Ticket) -> bool:
    number = number_of(text)
    if number is not None:
        _, year, count = (ticket.number or "--").split("-")
        return (number[0] in (None, int(year))) and number[1] == int(count)
    said = _WORD.findall(" ".join((ticket.title, ticket.place, ticket.landmark, ticket.description)).lower())
    words = _WORD.findall(text.lower())
    if not words:
        return True
    *whole, last = words
    return all(word in said for word in whole) and any(word.startswith(last) for word in said)
