"""What the demo cameras show, and the files made of it."""

import dataclasses
import itertools
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from video.synthetic import encode
from video.synthetic.city import SyntheticCamera, demo_camera
from video.synthetic.encode import prepare, prepared
from video.synthetic.errors import Cancelled, CannotStore
from video.synthetic.framecode import burn_frame_number, read_frame_number
from video.synthetic.media import LoopedFile
from video.synthetic.preparation import prepare_city
from video.synthetic.render import Renderer, render_frames, tell
from video.synthetic.server import RtspServer
from video.synthetic.service import ServerProcess
from video.synthetic.truth import load_truth

SIZE = (640, 360)


def short(number: int, loop_s: float = 4.0) -> SyntheticCamera:
    """A camera whose loop is short and whose roads are quiet enough for it."""
    camera = demo_camera(number)
    roads = tuple(
        dataclasses.replace(road, flow=0.25, motorbikes=0.0, signal=None, slowdowns=(), stall=None)
        for road in camera.scene.carriageways
    )
    return dataclasses.replace(
        camera, scene=dataclasses.replace(camera.scene, loop_s=loop_s, carriageways=roads, dark=())
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> encode.PreparedCamera:
    return prepare(short(106), tmp_path_factory.mktemp("city"), size=SIZE)


@pytest.mark.parametrize("n", [0, 1, 1499, 0x5555, 65535])
@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (320, 180), (474, 267)])
def test_a_burnt_in_number_is_read_at_every_size(n: int, size: tuple[int, int]) -> None:
    picture = np.full((720, 1280, 3), 120, np.uint8)
    burn_frame_number(picture, n)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    assert read_frame_number(small) == n
    assert read_frame_number(cv2.cvtColor(small, cv2.COLOR_BGR2BGRA)) == n
    assert read_frame_number(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)) == n


def test_a_picture_without_a_number_gives_none() -> None:
    rng = np.random.default_rng(3)
    assert read_frame_number(np.zeros((180, 320, 3), np.uint8)) is None
    noise = [read_frame_number(rng.integers(0, 255, (180, 320, 3), np.uint8)) for _ in range(200)]
    assert noise == [None] * 200
    assert read_frame_number(np.zeros((20, 30, 3), np.uint8)) is None


def test_a_spoilt_bit_is_noticed() -> None:
    picture = np.full((720, 1280, 3), 120, np.uint8)
    burn_frame_number(picture, 1234)
    for cell in range(2, 24):
        spoilt = picture.copy()
        area = spoilt[:12, round(cell * 12.8) : round((cell + 1) * 12.8)]
        area[:] = 220 - area
        assert read_frame_number(spoilt) is None


def test_every_frame_of_the_files_carries_its_number_down_to_a_tile(made: encode.PreparedCamera) -> None:
    for file in (made.main, made.sub):
        with av.open(str(file)) as container:
            for n, frame in enumerate(container.decode(video=0)):
                picture = frame.to_ndarray(format="bgr24")
                assert read_frame_number(picture) == n
                tile = cv2.resize(picture, (320, 180), interpolation=cv2.INTER_LINEAR)
                assert read_frame_number(tile) == n
            assert n == made.camera.scene.frames - 1


def test_main_sub_and_truth_have_the_same_frames_and_the_files_suit_the_server(made: encode.PreparedCamera) -> None:
    main, sub = LoopedFile(made.main), LoopedFile(made.sub)
    frames = made.camera.scene.frames
    assert main.frames == sub.frames == len(load_truth(made.truth)) == frames
    assert main.loop_ticks == sub.loop_ticks == frames * 7200
    assert [main.key_before(n) for n in (24, 25, 49)] == [0, 25, 25]
    main.close()
    sub.close()


def test_a_second_call_makes_nothing_anew_and_a_changed_scene_replaces_the_old_files(
    made: encode.PreparedCamera, tmp_path: Path
) -> None:
    stamps = [p.stat().st_mtime_ns for p in (made.main, made.sub, made.truth)]
    again = prepare(made.camera, made.main.parent, size=SIZE)
    assert [p.stat().st_mtime_ns for p in (again.main, again.sub, again.truth)] == stamps
    first = prepare(short(104, 1.0), tmp_path, size=(320, 180))
    (tmp_path / ".104-x-main.mp4.999999999.part").write_bytes(b"left by a process that was killed")
    second = prepare(short(104, 2.0), tmp_path, size=(320, 180))
    assert first.main != second.main
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([second.main.name, second.sub.name, second.truth.name])


def test_a_film_that_is_cut_shows_the_beginning_of_the_same_story_under_a_name_of_its_own(tmp_path: Path) -> None:
    camera = short(104)
    cut = prepare(camera, tmp_path, size=(320, 180), film_s=2.96)
    film = LoopedFile(cut.main)
    assert film.frames == 37
    film.close()
    assert len(load_truth(cut.truth)) == camera.scene.frames
    renderer = Renderer(tell(camera.scene), 320, 180)
    with av.open(str(cut.main)) as container:
        for n, frame in enumerate(container.decode(video=0)):
            assert cv2.absdiff(frame.to_ndarray(format="bgr24"), renderer.picture(n)).mean() < 8
    whole, longer = prepared(camera, tmp_path, 320), prepared(camera, tmp_path, 320, film_s=60.0)
    assert whole == longer
    assert {whole.main, prepared(camera, tmp_path, 320, film_s=2.0).main}.isdisjoint({cut.main})


