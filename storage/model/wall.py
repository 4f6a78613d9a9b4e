"""What stands on the wall: what was pushed there, by whom and why, and the figures that need the record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WallPush:
    """Cameras that a person put on the wall; it stands until it is released or another push takes its place."""

    id: UUID
    camera_ids: tuple[UUID, ...]  # the first one large; at most 4
    ticket_id: UUID | None
    ticket_number: str
    reason: str
    pushed_by: str  # a name, for people
    pushed_at: datetime
    released_at: datetime | None = None
    released_by: str = ""


@dataclass(frozen=True, slots=True)
class WallFigures:
    """Figures since a moment. `today` and `usual` are minutes of congestion over all zones a quarter of an hour,
    beginning at `since`; `usual` is the mean of the same quarters on the seven days before, empty where there are none.

    None: a quarter in which nobody watched any zone (docs/design/record.md), which is not the same as a free road.
    """

    dispatched: int  # tickets dispatched since then
    dispatched_in_time: int  # of those, within 60 s of their opening
    today: tuple[float | None, ...] = ()
    usual: tuple[float | None, ...] = ()
