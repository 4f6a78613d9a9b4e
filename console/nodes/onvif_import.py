"""Finding ONVIF cameras and asking them what they send, for who takes them into the record."""

from console.clock import utc_now
from console.presenters.camera_find import Answered, CameraLogin, DeviceAnswer, Going, OfferedChannel
from resources.errors import SiagaError
from resources.words import say
from video.onvif.camera import OnvifCamera
from video.onvif.discovery import find_devices, reach
from video.onvif.errors import BadAddress, OnvifError
from video.onvif.settings import OnvifSettings
from video.onvif.values import Channel, Login, Profile


class NotAskedAnyMore(SiagaError):
    """Who wanted to know has left."""

    word = "cameras.find.left"


def search_network() -> tuple[Answered, ...]:
    """Who answers a search of this machine's networks; takes the settings' three seconds."""
    return tuple(
        Answered(one.endpoint, one.addresses, one.host, one.name, one.hardware, one.location)
        for one in find_devices(OnvifSettings())
    )


def ask_device(device: Answered, login: CameraLogin, going: Going) -> DeviceAnswer:
    """What the device is and which cameras it has. Raises an OnvifError, and NotAskedAnyMore between two calls."""
    address = _reached(device, going)
    camera = OnvifCamera(address, Login(login.username, login.password), utc_now=utc_now)
    try:
        info = camera.info()
        _look(going)
        channels = camera.channels()
        name = " ".join(part for part in (info.manufacturer, info.model) if part)
        return DeviceAnswer(camera.address, name, tuple(_offered(one) for one in channels))
    finally:
        camera.close()


def _reached(device: Answered, going: Going) -> str:
    """The first address that answers; the error of the first where none does."""
    first: OnvifError | None = None
    for address in device.addresses:
        _look(going)
        try:
            return reach((address,), utc_now=utc_now)
        except OnvifError as error:
            first = first or error
    raise first or BadAddress()


def _look(going: Going) -> None:
    if not going.on:
        raise NotAskedAnyMore


def _offered(channel: Channel) -> OfferedChannel:
    sub = _words(channel.sub) if channel.sub is not None else ""
    return OfferedChannel(channel.main_url, _words(channel.main), channel.sub_url, sub, ptz=bool(channel.ptz_profile))


def _words(profile: Profile) -> str:
    size = say("cameras.find.size", codec=profile.codec, width=profile.width, height=profile.height)
    return f"{size} {say('cameras.find.fps', fps=f'{profile.fps:g}')}" if profile.fps else size
