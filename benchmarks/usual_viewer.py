"""The usual Python viewer, as tutorials write it: VideoCapture, a thread a stream, resize, and a QLabel for each.

Runs offscreen in a process of its own and prints one JSON object: processor, frames shown, lateness of its GUI.

    python -m benchmarks.usual_viewer WIDTH HEIGHT SECONDS URL ...
"""

import json
import os
import sys
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp")

import cv2
import psutil
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from benchmarks.meters import Cores, Lateness, wait


class Reader(QObject):
    """Reads, resizes and converts in its thread; the picture comes out as a signal."""

    pictured = Signal(int, QImage)

    def __init__(self, number: int, url: str, size: tuple[int, int]) -> None:
        super().__init__()
        self.opened = False
        self._number, self._url, self._size = number, url, size
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        capture = cv2.VideoCapture(self._url, cv2.CAP_FFMPEG)
        self.opened = capture.isOpened()
        while True:
            there, frame = capture.read()
            if not there:
                return
            rgb = cv2.cvtColor(cv2.resize(frame, self._size), cv2.COLOR_BGR2RGB)
            image = QImage(rgb.data, self._size[0], self._size[1], 3 * self._size[0], QImage.Format.Format_RGB888)
            self.pictured.emit(self._number, image.copy())


class Viewer(QWidget):
    """A label a stream."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.shown = [0] * count
        self._labels = [QLabel(self) for _ in range(count)]
        layout = QGridLayout(self)
        side = round(count**0.5 + 0.49)
        for number, label in enumerate(self._labels):
            layout.addWidget(label, number // side, number % side)

    def show_picture(self, number: int, image: QImage) -> None:
        self._labels[number].setPixmap(QPixmap.fromImage(image))
        self.shown[number] += 1


def main() -> None:
    size, seconds, urls = (int(sys.argv[1]), int(sys.argv[2])), float(sys.argv[3]), sys.argv[4:]
    app = QApplication(sys.argv[:1])
    viewer = Viewer(len(urls))
    viewer.resize(1920, 1080)
    viewer.show()
    readers = [Reader(number, url, size) for number, url in enumerate(urls)]
    for reader in readers:
        reader.pictured.connect(viewer.show_picture)
        reader.start()
    wait(8.0)
    before, late, cores = list(viewer.shown), Lateness(), Cores([psutil.Process()])
    late.start()
    wait(seconds)
    answer = {
        "cpu_cores": round(cores.until_now(), 3),
        "opened": sum(reader.opened for reader in readers),
        "fps_per_tile": [round((now - then) / seconds, 2) for now, then in zip(viewer.shown, before, strict=True)],
        "gui_late_ms": late.stop(),
        "rss_mb": round(psutil.Process().memory_info().rss / 1e6),
    }
    print(json.dumps(answer), flush=True)
    app.quit()
    os._exit(0)  # its threads have no end, as in the tutorials


if __name__ == "__main__":
    main()
