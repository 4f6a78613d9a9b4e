"""A real display for the tests that start the desk as a process of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.require import require

WITH_XVFB = Path(__file__).parents[2] / "scripts" / "with-xvfb"


@contextmanager
def display(screen: str = "3840x1080x24") -> Iterator[str]:
    """The name of a new display (":7") with openbox on it, gone again afterwards.

    It ends by itself when this process is killed: its command is a `cat` that waits for our end of a pipe.
    """
    command = [str(WITH_XVFB), "sh", "-c", "echo $DISPLAY; exec cat"]
    environment = {"PATH": "/usr/bin:/bin", "SIAGA_XVFB_SCREEN": screen}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        name = holder.stdout.readline().strip()
        assert name.startswith(":"), "with-xvfb gave no display; its reason stands on stderr"
        try:
            yield name
        finally:
            holder.stdin.close()
            holder.wait(10)


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """The DISPLAY of this worker: Xvfb at 3840x1080 with openbox; give it to the process under test."""
    require(shutil.which("Xvfb") and shutil.which("openbox"), "Xvfb and openbox are not installed")
    with display() as name:
        yield name
