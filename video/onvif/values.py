"""The frozen values that leave this room. Texts of cameras in them are printable and short; no login is in any."""

from dataclasses import dataclass, field

from resources.redaction import ShownSafely


@dataclass(frozen=True, slots=True)
class Login:
    """A camera's name and password; empty means none. Only a station may hold one."""

    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """What answered a search: `addresses` are device addresses, the likeliest to be reached first."""

    endpoint: str  # its own name for itself, stable over addresses
    addresses: tuple[str, ...]
    host: str  # that answered
    name: str = ""
    hardware: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    manufacturer: str = ""
    model: str = ""
    firmware: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One way in which a device sends one of its pictures. Sizes are 0 where it does not tell."""

    token: str
    name: str = ""
    source: str = ""  # the lens or channel; a device with four has four
    codec: str = ""  # "H264", "H265", "JPEG", ...
    width: int = 0
    height: int = 0
    fps: float = 0.0
    kbps: int = 0
    movable: bool = False  # a PTZ configuration is attached


@dataclass(frozen=True, slots=True, repr=False)
class Channel(ShownSafely):
    """One camera as Siaga takes it over: a main stream and, where there is one, a smaller sub."""

    source: str
    main: Profile
    main_url: str
    sub: Profile | None = None
    sub_url: str = ""
    snapshot_url: str = ""  # empty where the device gives none
    ptz_profile: str = ""  # the token that PTZ calls take; empty: cannot be moved


@dataclass(frozen=True, slots=True)
class Recording:
    token: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Velocity:
    """A speed as a share of the camera's greatest: -1 to 1. Right, up and in are positive."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0

    def clamped(self) -> "Velocity":
        """Within -1 to 1; what is no number is 0."""
        return Velocity(_clamp(self.pan), _clamp(self.tilt), _clamp(self.zoom))

    @property
    def still(self) -> bool:
        return not (self.pan or self.tilt or self.zoom)


STILL = Velocity()


@dataclass(frozen=True, slots=True)
class Preset:
    token: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PtzStatus:
    """Where the camera looks, in its own units, and whether it moves; None where it does not tell."""

    pan: float | None = None
    tilt: float | None = None
    zoom: float | None = None
    moving: bool | None = None


def tidy(text: str, most: int = 120) -> str:
    """A camera's words made fit for a list or a terminal: printable, one line, short."""
    return "".join(letter if letter.isprintable() else " " for letter in text[: most * 4]).strip()[:most]


def _clamp(value: float) -> float:
    return max(-1.0, min(1.0, value)) if value == value else 0.0
