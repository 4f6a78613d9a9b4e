"""The fakes' commands: a command and what stands now, to what stands then. Judges as the server's triggers do."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from storage.model.acts import has_open_assignment, is_theirs
from storage.model.callers import Area, NewReport, Openness, Report
from storage.model.cameras import Camera
from storage.model.exercise import MARK
from storage.model.ids import new_id
from storage.model.links import LinkRefusal
from storage.model.people import Agency, Person, Role
from storage.model.routing import Routing
from storage.model.tickets import (
    Act,
    Assignment,
    AssignmentState,
    Category,
    Still,
    Ticket,
    TicketState,
    TimelineEntry,
)
from storage.model.transitions import (
    ASSIGNMENT_ACTS,
    ENDED_ASSIGNMENT,
    OPENERS,
    Need,
    State,
    Transition,
    ever_allowed,
    transition,
)
from storage.service.commands import ActOnTicket, EditTicket, OpenTicket
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, LinkRefused, NotAllowedNow, NotFound

LARGEST_STILL_BYTES = 200 * 1024
_DAY_S = 86_400.0
_ENDED = frozenset({TicketState.RESOLVED, TicketState.CLOSED, TicketState.REJECTED})
_PLACED = frozenset({"area_code", "latitude", "longitude"})
_EDITED = ("title", "category", "priority", "place", "description", "landmark", "clock_class", *sorted(_PLACED))
_ASPECT = re.compile(r"[1-9][0-9]{0,3}:[1-9][0-9]{0,3}")
_URL = re.compile(r"[a-z][a-z0-9+.-]*:(?![^/]*//[^/]*@)")


@dataclass(frozen=True, slots=True)
class Kept:
    """A ticket with all that belongs to it."""

    ticket: Ticket
    opened_by: str
    timeline: tuple[TimelineEntry, ...] = ()
    stills: tuple[Still, ...] = ()
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, when, and the reference data that commands are checked against."""

    person: Person
    now: datetime
    agencies: Mapping[UUID, Agency]
    categories: Mapping[str, Category]
    cameras: Mapping[UUID, Camera]
    areas: Mapping[str, Area] = field(default_factory=dict)
    people: Mapping[UUID, Person] = field(default_factory=dict)

    def agency(self, agency_id: UUID) -> Agency:
        if agency_id not in self.agencies:
            raise Invalid(field="agency")
        return self.agencies[agency_id]

    def entry(self, act: str, text: str = "", **facts: str) -> TimelineEntry:
        return TimelineEntry(self.now, self.person.name, act, tuple(sorted(facts.items())), text)

    def able(self) -> bool:
        return self.person.active and not self.person.must_change_password

    def judge(self, start: State, act: Act, text: str) -> Transition:
        """The line of the table, or the refusal that the server would give."""
        line = transition(start, act)
        if not self.able() or not ever_allowed(act, self.person.role):
            raise Forbidden
        if line is None:
            raise NotAllowedNow(act=act.value, state=start.value)
        if self.person.role not in line.who:
            raise Forbidden
        if Need.TEXT in line.needs and not text.strip():
            raise Invalid(field="text")
        return line


def open_ticket(desk: Desk, command: OpenTicket, number: str) -> Kept:
    """The new ticket; raises what the server raises for a bad field, picture or agency."""
    if not desk.able() or desk.person.role not in OPENERS:
        raise Forbidden
    asked = (command.still, command.road, command.exercise_id, command.routing)
    if desk.person.role is Role.INTAKE and (command.agency_ids or any(one is not None for one in asked)):
        raise Forbidden
    if command.camera_id is not None and command.camera_id not in desk.cameras:
        raise Invalid(field="camera")
    owner = None if desk.person.role is Role.INTAKE else desk.person
    ticket = Ticket(
        id=command.ticket_id,
        number=number,
        title=command.title,
        category=command.category,
        priority=command.priority,
        state=TicketState.NEW,
        place=command.place,
        camera_id=command.camera_id,
        owner_id=owner.id if owner else None,
        owner_name=owner.name if owner else "",
        created_at=desk.now,
        changed_at=desk.now,
        version=1,
        description=command.description,
        latitude=command.latitude,
        longitude=command.longitude,
        landmark=command.landmark,
        area_code=command.area_code or None,
        road=command.road,
    )
    ticket = _checked(desk, ticket)
    facts = {"title": command.title, "category": command.category, "priority": str(int(command.priority))}
    kept = Kept(ticket, desk.person.login, (desk.entry("open", **facts),))
    if command.report is not None:
        kept = with_report(desk, kept, command.report)
    if command.still is not None:
        kept = with_still(desk, kept, command.still, command.camera_id)
    for agency_id in command.agency_ids:
        kept = _dispatched(desk, kept, agency_id, "")
    return kept if command.routing is None else _routed(desk, kept, command.routing)


