"""A demo camera's loop as two H.264 files and its truth, made once and kept in the user's cache.

`python -m video.synthetic.encode NUMBER FOLDER` makes one camera and prints its progress as JSON lines; that is how
`preparation` spreads the work over processes.
"""

import argparse
import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import av
import cv2
import numpy as np
import psutil
from numpy.typing import NDArray

from resources.errors import SiagaError
from resources.words import sentence
from video.synthetic.city import SyntheticCamera, demo_camera
from video.synthetic.errors import Cancelled, CannotStore
from video.synthetic.render import HEIGHT, WIDTH, Renderer, tell
from video.synthetic.scene import FRAMES_PER_S
from video.synthetic.truth import save_truth

Progress = Callable[[int, float], None]
GOP = 25
WHOLE_STORY = 0.0
"""The length of a film that shows all of its camera's loop."""
_SUB_WIDTH, _SUB_HEIGHT = 640, 360
_DRAWN_BY = ("backdrop", "encode", "framecode", "geometry", "models", "painter", "palette", "people")
_MOVED_BY = ("render", "roadside", "scene", "traffic", "truth")
_OPTIONS = {"preset": "ultrafast", "bf": "0", "refs": "1", "sc_threshold": "0", "threads": "1"}
_MAIN_OPTIONS = {"crf": "23", "maxrate": "2500k", "bufsize": "2500k"}
_SUB_OPTIONS = {"crf": "23", "maxrate": "800k", "bufsize": "800k"}
_REPORT_EVERY = 25


@dataclass(frozen=True, slots=True)
class PreparedCamera:
    """A camera whose files are there."""

    camera: SyntheticCamera
    main: Path
    sub: Path
    truth: Path

    @property
    def complete(self) -> bool:
        return self.main.exists() and self.sub.exists() and self.truth.exists()


def prepared(
    camera: SyntheticCamera, cache_dir: Path, width: int = WIDTH, film_s: float = WHOLE_STORY
) -> PreparedCamera:
    """Where a camera's files are, or would be; their names change with the scene and with what draws it."""
    stem = f"{camera.number}-{_digest(camera, width, film_s)}"
    return PreparedCamera(
        camera, cache_dir / f"{stem}-main.mp4", cache_dir / f"{stem}-sub.mp4", cache_dir / f"{stem}-truth.npz"
    )


def prepare(
    camera: SyntheticCamera,
    cache_dir: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    film_s: float = WHOLE_STORY,
) -> PreparedCamera:
    """The camera's files, made now if they are not there; `progress(number, share)` runs from 0 to 1.

    The film shows `film_s` seconds of the story from its beginning, at least one group; its seam is then a jump.
    A file appears under its name only when it is whole and on the disk. Raises Cancelled, CannotStore, NotPeriodic.
    """
    place = prepared(camera, cache_dir, size[0], film_s)
    report = progress or _say_nothing
    if not place.complete:
        try:
            cache_dir.mkdir(parents=True, exist_ok=True)
            _sweep(cache_dir, camera.number, place)
            _make(place, size, _frames(camera, film_s), report, cancelled or _never)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise CannotStore(str(error), folder=str(cache_dir), reason=reason) from error
    report(camera.number, 1.0)
    return place


def _say_nothing(number: int, share: float) -> None:
    return


def _never() -> bool:
    return False


def _frames(camera: SyntheticCamera, film_s: float) -> int:
    every = camera.scene.frames
    return every if film_s == WHOLE_STORY else min(every, max(GOP, round(film_s * FRAMES_PER_S)))


def _digest(camera: SyntheticCamera, width: int, film_s: float) -> str:
    package = files("video.synthetic")
    digest = hashlib.sha256(f"{camera.scene!r}/{width}/{_frames(camera, film_s)}".encode())
    for name in (*_DRAWN_BY, *_MOVED_BY):
        digest.update(package.joinpath(f"{name}.py").read_bytes())
    return digest.hexdigest()[:12]


def _make(
    place: PreparedCamera, size: tuple[int, int], frames: int, report: Progress, cancelled: Callable[[], bool]
) -> None:
    number = place.camera.number
    report(number, 0.0)
    story = tell(place.camera.scene)
    renderer = Renderer(story, *size)
    sub_size = size[0] * _SUB_WIDTH // WIDTH, size[1] * _SUB_HEIGHT // HEIGHT
    with _whole(place.truth) as truth, _whole(place.sub) as sub, _whole(place.main) as main:
        save_truth(story.truth, truth)
        with _Writer(main, size, _MAIN_OPTIONS) as large, _Writer(sub, sub_size, _SUB_OPTIONS) as small:
            for n in range(frames):
                if cancelled():
                    raise Cancelled(f"camera {number}")
                picture = renderer.picture(n)
                large.write(picture)
                small.write(np.asarray(cv2.resize(picture, sub_size, interpolation=cv2.INTER_AREA), np.uint8))
                if n % _REPORT_EVERY == 0:
                    report(number, n / frames)


class _Writer:
    """One H.264 file in MP4: no B-frames, a key frame every 2 s, so that a server can start anywhere soon."""

    def __init__(self, path: Path, size: tuple[int, int], options: dict[str, str]) -> None:
        self._container = av.open(str(path), "w", format="mp4")
        rate = Fraction(FRAMES_PER_S).limit_denominator(1000)
        self._stream = self._container.add_stream("libx264", rate=rate, options=_OPTIONS | options)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.gop_size = GOP

    def __enter__(self) -> "_Writer":
        return self

    def write(self, picture: NDArray[np.uint8]) -> None:
        planes = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
        self._container.mux(self._stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A temporary name that becomes `path` when all went well and its bytes are on the disk; else it is removed."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows has no handle for a folder; its rename is in the journal already
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, number: int, keep: PreparedCamera) -> None:
    """Remove what an ended process left half done, and this camera's files of an earlier version."""
    for part in folder.glob(".*.part"):
        pid = part.name.split(".")[-2]
        if not pid.isdigit() or not psutil.pid_exists(int(pid)):
            part.unlink(missing_ok=True)
    wanted = {keep.main.name, keep.sub.name, keep.truth.name}
    for old in folder.glob(f"{number}-*"):
        if old.name not in wanted:
            old.unlink(missing_ok=True)


class _Ending:
    """Asked to end, or left alone by the process that started this one: stop between two frames and clean up."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which decides

    def due(self) -> bool:
        return self._asked or os.getppid() != self._parent

    def _ask(self, *_: object) -> None:
        self._asked = True


def main(arguments: Sequence[str] | None = None) -> int:
    """Make one camera at low priority; progress, the end or an error go to stdout as JSON lines."""
    parser = argparse.ArgumentParser(prog="video.synthetic.encode")
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, nargs=2, default=(WIDTH, HEIGHT))
    parser.add_argument("--film-s", type=float, default=WHOLE_STORY)
    given = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    ending = _Ending()
    if hasattr(os, "nice"):
        os.nice(5)  # the desk is in use meanwhile
    try:
        camera, size = demo_camera(given.number), tuple(given.size)
        prepare(camera, given.folder, _print_progress, ending.due, size=size, film_s=given.film_s)
    except SiagaError as error:
        _print({"error": sentence(error)})
        return 1
    return 0


def _print_progress(number: int, share: float) -> None:
    _print({"camera": number, "share": round(share, 3)})


def _print(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
