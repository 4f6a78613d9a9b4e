"""What is asked of cameras and of who moves them."""

from dataclasses import dataclass, field
from uuid import UUID

from storage.model.cameras import Camera


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCamera:
    """A camera added (version 0) or changed; a username or password of None stays as it is."""

    key: UUID
    camera: Camera
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePtz:
    """Hold a camera's PTZ for HOLD_S, or renew it. Another's hold needs a reason and a supervisor, else `PtzHeld`."""

    key: UUID
    camera_id: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePtz:
    """Give one's own hold back; where there is none it is done already."""

    key: UUID
    camera_id: UUID