def test_a_cancelled_preparation_leaves_nothing_behind(tmp_path: Path) -> None:
    shares: list[float] = []
    with pytest.raises(Cancelled):
        prepare(short(104), tmp_path, lambda _, share: shares.append(share), lambda: len(shares) > 2, size=(320, 180))
    assert list(tmp_path.iterdir()) == []
    assert shares == sorted(shares)


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(CannotStore) as caught:
        prepare(short(104), blocked / "cache", size=(320, 180))
    assert str(blocked) in str(caught.value.facts["folder"])


def test_the_same_frame_has_the_same_pixels_and_its_truth_beside_it() -> None:
    camera = short(101)
    once = list(render_frames(camera, width=320, height=180, step=10))
    again = Renderer(tell(camera.scene), 320, 180)
    assert [row.frame for _, row in once] == [0, 10, 20, 30, 40]
    assert all((picture == again.picture(row.frame)).all() for picture, row in once)
    assert [read_frame_number(picture) for picture, _ in once] == [0, 10, 20, 30, 40]


def test_vehicles_are_drawn_where_the_truth_has_them() -> None:
    camera = short(102)
    story = tell(camera.scene)
    renderer = Renderer(story, *SIZE)
    empty = Renderer(dataclasses.replace(story, vehicles=[[] for _ in story.vehicles]), *SIZE)
    n = next(n for n, frame in enumerate(story.vehicles) if any(25 < v.along_m < 40 for v in frame))
    vehicle = next(v for v in story.vehicles[n] if 25 < v.along_m < 40)
    place = np.array([[vehicle.across_m, vehicle.along_m, 0.7]])
    u, v, _ = camera.scene.view.project(place)[0]
    x, y = round(u * SIZE[0]), round(v * SIZE[1])
    changed = np.abs(renderer.picture(n).astype(int) - empty.picture(n)).max(axis=2) > 20
    assert changed[y - 4 : y + 4, x - 4 : x + 4].mean() > 0.5
    assert changed.mean() < 0.4


def test_a_dark_camera_is_black_but_for_its_noise_and_number() -> None:
    camera = demo_camera(108)
    renderer = Renderer(tell(camera.scene), 320, 180)
    dark, lit = renderer.picture(40 * 12), renderer.picture(5 * 12)
    assert dark[10:].mean() < 12 < 40 < lit[10:].mean()
    assert read_frame_number(dark) == 480


def test_what_the_server_shows_is_the_frame_it_says_it_shows(made: encode.PreparedCamera) -> None:
    server = RtspServer({"106/main": made.main, "106/sub": made.sub})
    server.start()
    try:
        options = {"rtsp_transport": "tcp", "analyzeduration": "200000", "probesize": "200000", "fflags": "nobuffer"}
        with av.open(server.url("106/sub"), options=options, timeout=(3.0, 1.0)) as client:
            numbers = []
            for frame in client.decode(video=0):
                numbers.append(read_frame_number(frame.to_ndarray(format="bgr24")))
                now = server.frame_now("106/main") % made.camera.scene.frames
                if (now - numbers[-1]) % 50 <= 1 and len(numbers) > 5:
                    break
        assert all((after - before) % 50 == 1 for before, after in itertools.pairwise(numbers))
    finally:
        server.close()


def test_a_city_already_in_the_cache_is_ready_at_once_and_served(tmp_path: Path) -> None:
    camera = short(109, 2.0)
    prepare(camera, tmp_path, size=(320, 180))
    ready: list[encode.PreparedCamera] = []
    prepare_city(tmp_path, ready.append, cameras=[camera], size=(320, 180))
    assert ready == [prepared(camera, tmp_path, 320)]
    server = ServerProcess("kamera", "rahasia")
    server.start()
    try:
        server.add(ready[0])
        url = server.url("109/main").replace("rtsp://", "rtsp://kamera:rahasia@")
        with av.open(url, options={"rtsp_transport": "tcp"}, timeout=(3.0, 1.0)) as client:
            assert next(client.decode(video=0)).width == 320
        server.cut("109")
        with pytest.raises(av.FFmpegError):
            av.open(url, options={"rtsp_transport": "tcp"}, timeout=(3.0, 1.0))
    finally:
        server.close()
    assert server.pid == 0


def test_the_city_is_encoded_in_processes_and_can_be_cancelled(tmp_path: Path) -> None:
    shares: list[tuple[int, float]] = []
    with pytest.raises(Cancelled):
        prepare_city(
            tmp_path,
            lambda place: None,
            cameras=[demo_camera(104), demo_camera(107)],
            progress=lambda number, share: shares.append((number, share)),
            cancelled=lambda: len(shares) > 3,
            size=(320, 180),
        )
    assert {number for number, _ in shares} <= {104, 107}
    assert list(tmp_path.iterdir()) == []
