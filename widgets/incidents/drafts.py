"""What a person has filled in and not yet sent."""

from dataclasses import dataclass, field
from uuid import UUID

from storage.model.routing import RoadClass, Routing
from storage.model.tickets import Priority
from widgets.common.places import PlaceChoice


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """The fields of a new or changed ticket; `category` is a category's code, empty while none is chosen.

    `place` is in a person's own words, `choice` what the gazetteer knows of it beside them.
    """

    title: str = ""
    category: str = ""
    priority: Priority = Priority.MEDIUM
    place: str = ""
    agency_id: UUID | None = None  # dispatched to at once; None for nobody yet
    description: str = ""
    camera_id: UUID | None = None
    choice: PlaceChoice = field(default_factory=PlaceChoice)
    road: RoadClass | None = None
    routing: Routing | None = field(default=None, compare=False)  # what was proposed: nobody wrote it
    exercise_id: UUID | None = None  # the running exercise that it is opened in
