"""One ONVIF camera: what it is, what it sends, and how it is moved."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from video.onvif.addresses import rebased, stream_address
from video.onvif.answers import Node
from video.onvif.errors import NotOffered, NotOnvif, OnvifError, Refused
from video.onvif.media import by_source, main_and_sub, profiles_in
from video.onvif.session import OnvifSession, Service
from video.onvif.settings import OnvifSettings
from video.onvif.soap import element
from video.onvif.values import (
    STILL,
    Channel,
    DeviceInfo,
    Login,
    Preset,
    Profile,
    PtzStatus,
    Recording,
    Velocity,
    tidy,
)

_LISTED_AT_MOST = 500
_AXES: tuple[tuple[str, ...], ...] = (("PanTilt", "Zoom"), ("PanTilt",), ("Zoom",))  # that a move names
_RTSP = (
    "<o:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream>"
    "<tt:Transport><tt:Protocol>RTSP</tt:Protocol></tt:Transport></o:StreamSetup>"
)


class OnvifCamera:
    """Synchronous, each call within its time, for one thread at a time; `close()` ends its connections.

    Every method raises an OnvifError: Unreachable, NoAnswer, Untrusted, NotOnvif, LoginNeeded, WrongPassword,
    ClockDiffers, RightsMissing, NotOffered, Refused, CameraFailed; those that move also NoPtz. The constructor
    raises BadAddress. Tokens of profiles and presets are the camera's own words: pass them back as they came.
    """

    def __init__(
        self,
        address: str,
        login: Login | None = None,
        settings: OnvifSettings | None = None,
        *,
        utc_now: Callable[[], datetime],
    ) -> None:
        self._settings = settings or OnvifSettings()
        self._session = OnvifSession(address, login or Login(), self._settings, utc_now)
        self._stop_refused = False
        self._axes = _AXES[0]

    def close(self) -> None:
        self._session.close()

    @property
    def address(self) -> str:
        """The device service's address; holds no login."""
        return self._session.address

    def clock_offset(self) -> timedelta | None:
        """The camera's clock less ours; None where it does not tell."""
        return self._session.ask_time()

    def info(self) -> DeviceInfo:
        answer = self._session.call(Service.DEVICE, "GetDeviceInformation")
        names = ("Manufacturer", "Model", "FirmwareVersion", "SerialNumber")
        return DeviceInfo(*(tidy(answer.value(name)) for name in names))

    def profiles(self) -> tuple[Profile, ...]:
        """All profiles with video, in the device's order."""
        if self._session.offers(Service.MEDIA2):
            try:
                wanted = element("Type", "All")
                return profiles_in(self._session.call(Service.MEDIA2, "GetProfiles", wanted))
            except (NotOffered, Refused):
                if not self._session.offers(Service.MEDIA):
                    raise
        return profiles_in(self._session.call(Service.MEDIA, "GetProfiles"))

    def channels(self) -> tuple[Channel, ...]:
        """The device's cameras, one a video source, each with its main and sub stream's addresses."""
        return tuple(self._channel(source, group) for source, group in by_source(self.profiles()).items())

    def stream_url(self, profile: str) -> str:
        """RTSP over TCP, at the host that the device was reached at, without a login."""
        if self._session.offers(Service.MEDIA2):
            try:
                inner = element("Protocol", "RTSP") + element("ProfileToken", profile)
                return self._stream(self._session.call(Service.MEDIA2, "GetStreamUri", inner))
            except (NotOffered, Refused):
                if not self._session.offers(Service.MEDIA):
                    raise
        inner = _RTSP + element("ProfileToken", profile)
        return self._stream(self._session.call(Service.MEDIA, "GetStreamUri", inner))

    def snapshot_url(self, profile: str) -> str:
        """Where a still is fetched by HTTP; empty where the device gives none."""
        service = Service.MEDIA if self._session.offers(Service.MEDIA) else Service.MEDIA2
        try:
            answer = self._session.call(service, "GetSnapshotUri", element("ProfileToken", profile))
        except (NotOffered, Refused):
            return ""
        return rebased(answer.value("Uri"), self.address)

    def recordings(self) -> tuple[Recording, ...]:
        """What the device has recorded. Raises NoReplay besides."""
        answer = self._session.call(Service.RECORDING, "GetRecordings")
        items = answer.all("RecordingItem")[:_LISTED_AT_MOST]
        found = (Recording(item.value("RecordingToken"), tidy(item.value("Source", "Name"))) for item in items)
        return tuple(recording for recording in found if recording.token)

    def replay_url(self, recording: str) -> str:
        """The RTSP address from which a recording is played by ONVIF Replay. Raises NoReplay besides."""
        inner = _RTSP + element("RecordingToken", recording)
        return self._stream(self._session.call(Service.REPLAY, "GetReplayUri", inner))

    def can_move(self) -> bool:
        """Whether the device has PTZ at all; a channel's `ptz_profile` says it of one lens."""
        return self._session.offers(Service.PTZ)

    def move(self, profile: str, velocity: Velocity, lasts_s: float) -> None:
        """Move until told otherwise, at most `lasts_s` (rounded up to whole seconds: some take no others).

        Some cameras refuse a speed for an axis that they do not have, zero though it be: then without it, and from
        then on so first.
        """
        v = velocity.clamped()
        axes = {
            "PanTilt": (f'<tt:PanTilt x="{v.pan:.3f}" y="{v.tilt:.3f}"/>', bool(v.pan or v.tilt)),
            "Zoom": (f'<tt:Zoom x="{v.zoom:.3f}"/>', bool(v.zoom)),
        }
        wanted = {name for name, (_, turning) in axes.items() if turning}
        ways = [way for way in (self._axes, *_AXES) if wanted <= set(way)]
        first: OnvifError | None = None
        for way in dict.fromkeys(ways):
            inner = element("ProfileToken", profile)
            inner += f"<o:Velocity>{''.join(axes[name][0] for name in way)}</o:Velocity>"
            try:
                self._ptz("ContinuousMove", inner + element("Timeout", f"PT{max(1, ceil(lasts_s))}S"))
                self._axes = way
                return
            except (NotOffered, Refused) as error:
                first = first or error
        if first is not None:
            raise first

    def stop(self, profile: str) -> None:
        """Stop all axes; where a camera refuses that, by a move without speed."""
        if not self._stop_refused:
            try:
                axes = element("PanTilt", "true") + element("Zoom", "true")
                self._ptz("Stop", element("ProfileToken", profile) + axes)
                return
            except (NotOffered, Refused):
                self._stop_refused = True
        self.move(profile, STILL, 1.0)

    def presets(self, profile: str) -> tuple[Preset, ...]:
        answer = self._ptz("GetPresets", element("ProfileToken", profile))
        nodes = [node for node in answer.children if node.name == "Preset"][:_LISTED_AT_MOST]
        found = (Preset(node.attributes.get("token", ""), tidy(node.child_value("Name"))) for node in nodes)
        return tuple(preset for preset in found if preset.token)

    def go_to_preset(self, profile: str, preset: str) -> None:
        self._ptz("GotoPreset", element("ProfileToken", profile) + element("PresetToken", preset))

    def set_preset(self, profile: str, name: str, preset: str = "") -> str:
        """Keep where the camera looks now, as a new preset or in place of `preset`; its token."""
        inner = element("ProfileToken", profile) + element("PresetName", name)
        answer = self._ptz("SetPreset", inner + (element("PresetToken", preset) if preset else ""))
        token = answer.value("PresetToken") or preset
        if not token:
            raise NotOnvif(host=self._session.shown)
        return token

    def remove_preset(self, profile: str, preset: str) -> None:
        self._ptz("RemovePreset", element("ProfileToken", profile) + element("PresetToken", preset))

    def go_home(self, profile: str) -> None:
        self._ptz("GotoHomePosition", element("ProfileToken", profile))

    def set_home(self, profile: str) -> None:
        """Make home of where the camera looks now; fixed homes answer Refused."""
        self._ptz("SetHomePosition", element("ProfileToken", profile))

    def ptz_status(self, profile: str) -> PtzStatus:
        return status_in(self._ptz("GetStatus", element("ProfileToken", profile)))

    def _ptz(self, operation: str, inner: str) -> Node:
        return self._session.call(Service.PTZ, operation, inner, timeout_s=self._settings.move_timeout_s)

    def _channel(self, source: str, group: list[Profile]) -> Channel:
        main, sub = main_and_sub(group)
        movable = [profile.token for profile in (main, *group) if profile.movable]
        return Channel(
            source=source,
            main=main,
            main_url=self.stream_url(main.token),
            sub=sub,
            sub_url=self.stream_url(sub.token) if sub else "",
            snapshot_url=self.snapshot_url(main.token),
            ptz_profile=movable[0] if movable and self.can_move() else "",
        )

    def _stream(self, answer: Node) -> str:
        url = stream_address(answer.value("Uri"), self.address)
        if not url:
            raise NotOnvif(host=self._session.shown)
        return url


def status_in(answer: Node) -> PtzStatus:
    """What GetStatus told; None for each thing that it did not."""
    position, moving = answer.find("Position"), answer.find("MoveStatus")
    pan_tilt = position.find("PanTilt") if position else None
    zoom = position.find("Zoom") if position else None
    states = [node.text.strip().upper() for node in moving.children] if moving else []
    known = [state for state in states if state in ("IDLE", "MOVING")]
    return PtzStatus(
        pan=_float(pan_tilt, "x"),
        tilt=_float(pan_tilt, "y"),
        zoom=_float(zoom, "x"),
        moving="MOVING" in known if known else None,
    )


def _float(node: Node | None, name: str) -> float | None:
    try:
        value = float(node.attributes[name]) if node else None
    except (KeyError, ValueError):
        return None
    return value if value is not None and abs(value) < 1e6 else None
