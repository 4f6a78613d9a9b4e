"""What a form begins with, and the command that comes of what stands in it."""

from dataclasses import replace
from typing import Any

from resources.words import say
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Category, Priority, Ticket
from storage.service.commands import EditTicket, OpenTicket
from video.events import Analysis, TrafficState
from widgets.common.places import PlaceChoice
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.wording import choice_of

_WORTH_SAYING = {
    TrafficState.STOPPED: (3, "congestion"),
    TrafficState.CONGESTED: (2, "congestion"),
    TrafficState.DENSE: (1, "congestion"),
}
OTHER = "other"
EDITABLE = ("title", "category", "priority", "place", "description")
OF_PLACE = ("landmark", "area_code", "latitude", "longitude")
"""What the gazetteer gives: it goes with the words of the place, in a conflict too."""


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
    """The command that opens the drafted ticket, with the still that was taken when the key was pressed.

    It stands where the gazetteer says, else where its camera does.
    """
    latitude, longitude = draft.choice.latitude, draft.choice.longitude
    if camera is not None and (latitude is None or longitude is None):
        latitude, longitude = camera.latitude, camera.longitude
    return OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title=draft.title,
        category=draft.category,
        priority=draft.priority,
        place=draft.place or draft.choice.words,
        description=draft.description,
        camera_id=draft.camera_id,
        latitude=latitude,
        longitude=longitude,
        landmark=draft.choice.landmark,
        area_code=draft.choice.area_code,
        agency_ids=(draft.agency_id,) if draft.agency_id else (),
        still=still,
        road=draft.road,
        routing=draft.routing,
        exercise_id=draft.exercise_id,
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
        choice=choice_of(ticket),
    )


def edit_of(draft: TicketDraft, ticket: Ticket) -> EditTicket | None:
    """The command that writes what differs from `ticket`, or None where nothing does."""
    changed: dict[str, Any] = {
        name: getattr(draft, name) for name in EDITABLE if getattr(draft, name) != getattr(ticket, name)
    }
    choice, before = draft.choice, choice_of(ticket)
    if choice != before:
        place = {
            "landmark": choice.landmark,
            "area_code": choice.area_code or "",  # empty takes it away
            "latitude": choice.latitude,
            "longitude": choice.longitude,
        }
        known = {**{name: getattr(before, name) for name in OF_PLACE}, "area_code": before.area_code or ""}
        changed |= {name: value for name, value in place.items() if value != known[name] and value is not None}
        if choice.latitude is None and before.latitude is not None:
            changed["clear_point"] = True  # a place without a point is not where the former one was
    if not changed:
        return None
    return EditTicket(key=new_id(), ticket_id=ticket.id, expected_version=ticket.version, **changed)


def edited(command: EditTicket, base: Ticket, chosen: PlaceChoice | None = None) -> TicketDraft:
    """What the edit makes of `base`: the person's own side of a conflict.

    `chosen` is what the person had chosen; it names another area, which else stands there by its code.
    """
    draft = draft_of(base)
    fields = {name: getattr(command, name) for name in EDITABLE}
    choice = draft.choice
    if command.area_code is not None and command.area_code != (base.area_code or ""):
        known = chosen is not None and chosen.area_code == command.area_code
        names = (chosen.desa, chosen.kecamatan) if chosen is not None and known else (command.area_code, "")
        choice = replace(choice, area_code=command.area_code or None, desa=names[0], kecamatan=names[1])
    if command.landmark is not None:
        choice = replace(choice, landmark=command.landmark)
    return replace(draft, choice=choice, **{name: value for name, value in fields.items() if value is not None})


def only(command: EditTicket, fields: tuple[str, ...]) -> EditTicket:
    """The same edit of these fields alone."""
    kept = {*fields, *(OF_PLACE if "place" in fields else ())}
    left_out: dict[str, Any] = dict.fromkeys(name for name in (*EDITABLE, *OF_PLACE) if name not in kept)
    return replace(command, **left_out, clear_point=command.clear_point and "place" in fields)
