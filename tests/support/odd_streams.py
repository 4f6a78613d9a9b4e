"""Streams that are not as they should be, over real RTSP, and an 8K file."""

import random
from pathlib import Path
from time import monotonic

import av
import numpy as np

from video.synthetic.media import LoopedFile
from video.synthetic.server import RtspServer
from video.synthetic.stream import ServedStream

_IDR, _SPS, _PPS = 5, 7, 8


_DICE = 20_000
"""Of some seeds a key frame of noise decodes without an error by chance, which no decoder can tell from a picture."""


class _Noisy(LoopedFile):
    """Noise of the right size in those slices whose kind `is_noise` says."""

    def is_noise(self, kind: int) -> bool:
        """Whether a unit of this kind is noise."""
        return False

    def nals(self, n: int) -> list[bytes]:
        dice = random.Random(_DICE + n)
        return [
            nal[:1] + dice.randbytes(len(nal) - 1) if self.is_noise(nal[0] & 0x1F) else nal for nal in super().nals(n)
        ]


class Garbage(_Noisy):
    """Slices of the right kind and size, and noise in them."""

    def is_noise(self, kind: int) -> bool:
        return kind not in (_SPS, _PPS)


class BrokenKeys(_Noisy):
    """Noise in each key frame; what follows is as it was, and decodes without an error."""

    def is_noise(self, kind: int) -> bool:
        return kind == _IDR


class NoParameterSets(LoopedFile):
    """A camera that never says what its pictures are made of."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.sps = self.pps = b""

    def nals(self, n: int) -> list[bytes]:
        return [nal for nal in super().nals(n) if nal and nal[0] & 0x1F not in (_SPS, _PPS)]


class Changing(LoopedFile):
    """Another size every `every` frames: a group of pictures each."""

    def __init__(self, path: Path, other: Path, every: int) -> None:
        super().__init__(path)
        self._other = LoopedFile(other)
        self._every = every

    def nals(self, n: int) -> list[bytes]:
        return self._other.nals(n) if n // self._every % 2 else super().nals(n)

    def close(self) -> None:
        self._other.close()
        super().close()


class OddServer(RtspServer):
    """Our server with streams of any making."""

    def add_file(self, path: str, file: LoopedFile) -> None:
        self._call(self._insert(path, ServedStream(file, start_s=monotonic(), rtp_base=0)))


def make_8k(path: Path) -> Path:
    """7680x4320 at 5 fps, a key frame each second, two seconds long."""
    planes = np.full((4320 * 3 // 2, 7680), 90, np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 7680, 4320, "yuv420p"
        keys = "keyint=5:min-keyint=5:scenecut=0"
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": keys}
        for number in range(10):
            planes[:400, :400] = 20 * number
            out.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        out.mux(stream.encode())
    return path
