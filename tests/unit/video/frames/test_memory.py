import os
import subprocess
import sys

from video.frames.memory import PREFIX, sweep_dead


def a_dead_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_blocks_of_dead_consoles_are_swept_and_those_of_living_ones_stay(tmp_path):
    left = tmp_path / f"{PREFIX}{a_dead_process()}_0a1b2c3d"
    ours = tmp_path / f"{PREFIX}{os.getpid()}_0a1b2c3d"
    strange = tmp_path / f"{PREFIX}kamera_0a1b2c3d"
    for file in (left, ours, strange):
        file.write_bytes(b"x")
    sweep_dead(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([ours, strange])


def test_a_machine_without_such_files_has_nothing_to_sweep(tmp_path):
    sweep_dead(tmp_path / "none")
    assert not (tmp_path / "none").exists()
