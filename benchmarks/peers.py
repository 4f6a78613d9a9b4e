"""What others cost on the same streams: ffmpeg decoding alone, ffmpeg drawing a grid, and the usual Python viewer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

from benchmarks.meters import Cores, ended

_SETTLED_S = 3.0  # the burst that a client is greeted with
_QUIET = ["ffmpeg", "-nostdin", "-v", "error", "-nostats"]
_TOLD = ["-progress", "pipe:1", "-stats_period", "0.5"]


def decode_only(urls: list[str], seconds: float, *, one_process: bool) -> dict[str, Any]:
    """`ffmpeg -threads 1`: decode and throw away, a process a stream or all in one."""
    groups = [urls] if one_process else [[url] for url in urls]
    commands = []
    for group in groups:
        maps = [part for n in range(len(group)) for part in ("-map", f"{n}:v")]
        commands.append([*_QUIET, *_TOLD, *_inputs(group), *maps, "-fps_mode", "passthrough", "-f", "null", "-"])
    return _measured(commands, seconds)


def copy_only(urls: list[str], seconds: float) -> dict[str, Any]:
    """`ffmpeg -c copy`, a process a stream: reading packets and throwing them away."""
    return _measured([[*_QUIET, *_TOLD, *_inputs([url]), "-c", "copy", "-f", "null", "-"] for url in urls], seconds)


def demux_only(urls: list[str], seconds: float) -> dict[str, Any]:
    """PyAV in one process, a thread a stream: libav's own floor for receiving without a picture."""
    command = [sys.executable, "-m", "benchmarks.demuxing", *urls]
    with ended([subprocess.Popen(command, stdout=subprocess.DEVNULL)]) as processes:
        sleep(_SETTLED_S)
        cores = Cores(processes)
        sleep(seconds)
        return {"cpu_cores": round(cores.until_now(), 4)}


def grid(urls: list[str], tile: tuple[int, int], seconds: float) -> dict[str, Any]:
    """`ffmpeg` scaling to tiles and stacking them (xstack) into a window of SDL that no display is behind."""
    side = round(len(urls) ** 0.5 + 0.49)
    scaled = "".join(f"[{n}:v]scale={tile[0]}:{tile[1]}:flags=fast_bilinear[t{n}];" for n in range(len(urls)))
    places = "|".join(f"{n % side * tile[0]}_{n // side * tile[1]}" for n in range(len(urls)))
    stacked = "".join(f"[t{n}]" for n in range(len(urls))) + f"xstack=inputs={len(urls)}:layout={places}[grid]"
    command = [*_QUIET, *_TOLD, *_inputs(urls), "-filter_complex", scaled + stacked, "-map", "[grid]", "-r", "25"]
    return _measured([[*command, "-pix_fmt", "yuv420p", "-f", "sdl2", "grid"]], seconds, SDL_VIDEODRIVER="dummy")


def usual_viewer(urls: list[str], tile: tuple[int, int], seconds: float) -> dict[str, Any]:
    """OpenCV's VideoCapture, a thread a stream, resize, QLabel (benchmarks/usual_viewer.py), or how it fails."""
    command = [sys.executable, "-m", "benchmarks.usual_viewer", str(tile[0]), str(tile[1]), str(seconds), *urls]
    plain = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False, env=plain)
    try:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError):
        return {"failed": f"ended with {done.returncode}", "said": _said(done.stderr)}


def there(program: str) -> bool:
    return any((Path(folder) / program).exists() for folder in os.get_exec_path())


def _inputs(urls: list[str]) -> list[str]:
    return [part for url in urls for part in ("-rtsp_transport", "tcp", "-threads", "1", "-i", url)]


def _measured(commands: list[list[str]], seconds: float, **environment: str) -> dict[str, Any]:
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | environment)
        for command in commands
    ]
    with ended(running) as processes:
        sleep(_SETTLED_S)
        if any(process.poll() is not None for process in running):
            said = next(process for process in running if process.poll() is not None).communicate()[1].decode()
            return {"failed": _said(said)}
        first = [_frames(process) for process in running]
        cores = Cores(processes)
        sleep(seconds)
        used = cores.until_now()
        fps = [round((_frames(process) - n) / seconds, 2) for process, n in zip(running, first, strict=True)]
    return {"cpu_cores": round(used, 4), "fps_per_stream": fps}


def _said(text: str) -> str:
    """The beginning of what a peer said when it failed, without Qt's remarks on a platform without windows."""
    return "\n".join(line for line in text.splitlines() if "plugin does not support" not in line)[:300]


def _frames(process: "subprocess.Popen[bytes]") -> int:
    """How many frames an ffmpeg has told of until now (of its first stream)."""
    assert process.stdout is not None
    told = os.read(process.stdout.fileno(), 1 << 20).decode()
    lines = [line for line in told.splitlines() if line.startswith("frame=")]
    return int(lines[-1].split("=")[1]) if lines else 0
