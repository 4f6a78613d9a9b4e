"""Where the playback process begins; imports libav only there, so that the console never loads it."""

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from video.playback.orders import Order
from video.playback.page import Page
from video.playback.reports import PlaybackReport
from video.playback.settings import PlaybackSettings


def run_playback(
    pipe: "Connection[PlaybackReport, Order]", page_name: str, root: Path, settings: PlaybackSettings
) -> None:
    """Entry point of the process, for multiprocessing spawn alone.

    It leaves with `os._exit`: a thread that is still inside libav must not hold the process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the whole group; the console decides
    import cv2

    from video.playback.process import PlaybackProcess

    cv2.setNumThreads(1)
    PlaybackProcess(pipe, Page.attach(page_name), root, settings).run()
    os._exit(0)
