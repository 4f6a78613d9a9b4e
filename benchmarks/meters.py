"""What the benchmarks of pictures measure with: processor time, lateness of the GUI thread, frames read off a tile."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from video.synthetic.framecode import read_frame_number

LATE_EVERY_MS = 10
LOOK_EVERY_MS = 7
WATCHED_S = 2.0  # a tile, for its frames and its delay


def cpu_s(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        times = process.cpu_times()
        total += times.user + times.system
    return total


def percentile(values: list[float], share: float) -> float | None:
    return round(float(np.percentile(values, share)), 2) if values else None


def wait(seconds: float) -> None:
    """Let Qt work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


class Cores:
    """How many cores some processes have kept busy since it was made."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self._processes = processes
        self._began_s, self._before_s = monotonic(), cpu_s(processes)

    def until_now(self) -> float:
        return (cpu_s(self._processes) - self._before_s) / (monotonic() - self._began_s)


class Lateness:
    """How much later than due a timer of the GUI thread fires."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._due_s = 0.0
        self._timer = QTimer(interval=LATE_EVERY_MS)
        self._timer.timeout.connect(self._fired)

    def start(self) -> None:
        self._due_s = monotonic() + LATE_EVERY_MS / 1000
        self._timer.start()

    def stop(self) -> dict[str, float | None]:
        """Milliseconds: half, 99 of 100 and the worst."""
        self._timer.stop()
        return {name: percentile(self.late_ms, share) for name, share in (("p50", 50), ("p99", 99), ("max", 100))}

    def _fired(self) -> None:
        now_s = monotonic()
        self.late_ms.append(max(0.0, (now_s - self._due_s) * 1000))
        self._due_s = now_s + LATE_EVERY_MS / 1000


class Watched:
    """One tile's frame numbers over time, and how old each was when it first stood in the window."""

    def __init__(self, tile: QWidget, first_s: float, clip: tuple[int, int]) -> None:
        """`clip`: its frames and how many of them it shows a second."""
        self._tile, self._first_s, (self._frames, self._fps) = tile, first_s, clip
        self._last: int | None = None
        self.changes = 0
        self.delay_ms: list[float] = []
        self._timer = QTimer(interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def watch(self) -> float:
        """Look for some seconds; frames a second."""
        began_s = monotonic()
        self._timer.start()
        wait(WATCHED_S)
        self._timer.stop()
        return self.changes / (monotonic() - began_s)

    def _look(self) -> None:
        grabbed = self._tile.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(grabbed.constBits(), np.uint8).reshape(grabbed.height(), grabbed.bytesPerLine() // 4, 4)
        number = read_frame_number(pixels[:, : grabbed.width()])
        if number is None or number == self._last:
            return
        if self._last is not None:
            self.changes += 1
            newest = int((monotonic() - self._first_s) * self._fps)
            behind = (newest - number) % self._frames  # the clip's numbers begin anew with each round
            self.delay_ms.append((monotonic() - self._first_s - (newest - behind) / self._fps) * 1000)
        self._last = number


@contextmanager
def ended(running: "list[subprocess.Popen[bytes]]") -> Iterator[list[psutil.Process]]:
    """The processes for psutil; they are killed and reaped at the end."""
    try:
        yield [psutil.Process(process.pid) for process in running]
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.communicate()
