"""Consoles as processes of their own: the file that tells one its entry, and how it is read there."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from console.app import Desk
from console.commands.offscreen import use_offscreen
from console.commands.run_qt import run_desk
from console.entry import Credentials, Entry
from console.settings import Settings
from support.live_site import LiveSite
from support.sources import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
"""Of the process; it is started in ROOT."""


def command_of(
    module: str, site: LiveSite, folder: Path, login: str = "operator1", *, offscreen: bool = True
) -> list[str]:
    """What starts `support.<module>` at the site under this login; its data and its entry are kept in `folder`."""
    entry = site.entry(login)
    assert entry.first is not None
    told = {
        "dsn": entry.dsn,
        "station": [entry.station.login, entry.station.password],
        "first": [entry.first.login, entry.first.password],
        "folder": str(folder),
        "offscreen": offscreen,
    }
    file = folder / f"{login}.json"
    file.write_text(json.dumps(told))
    return [sys.executable, "-m", f"support.{module}", str(file)]


def run_told(begun: Callable[[Desk], None] | None = None) -> int:
    """In the process: open the desk that its only argument tells of."""
    told = json.loads(Path(sys.argv[1]).read_text())
    folder = Path(told["folder"])
    if told["offscreen"]:
        use_offscreen(folder)
    station, first = Credentials(*told["station"]), Credentials(*told["first"])
    entry = Entry(told["dsn"], station, demo=True, first=first)
    return run_desk(Settings(data_dir=folder, cache_dir=folder), entry, begun)
