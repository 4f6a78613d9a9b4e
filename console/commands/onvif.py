"""`main.py onvif find` and `main.py onvif show HOST`: which cameras are there, and what one of them gives."""

import getpass
import os
import sys
from collections.abc import Sequence

from console.clock import utc_now
from resources.words import say
from video.onvif.camera import OnvifCamera
from video.onvif.discovery import find_devices
from video.onvif.settings import OnvifSettings
from video.onvif.values import Channel, Login, Profile

FOUND = ("host", "name", "model", "location", "service")
PROFILE = ("profile", "source", "codec", "size", "fps", "kbps")
"""The columns of the two tables, as the words name them."""


def find_cameras(*, seconds: float) -> int:
    """Print a table of who answered; 0 with at least one, else 1."""
    found = find_devices(OnvifSettings(search_s=seconds))
    if not found:
        sys.stdout.write(say("onvif.command.nobody") + "\n")
        return 1
    head = [say(f"onvif.column.{name}") for name in FOUND]
    rows = [[one.host, one.name, one.hardware, one.location, one.addresses[0]] for one in found]
    _write([*_table([head, *rows]), say("onvif.command.found", n=len(found))])
    return 0


def show_camera(host: str, username: str) -> int:
    """Print what the camera at `host` is and gives; 0. Raises an OnvifError. The password comes from
    SIAGA_CAMERA_PASSWORD or is asked for, since arguments can be read by everyone on the machine."""
    password = os.environ.get("SIAGA_CAMERA_PASSWORD", "")
    if username and not password and sys.stdin.isatty():
        password = getpass.getpass("> ")
    camera = OnvifCamera(host, Login(username, password), utc_now=utc_now)
    try:
        _write(_device(camera))
        profiles = camera.profiles()
        channels = camera.channels()
        if not channels:
            _write([say("onvif.show.no_channel")])
            return 0
        _write(["", *_profiles(profiles)])
        for channel in channels:
            _write(["", *_channel(camera, channel)])
        return 0
    finally:
        camera.close()


def _device(camera: OnvifCamera) -> list[str]:
    offset = camera.clock_offset()
    clock = say("onvif.show.clock_unknown")
    if offset is not None:
        clock = say("onvif.show.clock", seconds=round(offset.total_seconds()))
    info = camera.info()
    named = {"maker": info.manufacturer, "model": info.model, "firmware": info.firmware, "serial": info.serial}
    return [say("onvif.show.device", **named), clock]


def _profiles(profiles: Sequence[Profile]) -> list[str]:
    head = [say(f"onvif.column.{name}") for name in PROFILE]
    rows = [
        [one.name or one.token, one.source, one.codec, f"{one.width} x {one.height}", f"{one.fps:g}", str(one.kbps)]
        for one in profiles
    ]
    return _table([head, *rows])


def _channel(camera: OnvifCamera, channel: Channel) -> list[str]:
    lines = [say("onvif.show.main", url=channel.main_url)]
    lines.append(say("onvif.show.sub", url=channel.sub_url) if channel.sub_url else say("onvif.show.no_sub"))
    if channel.snapshot_url:
        lines.append(say("onvif.show.still", url=channel.snapshot_url))
    if not channel.ptz_profile:
        return [*lines, say("onvif.show.fixed")]
    presets = camera.presets(channel.ptz_profile)
    return [
        *lines,
        say("onvif.show.moves"),
        *(say("onvif.show.preset", name=preset.name or preset.token) for preset in presets),
    ]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _write(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
