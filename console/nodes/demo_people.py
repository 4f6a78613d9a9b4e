"""The demo's secrets: random for each installation, in one file that only its owner reads."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from console.entry import write_secret


@dataclass(frozen=True, slots=True)
class DemoSecrets:
    """Logins with passwords, and how the cameras are served; `repr` shows no password."""

    port: int = 0
    dome_port: int = 0
    camera_user: str = "siaga"
    camera_password: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)
    station_login: str = ""
    station_password: str = field(default="", repr=False)
    people: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)  # login, name, password


def read_secrets(file: Path) -> DemoSecrets:
    """What the file holds; a file that is absent or broken gives new secrets, and the demo is seeded again."""
    try:
        stored = json.loads(file.read_text("utf-8"))
        people = tuple((str(login), str(name), str(password)) for login, name, password in stored.pop("people"))
        return DemoSecrets(**stored, people=people)
    except (OSError, ValueError, KeyError, TypeError):
        return DemoSecrets()


def keep_secrets(file: Path, kept: DemoSecrets) -> None:
    """Raises OSError."""
    content: dict[str, object] = {name: getattr(kept, name) for name in kept.__slots__}
    write_secret(file, content)
