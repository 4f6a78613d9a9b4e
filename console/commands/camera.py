"""`main.py camera probe URL`: what does this URL give?"""

import getpass
import os
import sys

from video.ingest.probe import describe, probe


def probe_url(url: str, username: str, *, timeout_s: float) -> int:
    """Print what was found, in sentences; 0 with a picture, 1 without. The password comes from
    SIAGA_CAMERA_PASSWORD or is asked for, since arguments can be read by everyone on the machine."""
    password = os.environ.get("SIAGA_CAMERA_PASSWORD", "")
    if username and not password and sys.stdin.isatty():
        password = getpass.getpass("> ")
    result = probe(url, username, password, timeout_s=timeout_s)
    sys.stdout.write("\n".join(describe(result)) + "\n")
    return 1 if result.reason else 0
