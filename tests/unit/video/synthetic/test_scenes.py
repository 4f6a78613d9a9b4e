"""The demo city's traffic, its truth and its loop."""

import dataclasses
import gc
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise

import numpy as np
import pytest

from video.events import TrafficState
from video.synthetic.city import Role, demo_camera, demo_city, zone_polygon
from video.synthetic.geometry import NOWHERE, View
from video.synthetic.people import walk
from video.synthetic.scene import FRAMES_PER_S, Scene, Slowdown
from video.synthetic.traffic import FAR_M, NEAR_M, NotPeriodic, Seen, simulate
from video.synthetic.truth import Truth, load_truth, measure, save_truth

STREETS = [camera for camera in demo_city() if camera.scene.carriageways]
_ids = [str(camera.number) for camera in STREETS]


@cache
def frames_of(scene: Scene) -> list[list[Seen]]:
    return simulate(scene)


@cache
def truth_of(scene: Scene) -> Truth:
    return measure(scene, frames_of(scene))


@pytest.fixture(scope="module", autouse=True)
def _stories_given_back() -> Iterator[None]:
    """Some million vehicles, none of them in a cycle: each collection, here or in a later file, would walk them all."""
    gc.disable()
    yield
    frames_of.cache_clear()
    truth_of.cache_clear()
    gc.enable()


def story_of(truth: Truth) -> list[TrafficState]:
    """The states in their order, each run once."""
    return [state for state, _ in groupby(truth.state(n) for n in range(len(truth)))]


def test_the_city_has_its_nine_cameras_and_roles() -> None:
    assert [camera.number for camera in demo_city()] == list(range(101, 110))
    roles = sorted(camera.role for camera in demo_city())
    assert roles == sorted([Role.FREE, Role.FREE, Role.DENSE, Role.DENSE, *set(Role) - {Role.FREE, Role.DENSE}])
    assert {camera.scene.light.value for camera in demo_city()} == {"day", "overcast", "dusk", "night"}


@pytest.mark.parametrize("camera", STREETS, ids=_ids)
def test_no_vehicle_jumps_appears_or_vanishes_at_the_seam(camera) -> None:
    frames = frames_of(camera.scene)
    last, first = {v.id: v for v in frames[-1]}, {v.id: v for v in frames[0]}
    for id_ in last.keys() | first.keys():
        near_an_end = [v.along_m for v in (last.get(id_), first.get(id_)) if v is not None]
        if id_ in last and id_ in first:
            step = abs(first[id_].along_m - last[id_].along_m)
            assert step == pytest.approx(first[id_].speed_mps / FRAMES_PER_S, abs=0.08)
        else:
            assert near_an_end[0] < NEAR_M + 12 or near_an_end[0] > FAR_M - 6


