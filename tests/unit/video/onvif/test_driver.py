"""The driver before a camera in memory: what it is told, how often, and that it always stops."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from support.video_room import until

from resources.errors import SiagaError
from video.onvif.driver import PtzDriver
from video.onvif.errors import BadOnvifSetting, NoAnswer, NoPtz
from video.onvif.settings import OnvifSettings
from video.onvif.testing import FakeCamera
from video.onvif.values import STILL, Velocity

RIGHT = Velocity(pan=0.5)
QUICK = OnvifSettings(renew_every_s=0.1, wish_lasts_s=0.4, change_every_s=0.05)


class Slow(FakeCamera):
    """Takes its time for each move, until it is let go."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        super().__init__(now_s)
        self.busy = threading.Event()
        self.go_on = threading.Event()

    def move(self, profile: str, velocity: Velocity, lasts_s: float) -> None:
        self.busy.set()
        self.go_on.wait(5)
        super().move(profile, velocity, lasts_s)


@pytest.fixture
def camera() -> Slow:
    made = Slow(time.monotonic)
    made.go_on.set()
    return made


@pytest.fixture
def failures() -> list[SiagaError]:
    return []


@pytest.fixture
def driver(camera: Slow, failures: list[SiagaError]) -> Iterator[PtzDriver]:
    made = PtzDriver(camera, "main", QUICK, failures.append)
    made.start()
    yield made
    made.close()
    assert "siaga-ptz" not in {thread.name for thread in threading.enumerate()}


def velocities(camera: FakeCamera) -> list[Velocity]:
    return [velocity for _, velocity in camera.told]


def hold(driver: PtzDriver, velocity: Velocity, condition: Callable[[], object]) -> None:
    """Wish again and again, as a window does while a key is down."""

    def held() -> object:
        driver.wish(velocity)
        return condition()

    until(held, 5, "the camera heard")


def test_a_wish_moves_and_zero_stops(driver: PtzDriver, camera: Slow) -> None:
    driver.wish(RIGHT)
    until(lambda: velocities(camera) == [RIGHT], 2, "moved")
    driver.stop()
    until(lambda: velocities(camera)[-1] == STILL, 2, "stopped")
    assert velocities(camera) == [RIGHT, STILL]


def test_a_held_wish_is_renewed_before_the_camera_stops_by_itself(driver: PtzDriver, camera: Slow) -> None:
    hold(driver, RIGHT, lambda: len(camera.told) >= 4)
    moves = [at_s for at_s, _ in camera.told]
    assert set(velocities(camera)) == {RIGHT}
    assert max(later - earlier for earlier, later in pairwise(moves)) < QUICK.move_lasts_s


def test_a_window_that_hangs_lets_go(driver: PtzDriver, camera: Slow) -> None:
    driver.wish(RIGHT)
    took_s = until(lambda: STILL in velocities(camera), 3, "stopped without being told")
    assert took_s >= QUICK.wish_lasts_s * 0.9


def test_only_the_newest_wish_is_sent_when_the_camera_is_slow(driver: PtzDriver, camera: Slow) -> None:
    camera.go_on.clear()
    driver.wish(RIGHT)
    camera.busy.wait(2)
    for number in range(1, 100):
        driver.wish(Velocity(tilt=number / 100))
    camera.go_on.set()
    until(lambda: len(camera.told) >= 2, 2, "the second move")
    assert velocities(camera)[:2] == [RIGHT, Velocity(tilt=0.99)]


def test_a_stop_passes_everything_but_the_call_that_is_under_way(driver: PtzDriver, camera: Slow) -> None:
    camera.go_on.clear()
    driver.wish(RIGHT)
    camera.busy.wait(2)
    driver.wish(Velocity(tilt=1))
    driver.stop()
    camera.go_on.set()
    until(lambda: STILL in velocities(camera), 2, "stopped")
    assert velocities(camera) == [RIGHT, STILL]


def test_a_wish_beyond_full_speed_is_full_speed_and_none_is_none(driver: PtzDriver, camera: Slow) -> None:
    driver.wish(Velocity(pan=7, tilt=float("nan"), zoom=-7))
    until(lambda: camera.told, 2, "moved")
    assert velocities(camera)[0] == Velocity(1.0, 0.0, -1.0)


def test_closing_stops_what_moves_and_closes_the_camera(camera: Slow) -> None:
    driver = PtzDriver(camera, "main", QUICK)
    driver.start()
    driver.wish(RIGHT)
    until(lambda: camera.told, 2, "moved")
    driver.close()
    driver.close()
    assert velocities(camera)[-1] == STILL
    assert camera.closed


def test_closing_what_never_moved_tells_the_camera_nothing(camera: Slow) -> None:
    driver = PtzDriver(camera, "main", QUICK)
    driver.start()
    driver.close()
    assert camera.told == []
    assert camera.closed


def test_a_camera_that_cannot_be_moved_is_told_of_once_and_not_asked_at_every_wish(
    driver: PtzDriver, camera: Slow, failures: list[SiagaError]
) -> None:
    camera.fails_with = NoPtz(host="h")
    until_s = time.monotonic() + 0.5
    hold(driver, RIGHT, lambda: time.monotonic() > until_s)
    assert [type(error) for error in failures] == [NoPtz]


def test_a_stop_without_an_answer_is_tried_again(driver: PtzDriver, camera: Slow, failures: list[SiagaError]) -> None:
    tries: list[float] = []

    def stop(_: str) -> None:
        tries.append(time.monotonic())
        raise NoAnswer(host="h", seconds=2)

    driver.wish(RIGHT)
    until(lambda: camera.told, 2, "moved")
    camera.stop = stop  # type: ignore[method-assign]
    driver.stop()
    until(lambda: failures, 2, "the failure was told")
    assert len(tries) == QUICK.stop_tries
    assert [type(error) for error in failures] == [NoAnswer]


def test_settings_that_would_let_a_held_camera_stutter_are_refused() -> None:
    with pytest.raises(BadOnvifSetting):
        OnvifSettings(renew_every_s=1.0)
    with pytest.raises(BadOnvifSetting):
        OnvifSettings(timeout_s=0)


def test_the_fake_camera_stops_by_itself_when_nobody_renews() -> None:
    at_s = [0.0]
    camera = FakeCamera(lambda: at_s[0])
    camera.move("main", Velocity(pan=0.25), 1.0)
    at_s[0] = 9.0
    status = camera.ptz_status("main")
    assert (status.pan, status.moving) == (0.25, False)
