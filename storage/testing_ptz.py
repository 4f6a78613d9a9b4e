"""The fakes' holds of cameras that can be moved, judged as the server's functions do."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.model.ptz import HOLD_S, PtzHold
from storage.service.commands import ReleasePtz, TakePtz
from storage.service.errors import Forbidden, Invalid, NotFound, PtzHeld

if TYPE_CHECKING:
    from storage.testing import FakeSite

PtzCommand = TakePtz | ReleasePtz
_MOVERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
_ZONE = ZoneInfo("Asia/Jakarta")
_LONGEST_REASON = 500


def do_ptz_command(site: "FakeSite", person: Person, command: PtzCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if command.camera_id not in site.cameras:
        raise NotFound
    able = person.active and not person.must_change_password
    if not able or person.role not in _MOVERS:
        raise Forbidden
    return _take(site, person, command) if isinstance(command, TakePtz) else _release(site, person, command.camera_id)


def _take(site: "FakeSite", person: Person, command: TakePtz) -> tuple[Change, ...]:
    camera = site.cameras[command.camera_id]
    if not (camera.ptz and camera.enabled):
        raise Invalid(field="ptz")
    until = site.now + timedelta(seconds=HOLD_S)
    hold = PtzHold(camera.id, person.login, person.name, site.now, until)
    old = site.footage.holds.get(camera.id)
    if old is None or old.until <= site.now:
        return (_kept(site, person, hold),)
    if old.holder == person.login:
        site.footage.holds[camera.id] = PtzHold(
            camera.id, old.holder, old.holder_name, old.since, until, old.taken_from, old.reason
        )
        return ()
    if person.role is Role.OPERATOR or not command.reason.strip():
        raise PtzHeld(name=old.holder_name, until=f"{old.until.astimezone(_ZONE):%H:%M:%S}")
    if len(command.reason) > _LONGEST_REASON:
        raise Invalid(field="reason")
    taken = PtzHold(camera.id, person.login, person.name, site.now, until, old.holder_name, command.reason)
    return (_kept(site, person, taken),)


def _release(site: "FakeSite", person: Person, camera_id: UUID) -> tuple[Change, ...]:
    old = site.footage.holds.get(camera_id)
    if old is None or old.until <= site.now or old.holder != person.login:
        return ()
    ended = PtzHold(camera_id, old.holder, old.holder_name, old.since, site.now, old.taken_from, old.reason)
    return (_kept(site, person, ended),)


def _kept(site: "FakeSite", person: Person, hold: PtzHold) -> Change:
    site.footage.holds[hold.camera_id] = hold
    site.footage.hold_versions[hold.camera_id] += 1
    return site.tell(Kind.PTZ, hold.camera_id, site.footage.hold_versions[hold.camera_id], person.login)
