"""Alarms as values for views, at the frozen moment of `support.views`."""

from dataclasses import replace
from datetime import timedelta

from storage.model.alarms import Alarm, AlarmKind, AlarmState
from storage.model.tickets import Priority
from support import views

CAMERAS = tuple(
    replace(camera, group="Koridor Cikarang" if at < 6 else "Pasar dan terminal")
    for at, camera in enumerate(views.CAMERAS)
)


def alarm(
    number: int,
    kind: AlarmKind = AlarmKind.CONGESTION,
    camera: int = 1,
    priority: Priority = Priority.HIGH,
    state: AlarmState = AlarmState.UNACKNOWLEDGED,
    **facts: object,
) -> Alarm:
    """An alarm of `CAMERAS[camera]`; `raised_s` is how long ago, any other field can be given."""
    raised = views.ago(float(str(facts.pop("raised_s", 42))))
    values: dict[str, object] = {"occupancy": 0.91, "speed": 0.02, "held_s": 31.0, "active": True, "zone_id": None}
    values |= {"version": 3, "raised_at": raised, "changed_at": raised} | facts
    return Alarm(  # type: ignore[call-arg]
        id=views.id_of(6000 + number),
        kind=kind,
        camera_id=CAMERAS[camera].id,
        priority=priority,
        state=state,
        **values,  # type: ignore[arg-type]
    )


STOPPED = alarm(1, AlarmKind.STOPPED_TRAFFIC, 1, Priority.CRITICAL)
BROKEN_DOWN = alarm(
    2,
    AlarmKind.STOPPED_VEHICLE,
    4,
    Priority.HIGH,
    AlarmState.ACKNOWLEDGED,
    raised_s=115,
    acknowledged_by="Operator 3",
)
RETURNED = alarm(
    3,
    AlarmKind.CONGESTION,
    2,
    Priority.HIGH,
    AlarmState.RETURNED,
    raised_s=300,
    active=False,
    occupancy=0.62,
    speed=0.2,
)
DARK = alarm(4, AlarmKind.DARK, 7, Priority.MEDIUM, raised_s=134)
SHELVED = alarm(
    5,
    AlarmKind.CAMERA_LOST,
    5,
    Priority.MEDIUM,
    AlarmState.SHELVED,
    raised_s=4000,
    shelved_until=views.NOW + timedelta(minutes=50),
    shelved_by="Operator 1",
    reason="Kamera sedang diperbaiki",
)
ALARMS = (STOPPED, BROKEN_DOWN, RETURNED, DARK, SHELVED)
FLOOD = (
    STOPPED,
    *(
        alarm(
            20 + at,
            AlarmKind.CONGESTION,
            at % 7,
            Priority.HIGH,
            AlarmState.UNACKNOWLEDGED if at % 3 else AlarmState.ACKNOWLEDGED,
            raised_s=30 * at + 10,
        )
        for at in range(9)
    ),
    *(alarm(40 + at, AlarmKind.STOPPED_VEHICLE, at, Priority.MEDIUM, raised_s=30 * at + 10) for at in range(3)),
)
