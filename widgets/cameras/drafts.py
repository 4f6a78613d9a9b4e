"""A camera as it was filled in and not yet sent."""

from dataclasses import dataclass, field

from storage.model.cameras import Camera


@dataclass(frozen=True, slots=True)
class CameraDraft:
    """The camera's fields, and its login; None leaves what the record has, an empty text takes it away."""

    camera: Camera
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
