"""A camera in memory, for tests of whoever moves or takes over cameras; held to the real one by contract tests.

It moves by a clock that it is given, at full speed one unit a second, between -1 and 1 (zoom 0 and 1), and stops
by itself when a move's time is over.
"""

from collections.abc import Callable
from threading import Lock

from video.onvif.errors import Refused
from video.onvif.values import STILL, Channel, DeviceInfo, Preset, Profile, PtzStatus, Velocity

_MAIN = Profile("main", "Main", "lens", "H264", 1280, 720, 25.0, 3000, movable=True)
_SUB = Profile("sub", "Sub", "lens", "H264", 320, 180, 15.0, 300, movable=True)


Place = tuple[float, float, float]
"""Where a camera looks: pan, tilt, zoom."""


class FakeCamera:
    """One lens that can be moved. `fails_with` is raised by every call while it is set; `told` lists the moves."""

    def __init__(
        self,
        now_s: Callable[[], float],
        address: str = "http://192.0.2.10/onvif/device_service",
        presets: tuple[tuple[str, Place], ...] = (),
    ) -> None:
        self.address = address
        self.fails_with: Exception | None = None
        self.told: list[tuple[float, Velocity]] = []  # when, and what; a stop is STILL
        self.closed = False
        self._now_s = now_s
        self._lock = Lock()
        self._place = (0.0, 0.0, 0.0)
        self._moving, self._since_s, self._until_s = STILL, 0.0, 0.0
        self._presets: dict[str, tuple[str, Place]] = {f"preset{n}": one for n, one in enumerate(presets, start=1)}
        self._home: Place = (0.0, 0.0, 0.0)
        self._made = len(presets)

    def close(self) -> None:
        self.closed = True

    def info(self) -> DeviceInfo:
        self._answer()
        return DeviceInfo("Siaga", "Fake", "1", "1")

    def profiles(self) -> tuple[Profile, ...]:
        self._answer()
        return _MAIN, _SUB

    def channels(self) -> tuple[Channel, ...]:
        self._answer()
        host = self.address.split("/")[2]
        return (Channel("lens", _MAIN, f"rtsp://{host}/main", _SUB, f"rtsp://{host}/sub", ptz_profile="main"),)

    def can_move(self) -> bool:
        self._answer()
        return True

    def move(self, profile: str, velocity: Velocity, lasts_s: float) -> None:
        with self._lock:
            self._answer(profile)
            self._settle()
            self._moving = velocity.clamped()
            self._since_s = self._now_s()
            self._until_s = self._since_s + max(1.0, lasts_s)
            self.told.append((self._since_s, self._moving))

    def stop(self, profile: str) -> None:
        with self._lock:
            self._answer(profile)
            self._settle()
            self._moving = STILL
            self.told.append((self._now_s(), STILL))

    def presets(self, profile: str) -> tuple[Preset, ...]:
        self._answer(profile)
        return tuple(Preset(token, name) for token, (name, _) in self._presets.items())

    def go_to_preset(self, profile: str, preset: str) -> None:
        self._answer(profile)
        if preset not in self._presets:
            raise Refused(host="fake", operation="GotoPreset", code="NoToken")
        self._go(self._presets[preset][1])

    def set_preset(self, profile: str, name: str, preset: str = "") -> str:
        self._answer(profile)
        with self._lock:
            self._settle()
            self._made += 1
            token = preset or f"preset{self._made}"
            self._presets[token] = (name, self._place)
        return token

    def remove_preset(self, profile: str, preset: str) -> None:
        self._answer(profile)
        if self._presets.pop(preset, None) is None:
            raise Refused(host="fake", operation="RemovePreset", code="NoToken")

    def go_home(self, profile: str) -> None:
        self._answer(profile)
        self._go(self._home)

    def set_home(self, profile: str) -> None:
        self._answer(profile)
        with self._lock:
            self._settle()
            self._home = self._place

    def ptz_status(self, profile: str) -> PtzStatus:
        self._answer(profile)
        with self._lock:
            self._settle()
            pan, tilt, zoom = self._place
            return PtzStatus(pan, tilt, zoom, moving=not self._moving.still)

    def _answer(self, profile: str = "main") -> None:
        if self.fails_with is not None:
            raise self.fails_with
        if profile not in ("main", "sub"):
            raise Refused(host="fake", operation="PTZ", code="NoProfile")

    def _go(self, place: tuple[float, float, float]) -> None:
        with self._lock:
            self._moving, self._place = STILL, place

    def _settle(self) -> None:
        """Move on to now."""
        now_s = self._now_s()
        moved_s = max(0.0, min(now_s, self._until_s) - self._since_s)
        pan, tilt, zoom = self._place
        v = self._moving
        self._place = (
            max(-1.0, min(1.0, pan + v.pan * moved_s)),
            max(-1.0, min(1.0, tilt + v.tilt * moved_s)),
            max(0.0, min(1.0, zoom + v.zoom * moved_s)),
        )
        self._since_s = now_s
        if now_s >= self._until_s:
            self._moving = STILL
