"""Small H.264 files whose frames tell their number by their brightness."""

from pathlib import Path

import av
import numpy as np
import pytest

FRAMES_PER_S = 25
LOOP_FRAMES = 30
GOP = 10


def write_loop(path: Path, frames: int = LOOP_FRAMES, *, size: tuple[int, int] = (96, 64), noise: bool = False) -> Path:
    rng = np.random.default_rng(1)
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=FRAMES_PER_S, options={"preset": "ultrafast", "bf": "0", "g": str(GOP)})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for n in range(frames):
            picture = np.full((size[1], size[0], 3), 20 + 7 * n, np.uint8)
            if noise:
                picture = rng.integers(0, 255, picture.shape, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return path


@pytest.fixture(scope="session")
def loop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_loop(tmp_path_factory.mktemp("loops") / "loop.mp4")


@pytest.fixture(scope="session")
def heavy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About 25 Mbit/s of noise."""
    return write_loop(tmp_path_factory.mktemp("heavy") / "heavy.mp4", 20, size=(640, 360), noise=True)
