"""Real workers that get a sliver of the processor."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from support.video_room import Room, ServerProcess, until

from video.events import StreamState

MakeRoom = Callable[..., Room]
ROUND_S = 0.1


@contextmanager
def slowed(process: int, share: float) -> Iterator[None]:
    """The process runs for `share` of each tenth of a second, as beside others that take the rest."""
    over = threading.Event()

    def stop_and_go() -> None:
        while not over.is_set():
            os.kill(process, signal.SIGSTOP)
            over.wait(ROUND_S * (1 - share))
            os.kill(process, signal.SIGCONT)
            over.wait(ROUND_S * share)

    thread = threading.Thread(target=stop_and_go, name="slowing")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        os.kill(process, signal.SIGCONT)


def test_with_too_little_processor_time_none_starves_and_with_enough_all_are_live_again(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(spare_worker=False)
    cameras = [room.put(f"{number}", server.url(f"{number % 2 + 1}/main")) for number in range(4)]
    for camera in cameras:
        room.supervisor.show(camera, "tile", (640, 360))
    for camera in cameras:
        room.until(camera, StreamState.LIVE)
    worker = room.worker_of(cameras[0])
    with slowed(worker, 0.03):
        for _ in range(3):
            sequences = {camera: room.sequence(camera) for camera in cameras}
            until(lambda s=sequences: all(room.sequence(c) > s[c] for c in cameras), 3.0, "a new picture of each")
    for camera in cameras:
        room.until(camera, StreamState.LIVE, 3.0)
    assert room.worker_of(cameras[0]) == worker
    assert all(room.health(camera).reconnects == 0 for camera in cameras)
