"""Keeps a console running: what dies is started again into the same windows, until a person closes it.

The parent holds no window, no camera and no database, so there is nothing in it that could fail with its child.
"""

import math
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from types import FrameType

from resources.words import say

KEPT = "SIAGA_KEPT"
"""Set in the child's environment: who is kept does not keep another."""
FAILED = 70
"""The exit code of a console that an error ended which nobody had foreseen."""
ENDED = frozenset({0, 1, 2, 130})
"""The exit codes of one that was meant to end: closed, not as expected, refused with a sentence, ^C."""
FIRST_PAUSE_S, MOST_PAUSE_S, STEADY_S = 0.5, 30.0, 60.0
END_S = 60
"""How long a console may take to close after a signal, also where its database hangs; then it is killed."""
_STEP_S = 0.1


def is_kept() -> bool:
    return KEPT in os.environ


class Keeper:
    """Runs one command, and again whenever it dies.

    The pause before a restart doubles with each death and begins anew after a minute of steady work. A signal to end,
    or the end of the terminal, is passed on, and ends the keeping too; who does not end by it is killed.
    """

    def __init__(self, command: Sequence[str], *, first_pause_s: float = FIRST_PAUSE_S, end_s: int = END_S) -> None:
        self._command = list(command)
        self._first_pause_s = first_pause_s
        self._end_s = end_s
        self._child: subprocess.Popen[bytes] | None = None
        self._told_to_end = False

    def run(self) -> int:
        """Return the exit code with which the command ended of its own will, or was told to end."""
        for number in ending_signals():
            signal.signal(number, self._pass_on)
        pause_s = self._first_pause_s
        while True:
            began_s = monotonic()
            self._child = subprocess.Popen(self._command, env={**os.environ, KEPT: str(os.getpid())})
            if self._told_to_end:  # while it was being started
                self._child.terminate()
            code = self._child.wait()
            if self._told_to_end or code in ENDED:
                return code
            if monotonic() - began_s >= STEADY_S:
                pause_s = self._first_pause_s
            with suppress(OSError):  # the terminal may be gone, and a restart must not fail with it
                sys.stderr.write(say("console.keeper.again", code=code, seconds=math.ceil(pause_s)) + "\n")
                sys.stderr.flush()
            self._pause(pause_s)
            pause_s = min(2 * pause_s, MOST_PAUSE_S)
            if self._told_to_end:
                return code

    def _pause(self, pause_s: float) -> None:
        until_s = monotonic() + pause_s
        while monotonic() < until_s and not self._told_to_end:
            sleep(_STEP_S)

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        self._told_to_end = True
        told = number == signal.SIGINT and is_before_terminal()
        if self._child is not None and self._child.poll() is None and not told:
            self._child.send_signal(number if number == signal.SIGINT else signal.SIGTERM)
        if hasattr(signal, "SIGALRM"):  # elsewhere `terminate` is no wish but the end
            signal.signal(signal.SIGALRM, self._kill)
            signal.alarm(self._end_s)

    def _kill(self, _number: int, _frame: FrameType | None) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.kill()


def is_before_terminal() -> bool:
    """Whether ^C goes to our child as well: a second one would end it in the midst of closing."""
    try:
        with Path("/dev/tty").open(encoding="utf-8") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def ending_signals() -> tuple[signal.Signals, ...]:
    """What ends a console in order: told to, ^C, and its terminal closed, unless `nohup` said not to mind that."""
    numbers = [signal.SIGTERM, signal.SIGINT]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    return tuple(numbers)


def this_program(arguments: Sequence[str]) -> list[str]:
    """The command line of this very program, by the interpreter that runs it."""
    return [sys.executable, str(Path(sys.argv[0]).resolve()), *arguments]