def _routed(desk: Desk, kept: Kept, routing: Routing) -> Kept:
    """What was proposed, and whether it was chosen, in the timeline."""
    if not routing.candidates:
        return kept
    facts = {"agency": ", ".join(desk.agency(one.agency_id).name for one in routing.candidates)}
    if routing.candidates[0].rule:
        facts["rule"] = routing.candidates[0].rule
    if routing.doubts:
        facts["doubts"] = ",".join(routing.doubts)
    if routing.distance_m is not None:
        facts["distance_m"] = str(round(routing.distance_m))
    sent = {one.agency_id for one in kept.ticket.assignments}
    if sent:
        facts["followed"] = str(bool(sent & {one.agency_id for one in routing.candidates})).lower()
    return replace(kept, timeline=(*kept.timeline, desk.entry("route", **facts)))


def act_on_ticket(desk: Desk, kept: Kept, command: ActOnTicket) -> Kept:
    """The ticket after one act, at its next version."""
    if command.act is Act.DISPATCH:
        if command.agency_id is None:
            raise Invalid(field="agency")
        desk.judge(kept.ticket.state, Act.DISPATCH, command.text)
        kept = _dispatched(desk, kept, command.agency_id, command.text)
    elif command.act in ASSIGNMENT_ACTS:
        kept = _acted_on_assignment(desk, kept, command)
    else:
        kept = _acted(desk, kept, command)
    return _bumped(desk, kept)


def edit_ticket(desk: Desk, kept: Kept, command: EditTicket) -> Kept:
    desk.judge(kept.ticket.state, Act.EDIT, "")
    asked = {name: getattr(command, name) for name in _EDITED if getattr(command, name) is not None}
    if command.area_code == "":
        asked["area_code"] = None
    if command.clock_class == "":
        asked["clock_class"] = None
    if command.clear_point:
        asked |= {"latitude": None, "longitude": None}
    changed = {name: value for name, value in asked.items() if value != getattr(kept.ticket, name)}
    ticket = _checked(desk, replace(kept.ticket, **changed))
    facts = _edit_facts(ticket, changed)
    return _bumped(desk, replace(kept, ticket=ticket, timeline=(*kept.timeline, desk.entry("edit", **facts))))


def saved_camera(desk: Desk, camera: Camera, others: Iterable[Camera]) -> Camera:
    """The camera as it will stand; its version is the caller's to check."""
    if not desk.able() or desk.person.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Forbidden
    for name in ("main_url", "sub_url", "onvif_url", "replay_url"):
        url = getattr(camera, name)
        fits = _URL.match(url) and (name != "onvif_url" or url.startswith(("http:", "https:")))
        if not fits and (url or name == "main_url"):
            raise Invalid(field=name)
    if camera.aspect and not _ASPECT.fullmatch(camera.aspect):
        raise Invalid(field="aspect")
    if any(other.number == camera.number and other.id != camera.id for other in others):
        raise AlreadyTaken(field="number")
    return replace(camera, version=camera.version + 1)


