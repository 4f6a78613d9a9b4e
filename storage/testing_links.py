"""The fakes' links between tickets, judged as the server's triggers do."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.acts import has_open_assignment
from storage.model.callers import Report
from storage.model.feed import Change, Kind
from storage.model.links import ENDED_STATES, Draft, Likeness, Link, LinkKind, LinkRefusal, likeness, ranked, refusal
from storage.model.people import Person, Role
from storage.model.tickets import Act, Ticket, TicketState
from storage.service.commands import ActOnTicket, EditTicket, LinkTicket, OpenTicket, UnlinkTicket
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, LinkRefused, NotFound, Stale
from storage.testing_commands import Desk, Kept
from storage.testing_shifts import assert_desk

if TYPE_CHECKING:
    from storage.testing import FakeSite

LinkCommand = LinkTicket | UnlinkTicket
_ENDING = frozenset({Act.RESOLVE, Act.CLOSE, Act.REJECT})
_DONE = ENDED_STATES | {TicketState.RESOLVED}


@dataclass(slots=True)
class LinkBook:
    """Links that stand, by their child, with the state that the child had."""

    by_child: dict[UUID, tuple[Link, TicketState]] = field(default_factory=dict)
    ids: set[UUID] = field(default_factory=set)


class FakeLinks:
    """`storage.service.links_port.Links` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID
    _kept: Callable[[UUID], Kept]

    def links(self, ticket_id: UUID) -> tuple[Link, ...]:
        self._assert_house()
        found = [link for link, _ in self._site.links.by_child.values() if ticket_id in (link.child_id, link.parent_id)]
        seen = [replace(link, child_version=self._site.tickets[link.child_id].ticket.version) for link in found]
        return tuple(sorted(seen, key=lambda link: (link.child_id != ticket_id, link.linked_at, link.id)))

    def alike(self, draft: Draft) -> tuple[Likeness, ...]:
        self._assert_house()
        found = []
        for kept in self._site.tickets.values():
            still_id = kept.stills[0].id if kept.stills else None
            if (one := likeness(draft, kept.ticket, still_id)) is not None:
                found.append(one)
        return ranked(found)

    def subscribers(self, ticket_id: UUID) -> tuple[Report, ...]:
        self._assert_house()
        if self._site.people[self._person_id].role in (Role.WALL, Role.ADMINISTRATOR):
            raise Forbidden
        kept = [one for one in self._site.tickets.values() if ticket_id in (one.ticket.id, one.ticket.duplicate_of)]
        reports = [report for one in kept for report in one.reports]
        return tuple(sorted(reports, key=lambda report: (report.received_at, report.id)))

    def _assert_house(self) -> None:
        self._site.reach()
        if self._site.people[self._person_id].role in (Role.AGENCY, Role.INTAKE):
            raise Forbidden


def refuse_linked(site: "FakeSite", command: OpenTicket | ActOnTicket | EditTicket) -> None:
    """Raises LinkRefused for an act that a linked ticket does not take."""
    if isinstance(command, OpenTicket):
        return
    ticket = site.tickets[command.ticket_id].ticket
    act = command.act if isinstance(command, ActOnTicket) else Act.EDIT
    if ticket.duplicate_of is not None and act is not Act.NOTE:
        raise LinkRefused(why=LinkRefusal.DUPLICATE)
    parts = [kept.ticket for kept in site.tickets.values() if kept.ticket.part_of == ticket.id]
    if act in _ENDING and any(part.state not in _DONE for part in parts):
        raise LinkRefused(why=LinkRefusal.PARTS_OPEN)


def follow_parent(desk: Desk, site: "FakeSite", before: TicketState | None, parent: Ticket) -> tuple[Change, ...]:
    """A parent's duplicates go where it goes."""
    if before is parent.state:
        return ()
    told = []
    children = (kept for kept in site.tickets.values() if kept.ticket.duplicate_of == parent.id)
    for kept in sorted(children, key=lambda one: one.ticket.id):
        entry = desk.entry("follow", parent=parent.number or "", state=parent.state.value)
        told.append(_put(desk, site, replace(kept, timeline=(*kept.timeline, entry)), state=parent.state))
    return tuple(told)


def do_link_command(desk: Desk, site: "FakeSite", person: Person, command: LinkCommand) -> tuple[Change, ...]:
    assert_desk(person)
    if isinstance(command, LinkTicket):
        return _link(desk, site, person, command)
    if command.child_id not in site.links.by_child:
        raise NotFound
    link, state_before = site.links.by_child[command.child_id]
    child, parent = site.tickets[link.child_id], site.tickets[link.parent_id]
    if child.ticket.version != command.child_version:
        raise Stale
    if not command.reason.strip():
        raise Invalid(field="reason")
    del site.links.by_child[command.child_id]
    child, parent = _noted(desk, "unlink", command.reason, link.kind, child, parent)
    if link.kind is LinkKind.DUPLICATE:
        return (
            _put(desk, site, child, duplicate_of=None, state=state_before),
            _put(desk, site, parent, duplicates=parent.ticket.duplicates - 1),
        )
    return _put(desk, site, child, part_of=None), _put(desk, site, parent, parts=parent.ticket.parts - 1)


def _link(desk: Desk, site: "FakeSite", person: Person, command: LinkTicket) -> tuple[Change, ...]:
    if command.child_id not in site.tickets or command.parent_id not in site.tickets:
        raise Invalid(field="ticket")
    child, parent = site.tickets[command.child_id], site.tickets[command.parent_id]
    why = refusal(command.kind, child.ticket, parent.ticket, at_work=has_open_assignment(child.ticket))
    if why is not None:
        raise LinkRefused(why=why)
    if (child.ticket.version, parent.ticket.version) != (command.child_version, command.parent_version):
        raise Stale
    if command.link_id in site.links.ids:
        raise AlreadyTaken(field="id")
    site.links.ids.add(command.link_id)
    ids = (child.ticket.id, child.ticket.number or "", parent.ticket.id, parent.ticket.number or "")
    link = Link(command.link_id, command.kind, *ids, person.name, desk.now, command.reason)
    site.links.by_child[child.ticket.id] = (link, child.ticket.state)
    child, parent = _noted(desk, "link", command.reason, command.kind, child, parent)
    if command.kind is LinkKind.DUPLICATE:
        return (
            _put(desk, site, child, duplicate_of=parent.ticket.id, state=parent.ticket.state),
            _put(desk, site, parent, duplicates=parent.ticket.duplicates + 1),
        )
    return _put(desk, site, child, part_of=parent.ticket.id), _put(desk, site, parent, parts=parent.ticket.parts + 1)


def _noted(desk: Desk, act: str, text: str, kind: LinkKind, child: Kept, parent: Kept) -> tuple[Kept, Kept]:
    facts = {"kind": kind.value, "child": child.ticket.number or "", "parent": parent.ticket.number or ""}
    entry = desk.entry(act, text, **facts)
    return replace(child, timeline=(*child.timeline, entry)), replace(parent, timeline=(*parent.timeline, entry))


def _put(desk: Desk, site: "FakeSite", kept: Kept, **changed: object) -> Change:
    ticket = replace(kept.ticket, version=kept.ticket.version + 1, changed_at=desk.now)
    ticket = replace(ticket, **changed)  # type: ignore[arg-type]
    site.tickets[ticket.id] = replace(kept, ticket=ticket)
    return site.tell(Kind.TICKET, ticket.id, ticket.version, desk.person.login)
