"""The demo cameras' RTSP server, seen by the client that Siaga uses and by plain sockets."""

import itertools
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import pytest

from video.synthetic.errors import NotServable, PortTaken, UnknownPath
from video.synthetic.server import RtspServer
from video.synthetic.stream import Outage

ROOT = Path(__file__).parents[4]
OPTIONS = {"rtsp_transport": "tcp", "analyzeduration": "200000", "probesize": "200000", "fflags": "nobuffer"}


def open_client(url: str, login: str = "") -> av.container.InputContainer:
    return av.open(url.replace("rtsp://", f"rtsp://{login}"), options=OPTIONS, timeout=(3.0, 1.0))


def read(url: str, count: int, login: str = "") -> list[tuple[float, float]]:
    """Stream time and brightness of the first `count` frames."""
    seen = []
    with open_client(url, login) as client:
        for frame in client.decode(video=0):
            seen.append((float(frame.pts * frame.time_base), float(frame.to_ndarray(format="gray").mean())))
            if len(seen) == count:
                break
    return seen


def becomes_true(condition: Callable[[], bool], within_s: float = 5.0) -> bool:
    deadline = time.monotonic() + within_s
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return met


def number_of(brightness: float) -> int:
    """Which frame of the loop has this brightness (limited-range grey of 20 + 7 n)."""
    return round((brightness - 20) / 7)


@pytest.fixture
def server(loop_file: Path) -> Iterator[RtspServer]:
    server = RtspServer({"101/main": loop_file, "101/sub": loop_file, "102/main": loop_file})
    server.start()
    yield server
    server.close()


def test_frames_arrive_from_a_key_frame_on_without_a_gap(server: RtspServer) -> None:
    seen = read(server.url("101/main"), 15)
    steps = [after[0] - before[0] for before, after in itertools.pairwise(seen)]
    assert steps == pytest.approx([1 / 25] * 14, abs=1e-4)


def test_stream_time_runs_on_over_the_seam(server: RtspServer) -> None:
    seen = read(server.url("101/main"), 45)
    numbers = [number_of(brightness) for _, brightness in seen]
    assert any(after < before for before, after in itertools.pairwise(numbers)), "no seam was crossed"
    steps = [after[0] - before[0] for before, after in itertools.pairwise(seen)]
    assert steps == pytest.approx([1 / 25] * 44, abs=1e-4)


def test_two_clients_of_one_camera_see_the_same_moment(server: RtspServer) -> None:
    with open_client(server.url("101/main")) as main, open_client(server.url("101/sub")) as sub:
        newest = {}
        for name, client in (("main", main), ("sub", sub), ("main", main)):
            for frame in client.decode(video=0):
                shown = number_of(float(frame.to_ndarray(format="gray").mean()))
                newest[name] = shown
                if (server.frame_now("101/main") - shown) % 30 <= 1:
                    break
    assert (newest["main"] - newest["sub"]) % 30 <= 3


def test_a_wrong_password_is_refused_and_the_right_one_admitted(loop_file: Path) -> None:
    server = RtspServer({"101/main": loop_file}, username="kamera", password="benar")
    server.start()
    try:
        for login in ("", "kamera:salah@", "lain:benar@"):
            with pytest.raises(av.HTTPUnauthorizedError):
                read(server.url("101/main"), 1, login)
        assert len(read(server.url("101/main"), 3, "kamera:benar@")) == 3
    finally:
        server.close()


def test_a_path_that_is_not_served_is_not_found(server: RtspServer) -> None:
    with pytest.raises(av.HTTPNotFoundError):
        read(server.url("999/main"), 1)
    with pytest.raises(UnknownPath):
        server.cut("999")


def test_a_cut_stream_ends_and_is_refused_until_it_is_restored(server: RtspServer) -> None:
    with open_client(server.url("101/main")) as client:
        frames = client.decode(video=0)
        next(frames)
        server.cut("101")
        with suppress(av.FFmpegError):
            for _ in frames:
                pass
        assert becomes_true(lambda: server.clients("101/main") == 0)
    with pytest.raises(av.FFmpegError):
        read(server.url("101/sub"), 1)
    assert len(read(server.url("102/main"), 2)) == 2, "another camera suffered with it"
    server.restore("101")
    assert len(read(server.url("101/main"), 2)) == 2


def test_a_mute_stream_answers_and_sends_nothing(server: RtspServer) -> None:
    server.mute("101/main")
    reply = play_by_hand(server, "101/main")
    assert b"RTSP/1.0 200 OK" in reply
    assert b"$\x00" not in reply.split(b"\r\n\r\n", 1)[1]


