"""Which camera to look from when something is to be seen of a ticket."""

from dataclasses import dataclass

from storage.model.cameras import Camera
from storage.model.links import distance_m
from storage.model.tickets import Ticket

FARTHEST_M = 3000.0
"""A camera that is farther away shows nothing of it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    camera: Camera
    metres: float | None = None  # None: it is the ticket's own


def camera_for(ticket: Ticket, cameras: tuple[Camera, ...]) -> Chosen | None:
    """The ticket's own camera, else the nearest one that is switched on; None where there is neither."""
    able = [one for one in cameras if one.enabled]
    own = next((one for one in able if one.id == ticket.camera_id), None)
    if own is not None:
        return Chosen(own)
    if ticket.latitude is None or ticket.longitude is None:
        return None
    here = (ticket.latitude, ticket.longitude)
    placed = [
        Chosen(one, distance_m(here, (one.latitude, one.longitude)))
        for one in able
        if one.latitude is not None and one.longitude is not None
    ]
    near = [one for one in placed if one.metres is not None and one.metres <= FARTHEST_M]
    return min(near, key=lambda one: (one.metres or 0.0, one.camera.number), default=None)