@pytest.mark.parametrize("camera", STREETS, ids=_ids)
def test_vehicles_of_one_lane_never_overlap(camera) -> None:
    for frame in frames_of(camera.scene)[::25]:
        lanes: dict[float, list[tuple[float, float]]] = {}
        for v in frame:
            lanes.setdefault(v.across_m, []).append((v.along_m - v.length_m / 2, v.along_m + v.length_m / 2))
        for spans in lanes.values():
            spans.sort()
            assert all(before[1] < after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("seed", [0, 5001])
@pytest.mark.parametrize("camera", STREETS, ids=_ids)
def test_the_truth_passes_through_the_states_that_the_city_promises(camera, seed: int) -> None:
    chosen = camera.with_seed(seed) if seed else camera
    told, promised = story_of(truth_of(chosen.scene)), list(camera.scene.zones[0].expected)
    assert set(told) == set(promised)
    if camera.role is Role.CONGESTION:
        assert told == [*promised, *reversed(promised[:-1])]


def test_the_congestion_lasts_long_enough_to_be_seen() -> None:
    camera = demo_camera(102)
    assert camera.scene.loop_s >= 360
    truth = truth_of(camera.scene)
    jammed = [truth.state(n) in (TrafficState.CONGESTED, TrafficState.STOPPED) for n in range(len(truth))]
    assert 90 < sum(jammed) / FRAMES_PER_S < 240


def test_the_stopped_vehicle_stands_for_over_a_minute_and_the_road_beside_it_stays_free() -> None:
    truth = truth_of(demo_camera(105).scene)
    assert truth.standing[:, 0].max() == 1
    assert 60 < (truth.standing[:, 0] > 0).sum() / FRAMES_PER_S < 100


def test_dark_frames_are_those_of_the_story() -> None:
    camera = demo_camera(108)
    truth = truth_of(camera.scene)
    ((from_s, until_s),) = camera.scene.dark
    assert np.flatnonzero(truth.dark)[[0, -1]].tolist() == [from_s * FRAMES_PER_S, until_s * FRAMES_PER_S - 1]
    assert not truth_of(demo_camera(101).scene).dark.any()


def test_the_same_seed_gives_the_same_traffic_and_another_seed_another() -> None:
    scene = demo_camera(104).scene
    assert simulate(scene) == simulate(scene)
    assert simulate(scene) != simulate(dataclasses.replace(scene, seed=7))


def test_more_traffic_than_the_road_can_carry_is_refused() -> None:
    scene = demo_camera(104).scene
    blocked = dataclasses.replace(scene.carriageways[0], slowdowns=(Slowdown(50, 60, 0, 72, 0.2),), flow=0.5)
    with pytest.raises(NotPeriodic):
        simulate(dataclasses.replace(scene, carriageways=(blocked,), zones=()))


@pytest.mark.parametrize("camera", STREETS, ids=_ids)
def test_zone_polygons_of_the_file_lie_where_the_road_falls_into_the_picture(camera) -> None:
    roads = {road.id: road for road in camera.scene.carriageways}
    for zone in camera.scene.zones:
        projected = zone_polygon(camera.scene.view, roads[zone.carriageway], zone.from_m, zone.to_m)
        assert np.abs(np.array(zone.polygon) - np.array(projected)).max() < 0.002
        assert np.ptp(np.array(zone.polygon), axis=0).min() > 0.15, "too small to judge"


def test_a_ground_point_projects_to_the_pixel_that_maps_back_to_it() -> None:
    view = View(yaw_deg=3, pitch_deg=11, x_m=1.5, bend_from_m=20, bend_per_m2=0.001)
    across, along = view.ground(320, 180)
    row, column = 120, 200
    point = np.array([[across[row, column], along[row, column], 0.0]])
    u, v, _ = view.project(point)[0]
    assert (u * 320, v * 180) == pytest.approx((column + 0.5, row + 0.5), abs=0.01)
    assert along[0, 0] == NOWHERE


def test_people_walk_on_over_the_seam() -> None:
    scene = demo_camera(107).scene
    frames = walk(scene)
    assert max(map(len, frames)) > 10
    last = {(p.shirt, round(p.tall_m, 6)): p for p in frames[-1]}
    for person in frames[0]:
        before = last.get((person.shirt, round(person.tall_m, 6)))
        assert (before is None and abs(person.across_m) > 30) or before is not None
        if before is not None:
            assert np.hypot(person.across_m - before.across_m, person.along_m - before.along_m) < 0.3


def test_speed_occupancy_and_state_follow_from_who_is_in_the_zone() -> None:
    camera = demo_camera(106)
    frames = frames_of(camera.scene)
    truth = measure(camera.scene, frames)
    zone, road = camera.scene.zones[0], camera.scene.carriageways[1]
    n = 333
    here = [v for v in frames[n] if v.carriageway == 1 and zone.from_m <= v.along_m < zone.to_m]
    assert truth.vehicles[n, 0] == len(here)
    assert truth.speed_mps[n, 0] == pytest.approx(np.mean([v.speed_mps for v in here]), rel=1e-5)
    back = [(n - k) % len(frames) for k in range(375)]
    counts = truth.vehicles[back, 0].astype(float)
    share = np.nansum(truth.speed_mps[back, 0] * counts) / counts.sum() / road.usual_mps
    assert truth.speed_share[n, 0] == pytest.approx(share, rel=1e-4)
    assert truth.state(n + len(frames)) is truth.state(n)


def test_truth_survives_being_stored(tmp_path) -> None:
    truth = truth_of(demo_camera(104).scene)
    save_truth(truth, tmp_path / "truth.npz")
    again = load_truth(tmp_path / "truth.npz")
    assert again.zones == ("104-1",)
    assert again.row(5) == truth.row(5)
    assert (again.state_index == truth.state_index).all()