def _acted(desk: Desk, kept: Kept, command: ActOnTicket) -> Kept:
    ticket = kept.ticket
    line = desk.judge(ticket.state, command.act, command.text)
    facts = {}
    if Need.ENDED in line.needs and has_open_assignment(ticket):
        raise NotAllowedNow(act=command.act.value, state=ticket.state.value)
    if command.act is Act.MAKE_REAL:
        if not ticket.exercise:
            raise NotAllowedNow(act=command.act.value, state=ticket.state.value)
        if ticket.duplicate_of or ticket.part_of or ticket.duplicates or ticket.parts:
            raise LinkRefused(why=LinkRefusal.EXERCISE)
        ticket = replace(ticket, exercise=False, number=(ticket.number or "").removeprefix(MARK))
    if command.act is Act.CLAIM:
        if ticket.owner_id == desk.person.id:
            raise NotAllowedNow(act=command.act.value, state=ticket.state.value)
        if ticket.owner_id is not None:
            if not command.text.strip():
                raise Invalid(field="text")
            facts = {"from": ticket.owner_name}
    if command.act is Act.CLAIM or (command.act is Act.ACKNOWLEDGE and ticket.owner_id is None):
        ticket = replace(ticket, owner_id=desk.person.id, owner_name=desk.person.name)
    ticket, paused = _paused(replace(ticket, state=TicketState(line.end)), command)
    entry = desk.entry(command.act.value, command.text, **facts, **paused)
    return replace(kept, ticket=ticket, timeline=(*kept.timeline, entry))


def _paused(ticket: Ticket, command: ActOnTicket) -> tuple[Ticket, dict[str, str]]:
    """The ticket with its clocks stopped or going on, and what the audit tells; its end ends its pause."""
    if command.act not in (Act.PAUSE, Act.RESUME):
        return (replace(ticket, paused=None) if ticket.state in _ENDED else ticket), {}
    if (ticket.paused is None) != (command.act is Act.PAUSE):
        raise NotAllowedNow(act=command.act.value, state=ticket.state.value)
    if command.act is Act.RESUME:
        return replace(ticket, paused=None), {}
    if command.pause is None:
        raise Invalid(field="pause")
    return replace(ticket, paused=command.pause), {"reason": command.pause.value}


def _acted_on_assignment(desk: Desk, kept: Kept, command: ActOnTicket) -> Kept:
    if command.assignment_id is None:
        raise Invalid(field="assignment")
    if command.act is Act.DECLINE and command.to_desk == (command.agency_id is not None):
        raise Invalid(field="next_owner")
    mine = [a for a in kept.ticket.assignments if a.id == command.assignment_id and is_theirs(a, desk.person)]
    if not mine:
        raise NotFound
    before = mine[0]
    line = desk.judge(before.state, command.act, command.text)
    if command.agency_id is not None and command.act is not Act.DECLINE:
        raise Invalid(field="agency")
    if command.act is Act.DECLINE and command.agency_id == before.agency_id:
        raise Invalid(field="agency")
    state = AssignmentState(line.end)
    reason = command.text if state is AssignmentState.REJECTED else ""
    after = replace(before, state=state, changed_at=desk.now, reason=reason)
    facts = {"agency": before.agency_name}
    if command.agency_id is not None:
        facts["next_agency"] = desk.agency(command.agency_id).name
    ticket = replace(kept.ticket, assignments=tuple(after if a.id == after.id else a for a in kept.ticket.assignments))
    entry = desk.entry(command.act.value, command.text, **facts)
    kept = replace(kept, ticket=ticket, timeline=(*kept.timeline, entry))
    return kept if command.agency_id is None else _dispatched(desk, kept, command.agency_id, command.text)


def _dispatched(desk: Desk, kept: Kept, agency_id: UUID, text: str) -> Kept:
    agency = desk.agency(agency_id)
    if any(a.agency_id == agency_id and a.state not in ENDED_ASSIGNMENT for a in kept.ticket.assignments):
        raise AlreadyTaken(field="agency")
    new = Assignment(new_id(), agency_id, agency.name, AssignmentState.DISPATCHED, desk.now, desk.now)
    ticket = replace(kept.ticket, state=TicketState.IN_PROGRESS, assignments=(*kept.ticket.assignments, new))
    return replace(kept, ticket=ticket, timeline=(*kept.timeline, desk.entry("dispatch", text, agency=agency.name)))


