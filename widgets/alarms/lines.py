"""What stands in each row of the list: an alarm, or in a flood a group of the same kind and place; free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from storage.model.alarms import SOUNDING, Alarm, AlarmKind
from storage.model.cameras import Camera
from storage.model.tickets import Priority

GroupKey = tuple[AlarmKind, str]
"""The kind, and the cameras' group."""
LineKey = UUID | GroupKey


@dataclass(frozen=True, slots=True)
class AlarmLine:
    alarm: Alarm
    camera: Camera | None
    inside: bool = False  # of a group that is open

    @property
    def key(self) -> LineKey:
        return self.alarm.id

    @property
    def priority(self) -> Priority:
        return self.alarm.priority


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Two alarms or more, as one line."""

    kind: AlarmKind
    group: str
    members: tuple[AlarmLine, ...]
    is_open: bool

    @property
    def key(self) -> LineKey:
        return (self.kind, self.group)

    @property
    def priority(self) -> Priority:
        return min(line.priority for line in self.members)

    @property
    def waiting(self) -> int:
        """How many nobody has answered."""
        return sum(line.alarm.state in SOUNDING for line in self.members)

    @property
    def oldest(self) -> Alarm:
        return min((line.alarm for line in self.members), key=lambda alarm: alarm.raised_at)


Line = AlarmLine | GroupLine


def key_of_group(alarm: Alarm, cameras: Mapping[UUID, Camera]) -> GroupKey:
    camera = cameras.get(alarm.camera_id)
    return (alarm.kind, camera.group if camera is not None else "")


def plain(alarms: tuple[Alarm, ...], cameras: Mapping[UUID, Camera]) -> tuple[Line, ...]:
    """One line an alarm, in the order given."""
    return tuple(AlarmLine(alarm, cameras.get(alarm.camera_id)) for alarm in alarms)


def grouped(
    alarms: tuple[Alarm, ...], cameras: Mapping[UUID, Camera], opened: frozenset[GroupKey] = frozenset()
) -> tuple[Line, ...]:
    """One line a kind and group of cameras, by priority, then the most; a single alarm stands as itself."""
    members: dict[GroupKey, list[Alarm]] = {}
    for alarm in alarms:
        members.setdefault(key_of_group(alarm, cameras), []).append(alarm)
    lines: list[Line] = []
    for (kind, group), mine in sorted(members.items(), key=_urgency):
        inner = tuple(AlarmLine(alarm, cameras.get(alarm.camera_id), inside=len(mine) > 1) for alarm in mine)
        if len(inner) == 1:
            lines.append(inner[0])
            continue
        is_open = (kind, group) in opened
        lines.append(GroupLine(kind, group, inner, is_open))
        lines.extend(inner if is_open else ())
    return tuple(lines)


def _urgency(entry: tuple[GroupKey, list[Alarm]]) -> tuple[int, int]:
    _, alarms = entry
    return (min(alarms, key=lambda alarm: alarm.priority).priority, -len(alarms))
