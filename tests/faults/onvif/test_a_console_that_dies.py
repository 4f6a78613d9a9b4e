"""Whoever moves a camera may be killed at any time: the camera stops within 2 s by its own clock."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from support.onvif_server import PASSWORD, USER, CameraServer, services
from support.own_process import ENVIRONMENT
from support.sources import ROOT
from support.video_room import until

from video.onvif.testing import FakeCamera
from video.onvif.values import Velocity

MOVER = """
import sys, time
from datetime import UTC, datetime
from video.onvif.camera import OnvifCamera
from video.onvif.driver import PtzDriver
from video.onvif.values import Login, Velocity
place, user, password = sys.argv[1:]
driver = PtzDriver(OnvifCamera(place, Login(user, password), utc_now=lambda: datetime.now(UTC)), "main")
driver.start()
while True:
    driver.wish(Velocity(pan=0.1))
    time.sleep(0.05)
"""


@pytest.fixture
def moved() -> Iterator[tuple[CameraServer, FakeCamera]]:
    """A camera over HTTP that keeps to the time that each move is given."""
    camera = FakeCamera(time.monotonic)
    server = CameraServer()

    def move(body: str) -> str:
        x = re.search(r'PanTilt x="([^"]*)"', body)
        lasts = re.search(r"<o:Timeout>PT(\d+)S<", body)
        assert x is not None
        assert lasts is not None
        camera.move("main", Velocity(pan=float(x[1])), float(lasts[1]))
        return "<ContinuousMoveResponse/>"

    def stop(_: str) -> str:
        camera.stop("main")
        return "<StopResponse/>"

    server.answers = {"GetServices": services(server, "ptz"), "ContinuousMove": move, "Stop": stop}
    yield server, camera
    server.close()


def test_a_camera_is_moved_in_short_spells_and_stops_by_itself_when_its_mover_is_killed(
    moved: tuple[CameraServer, FakeCamera],
) -> None:
    server, camera = moved
    process = subprocess.Popen([sys.executable, "-c", MOVER, server.place, USER, PASSWORD], cwd=ROOT, env=ENVIRONMENT)
    try:
        until(lambda: len(camera.told) >= 4, 20, "it moves, and is renewed")
        assert camera.ptz_status("main").moving
    finally:
        process.kill()
        process.wait(10)
    took_s = until(lambda: not camera.ptz_status("main").moving, 3, "it stopped")
    assert took_s < 2.0
    assert "Stop" not in server.operations()
    moves = [asked for asked in server.asked if asked.operation == "ContinuousMove"]
    assert all("<o:Timeout>PT1S</o:Timeout>" in asked.body for asked in moves)
    assert all(later.at_s - earlier.at_s < 1.0 for earlier, later in pairwise(moves))
