from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from console.presenters.wall_cameras import ROUND_S, SLOTS, STANDS_S, WallCameras
from video.events import TrafficState

STOPPED, CONGESTED, DENSE = TrafficState.STOPPED, TrafficState.CONGESTED, TrafficState.DENSE


def ids(*numbers):
    return tuple(UUID(int=number) for number in numbers)


def shown(slots):
    return tuple(one.int if one is not None else None for one in slots)


def wall(*numbers):
    cameras = WallCameras()
    cameras.know(ids(*(numbers or range(1, 10))))
    return cameras


def states(**by_number):
    return {UUID(int=int(name[1:])): state for name, state in by_number.items()}


def test_a_calm_city_is_shown_in_the_order_of_its_numbers_and_goes_round_one_tile_at_a_time():
    cameras = wall(*range(1, 7))
    assert shown(cameras.choose(0.0)) == (1, 2, 3, 4)
    assert shown(cameras.choose(ROUND_S - 1)) == (1, 2, 3, 4)
    assert shown(cameras.choose(ROUND_S)) == (5, 2, 3, 4)
    assert shown(cameras.choose(2 * ROUND_S)) == (5, 6, 3, 4)
    assert shown(cameras.choose(3 * ROUND_S)) == (5, 6, 1, 4)


def test_fewer_cameras_than_tiles_stay_where_they_are():
    cameras = wall(1, 2)
    assert shown(cameras.choose(0.0)) == (1, 2, None, None)
    assert shown(cameras.choose(10 * ROUND_S)) == (1, 2, None, None)


def test_the_worst_road_is_shown_large_and_the_others_keep_their_tiles():
    cameras = wall()
    cameras.choose(0.0)
    cameras.judge((), states(_8=STOPPED, _3=DENSE))
    first = shown(cameras.choose(STANDS_S))
    assert 8 in first
    assert first.index(3) == 2
    assert shown(cameras.choose(2 * STANDS_S))[0] == 8


def test_a_critical_ticket_comes_before_a_stopped_road():
    cameras = wall()
    cameras.judge(ids(9), states(_8=STOPPED))
    for second in range(0, 40):
        chosen = shown(cameras.choose(float(second)))
    assert chosen[0] == 9
    assert 8 in chosen


def test_two_roads_that_are_as_bad_do_not_change_places():
    cameras = wall()
    cameras.judge((), states(_5=STOPPED))
    for second in range(30):
        cameras.choose(float(second))
    cameras.judge((), states(_5=STOPPED, _2=STOPPED))
    assert {shown(cameras.choose(float(second)))[0] for second in range(30, 120)} == {5}


def test_a_push_is_shown_at_once_in_its_order_and_the_rest_stays():
    cameras = wall()
    before = shown(cameras.choose(0.0))
    cameras.push(ids(7, 2))
    assert shown(cameras.choose(0.5)) == (7, 2, before[2], before[3])


def test_a_pushed_camera_that_stood_elsewhere_changes_places():
    cameras = wall()
    assert shown(cameras.choose(0.0)) == (1, 2, 3, 4)
    cameras.push(ids(3))
    assert shown(cameras.choose(0.5)) == (3, 2, 1, 4)


def test_what_is_pushed_stays_whatever_happens_elsewhere():
    cameras = wall()
    cameras.push(ids(7))
    cameras.choose(0.0)
    cameras.judge(ids(9), states(_8=STOPPED))
    chosen = [shown(cameras.choose(float(second))) for second in range(1, 120)]
    assert {one[0] for one in chosen} == {7}
    assert {8, 9} <= set(chosen[-1])


def test_the_release_brings_the_former_pictures_back():
    cameras = wall()
    before = cameras.choose(0.0)
    cameras.push(ids(7, 8, 9, 6))
    assert shown(cameras.choose(1.0)) == (7, 8, 9, 6)
    cameras.push(())
    assert cameras.choose(5.0) == before


def test_a_pushed_camera_that_is_not_known_is_left_out():
    cameras = wall(1, 2, 3, 4)
    cameras.push(ids(99, 4))
    assert shown(cameras.choose(0.0))[0] == 4


def test_a_camera_that_is_gone_leaves_its_tile_at_once():
    cameras = wall(1, 2, 3, 4, 5)
    cameras.choose(0.0)
    cameras.know(ids(1, 2, 4, 5))
    assert shown(cameras.choose(1.0)) == (1, 2, 5, 4)


STATES = st.dictionaries(st.integers(1, 9), st.sampled_from(list(TrafficState)), max_size=9)
STEP = st.tuples(STATES, st.lists(st.integers(1, 9), max_size=3, unique=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=12))
def test_no_camera_stands_twice_and_a_tile_keeps_its_picture_for_ten_seconds(steps):
    cameras = wall()
    changed = [[] for _ in range(SLOTS)]
    before = (None,) * SLOTS
    for at, (traffic, critical) in enumerate(steps):
        cameras.judge(ids(*critical), {UUID(int=number): state for number, state in traffic.items()})
        for second in range(7 * at, 7 * at + 7):
            chosen = cameras.choose(float(second))
            assert len(set(chosen)) == SLOTS
            for slot in range(SLOTS):
                if chosen[slot] != before[slot]:
                    changed[slot].append(second)
            before = chosen
    assert all(later - earlier >= STANDS_S for seconds in changed for earlier, later in pairwise(seconds))
