"""Alarms on the small site, raised as a station raises them."""

from storage.model.alarms import AlarmKind, NewAlarm
from storage.model.ids import new_id
from storage.model.tickets import Priority


def raise_alarm(site, kind=AlarmKind.CONGESTION, *, number=101, priority=Priority.HIGH, zone_id=None, **more):
    """One alarm of the camera with this number, as it stands; a second after the one before."""
    site.pass_time(1.0)
    station = site.station("station1")
    camera = next(one for one in site.cameras.values() if one.number == number)
    station.claim_leases((camera.id,), seconds=600.0)
    new = NewAlarm(new_id(), kind, camera.id, zone_id, priority, held_s=31.0, cooldown_s=0.0, **more)
    (alarm_id,) = station.raise_alarms((new,))
    return site.alarms[alarm_id]
