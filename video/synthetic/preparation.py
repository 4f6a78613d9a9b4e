"""The whole demo city made ready: what is in the cache at once, the rest in a few processes, the cheapest first."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from video.synthetic.city import SyntheticCamera, demo_city
from video.synthetic.encode import WHOLE_STORY, PreparedCamera, Progress, prepared
from video.synthetic.errors import Cancelled, EncodingFailed
from video.synthetic.render import HEIGHT, WIDTH
from video.synthetic.traffic import FAR_M, NEAR_M

ROOT = Path(__file__).resolve().parents[2]
_POLL_S = 0.2
_FRAME_MS, _VEHICLE_MS = 8.0, 0.2


def prepare_city(
    cache_dir: Path,
    ready: Callable[[PreparedCamera], None],
    *,
    cameras: Sequence[SyntheticCamera] | None = None,
    processes: int = 2,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    film_s: float = WHOLE_STORY,
) -> None:
    """Call `ready` for each camera as soon as its files are there; blocks until all are.

    Callbacks run in the caller's thread. Raises Cancelled, and EncodingFailed with the process's own sentence.
    """
    folder = cache_dir.resolve()
    missing = []
    for camera in cameras if cameras is not None else demo_city():
        place = prepared(camera, folder, size[0], film_s)
        if place.complete:
            ready(place)
        else:
            missing.append(place)
    if missing:
        missing.sort(key=lambda place: (cost_ms(place.camera), place.camera.number))
        shape = ["--size", *(str(side) for side in size), "--film-s", str(film_s)]
        work = _Preparation(missing, folder, shape, ready, progress, cancelled)
        asyncio.run(work.run(processes))


def cost_ms(camera: SyntheticCamera) -> float:
    """About how long the camera's files take to make, in CPU time: a part a frame, a part a vehicle in it."""
    vehicles = 0.0
    for road in camera.scene.carriageways:
        speed = min([road.usual_mps, *(slow.speed_mps for slow in road.slowdowns if slow.speed_mps > 5)])
        vehicles += (road.lanes * road.flow + road.motorbikes) * (FAR_M - NEAR_M) / speed
    return camera.scene.frames * (_FRAME_MS + _VEHICLE_MS * vehicles)


class _Preparation:
    def __init__(
        self,
        places: Sequence[PreparedCamera],
        folder: Path,
        shape: Sequence[str],
        ready: Callable[[PreparedCamera], None],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._queue = list(places)
        self._folder = folder
        self._shape = shape
        self._ready = ready
        self._progress = progress
        self._cancelled = cancelled

    async def run(self, processes: int) -> None:
        tasks = [asyncio.create_task(self._work()) for _ in range(min(processes, len(self._queue)))]
        try:
            while not all(task.done() for task in tasks):
                done, _ = await asyncio.wait(tasks, timeout=_POLL_S, return_when=asyncio.FIRST_EXCEPTION)
                for task in done:
                    task.result()
                if self._cancelled is not None and self._cancelled():
                    raise Cancelled("the demo city")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self) -> None:
        while self._queue:
            place = self._queue.pop(0)
            await self._encode(place)
            self._ready(place)

    async def _encode(self, place: PreparedCamera) -> None:
        number = str(place.camera.number)
        command = [sys.executable, "-m", "video.synthetic.encode", number, str(self._folder), *self._shape]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=DEVNULL, stdout=PIPE)
        try:
            reason = await self._follow(process, place.camera.number)
            if await process.wait() != 0 or not place.complete:
                reason = reason or f"exit {process.returncode}"
                raise EncodingFailed(reason, camera=place.camera.number, reason=reason)
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):  # it ended by itself meanwhile
                    process.terminate()
                await process.wait()

    async def _follow(self, process: Process, number: int) -> str:
        """Pass progress on until the process closes its output; its last error, if it told one."""
        assert process.stdout is not None
        reason = ""
        async for line in process.stdout:
            message = json.loads(line)
            reason = message.get("error", reason)
            if self._progress is not None and "share" in message:
                self._progress(number, float(message["share"]))
        return reason
