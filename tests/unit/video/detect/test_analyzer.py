"""What the detector says of a tiny street."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from streets import HEIGHT, WIDTH, Car, Street, Watcher, stream

from video.events import SightingKind, TrafficState

FREE = stream(90.0, 14.0, 16, first_m=30.0)
FLOWING_LATER = [Car(c.lane, c.at_m - 14.0 * 30, 14.0, c.grey) for c in FREE]


def test_an_empty_road_is_told_free_once_and_shows_no_boxes() -> None:
    # Also at the start: whoever watched it before may have said that it was congested.
    watcher = Watcher()
    watcher.watch(Street(), [], 0, 40)
    assert watcher.state is TrafficState.FREE
    assert not any(analysis.boxes for analysis in watcher.analyses)
    assert [(one.began, one.state) for one in watcher.sightings] == [(False, TrafficState.FREE)]


def test_moving_cars_get_a_box_each_that_follows_them() -> None:
    watcher = Watcher()
    watcher.watch(Street(), [], 0, 6)
    cars = [Car(0, -60.0, 10.0, 230), Car(1, -45.0, 10.0, 20)]
    analysis = watcher.watch(Street(), cars, 6, 8)
    assert len(analysis.boxes) == 2
    assert all(0.02 < box.w < 0.4 and 0.02 < box.h < 0.7 for box in analysis.boxes)


def test_a_flowing_road_is_free() -> None:
    watcher = Watcher()
    watcher.watch(Street(), FREE, 0, 50)
    assert watcher.state is TrafficState.FREE
    assert watcher.analyses[-1].zones[0].speed > 0.8
    assert watcher.told(SightingKind.STOPPED_VEHICLE) == []


def test_a_road_that_is_full_and_still_from_the_start_is_stopped_within_half_a_minute() -> None:
    watcher = Watcher()
    watcher.watch(Street(), stream(2.0, 0.0, 16), 0, 30)
    assert watcher.state is TrafficState.STOPPED
    began = watcher.told(SightingKind.CONGESTION)
    assert [(sighting.began, sighting.state) for sighting in began] == [(True, TrafficState.STOPPED)]


def test_a_queue_that_comes_to_stand_does_not_become_the_road() -> None:
    watcher = Watcher()
    watcher.watch(Street(), FREE, 0, 40)
    queue = [Car(c.lane, c.at_m - 12.0 * 45, 12.0, c.grey, until_s=45) for c in stream(2.5, 0.0, 16, first_m=64)]
    watcher.watch(Street(), queue, 40, 130)
    assert watcher.state is TrafficState.STOPPED
    assert watcher.analyses[-1].zones[0].occupancy > 0.3


def test_a_queue_of_creeping_cars_is_congested() -> None:
    watcher = Watcher()
    watcher.watch(Street(), FREE, 0, 40)
    creeping = [Car(c.lane, c.at_m - 3.0 * 40, 3.0, c.grey) for c in stream(5.0, 0.0, 44, first_m=70)]
    watcher.watch(Street(), creeping, 40, 85)
    assert watcher.state is TrafficState.CONGESTED


def test_a_state_that_ends_is_told_as_ended() -> None:
    watcher = Watcher()
    watcher.watch(Street(), stream(2.0, 0.0, 16), 0, 30)
    watcher.watch(Street(), FLOWING_LATER, 30, 110)
    last = watcher.told(SightingKind.CONGESTION)[-1]
    assert (last.began, last.state, last.zone_id) == (False, TrafficState.FREE, "z")


def test_one_car_that_stands_while_others_pass_is_told_and_ends_when_it_leaves() -> None:
    watcher = Watcher()
    others = [car for car in stream(45.0, 10.0, 40, first_m=30.0) if car.lane == 1]
    watcher.watch(Street(), others, 0, 30)
    standing = Car(0, 15.0 - 10.0 * 32, 10.0, 235, until_s=32)
    watcher.watch(Street(), [*others, standing], 30, 70)
    began = watcher.told(SightingKind.STOPPED_VEHICLE)
    assert [sighting.began for sighting in began] == [True]
    assert began[0].stamp.pts_s < 60
    assert len(watcher.analyses[-1].stopped) == 1
    watcher.watch(Street(), others, 70, 80)
    assert [sighting.began for sighting in watcher.told(SightingKind.STOPPED_VEHICLE)] == [True, False]
    assert watcher.analyses[-1].stopped == ()


def test_a_picture_that_goes_dark_is_told_once_and_ends_once() -> None:
    watcher = Watcher()
    watcher.watch(Street(), FREE, 0, 20)
    watcher.watch(Street(), [], 20, 30, gain=0.03, offset=4)
    assert watcher.analyses[-1].dark
    assert watcher.state is TrafficState.UNKNOWN
    watcher.watch(Street(), FREE, 30, 40)
    assert not watcher.analyses[-1].dark
    assert [sighting.began for sighting in watcher.told(SightingKind.DARK)] == [True, False]


def test_a_night_from_the_start_is_not_dark() -> None:
    watcher = Watcher()
    watcher.watch(Street(), FREE, 0, 30, gain=0.12)
    assert watcher.told(SightingKind.DARK) == []


def test_a_sudden_change_of_exposure_lights_no_boxes_and_changes_no_state() -> None:
    watcher = Watcher()
    watcher.watch(Street(), [], 0, 40)
    watcher.watch(Street(), [], 40, 60, gain=1.25, offset=12)
    assert all(len(analysis.boxes) == 0 for analysis in watcher.analyses)
    assert [(one.began, one.state) for one in watcher.sightings] == [(False, TrafficState.FREE)]


def test_slow_dusk_lights_no_boxes() -> None:
    watcher = Watcher()
    street = Street()
    for step in range(400):
        watcher.feed(street.picture(step * 0.2, gain=1.0 - step / 600), step * 0.2)
    assert all(len(analysis.boxes) == 0 for analysis in watcher.analyses)
    assert watcher.told(SightingKind.DARK) == []


def test_rain_lights_no_boxes() -> None:
    watcher = Watcher()
    rng, street = np.random.default_rng(4), Street()
    for step in range(150):
        luma = street.picture(step * 0.2)
        for _ in range(120):
            x, y = rng.integers(0, WIDTH), rng.integers(0, HEIGHT - 12)
            luma[y : y + 12, x] = 220
        watcher.feed(luma, step * 0.2)
    assert np.mean([len(analysis.boxes) for analysis in watcher.analyses]) < 0.1


def test_a_reconnect_whose_pts_start_again_keeps_the_state() -> None:
    watcher = Watcher()
    watcher.watch(Street(), stream(2.0, 0.0, 16), 0, 40)
    queue, street = stream(2.0, 0.0, 16), Street()
    for step in range(25):
        analysis = watcher.feed(street.picture(step * 0.2, queue), pts_s=step * 0.2, arrival_s=44.0 + step * 0.2)
        assert analysis.zones[0].state is TrafficState.STOPPED
    assert len(watcher.told(SightingKind.CONGESTION)) == 1


def test_after_a_long_gap_the_state_is_unknown_until_enough_was_seen() -> None:
    watcher = Watcher()
    watcher.watch(Street(), stream(2.0, 0.0, 16), 0, 40)
    watcher.watch(Street(), stream(2.0, 0.0, 16), 400, 401)
    assert watcher.state is TrafficState.UNKNOWN
    watcher.watch(Street(), stream(2.0, 0.0, 16), 401, 430)
    assert watcher.state is TrafficState.STOPPED
    assert len(watcher.told(SightingKind.CONGESTION)) == 1


def test_a_picture_of_another_size_keeps_the_state() -> None:
    watcher = Watcher()
    watcher.watch(Street(), stream(2.0, 0.0, 16), 0, 30)
    street = Street()
    for step in range(150, 300):
        luma = street.picture(step * 0.2, stream(2.0, 0.0, 16))
        watcher.feed(np.ascontiguousarray(luma[::2, ::2]), step * 0.2)
    assert watcher.state is TrafficState.STOPPED


def test_the_same_pictures_give_the_same_answers() -> None:
    one, other = Watcher(), Watcher()
    for watcher in (one, other):
        watcher.watch(Street(), stream(12.0, 8.0, 20), 0, 12)
    assert one.analyses == other.analyses
    assert one.sightings == other.sightings
