"""Tickets that belong together: one that tells of the same thing again, and one that is part of a larger incident.

A link is no state: it can be taken back, and the child is then what it was. While it stands, a duplicate goes where
its parent goes; a part has its own way, and the whole ends after its parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from storage.model.acts import has_open_assignment
from storage.model.tickets import OPEN_STATES, Ticket, TicketState


class LinkKind(StrEnum):
    DUPLICATE = "duplicate"  # the same thing, reported again
    PART = "part"  # of a major incident, which is its parent


class LinkRefusal(StrEnum):
    """Why two tickets cannot be linked, or an act on a linked one is refused: `errors.record.link.<value>`."""

    SELF = "self"
    CHILD_LINKED = "child_linked"
    PARENT_LINKED = "parent_linked"
    HAS_CHILDREN = "has_children"
    AT_WORK = "at_work"  # an agency is still at work on what would be a duplicate
    ENDED = "ended"  # one of them is closed or rejected
    DUPLICATE = "duplicate"  # a duplicate takes notes and reports only
    PARTS_OPEN = "parts_open"  # the whole ends after its parts
    EXERCISE = "exercise"  # one is an exercise and the other is real, or would be


@dataclass(frozen=True, slots=True)
class Link:
    """One link that stands."""

    id: UUID
    kind: LinkKind
    child_id: UUID
    child_number: str
    parent_id: UUID
    parent_number: str
    linked_by: str
    linked_at: datetime
    reason: str = ""
    child_version: int = 1  # as it stood when the link was read: what is taken back names it


@dataclass(frozen=True, slots=True)
class Likeness:
    """A ticket that may be of the same thing, and what speaks for it."""

    ticket: Ticket
    distance_m: float | None  # None where one of them has no point
    apart: timedelta  # between their openings
    same_category: bool
    same_camera: bool
    score: float  # 0 to 1
    still_id: UUID | None = None  # its first picture


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a ticket that is being written, or of one that stands."""

    category: str
    at: datetime
    latitude: float | None = None
    longitude: float | None = None
    camera_id: UUID | None = None
    area_code: str | None = None
    ticket_id: UUID | None = None  # of one that stands: it is not like itself


NEAR_M = 300.0
"""Farther apart is another thing (FixMyStreet takes 50 m; callers name the next landmark, not the place)."""
SUGGESTED_MOST = 5
_ENOUGH = 0.35
_HALF_DAY = timedelta(hours=12)
_EARTH_M = 6_371_000.0


def own_rows(tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
    """Those that are a row of a list, in their order: of a duplicate its parent tells."""
    return tuple(ticket for ticket in tickets if ticket.duplicate_of is None)


def draft_of(ticket: Ticket) -> Draft:
    return Draft(
        ticket.category,
        ticket.created_at,
        ticket.latitude,
        ticket.longitude,
        ticket.camera_id,
        ticket.area_code,
        ticket.id,
    )


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) in degrees."""
    lat_a, lat_b = radians(a[0]), radians(b[0])
    up, along = (lat_b - lat_a) / 2, radians(b[1] - a[1]) / 2
    return 2 * _EARTH_M * asin(min(1.0, sqrt(sin(up) ** 2 + cos(lat_a) * cos(lat_b) * sin(along) ** 2)))


def likeness(draft: Draft, ticket: Ticket, still_id: UUID | None = None) -> Likeness | None:
    """How much a ticket is like a draft; None where it is too little to be shown.

    Place decides: half of the score is how near it is, the rest category and time. Without two points the same camera
    counts as the same place, and the same village as a weak hint.
    """
    if ticket.id == draft.ticket_id or ticket.duplicate_of is not None or ticket.state not in OPEN_STATES:
        return None
    apart = abs(ticket.created_at - draft.at)
    same_camera = draft.camera_id is not None and draft.camera_id == ticket.camera_id
    far = _distance(draft, ticket)
    if far is not None:
        place = max(0.0, 1 - far / NEAR_M)
        place = max(place, 0.8) if same_camera and far <= 2 * NEAR_M else place
    elif same_camera:
        place = 1.0
    else:
        place = 0.4 if draft.area_code is not None and draft.area_code == ticket.area_code else 0.0
    if place == 0.0:
        return None
    same_category = draft.category == ticket.category
    soon = max(0.0, 1 - apart / _HALF_DAY)
    score = round(0.5 * place + (0.3 if same_category else 0.0) + 0.2 * soon, 4)
    if score < _ENOUGH:
        return None
    return Likeness(ticket, far, apart, same_category, same_camera, score, still_id)


def _distance(draft: Draft, ticket: Ticket) -> float | None:
    if draft.latitude is None or draft.longitude is None or ticket.latitude is None or ticket.longitude is None:
        return None
    return distance_m((draft.latitude, draft.longitude), (ticket.latitude, ticket.longitude))


def ranked(found: list[Likeness]) -> tuple[Likeness, ...]:
    """The likeliest first, at most SUGGESTED_MOST."""
    return tuple(sorted(found, key=_rank)[:SUGGESTED_MOST])


def _rank(one: Likeness) -> tuple[float, datetime, UUID]:
    return -one.score, one.ticket.created_at, one.ticket.id


ENDED_STATES = frozenset({TicketState.CLOSED, TicketState.REJECTED})


def refusal(kind: LinkKind, child: Ticket, parent: Ticket, *, at_work: bool) -> LinkRefusal | None:
    """Why these two cannot be linked now, if they cannot. `at_work`: the child has an open assignment."""
    if child.id == parent.id:
        return LinkRefusal.SELF
    if child.duplicate_of is not None or child.part_of is not None:
        return LinkRefusal.CHILD_LINKED
    if parent.duplicate_of is not None or (parent.part_of is not None and kind is LinkKind.PART):
        return LinkRefusal.PARENT_LINKED
    if child.parts or (child.duplicates and kind is LinkKind.DUPLICATE):
        return LinkRefusal.HAS_CHILDREN
    if parent.state in ENDED_STATES or (child.state in ENDED_STATES and kind is LinkKind.DUPLICATE):
        return LinkRefusal.ENDED
    if at_work and kind is LinkKind.DUPLICATE:
        return LinkRefusal.AT_WORK
    if child.exercise != parent.exercise:
        return LinkRefusal.EXERCISE
    return None


@dataclass(frozen=True, slots=True)
class Way:
    """Which of two tickets becomes the other's."""

    kind: LinkKind
    child: Ticket
    parent: Ticket


def way(kind: LinkKind, here: Ticket, there: Ticket) -> Way | LinkRefusal:
    """How these two can be linked, seen from `here`: the later one is the duplicate, `here` is the part.

    Where only the other way round goes, it is that; where neither does, why the first does not.
    """
    child, parent = (here, there)
    if kind is LinkKind.DUPLICATE and (here.created_at, here.id) < (there.created_at, there.id):
        child, parent = there, here
    why = refusal(kind, child, parent, at_work=has_open_assignment(child))
    if why is None:
        return Way(kind, child, parent)
    if refusal(kind, parent, child, at_work=has_open_assignment(parent)) is None:
        return Way(kind, parent, child)
    return why
