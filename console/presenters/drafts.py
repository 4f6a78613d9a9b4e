"""What a form begins with, and the command that comes of what stands in it."""

from dataclasses import replace
from typing import Any

from resources.words import say
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Category, Priority, Ticket
from storage.service.commands import EditTicket, OpenTicket
from video.events import Analysis, TrafficState
from widgets.incidents.drafts import TicketDraft

_WORTH_SAYING = {
    TrafficState.STOPPED: (3, "congestion"),
    TrafficState.CONGESTED: (2, "congestion"),
    TrafficState.DENSE: (1, "congestion"),
}
OTHER = "other"
EDITABLE = ("title", "category", "priority", "place", "description")


def draft_for(camera: Camera | None, analysis: Analysis | None, categories: tuple[Category, ...]) -> TicketDraft:
    """A draft that already says what the camera shows; everything in it can be changed."""
    state = _worst(analysis)
    code = _WORTH_SAYING[state][1] if state in _WORTH_SAYING else OTHER
    if analysis is not None and analysis.stopped and state not in _WORTH_SAYING:
        code = "stopped_vehicle"
    if analysis is not None and analysis.dark:
        code = "camera_fault"
    category = next((c for c in categories if c.code == code), None)
    title = ""
    if camera is not None and state in _WORTH_SAYING:
        title = say(f"console.draft.{state.value}", place=camera.name)
    elif camera is not None and code != OTHER:
        title = say(f"console.draft.{code}", place=camera.name)
    return TicketDraft(
        title=title,
        category=code if category else "",
        priority=category.priority if category else Priority.MEDIUM,
        place=(camera.place or camera.name) if camera else "",
        agency_id=None,
        description="",
        camera_id=camera.id if camera else None,
    )


def command_of(draft: TicketDraft, still: bytes | None, camera: Camera | None) -> OpenTicket:
    """The command that opens the drafted ticket, with the still that was taken when the key was pressed."""
    return OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title=draft.title,
        category=draft.category,
        priority=draft.priority,
        place=draft.place,
        description=draft.description,
        camera_id=draft.camera_id,
        latitude=camera.latitude if camera else None,
        longitude=camera.longitude if camera else None,
        agency_ids=(draft.agency_id,) if draft.agency_id else (),
        still=still,
    )


def _worst(analysis: Analysis | None) -> TrafficState:
    readings = analysis.zones if analysis is not None else ()
    states = [reading.state for reading in readings]
    return max(states, key=lambda s: _WORTH_SAYING.get(s, (0, ""))[0], default=TrafficState.UNKNOWN)


def draft_of(ticket: Ticket) -> TicketDraft:
    """A ticket's fields as they stand, to be changed."""
    return TicketDraft(
        title=ticket.title,
        category=ticket.category,
        priority=ticket.priority,
        place=ticket.place,
        description=ticket.description,
        camera_id=ticket.camera_id,
    )


def edit_of(draft: TicketDraft, ticket: Ticket) -> EditTicket | None:
    """The command that writes what differs from `ticket`, or None where nothing does."""
    changed = {
        "title": draft.title if draft.title != ticket.title else None,
        "category": draft.category if draft.category != ticket.category else None,
        "place": draft.place if draft.place != ticket.place else None,
        "description": draft.description if draft.description != ticket.description else None,
    }
    priority = draft.priority if draft.priority != ticket.priority else None
    if priority is None and all(value is None for value in changed.values()):
        return None
    return EditTicket(key=new_id(), ticket_id=ticket.id, expected_version=ticket.version, priority=priority, **changed)


def edited(command: EditTicket, base: Ticket) -> TicketDraft:
    """What the edit makes of `base`: the person's own side of a conflict."""
    draft = draft_of(base)
    fields = {name: getattr(command, name) for name in EDITABLE}
    return replace(draft, **{name: value for name, value in fields.items() if value is not None})


def only(command: EditTicket, fields: tuple[str, ...]) -> EditTicket:
    """The same edit of these fields alone."""
    left_out: dict[str, Any] = dict.fromkeys(name for name in EDITABLE if name not in fields)
    return replace(command, **left_out)
