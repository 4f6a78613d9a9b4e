"""`main.py demo --passwords`: who the demo's people are and what they sign in with; free of Qt."""

import os
import stat
import sys
from pathlib import Path

from console.nodes.demo_people import read_secrets
from console.settings import Settings
from resources.errors import SiagaError
from resources.words import say


class DemoNeverStarted(SiagaError):
    """There are no passwords before the first start makes them."""

    word = "console.demo.never_started"


class ReadByOthers(SiagaError):
    """The file of the passwords can be read by others than its owner; facts: file."""

    word = "console.demo.read_by_others"


def show_passwords(settings: Settings) -> int:
    """Write a line for each person: name, login, password. Raises DemoNeverStarted and ReadByOthers."""
    file = settings.data_dir / "demo" / "secrets.json"
    people = read_secrets(file).people
    if not people:
        raise DemoNeverStarted
    if _read_by_others(file):
        raise ReadByOthers(file=str(file))
    widths = [max(len(person[column]) for person in people) for column in (1, 0)]
    sys.stdout.write(say("console.demo.passwords", file=str(file)) + "\n")
    for login, name, password in people:
        sys.stdout.write(f"  {name:<{widths[0]}}  {login:<{widths[1]}}  {password}\n")
    return 0


def _read_by_others(file: Path) -> bool:
    """Where the system knows such rights at all."""
    return os.name == "posix" and bool(file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
