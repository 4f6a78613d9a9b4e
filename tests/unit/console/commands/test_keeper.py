"""The keeper with small commands in a console's place."""

import os
import signal
import subprocess
import sys
import time

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
    signals = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
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
