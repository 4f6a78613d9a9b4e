"""The feed: every change of the record, numbered in commit order without gaps."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What kind of thing changed."""

    TICKET = "ticket"
    CAMERA = "camera"
    SIGHTING = "sighting"
    LEASE = "lease"
    PERSON = "person"
    AGENCY = "agency"
    STATION = "station"
    ALARM = "alarm"
    ALARM_RULE = "alarm_rule"
    REPORT = "report"  # id: its ticket's
    IDENTITY = "identity"  # a request to lift a seal: made, answered or read by
    CONTACT = "contact"
    PLACES = "places"  # the gazetteer or the landmarks
    SHIFT = "shift"  # a sign-in, a line of the log book or a handover
    WALL = "wall"
    FOOTAGE = "footage"  # a bookmark, a lock or an export; id: its camera's
    CLOCK_RULE = "clock_rule"  # a target, a class, hours or a day off
    PTZ = "ptz"  # id: the camera's
    ROUTING_RULE = "routing_rule"
    TRANSFER = "transfer"  # proposed or answered: its ticket may come into sight by it, or go out of it
    EXERCISE = "exercise"
    PROCEDURE = "procedure"  # a notice to supervisors: skipped or left open, or seen by one
    UNIT = "unit"  # an agency's crew or vehicle


@dataclass(frozen=True, slots=True)
class Change:
    """One thing changed: re-read it under your own role."""

    number: int
    kind: Kind
    id: UUID
    version: int
    actor: str
    at: datetime
