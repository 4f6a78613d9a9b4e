"""The geometry of a zoomed picture: what stays where, and what is asked of the camera."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.tiles.zoom import MOST, Zoom, wanted_px

shares = st.floats(0.0, 1.0)
steps = st.lists(st.tuples(st.floats(0.3, 3.0), shares, shares), max_size=8)


def reached(walk: list[tuple[float, float, float]]) -> Zoom:
    zoom = Zoom()
    for times, x, y in walk:
        zoom = zoom.by(times, x, y)
    return zoom


def test_a_picture_begins_whole() -> None:
    assert not Zoom().on
    assert Zoom().point(0.25, 0.75) == (0.25, 0.75)


@given(steps, shares, shares, st.floats(1.0, 3.0))
def test_what_is_under_the_pointer_stays_there_while_it_comes_nearer(walk, x, y, times) -> None:
    before = reached(walk)
    after = before.by(times, x, y)
    assert after.point(x, y) == pytest.approx(before.point(x, y), abs=0.02 if not after.on else 1e-9)


@given(steps, st.lists(st.tuples(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0)), max_size=5))
def test_the_seen_part_never_leaves_the_picture(walk, drags) -> None:
    zoom = reached(walk)
    for dx, dy in drags:
        zoom = zoom.moved(dx, dy)
    assert 1.0 <= zoom.factor <= MOST
    for least, most in ((zoom.point(0, 0)[0], zoom.point(1, 1)[0]), (zoom.point(0, 0)[1], zoom.point(1, 1)[1])):
        assert least >= -1e-9
        assert most <= 1.0 + 1e-9


def test_it_ends_at_eight_times_and_at_the_whole_picture() -> None:
    assert Zoom().by(100.0).factor == MOST
    assert Zoom().by(4.0, 0.9, 0.1).by(0.01) == Zoom()
    assert Zoom().by(1.25).by(1 / 1.25 + 0.001) == Zoom()


def test_going_farther_at_the_edge_keeps_inside_rather_than_under_the_pointer() -> None:
    corner = Zoom().by(4.0, 0.0, 0.0)
    assert (corner.left, corner.top) == (0.0, 0.0)
    assert corner.by(0.5, 1.0, 1.0) == Zoom(2.0, 0.0, 0.0)


def test_the_seen_part_moves_by_shares_of_the_view() -> None:
    zoom = Zoom().by(4.0)
    moved = zoom.moved(0.5, -0.25)
    assert moved.point(0.5, 0.5) == pytest.approx((0.625, 0.4375))


def test_the_whole_picture_lies_around_the_view() -> None:
    zoom = Zoom(2.0, 0.25, 0.5)
    assert zoom.whole(10.0, 20.0, 100.0, 50.0) == (10.0 - 50.0, 20.0 - 50.0, 200.0, 100.0)
    assert zoom.source(1280, 720) == (320.0, 360.0, 640.0, 360.0)


@pytest.mark.parametrize(
    ("room", "factor", "most", "asked"),
    [
        ((400, 225), 1.0, (1280, 720), (400, 225)),
        ((400, 225), 2.0, (1280, 720), (800, 450)),
        ((400, 225), 8.0, (1280, 720), (1280, 720)),
        ((1600, 900), 2.0, (1280, 720), (1600, 900)),
        ((400, 225), 8.0, (640, 480), (853, 480)),
        ((400, 400), 8.0, (1280, 720), (1280, 1280)),
    ],
)
def test_a_picture_is_asked_for_as_large_as_it_is_seen_and_no_larger_than_the_camera_sends_it(
    room, factor, most, asked
) -> None:
    assert wanted_px(room, Zoom(factor), most) == asked
