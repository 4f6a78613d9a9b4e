"""A console as a process of its own: `python -m support.desk_process ENTRY.json` opens a desk on an entry."""

import json
import sys
from pathlib import Path

from console.commands.offscreen import use_offscreen
from console.commands.run_qt import run_desk
from console.entry import Credentials, Entry
from console.settings import Settings


def main() -> int:
    told = json.loads(Path(sys.argv[1]).read_text())
    folder = Path(told["folder"])
    if told.get("offscreen", True):
        use_offscreen(folder)
    station, first = Credentials(*told["station"]), Credentials(*told["first"])
    entry = Entry(told["dsn"], station, demo=True, first=first)
    return run_desk(Settings(data_dir=folder, cache_dir=folder), entry)


if __name__ == "__main__":
    sys.exit(main())
