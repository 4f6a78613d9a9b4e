"""A picture that is behind says so, whatever the stream and whoever is to blame."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import pytest
from av import VideoFrame
from support.camera_makes import http_cameras, make_segments
from support.relay import Relay
from support.video_room import PASSWORD, USER, Room, ServerProcess, until

from video.events import StreamState
from video.ingest.feed import Feed
from video.ingest.gate import OpeningGate
from video.ingest.hardware import HardwareSeats
from video.ingest.opening import Address
from video.ingest.pulse import Pulse
from video.ingest.settings import VideoSettings
from video.ingest.turnstile import admit
from video.synthetic.framecode import read_frame_number
from video.synthetic.server import RtspServer

MakeRoom = Callable[..., Room]
FPS = 25
LATE_AFTER_S = 0.6
SLACK_S = 0.25
FRAMES = 70


@dataclass
class SlowReader:
    """Takes a fifth longer for each frame than the camera, and notes how far behind it truly is."""

    newest: Callable[[], float]
    numbers: list[int] = field(default_factory=list)
    believed_s: list[float] = field(default_factory=list)  # how far behind a picture was that nobody called late
    enough: threading.Event = field(default_factory=threading.Event)

    def needs_frames(self, feed: Feed) -> bool:
        return True

    def take(self, feed: Feed, frame: VideoFrame, pts_s: float, arrival_s: float) -> None:
        number = read_frame_number(frame.to_ndarray(format="gray"))
        if number is not None:
            self.numbers.append(number)
            if not feed.counts.late:
                self.believed_s.append((self.newest() - number) / FPS)
        if len(self.numbers) > FRAMES:
            self.enough.set()
        sleep(1.25 / FPS)

    @property
    def left_out(self) -> int:
        return self.numbers[-1] - self.numbers[0] + 1 - len(self.numbers)

    def proven(self, feed: Feed, frame: VideoFrame) -> None:
        """A key frame of a time when it skips to the newest."""


@pytest.fixture
def pulse() -> Iterator[Pulse]:
    page = Pulse.own()
    yield page
    page.close()


def read_slowly(url: str, login: tuple[str, str], newest: Callable[[], float], pulse: Pulse) -> SlowReader:
    reader = SlowReader(newest)
    gate = OpeningGate(pulse, 0, lambda: admit([(pulse, 0)], 0))
    settings = VideoSettings(late_after_s=LATE_AFTER_S)
    feed = Feed(Address(url, *login), settings, reader, lambda doing: None, gate, HardwareSeats("", 0))
    feed.start()
    read = reader.enough.wait(15.0)
    feed.stop()
    assert feed.join(10.0)
    assert read
    return reader


def test_a_reader_that_is_a_fifth_too_slow_is_never_green_while_behind(clips: dict[str, Path], pulse: Pulse) -> None:
    server = RtspServer({"1/main": clips["long"]}, username=USER, password=PASSWORD)
    server.start()
    try:
        url = server.url("1/main")
        reader = read_slowly(url, (USER, PASSWORD), lambda: server.frame_now("1/main") % (40 * FPS), pulse)
    finally:
        server.close()
    assert max(reader.believed_s) < LATE_AFTER_S + SLACK_S
    assert reader.left_out > FRAMES * 0.1  # it would be a fifth behind, if it had not skipped to the newest


def test_a_slow_reader_of_pictures_that_carry_no_time_is_never_green_while_behind(tmp_path: Path, pulse: Pulse) -> None:
    with http_cameras(tmp_path, "") as (port, began_s):
        reader = read_slowly(f"http://127.0.0.1:{port}/mjpeg", ("", ""), lambda: (monotonic() - began_s) * FPS, pulse)
    assert max(reader.believed_s) < LATE_AFTER_S + SLACK_S
    assert reader.left_out > FRAMES * 0.1  # it would be a fifth behind, if it had not skipped to the newest


@pytest.fixture
def hls_port(tmp_path: Path) -> Iterator[int]:
    with http_cameras(make_segments(tmp_path), "digest") as (port, _):
        yield port


@pytest.fixture
def relay(server: ServerProcess) -> Iterator[Relay]:
    between = Relay(server.port)
    between.start()
    yield between
    between.close()


def test_a_connection_that_comes_back_behind_is_late_by_the_cameras_own_clock_and_hls_beside_it_stays_live(
    relay: Relay, hls_port: int, make_room: MakeRoom
) -> None:
    room = make_room(behind_again_after_s=60.0)
    camera = room.put("1", f"rtsp://127.0.0.1:{relay.port}/1/sub")
    hls = room.put("hls", f"http://127.0.0.1:{hls_port}/live.m3u8")
    for one in (hls, camera):
        room.supervisor.show(one, "tile", (320, 180))
        room.until(one, StreamState.LIVE)
    began_s, first = monotonic(), room.health(hls).decoded
    offset_s = room.health(camera).clock_offset_s
    assert offset_s is not None
    assert abs(offset_s) < 0.5  # the server's clock is this machine's
    told = len(room.states(camera))
    relay.delay_s = 1.6
    relay.cut()
    room.until(camera, StreamState.LATE, 8.0)
    dials, decoded = relay.dials, room.health(camera).decoded
    until(lambda: relay.dials > dials, 8.0, "it dials again, for that may help")
    until(lambda: room.health(camera).decoded > decoded + 30, 8.0, "late pictures are shown, for that did not help")
    assert relay.dials == dials + 1
    assert room.health(camera).delay_s == pytest.approx(1.6, abs=0.5)
    assert StreamState.LIVE not in room.states(camera)[told:]
    relay.delay_s = 0.0
    relay.cut()
    room.until(camera, StreamState.LIVE, 8.0)
    # Two segments were there at the beginning; the third one was published while they were played.
    until(lambda: room.health(hls).decoded >= first + 100, 12.0, "ten seconds of pictures over HLS")
    assert monotonic() - began_s == pytest.approx((room.health(hls).decoded - first) / 10, abs=1.5)
    states = room.states(hls)
    assert states[states.index(StreamState.LIVE) :] == [StreamState.LIVE]
    assert room.health(hls).reconnects == 0


def test_a_network_that_stands_still_for_a_moment_shows_the_newest_as_soon_as_it_moves(
    relay: Relay, make_room: MakeRoom
) -> None:
    room = make_room()
    camera = room.put("1", f"rtsp://127.0.0.1:{relay.port}/1/sub")
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    relay.stall(1.7)
    until(lambda: (room.health(camera).age_s or 0.0) > 1.2, 4.0, "nothing comes")
    until(lambda: (room.health(camera).age_s or 9.0) < 0.3, 4.0, "pictures again")
    until(lambda: (room.health(camera).delay_s or 9.0) < 0.3, 0.6, "and the newest ones")
    assert room.health(camera).state is StreamState.LIVE
    assert room.health(camera).reconnects == 0