def _edit_facts(ticket: Ticket, changed: Mapping[str, object]) -> dict[str, str]:
    """What the audit tells of an edit: the area by its names, the point as one."""
    facts = {name: str(value or "") for name, value in changed.items() if name not in _PLACED}
    if "priority" in facts:
        facts["priority"] = str(int(ticket.priority))
    if "area_code" in changed:
        facts["area"] = f"{ticket.desa}, {ticket.kecamatan}" if ticket.area_code else ""
    if {"latitude", "longitude"} & set(changed):
        whole = ticket.latitude is not None and ticket.longitude is not None
        facts["point"] = f"{ticket.latitude:.5f}, {ticket.longitude:.5f}" if whole else ""
    return facts


def with_report(desk: Desk, kept: Kept, report: NewReport) -> Kept:
    """One report more; the ticket's channel is the first one's."""
    for name, longest in (("words", 5000), ("caller_name", 120), ("caller_number", 40), ("contact", 200)):
        if len(getattr(report, name)) > longest:
            raise Invalid(field=name)
    if report.handled_s is not None and not 0 <= report.handled_s <= _DAY_S:
        raise Invalid(field="handled_s")
    is_open = report.openness is Openness.OPEN
    new = Report(
        id=new_id(),
        ticket_id=kept.ticket.id,
        channel=report.channel,
        openness=report.openness,
        words=report.words,
        received_at=desk.now,
        received_by=desk.person.name,
        caller_name=report.caller_name if is_open else "",
        caller_number=report.caller_number if is_open else "",
        handled_s=report.handled_s,
    )
    reports = (*kept.reports, new)
    ticket = replace(kept.ticket, reports=len(reports), channel=reports[0].channel.value)
    entry = desk.entry("report", channel=report.channel.value)
    return replace(kept, ticket=ticket, reports=reports, timeline=(*kept.timeline, entry))


def with_still(desk: Desk, kept: Kept, jpeg: bytes, camera_id: UUID | None) -> Kept:
    """One picture more; raises Invalid for what is no JPEG, too large, or of no camera."""
    if len(jpeg) > LARGEST_STILL_BYTES or not jpeg.startswith(b"\xff\xd8\xff"):
        raise Invalid(field="still")
    if camera_id is not None and camera_id not in desk.cameras:
        raise Invalid(field="camera")
    digest = sha256(jpeg).hexdigest()
    still = Still(new_id(), kept.ticket.id, camera_id, desk.now, digest, jpeg)
    facts = {"sha256": digest}
    if camera_id is not None:
        facts["camera"] = desk.cameras[camera_id].name
    return replace(kept, stills=(*kept.stills, still), timeline=(*kept.timeline, desk.entry("still", **facts)))


def _checked(desk: Desk, ticket: Ticket) -> Ticket:
    """The ticket with the names of its area; raises Invalid."""
    if not ticket.title or len(ticket.title) > 200:
        raise Invalid(field="title")
    if ticket.category not in desk.categories:
        raise Invalid(field="category")
    for name, longest in (("place", 200), ("description", 5000), ("landmark", 200)):
        if len(getattr(ticket, name)) > longest:
            raise Invalid(field=name)
    for name, limit in (("latitude", 90), ("longitude", 180)):
        if abs(getattr(ticket, name) or 0) > limit:
            raise Invalid(field=name)
    if ticket.area_code is None:
        return replace(ticket, kecamatan="", desa="")
    if ticket.area_code not in desk.areas:
        raise Invalid(field="area_code")
    area = desk.areas[ticket.area_code]
    return replace(ticket, kecamatan=area.kecamatan, desa=area.desa)


def _bumped(desk: Desk, kept: Kept) -> Kept:
    return replace(kept, ticket=replace(kept.ticket, version=kept.ticket.version + 1, changed_at=desk.now))
