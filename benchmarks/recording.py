"""What does recording a camera that nobody shows cost, beside libav reading it and beside libav writing it?

Ten 1280x720 25 fps H.264 streams at 3 Mbit/s over RTSP (our server, a process of its own) for some seconds each: the
workers receiving them, the workers recording them, PyAV reading them in one bare loop a thread, the same muxed to
Matroska, and ffmpeg in one process, reading and copying to Matroska. Then the writer alone, as fast as it goes.
Processor time in percent of one core. Prints one JSON object.

    python -m benchmarks.recording [--streams 10] [--seconds 15]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import psutil

from benchmarks.ingest import cpu_s, make_clip, start_server
from video.events import CameraId, CameraSource, StreamState
from video.ingest.settings import VideoSettings
from video.ingest.supervisor import VideoSupervisor
from video.recording.ring import Ring
from video.recording.scribe import Scribe
from video.recording.segment import Header

_OPENING = {"rtsp_transport": "tcp", "analyzeduration": "200000", "probesize": "200000", "fflags": "nobuffer"}


def measure_room(port: int, args: argparse.Namespace, folder: Path | None) -> dict[str, float]:
    """Workers and supervisor, of hidden cameras; recorded where there is a folder."""
    settings = VideoSettings(spare_worker=False, recording_dir=str(folder or ""))
    room = VideoSupervisor(settings, lambda fact: None)
    room.start()
    for number in range(args.streams):
        camera = CameraId(str(number))
        url = f"rtsp://127.0.0.1:{port}/{number}/main"
        room.put_camera(CameraSource(camera, url, analyse=False, record=folder is not None))
        room.set_recording(camera, True)
    while any(health.state is not StreamState.RECEIVING for health in room.health().values()):
        time.sleep(0.05)
    time.sleep(3)
    pids = list(room.workers())
    received = sum(health.received_bytes for health in room.health().values())
    began_s, before_s, own_s = time.monotonic(), cpu_s(pids), time.process_time()
    time.sleep(args.seconds)
    wall_s = time.monotonic() - began_s
    answer = {
        "workers_percent": 100 * (cpu_s(pids) - before_s) / wall_s,
        "console_percent": 100 * (time.process_time() - own_s) / wall_s,
        "received_mb_s": (sum(health.received_bytes for health in room.health().values()) - received) / wall_s / 1e6,
    }
    if folder is not None:
        now_us = time.time_ns() // 1000
        spans = [Ring(folder).spans(str(number), 0, now_us + 10**9) for number in range(args.streams)]
        answer["gaps"] = sum(len(one) - 1 for one in spans)
        answer["on"] = sum(health.recording == "on" for health in room.health().values())
    room.close()
    return answer


def measure_peer(command: list[str], seconds: float) -> float:
    """Percent of a core that another program takes for the same streams."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    watched = psutil.Process(process.pid)
    time.sleep(4)
    before, began_s = watched.cpu_times(), time.monotonic()
    time.sleep(seconds)
    after, wall_s = watched.cpu_times(), time.monotonic() - began_s
    process.kill()
    process.wait()
    return 100 * (after.user + after.system - before.user - before.system) / wall_s


def ffmpeg_of(port: int, streams: int, folder: Path | None) -> list[str]:
    command = ["ffmpeg", "-v", "error", "-y"]
    for number in range(streams):
        command += ["-rtsp_transport", "tcp", "-i", f"rtsp://127.0.0.1:{port}/{number}/main"]
    for number in range(streams):
        out = ["-f", "matroska", str(folder / f"{number}.mkv")] if folder else ["-f", "null", "-"]
        command += ["-map", str(number), "-c", "copy", *out]
    return command


def bare(port: int, streams: int, folder: Path | None) -> None:
    """PyAV alone, a thread a stream: read, and mux to Matroska where there is a folder. Until it is killed."""

    def run(number: int) -> None:
        with av.open(f"rtsp://127.0.0.1:{port}/{number}/main", options=_OPENING) as container:
            stream = container.streams.video[0]
            out = av.open(str(folder / f"py{number}.mkv"), "w") if folder else None
            copy = out.add_stream_from_template(stream) if out else None
            for packet in container.demux(stream):
                if out is not None and packet.dts is not None:
                    packet.stream = copy
                    out.mux(packet)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(streams)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measure_writer(folder: Path) -> dict[str, float]:
    """Packets of 15 kB from one thread to the disk: what a packet costs the feed, and what a disk and a core take."""
    scribe, packets, size = Scribe(folder), 20_000, 15_000
    writer, payload = scribe.writer("0"), bytes(size)
    writer.begin(Header("0", "h264", b"", 1280, 720, Fraction(1, 90_000), None, "main"))
    feed_s = flush_s = 0.0
    for number in range(packets):
        at_s = 1000 + number / 25
        began_s = time.perf_counter()
        writer.packet(payload, number * 3600, number * 3600, number % 50 == 0, at_s, at_s)
        feed_s += time.perf_counter() - began_s
        if number % 500 == 499:
            flush_s += _timed(writer.flush)
    flush_s += _timed(lambda: scribe.close(10))
    return {"feed_us_per_packet": 1e6 * feed_s / packets, "disk_mb_s": packets * size / 1e6 / flush_s}


def _timed(call: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    call()
    return time.perf_counter() - began_s


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--bare", type=int, help="for itself: the port")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.bare:
        bare(args.bare, args.streams, args.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_clip(folder / "clip.mp4")
        (folder / "ring").mkdir()
        (folder / "alone").mkdir()
        server, port = start_server(folder, folder / "clip.mp4", args.streams)
        own = [sys.executable, "-m", "benchmarks.recording", "--streams", str(args.streams), "--bare", str(port)]
        try:
            answer = {
                "streams": args.streams,
                "received": measure_room(port, args, None),
                "recorded": measure_room(port, args, folder / "ring"),
                "pyav_read_percent": measure_peer(own, args.seconds),
                "pyav_mkv_percent": measure_peer([*own, "--folder", name], args.seconds),
                "ffmpeg_read_percent": measure_peer(ffmpeg_of(port, args.streams, None), args.seconds),
                "ffmpeg_mkv_percent": measure_peer(ffmpeg_of(port, args.streams, folder), args.seconds),
                "writer": measure_writer(folder / "alone"),
            }
        finally:
            server.kill()
            server.communicate()
    print(json.dumps(answer, default=str))


if __name__ == "__main__":
    main()
