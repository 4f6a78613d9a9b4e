"""Windows on two real monitors: full screen on each, and one that is unplugged and comes back."""

import os
import re
import shutil
import subprocess
import sys

import psutil
import pytest
from support.live_site import open_site
from support.own_process import command_of
from support.require import require
from support.sources import ROOT
from support.video_room import until

from console.entry import write_secret
from console.layout import Layout, LayoutFile, WindowLayout

pytestmark = pytest.mark.x11
LEFT = "1920/508x1080/285+0+0"
RIGHT = "1920/508x1080/285+1920+0"


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    site = open_site(cluster, tmp_path_factory.mktemp("site"))
    yield site
    site.close()


class Screens:
    def __init__(self, display):
        self.environment = {**os.environ, "DISPLAY": display, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
        self.environment.pop("QT_QPA_PLATFORM", None)

    def run(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False).stdout

    def plug(self):
        self.run("xrandr", "--setmonitor", "L", LEFT, "screen")
        self.run("xrandr", "--setmonitor", "R", RIGHT, "none")

    def unplug_right(self):
        self.run("xrandr", "--delmonitor", "R")

    def window(self, title):
        """Left, top, width and height of the window whose title begins so; None while there is none."""
        for number in self.run("xdotool", "search", "--onlyvisible", "--name", title).split():
            told = self.run("xdotool", "getwindowgeometry", "--shell", number)
            values = dict(re.findall(r"(\w+)=(-?\d+)", told))
            if {"X", "Y", "WIDTH", "HEIGHT"} <= set(values):
                return tuple(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        return None


@pytest.fixture
def screens(x_display):
    require(shutil.which("xrandr") and shutil.which("xdotool"), "xrandr and xdotool are not installed")
    screens = Screens(x_display)
    screens.plug()
    yield screens
    screens.unplug_right()
    screens.run("xrandr", "--delmonitor", "L")


class Console:
    def __init__(self, site, folder, screens):
        command = command_of("desk_process", site, folder, offscreen=False)
        self.process = subprocess.Popen(command, cwd=ROOT, env=screens.environment)

    def close(self):
        self.process.terminate()
        return self.process.wait(20)


def test_a_picture_window_comes_back_full_screen_on_its_monitor_and_is_parked_while_that_is_gone(
    site, screens, tmp_path
):
    stored = LayoutFile(tmp_path / "layout.json")
    window = WindowLayout(4, (str(site.cameras[1].id),), "R", full_screen=True)
    stored.write(Layout(WindowLayout(), (window,)))
    console = Console(site, tmp_path, screens)
    try:
        until(lambda: screens.window("layar gambar") == (1920, 0, 1920, 1080), 30.0, "full screen on R")
        until(lambda: screens.window("^Siaga$") is not None, 10.0, "the desk is there")
        screens.unplug_right()
        until(lambda: screens.window("layar gambar")[0] < 1920, 15.0, "parked on the monitor that is left")
        assert psutil.pid_exists(console.process.pid)
        until(lambda: stored.read().windows[0].screen == "R", 5.0, "the wanted monitor stays wanted")
        screens.plug()
        until(lambda: screens.window("layar gambar") == (1920, 0, 1920, 1080), 15.0, "back on its monitor")
    finally:
        assert console.close() == 0
    assert stored.read().windows[0].screen == "R"


def test_the_wall_comes_up_full_screen_on_the_monitor_that_it_was_told_and_again_when_it_is_killed(
    site, screens, tmp_path
):
    login = {"login": "wall1", "password": site.logins.people["wall1"]}
    station = {"login": site.logins.station_login, "password": site.logins.station_password, "wall": login}
    write_secret(tmp_path / "station.json", station)
    words = ["main.py", "--settings", str(tmp_path / "settings.toml"), "--lang", "id", "wall", "--screen", "R"]
    command = [sys.executable, *words, "--database", site.entry().dsn]
    environment = {**screens.environment, "SIAGA_DATA_DIR": str(tmp_path)}
    keeper = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        on_right = (1920, 0, 1920, 1080)
        until(lambda: screens.window("Siaga · dinding") == on_right, 30.0, "full screen on R")
        wall = psutil.Process(keeper.pid).children()[0]
        wall.kill()
        until(lambda: not wall.is_running() or wall.status() == psutil.STATUS_ZOMBIE, 10.0, "it is dead")
        until(lambda: screens.window("Siaga · dinding") is None, 10.0, "its window is gone")
        until(lambda: screens.window("Siaga · dinding") == on_right, 30.0, "there again, without a person")
    finally:
        keeper.terminate()
        keeper.wait(30)
