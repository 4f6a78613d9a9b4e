"""The fakes' cameras as they are saved, judged as the server's triggers do."""

from typing import TYPE_CHECKING

from storage.model.cameras import CameraSecret
from storage.model.feed import Change, Kind
from storage.service.commands import SaveCamera
from storage.service.errors import AlreadyTaken, NotFound, Stale
from storage.testing_alarms import camera_switched_off
from storage.testing_commands import Desk, saved_camera

if TYPE_CHECKING:
    from storage.testing import FakeSite


def save_camera(site: "FakeSite", desk: Desk, command: SaveCamera) -> tuple[Change, ...]:
    """Carry out the command; what it changed."""
    camera = command.camera
    known = site.cameras.get(camera.id)
    saved = saved_camera(desk, camera, site.cameras.values())
    if camera.version == 0 and known is not None:
        raise AlreadyTaken(field="id")
    if camera.version != 0 and known is None:
        raise NotFound
    if known is not None and known.version != camera.version:
        raise Stale
    site.cameras[camera.id] = saved
    site.camera_changed_at[camera.id] = site.now
    if command.username is not None or command.password is not None:
        old = site.secrets.get(camera.id, CameraSecret(camera.id, "", ""))
        username = old.username if command.username is None else command.username
        password = old.password if command.password is None else command.password
        site.secrets[camera.id] = CameraSecret(camera.id, username, password)
    login = desk.person.login
    told = site.tell(Kind.CAMERA, saved.id, saved.version, login)
    return (told,) if known is None else (told, *camera_switched_off(site, known, saved, login))
