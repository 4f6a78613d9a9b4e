"""Twelve cameras behind one dead switch are one fault: those of a group that went dark at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from console.nodes.conditions import Point
from console.nodes.noticed import Noticed
from storage.model.alarms import AlarmKind

TOGETHER_S = 10.0
"""How far apart they may go dark."""
JOINING_S = 30.0
"""A camera of the group that follows within this time belongs to it: not every camera is missed equally soon."""
FEWEST = 3


@dataclass(slots=True)
class _Fault:
    """A group that is gone; `members` went with it."""

    since_s: float
    members: set[UUID]


class GroupFaults:
    """`look` at each round; times are of the monotonic clock."""

    def __init__(self) -> None:
        self._dark_s: dict[UUID, float] = {}
        self._faults: dict[str, _Fault] = {}

    def look(self, groups: Mapping[UUID, str], dark: frozenset[UUID], now_s: float) -> tuple[Noticed, ...]:
        """The groups that are gone. `groups` names the group of every camera of ours, empty where it has none."""
        self._dark_s = {camera_id: self._dark_s.get(camera_id, now_s) for camera_id in dark}
        of: dict[str, set[UUID]] = {}
        for camera_id, group in groups.items():
            if group:
                of.setdefault(group, set()).add(camera_id)
        for group in self._faults.keys() - of.keys():
            del self._faults[group]
        return tuple(
            noticed
            for group, cameras in sorted(of.items())
            if (noticed := self._judge(group, cameras, now_s)) is not None
        )

    def _judge(self, group: str, cameras: set[UUID], now_s: float) -> Noticed | None:
        dark = {camera_id: self._dark_s[camera_id] for camera_id in cameras if camera_id in self._dark_s}
        fault = self._faults.get(group)
        if fault is None:
            together = _together(dark)
            if not _many(len(together), len(cameras)):
                return None
            fault = self._faults[group] = _Fault(min(dark[one] for one in together), together)
        fault.members = {one for one in fault.members if one in dark} | {
            one for one, since_s in dark.items() if fault.since_s <= since_s <= fault.since_s + JOINING_S
        }
        if not _many(len(fault.members), len(cameras)):
            del self._faults[group]  # who is still dark is so alone
            return None
        point = Point(min(fault.members), None, AlarmKind.GROUP_LOST)
        return Noticed(point, group, len(fault.members), frozenset(fault.members))


def _many(dark: int, all_of_them: int) -> bool:
    return dark >= FEWEST and dark * 2 > all_of_them


def _together(dark: Mapping[UUID, float]) -> set[UUID]:
    """The most cameras that went dark within the time that makes it one event; of equal ones the latest."""
    best: set[UUID] = set()
    for since_s in dark.values():
        near = {one for one, other_s in dark.items() if since_s <= other_s <= since_s + TOGETHER_S}
        if len(near) >= len(best):
            best = near
    return best
