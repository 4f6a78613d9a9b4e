"""What the analysing station saw, and the lease that makes it the only one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to analyse one camera for the whole site, until the server's clock says otherwise."""

    camera_id: UUID
    station_id: UUID
    epoch: int
    until: datetime


@dataclass(frozen=True, slots=True)
class SightingRow:
    """A sighting as written by the lease's owner; `kind` and `state` are the video room's values."""

    id: UUID
    camera_id: UUID
    zone_id: UUID | None
    epoch: int
    kind: str
    began: bool
    state: str
    occupancy: float
    speed: float
    seen_at: datetime