def play_by_hand(server: RtspServer, path: str, listen_s: float = 0.3) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=2) as client:
        url = server.url(path)
        client.sendall(f"SETUP {url}/track1 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP\r\n\r\n".encode())
        client.recv(4096)
        client.sendall(f"PLAY {url}/ RTSP/1.0\r\nCSeq: 2\r\n\r\n".encode())
        client.settimeout(listen_s)
        reply = b""
        with suppress(TimeoutError):
            while part := client.recv(65536):
                reply += part
                if len(reply) > 700:
                    break
    return reply


def test_the_first_thing_sent_is_a_sender_report_and_parameter_sets(server: RtspServer) -> None:
    reply = play_by_hand(server, "101/main")
    body = reply.split(b"\r\n\r\n", 1)[1]
    assert body[:2] == b"$\x01"
    assert body[5] == 200
    report_size = int.from_bytes(body[2:4], "big")
    first = body[4 + report_size :]
    assert first[:2] == b"$\x00"
    assert first[16] & 0x1F == 24


def test_a_scheduled_outage_comes_and_goes_by_the_clock(loop_file: Path) -> None:
    server = RtspServer({})
    server.start()
    try:
        server.add("108/main", loop_file, [Outage(from_s=0.4, until_s=0.8)])
        assert len(read(server.url("108/main"), 1)) == 1

        def answers() -> bool:
            try:
                return len(read(server.url("108/main"), 1)) == 1
            except av.FFmpegError:
                return False

        assert becomes_true(lambda: not answers())
        assert becomes_true(answers)
    finally:
        server.close()


def test_a_repeating_outage_covers_each_round() -> None:
    outage = Outage(from_s=10, until_s=15, every_s=60)
    assert [outage.covers(age_s) for age_s in (-1, 9, 10, 14.9, 15, 72, 80)] == [
        False,
        False,
        True,
        True,
        False,
        True,
        False,
    ]


def test_a_client_that_does_not_read_is_dropped(heavy_file: Path) -> None:
    server = RtspServer({"101/main": heavy_file})
    server.start()
    try:
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            url = server.url("101/main")
            client.sendall(f"SETUP {url}/track1 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP\r\n\r\n".encode())
            client.recv(4096)
            client.sendall(f"PLAY {url}/ RTSP/1.0\r\nCSeq: 2\r\n\r\n".encode())
            assert becomes_true(lambda: server.clients("101/main") == 1)
            assert becomes_true(lambda: server.clients("101/main") == 0, within_s=8)
    finally:
        server.close()


def test_udp_is_declined_and_nonsense_ends_the_connection(server: RtspServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=2) as client:
        url = server.url("101/main")
        client.sendall(f"SETUP {url}/track1 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP;unicast\r\n\r\n".encode())
        assert client.recv(4096).startswith(b"RTSP/1.0 461")
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert client.recv(4096).startswith(b"RTSP/1.0 400")
        assert client.recv(4096) == b""


def test_a_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.mp4"
    file.write_text("no video")
    with pytest.raises(NotServable):
        RtspServer({"101/main": file}).start()


def test_a_taken_port_is_said(loop_file: Path, server: RtspServer) -> None:
    with pytest.raises(PortTaken):
        RtspServer({"101/main": loop_file}, port=server.port).start()


def test_the_process_serves_obeys_and_ends_with_its_stdin(loop_file: Path, tmp_path: Path) -> None:
    config = tmp_path / "server.json"
    config.write_text(json.dumps({"username": "k", "password": "p", "streams": {"101/main": {"file": str(loop_file)}}}))
    command = [sys.executable, "-m", "video.synthetic.server", "--config", str(config)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        assert len(read(f"rtsp://127.0.0.1:{port}/101/main", 2, "k:p@")) == 2
        for order in ({"do": "add", "path": "102/main", "file": str(loop_file)}, {"do": "cut", "path": "101"}):
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"done": order}
        assert len(read(f"rtsp://127.0.0.1:{port}/102/main", 2, "k:p@")) == 2
        process.stdin.close()
        assert process.wait(5) == 0


def test_ticks_of_the_loop_are_exact(loop_file: Path) -> None:
    from video.synthetic.media import LoopedFile

    file = LoopedFile(loop_file)
    assert (file.frames, Fraction(file.loop_ticks, 90_000)) == (30, Fraction(30, 25))
    assert [file.frame_at(file.ticks_of(n)) for n in (0, 29, 30, 61)] == [0, 29, 30, 61]
    assert [file.key_before(n) for n in (0, 9, 10, 29, 35)] == [0, 0, 10, 20, 30]
    file.close()
