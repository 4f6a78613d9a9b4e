"""The simulator ipycam, a camera that shares no code with ours, as a process of its own."""

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from support.onvif_server import PASSWORD, USER
from support.require import require
from support.sources import ROOT
from support.video_room import until

from video.onvif.camera import OnvifCamera
from video.onvif.errors import Unreachable
from video.onvif.settings import OnvifSettings
from video.onvif.values import Login

VENV = ROOT / ".venv-onvif"


def now() -> datetime:
    return datetime.now(UTC)


def open_camera(place: str, password: str = PASSWORD) -> OnvifCamera:
    return OnvifCamera(place, Login(USER, password), OnvifSettings(), utc_now=now)


def free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [one.getsockname()[1] for one in sockets]


@pytest.fixture(scope="session")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """host:port of a running simulator with the login of `support.onvif_server`."""
    refused = (VENV / ".refused").exists()
    reason = "the ONVIF simulator could not be installed" if refused else "scripts/setup-simulator has not been run"
    require((VENV / ".complete").exists(), reason, installable=not refused)
    folder = tmp_path_factory.mktemp("simulator")
    names = ("onvif_port", "rtsp_port", "rtmp_port", "web_port", "go2rtc_api_port")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    size = {"main_width": 640, "main_height": 360, "main_fps": 1, "sub_width": 320, "sub_height": 180, "sub_fps": 1}
    login = {"username": USER, "password": PASSWORD}
    config = {"name": "Simpang", "local_ip": "127.0.0.1", **ports, **size, **login}
    (folder / "config.json").write_text(json.dumps(config))
    command = [VENV / "bin" / "python", "-m", "ipycam", "--config", "config.json", "--source", "video"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--hw", "cpu", "--no-timestamp"], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        place = f"127.0.0.1:{ports['onvif_port']}"
        until(lambda: process.poll() is not None or answers(place), 20, "the simulator answers")
        assert process.poll() is None, (folder / "log").read_text()
        yield place
    finally:
        process.kill()
        process.wait(10)


def answers(place: str) -> bool:
    camera = open_camera(place)
    try:
        return bool(camera.info())
    except Unreachable:
        return False
    finally:
        camera.close()
