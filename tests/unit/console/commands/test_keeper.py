"""The keeper with small commands in a console's place."""

import os
import signal
import subprocess
import sys
import time

import psutil
from support.sources import ROOT

from console.commands.keeper import FAILED, Keeper

COUNTING = """
import pathlib, sys
file = pathlib.Path(sys.argv[1])
lives = int(file.read_text()) + 1 if file.exists() else 1
file.write_text(str(lives))
{then}
"""


def keep(tmp_path, then):
    """Run a command that counts its lives; the keeper's exit code and the count."""
    signals = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    count = tmp_path / "lives"
    command = [sys.executable, "-c", COUNTING.format(then=then), str(count)]
    try:
        return Keeper(command, first_pause_s=0.01).run(), int(count.read_text())
    finally:
        for number, handler in signals.items():
            signal.signal(number, handler)


def test_a_command_that_ends_of_its_own_will_is_not_started_again(tmp_path):
    assert keep(tmp_path, "sys.exit(0)") == (0, 1)


def test_a_command_that_refuses_with_a_sentence_is_not_started_again(tmp_path):
    assert keep(tmp_path, "sys.exit(2)") == (2, 1)


def test_a_command_that_is_killed_is_started_again_until_it_ends_of_its_own_will(tmp_path):
    then = "import os, signal\nif lives < 3: os.kill(os.getpid(), signal.SIGKILL)\nsys.exit(0)"
    assert keep(tmp_path, then) == (0, 3)


def test_a_command_that_failed_unforeseen_is_started_again(tmp_path):
    assert keep(tmp_path, f"sys.exit({FAILED} if lives < 2 else 0)") == (0, 2)


KEEPING = (
    "import sys; from console.commands.keeper import Keeper; "
    "sys.exit(abs(Keeper([sys.executable, '-c', *sys.argv[1:]], first_pause_s=0.01, end_s=1).run()))"
)
IN_TERMINAL = "import pty, sys; pty.spawn(sys.argv[1:])"
CLOSING = """
import pathlib, signal, sys, time
def told(number, _frame):
    with open(sys.argv[2], "a") as file:
        file.write(signal.Signals(number).name + " ")
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, told)
print("up", flush=True)
while not pathlib.Path(sys.argv[2]).exists():
    time.sleep(0.01)
time.sleep(0.3)
"""
"""Writes down each signal for as long as it closes."""


def kept(then, count, *more, before=()):
    """A keeper in a process of its own, whose command has said that it is up."""
    command = [*before, sys.executable, "-c", KEEPING, COUNTING.format(then=then), str(count), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    keeper = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
    )
    assert keeper.stdout is not None
    assert keeper.stdout.readline().strip() == b"up"
    return keeper


def test_a_keeper_that_is_told_to_end_kills_a_command_that_hangs(tmp_path):
    then = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)"
    with kept(then, tmp_path / "lives") as keeper:
        keeper.send_signal(signal.SIGTERM)
        assert keeper.wait(10) == signal.SIGKILL
    assert (tmp_path / "lives").read_text() == "1"


def test_a_ctrl_c_reaches_a_command_in_the_same_terminal_once(tmp_path):
    """A second one would end it in the midst of closing what it started."""
    told = tmp_path / "told"
    with kept(CLOSING, tmp_path / "lives", str(told), before=(sys.executable, "-c", IN_TERMINAL)) as terminal:
        assert terminal.stdin is not None
        terminal.stdin.write(b"\x03")
        terminal.stdin.flush()
        assert terminal.wait(10) == 0
    assert told.read_text() == "SIGINT "


def test_a_command_whose_terminal_is_closed_ends_in_order_and_is_not_started_again(tmp_path):
    told = tmp_path / "told"
    with kept(CLOSING, tmp_path / "lives", str(told), before=(sys.executable, "-c", IN_TERMINAL)) as terminal:
        keeper = psutil.Process(terminal.pid).children()[0]
        terminal.kill()
        keeper.wait(10)
    assert "SIGTERM" in told.read_text()
    assert (tmp_path / "lives").read_text() == "1"


def test_a_command_that_dies_is_started_again_when_the_keeper_has_nobody_to_tell(tmp_path):
    then = (
        "import os, signal, time\nprint('up', flush=True)\ntime.sleep(0.2)\n"
        "if lives < 3: os.kill(os.getpid(), signal.SIGKILL)"
    )
    closed = "import os, sys; os.dup2(os.open('/dev/full', os.O_WRONLY), 2); os.execv(sys.argv[1], sys.argv[1:])"
    with kept(then, tmp_path / "lives", before=(sys.executable, "-c", closed)) as keeper:
        assert keeper.wait(20) == 0
    assert (tmp_path / "lives").read_text() == "3"


def test_a_keeper_that_is_told_to_end_ends_its_command_and_does_not_start_it_again(tmp_path):
    count = tmp_path / "lives"
    then = "import time\nprint('up', flush=True)\ntime.sleep(60)"
    program = (
        "import sys; from console.commands.keeper import Keeper; "
        "sys.exit(abs(Keeper([sys.executable, '-c', sys.argv[1], sys.argv[2]]).run()))"
    )
    command = [sys.executable, "-c", program, COUNTING.format(then=then), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ}) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == b"up\n"
        began_s = time.monotonic()
        keeper.send_signal(signal.SIGTERM)
        assert keeper.wait(10) == signal.SIGTERM
    assert time.monotonic() - began_s < 10
    assert count.read_text() == "1"
