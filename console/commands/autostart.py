"""The XDG autostart entry of the wall: what a desktop session runs by itself when it begins."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from resources.errors import SiagaError
from resources.words import say

_NAME = "siaga-wall.desktop"
_TEMPLATE = """\
[Desktop Entry]
Type=Application
Name=Siaga wall
Name[id]=Dinding Siaga
Exec={command}
Terminal=false
X-GNOME-Autostart-enabled=true
"""


class NotHere(SiagaError):
    """This platform has no such file."""

    word = "wall.command.not_here"


class NotWritten(SiagaError):
    """The entry could not be written or removed; facts: file, what."""

    word = "wall.command.not_written"


def set_autostart(*, on: bool, arguments: Sequence[str]) -> int:
    """Let `main.py ARGUMENTS` come up by itself after a power cut, or no longer. Raises NotWritten, NotHere."""
    if on:
        program = Path(sys.argv[0]).resolve()
        file = write_autostart([sys.executable, str(program), *arguments], os.environ)
        sys.stdout.write(say("wall.command.autostart_on", file=str(file)) + "\n")
    else:
        end_autostart(os.environ)
        sys.stdout.write(say("wall.command.autostart_off") + "\n")
    return 0


def autostart_file(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Where the session looks for it (XDG Autostart specification 0.5). Raises NotHere."""
    if not platform.startswith(("linux", "freebsd")):
        raise NotHere
    chosen = environment.get("XDG_CONFIG_HOME", "")
    config = Path(chosen) if Path(chosen).is_absolute() else Path(environment.get("HOME", "~")).expanduser() / ".config"
    return config / "autostart" / _NAME


def write_autostart(command: Sequence[str], environment: Mapping[str, str]) -> Path:
    """Write the entry for this installation as it stands now. Raises NotHere, NotWritten."""
    file = autostart_file(environment)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text(_TEMPLATE.format(command=" ".join(quoted(part) for part in command)), "utf-8")
        fresh.replace(file)
    except OSError as error:
        raise NotWritten(str(error), file=str(file), what=error.strerror or "") from error
    return file


def end_autostart(environment: Mapping[str, str]) -> None:
    """Remove the entry; one that is not there is no error. Raises NotHere, NotWritten."""
    file = autostart_file(environment)
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(str(error), file=str(file), what=error.strerror or "") from error


def quoted(part: str) -> str:
    """One argument of `Exec` (Desktop Entry specification): quoted, % doubled.

    The value is a string of the file too, whose own escape takes every backslash a second time.
    """
    inside = "".join(f"\\{one}" if one in '\\"`$' else one for one in part)
    return '"' + inside.replace("\\", "\\\\").replace("%", "%%") + '"'
