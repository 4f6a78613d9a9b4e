"""Packets that no camera would send."""

import json
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
from support.camera_makes import FAULTS, make_hevc
from support.sources import ROOT
from support.video_room import make_clip

SEEDS = 120


def make_mjpeg(path: Path) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuvj420p"
        for number in range(50):
            picture = np.full((180, 320, 3), number * 4, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
    return path


def test_mutated_packets_of_three_codecs_end_no_process(tmp_path: Path) -> None:
    files = [
        make_clip(tmp_path / "h264.mp4", (320, 180), 2),
        make_clip(tmp_path / "reordered.mp4", (320, 180), 2, reordered=True),
        make_hevc(tmp_path / "h265.mp4", 2),
        make_mjpeg(tmp_path / "mjpeg.avi"),
    ]
    command = [sys.executable, str(FAULTS / "fuzzing.py"), str(SEEDS), *map(str, files)]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["packets"] == SEEDS * len(files) * 50
    assert told["frames"] > 0
