"""What a new ticket begins as, when it is made from a camera's tile."""

from resources.words import say
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Category, Priority
from storage.service.commands import OpenTicket
from video.events import Analysis, TrafficState
from widgets.incidents.drafts import TicketDraft

_WORTH_SAYING = {
    TrafficState.STOPPED: (3, "congestion"),
    TrafficState.CONGESTED: (2, "congestion"),
    TrafficState.DENSE: (1, "congestion"),
}
OTHER = "other"


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
