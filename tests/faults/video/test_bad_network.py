"""Loss and delay between camera and desk, made by the kernel in a network namespace of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.require import require
from support.sources import ROOT
from support.video_room import PASSWORD, USER, Room, until

from video.events import StreamState

MakeRoom = Callable[..., Room]
NAME = f"siaga{os.getpid() % 100_000}"
NEAR, FAR = "10.213.77.1", "10.213.77.2"


def run(*command: str) -> bool:
    """Whether it did what it was told."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def far_server(clips: dict[str, Path], tmp_path: Path) -> Iterator[str]:
    """Our RTSP server behind a link that loses 2 % of the packets and delays each by 40 ms; gives its address."""
    with ExitStack() as undo:
        made = run("ip", "netns", "add", NAME)
        require(made, "this system gives no network namespace", installable=False)
        undo.callback(run, "ip", "netns", "del", NAME)
        made = run("ip", "link", "add", f"{NAME}a", "type", "veth", "peer", "name", f"{NAME}b", "netns", NAME)
        undo.callback(run, "ip", "link", "del", f"{NAME}a")
        made = made and run("ip", "addr", "add", f"{NEAR}/24", "dev", f"{NAME}a")
        made = made and run("ip", "link", "set", f"{NAME}a", "up")
        made = made and run("ip", "-n", NAME, "addr", "add", f"{FAR}/24", "dev", f"{NAME}b")
        made = made and run("ip", "-n", NAME, "link", "set", f"{NAME}b", "up")
        require(made, "this system makes no pair of virtual network cards", installable=False)
        netem = ("netem", "delay", "40ms", "5ms", "loss", "2%")
        inside = ("ip", "netns", "exec", NAME)
        made = run(*inside, "tc", "qdisc", "add", "dev", f"{NAME}b", "root", *netem)
        require(made, "this kernel has no netem", installable=False)
        wish = {"host": FAR, "username": USER, "password": PASSWORD, "streams": {"1/sub": {"file": str(clips["sub"])}}}
        config = tmp_path / "far.json"
        config.write_text(json.dumps(wish), "utf-8")
        command = [*inside, sys.executable, "-m", "video.synthetic.server", "--config", str(config)]
        server = undo.enter_context(
            subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        undo.callback(server.kill)
        assert server.stdout is not None
        yield f"rtsp://{FAR}:{json.loads(server.stdout.readline())['port']}/1/sub"


def test_a_network_that_loses_and_delays_costs_no_connection(far_server: str, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("far", far_server)
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE, 15.0)
    decoded = room.health(camera).decoded
    until(lambda: room.health(camera).decoded >= decoded + 125, 8.0, "five seconds of pictures within eight")
    assert room.health(camera).reconnects == 0
    assert room.health(camera).reason == ""
    assert room.health(camera).state in (StreamState.LIVE, StreamState.LATE)
