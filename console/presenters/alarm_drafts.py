"""The ticket that one key makes of an alarm."""

from resources.words import say
from storage.model.alarms import Alarm, AlarmKind
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Category
from storage.service.commands import OpenTicket
from widgets.alarms.wording import camera_word, measured

CATEGORY_OF = {
    AlarmKind.CONGESTION: "congestion",
    AlarmKind.STOPPED_TRAFFIC: "congestion",
    AlarmKind.STOPPED_VEHICLE: "stopped_vehicle",
    AlarmKind.DARK: "camera_fault",
    AlarmKind.CAMERA_LOST: "camera_fault",
    AlarmKind.ANALYSIS_STOPPED: "camera_fault",
    AlarmKind.GROUP_LOST: "camera_fault",
    AlarmKind.RECORDING_STOPPED: "camera_fault",
    AlarmKind.RECORDING_SHORT: "camera_fault",
    AlarmKind.SLA_WARNING: "other",
    AlarmKind.SLA_BREACH: "other",
}
OTHER = "other"


def ticket_from(alarm: Alarm, camera: Camera | None, categories: tuple[Category, ...]) -> OpenTicket:
    """A ticket with the alarm's words, place, priority and picture; dispatched to nobody yet.

    A site that does not know the category gets `other`, which every site has.
    """
    code = CATEGORY_OF[alarm.kind]
    known = {category.code for category in categories}
    name = camera.name if camera is not None else camera_word(camera)
    return OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title=say(f"alarms.title.{alarm.kind.value}", place=alarm.about or name),
        category=code if code in known else OTHER,
        priority=alarm.priority,
        place=(camera.place or camera.name) if camera is not None else name,
        description=measured(alarm),
        camera_id=alarm.camera_id,
        latitude=camera.latitude if camera is not None else None,
        longitude=camera.longitude if camera is not None else None,
        alarm_id=alarm.id,
    )
