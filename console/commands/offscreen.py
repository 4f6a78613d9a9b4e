"""A monitor for a desk that runs without one: Qt's offscreen platform with a full HD screen."""

import json
import os
from pathlib import Path

_SCREEN = {"name": "offscreen", "x": 0, "y": 0, "width": 1920, "height": 1080, "dpr": 1, "dpi": 96, "logicalDpi": 96}


def use_offscreen(folder: Path) -> None:
    """Make the next QApplication draw into memory, on a screen of 1920x1080. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "offscreen.json"
    config.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": [_SCREEN]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"
