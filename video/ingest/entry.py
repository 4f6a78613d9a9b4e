"""Where a worker process begins; imports libav only there, so that the console never loads it."""

import os
import signal
from multiprocessing.connection import Connection

from video.ingest.orders import Order
from video.ingest.pulse import Pulse
from video.ingest.reports import WorkerReport
from video.ingest.settings import VideoSettings


def run_worker(pipe: "Connection[WorkerReport, Order]", pulse_name: str, settings: VideoSettings) -> None:
    """Entry point of the process, for multiprocessing spawn alone.

    It leaves with `os._exit`: a thread that is still inside libav must not hold the process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the whole group; the console decides
    import cv2

    from video.ingest.worker import Worker

    cv2.setNumThreads(1)
    worker = Worker(pipe, Pulse.attach(pulse_name), settings)  # kept alive: its threads use the page until the end
    worker.run()
    os._exit(0)
