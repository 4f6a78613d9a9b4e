"""Codecs, transports and logins of the field, each from a server that is not ours."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.camera_makes import LIVE_MJPEG, from_file, gstreamer, http_cameras, make_hevc, make_segments, self_signed
from support.video_room import PASSWORD, USER, Room, until

from video.events import StreamState
from video.ingest.probe import ProbeResult, probe

MakeRoom = Callable[..., Room]


@dataclass(frozen=True)
class Makes:
    """Where each make of camera listens."""

    basic: str
    digest: str
    encrypted: str
    http_basic: str
    http_digest: str
    http_open: str


@pytest.fixture(scope="module")
def makes(clips: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Makes]:
    folder = tmp_path_factory.mktemp("makes")
    segments = make_segments(folder)
    mounts = {
        "/h264": from_file(clips["long"], "h264"),
        "/h265": from_file(make_hevc(folder / "h265.mp4"), "h265"),
        "/mjpeg": LIVE_MJPEG,
    }
    with ExitStack() as running:
        rtsp = {auth: running.enter_context(gstreamer(mounts, auth)) for auth in ("basic", "digest")}
        encrypted = running.enter_context(gstreamer(mounts, "digest", self_signed()))
        http = {auth: running.enter_context(http_cameras(segments, auth))[0] for auth in ("", "basic", "digest")}
        yield Makes(
            f"rtsp://127.0.0.1:{rtsp['basic']}",
            f"rtsp://127.0.0.1:{rtsp['digest']}",
            f"rtsps://127.0.0.1:{encrypted}",
            f"http://127.0.0.1:{http['basic']}",
            f"http://127.0.0.1:{http['digest']}",
            f"http://127.0.0.1:{http['']}",
        )


def test_every_codec_comes_over_every_transport_with_every_login(makes: Makes, make_room: MakeRoom) -> None:
    room = make_room()
    expected = {
        (f"{makes.digest}/h264", "tcp"): ("h264", "tcp"),
        (f"{makes.basic}/h264", "udp"): ("h264", "udp"),
        (f"{makes.basic}/h265", "tcp"): ("hevc", "tcp"),
        (f"{makes.digest}/h265", "udp"): ("hevc", "udp"),
        (f"{makes.digest}/mjpeg", "tcp"): ("mjpeg", "tcp"),
        (f"{makes.digest}/mjpeg", "udp"): ("mjpeg", "udp"),
        (f"{makes.encrypted}/h264", "tcp"): ("h264", "tcp"),
        (f"{makes.encrypted}/h265", "udp"): ("hevc", "tcp"),  # there is no TLS over UDP
        (f"{makes.http_open}/mjpeg", "tcp"): ("mjpeg", "http"),
        (f"{makes.http_basic}/mjpeg", "tcp"): ("mjpeg", "http"),
        (f"{makes.http_digest}/mjpeg", "tcp"): ("mjpeg", "http"),
        (f"{makes.http_basic}/live.m3u8", "tcp"): ("h264", "hls"),
        (f"{makes.http_digest}/live.m3u8", "tcp"): ("h264", "hls"),
    }
    cameras = {}
    for url, transport in expected:
        cameras[room.put(f"{url} {transport}", url, transport=transport)] = expected[url, transport]
    for camera in cameras:
        room.supervisor.show(camera, "tile", (160, 90))
    for camera in cameras:
        room.until(camera, StreamState.LIVE, 10.0)
    for camera, (codec, transport) in cameras.items():
        health = room.health(camera)
        assert (health.codec, health.transport, health.decoder) == (codec, transport, "software"), camera
        decoded = health.decoded
        until(lambda one=camera, before=decoded: room.health(one).decoded > before + 10, 5.0, f"pictures of {camera}")


def test_a_probe_says_how_it_travels_and_which_login_is_asked(makes: Makes) -> None:
    asked = {
        (f"{makes.basic}/h265", PASSWORD, "udp"): ("", "udp", "basic", True, False),
        (f"{makes.encrypted}/mjpeg", PASSWORD, "tcp"): ("", "tcp", "digest", True, True),
        (f"{makes.http_digest}/mjpeg", "wrong", "tcp"): ("stream.reason.wrong_password", "http", "digest", True, False),
        (f"{makes.http_open}/mjpeg", PASSWORD, "tcp"): ("", "http", "none", False, False),
    }

    def told(question: tuple[str, str, str]) -> ProbeResult:
        url, password, transport = question
        return probe(url, USER, password, transport=transport)

    with ThreadPoolExecutor(len(asked)) as at_once:
        found = list(at_once.map(told, asked))
    for one, expected in zip(found, asked.values(), strict=True):
        assert (one.reason, one.transport, one.auth, one.auth_needed, one.encrypted) == expected
        assert PASSWORD not in repr(one)
    mjpeg = found[-1]
    assert mjpeg.codec == "mjpeg"
    assert mjpeg.fps == pytest.approx(25.0, abs=3.0)  # its pictures carry no time
    assert 0 < mjpeg.first_frame_s < 5


def test_a_playlist_that_names_a_file_of_this_machine_opens_nothing(makes: Makes, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("evil", f"{makes.http_open}/evil.m3u8")
    room.supervisor.show(camera, "tile", (160, 90))
    until(lambda: room.health(camera).reason == "stream.reason.not_video", 8.0, f"{room.health(camera)}")
    assert room.health(camera).decoded == 0


def test_a_playlist_or_a_description_on_this_machine_is_no_camera(tmp_path: Path, clips: dict[str, Path]) -> None:
    playlist, description = tmp_path / "a.m3u8", tmp_path / "a.sdp"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.0,\n{clips['sub']}\n#EXT-X-ENDLIST\n", "utf-8")
    description.write_text("v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 26\n", "utf-8")
    assert not probe(str(playlist), timeout_s=3.0).works
    assert not probe(str(description), timeout_s=3.0).works
    assert probe(str(clips["sub"])).works
