"""The display that the tests under X run on."""

import shutil
import subprocess

import pytest
from support.require import require
from support.x_display import display

pytestmark = pytest.mark.x11


def xrandr(name: str, *arguments: str) -> str:
    return subprocess.run(["xrandr", "--display", name, *arguments], capture_output=True, text=True, check=True).stdout


def test_the_display_can_be_cut_into_two_monitors(x_display: str) -> None:
    xrandr(x_display, "--setmonitor", "L", "1920/508x1080/285+0+0", "screen")
    xrandr(x_display, "--setmonitor", "R", "1920/508x1080/285+1920+0", "none")
    try:
        assert "Monitors: 2" in xrandr(x_display, "--listmonitors")
    finally:
        xrandr(x_display, "--delmonitor", "R")
        xrandr(x_display, "--delmonitor", "L")


def test_a_display_is_gone_when_it_is_given_back() -> None:
    require(shutil.which("Xvfb") and shutil.which("openbox"), "Xvfb and openbox are not installed")
    with display("800x600x24") as name:
        assert "800 x 600" in xrandr(name)
    with pytest.raises(subprocess.CalledProcessError):
        xrandr(name)
