"""Cameras in hand, without Qt: found by the record's address, asked with the station's login, moved by a driver.

Only a station reads a camera's login. A person holds the right to move it, this machine's station the means.
"""

from collections.abc import Callable
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from console.clock import utc_now
from console.presenters.ptz_values import Look, Speed, Spot
from resources.errors import SiagaError
from storage.model.cameras import Camera
from video.events import CameraSource
from video.onvif.camera import OnvifCamera
from video.onvif.driver import PtzDriver, PtzMotion
from video.onvif.errors import NoPtz
from video.onvif.settings import OnvifSettings
from video.onvif.values import Channel, Login, Preset, PtzStatus, Velocity

SPOTS_MOST = 9
"""As many presets as there are keys for them."""


class NoAddress(SiagaError):
    """The record knows no ONVIF address of the camera; facts: number."""

    word = "ptz.error.no_address"


class NoLogin(SiagaError):
    """This machine's station does not serve the camera, so it has no login for it; facts: number."""

    word = "ptz.error.no_login"


class HoldEnded(SiagaError):
    """Something was asked of a camera after its hold had run out."""

    word = "ptz.error.hold_ended"


class Movable(PtzMotion, Protocol):
    """What a hand needs of a camera: `OnvifCamera`, or the fake of `video.onvif.testing`."""

    def channels(self) -> tuple[Channel, ...]: ...
    def presets(self, profile: str) -> tuple[Preset, ...]: ...
    def go_to_preset(self, profile: str, preset: str) -> None: ...
    def set_preset(self, profile: str, name: str, preset: str = "") -> str: ...
    def remove_preset(self, profile: str, preset: str) -> None: ...
    def go_home(self, profile: str) -> None: ...
    def ptz_status(self, profile: str) -> PtzStatus: ...


MakeCamera = Callable[[str, Login], Movable]
"""An address and a login; a new one with each call."""


class PtzHand:
    """One camera in hand. `wish` and `stop` never wait; the others wait for the camera and raise SiagaError.

    Those that wait are for one thread at a time. Nothing moves after the moment of `allow_until`.
    """

    def __init__(self, camera: Movable, profile: str, driver: PtzDriver) -> None:
        """Owns both; the driver has a camera of its own."""
        self._camera, self._profile, self._driver = camera, profile, driver
        self._deadline_s = 0.0
        self._closed = False

    def allow_until(self, deadline_s: float) -> None:
        self._deadline_s = deadline_s

    def wish(self, speed: Speed) -> None:
        if self._allowed:
            self._driver.wish(Velocity(*speed))
        else:
            self._driver.stop()

    def stop(self) -> None:
        self._driver.stop()

    def spots(self) -> tuple[Spot, ...]:
        found = self._camera.presets(self._profile)[:SPOTS_MOST]
        return tuple(Spot(one.token, one.name or one.token) for one in found)

    def go_to(self, spot: Spot) -> None:
        self._check()
        self._camera.go_to_preset(self._profile, spot.token)

    def save(self, name: str, token: str) -> None:
        self._check()
        self._camera.set_preset(self._profile, name, token)

    def remove(self, spot: Spot) -> None:
        self._check()
        self._camera.remove_preset(self._profile, spot.token)

    def look(self) -> Look | None:
        told = self._camera.ptz_status(self._profile)
        if told.pan is None or told.tilt is None or max(abs(told.pan), abs(told.tilt)) > 1:
            return None  # in units of its own, which say nothing to a person
        return Look(told.pan, told.tilt, min(1.0, max(0.0, told.zoom or 0.0)))

    def go_home(self) -> None:
        self._check()
        self._camera.go_home(self._profile)

    def close(self) -> None:
        """Stop what moves and end both connections; waits for the camera, some seconds at most."""
        self._closed = True
        try:
            self._driver.close()
        finally:
            self._camera.close()

    @property
    def _allowed(self) -> bool:
        return not self._closed and monotonic() < self._deadline_s

    def _check(self) -> None:
        if not self._allowed:
            raise HoldEnded


class PtzNode:
    """Opens hands. `source_of` is the station's; `failed` is called in a driver's thread."""

    def __init__(
        self,
        source_of: Callable[[UUID], CameraSource | None],
        failed: Callable[[UUID, SiagaError], None],
        settings: OnvifSettings | None = None,
        make: MakeCamera | None = None,
    ) -> None:
        self._source_of, self._failed = source_of, failed
        self._settings = settings or OnvifSettings()
        self._make = make or self._onvif
        self._profiles: dict[tuple[str, str], str] = {}  # by device and stream: asked once

    def open_hand(self, camera: Camera) -> PtzHand:
        """Waits for the camera. Raises NoAddress, NoLogin and OnvifErrors, NoPtz among them."""
        if not camera.onvif_url:
            raise NoAddress(number=camera.number)
        source = self._source_of(camera.id)
        if source is None:
            raise NoLogin(number=camera.number)
        login = Login(source.username, source.password)
        device = self._make(camera.onvif_url, login)
        try:
            profile = self._profile_of(device, camera)
            moved = self._make(camera.onvif_url, login)
        except SiagaError:
            device.close()
            raise
        driver = PtzDriver(moved, profile, self._settings, self._failed_of(camera.id))
        driver.start()
        return PtzHand(device, profile, driver)

    def _profile_of(self, device: Movable, camera: Camera) -> str:
        known = (camera.onvif_url, camera.main_url)
        if known not in self._profiles:
            self._profiles[known] = lens_of(device.channels(), camera.main_url)
        profile = self._profiles[known]
        if not profile:
            del self._profiles[known]  # it may be given PTZ later
            raise NoPtz(host=urlsplit(camera.onvif_url).hostname or "")
        return profile

    def _failed_of(self, camera_id: UUID) -> Callable[[SiagaError], None]:
        def failed(error: SiagaError) -> None:
            self._failed(camera_id, error)

        return failed

    def _onvif(self, address: str, login: Login) -> Movable:
        return OnvifCamera(address, login, self._settings, utc_now=utc_now)


def lens_of(channels: tuple[Channel, ...], main_url: str) -> str:
    """The profile that moves the lens of this stream; of a device with one lens that one, else empty.

    A device with several lenses of which none sends this stream is not guessed at: another camera would move.
    """
    same = [one for one in channels if _place(main_url) in (_place(one.main_url), _place(one.sub_url))]
    if not same and len(channels) == 1:
        same = list(channels)
    return next((one.ptz_profile for one in same if one.ptz_profile), "")


def _place(url: str) -> tuple[str, str]:
    """Path and query: host and port may be others behind NAT, and a login is in neither."""
    parts = urlsplit(url)
    return parts.path, parts.query
