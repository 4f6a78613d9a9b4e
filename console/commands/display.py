"""Whether windows can be seen on this machine; asks without loading Qt."""

import os
import sys


def display_there() -> bool:
    """On Linux an X or Wayland display, elsewhere always; a platform that Qt was told to use decides."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return not chosen.startswith(("offscreen", "minimal"))
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
