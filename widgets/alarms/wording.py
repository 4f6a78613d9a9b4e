"""An alarm's words: what it is, where, what was measured, how it stands; free of Qt."""

from collections.abc import Mapping
from datetime import datetime

from resources.words import say
from storage.model.alarms import Alarm, AlarmKind, AlarmState
from storage.model.cameras import Camera
from widgets.common.figures import clock, decimal, span

_ROADS = frozenset({AlarmKind.CONGESTION, AlarmKind.STOPPED_TRAFFIC})
ICONS = {
    AlarmState.UNACKNOWLEDGED: "bell",
    AlarmState.ACKNOWLEDGED: "check",
    AlarmState.RETURNED: "returned",
    AlarmState.SHELVED: "shelved",
}
"""The icon of each state that can be on a list; no two states share one."""


def kind_word(kind: AlarmKind) -> str:
    return say(f"alarms.kind.{kind.value}")


def state_word(state: AlarmState) -> str:
    return say(f"alarms.state.{state.value}")


def camera_word(camera: Camera | None) -> str:
    """Number and name; what is said of a camera that this desk does not know."""
    return f"{camera.number} {camera.name}" if camera is not None else say("alarms.unknown_camera")


def where_word(alarm: Alarm, camera: Camera | None) -> str:
    """The camera; of what is about more than one picture, the group or the disk."""
    return alarm.about or camera_word(camera)


def measured(alarm: Alarm) -> str:
    """What was measured when it was raised, and why it is where that is known.

    "okupansi 0,91 · laju 2 %", "31 s diam", "4 kamera tidak terekam · disk penuh".
    """
    if alarm.kind in _ROADS:
        speed = round(100 * alarm.speed)
        return say("alarms.measured.road", occupancy=decimal(alarm.occupancy, 2), speed=speed)
    said = say(f"alarms.measured.{alarm.kind.value}", span=span(alarm.held_s), n=alarm.affected)
    return f"{said} · {say(f'recording.cause.{alarm.cause.value}')}" if alarm.cause is not None else said


def shelved_word(alarm: Alarm) -> str:
    """Until when: "sampai 15:30"."""
    until = clock(alarm.shelved_until, seconds=False) if alarm.shelved_until is not None else "?"
    return say("alarms.until", at=until)


def shelving_word(alarm: Alarm) -> str:
    """Why and by whom: "Kamera sedang diperbaiki · Operator 3"."""
    return " · ".join(part for part in (alarm.reason, alarm.shelved_by) if part)


def row_sentence(alarm: Alarm, camera: Camera | None, age: str) -> str:
    """The whole row in one sentence, for a screen reader and the tooltip."""
    facts: dict[str, str | int | float]
    facts = {"priority": int(alarm.priority), "kind": kind_word(alarm.kind), "camera": where_word(alarm, camera)}
    if alarm.state is AlarmState.SHELVED:
        return say("alarms.row_shelved", until=shelved_word(alarm), reason=shelving_word(alarm), **facts)
    word = state_word(alarm.state)
    if alarm.state is AlarmState.ACKNOWLEDGED and alarm.acknowledged_by:
        word = say("alarms.acknowledged_by", name=alarm.acknowledged_by)
    return say("alarms.row", measured=measured(alarm), state=word, age=age, **facts)


def carried_on(facts: Mapping[str, str | int | float]) -> str:
    """A ticket's alarm in its timeline; `facts` are its audit's: kind, occupancy, speed, raised_at (ISO 8601)."""
    kind = AlarmKind(str(facts["kind"]))
    at = clock(datetime.fromisoformat(str(facts["raised_at"])))
    if kind not in _ROADS:
        return say("alarms.carried_on", at=at, kind=kind_word(kind))
    occupancy, speed = decimal(float(facts["occupancy"]), 2), round(100 * float(facts["speed"]))
    measured_then = say("alarms.measured.road", occupancy=occupancy, speed=speed)
    return say("alarms.carried_on_measured", at=at, kind=kind_word(kind), measured=measured_then)
