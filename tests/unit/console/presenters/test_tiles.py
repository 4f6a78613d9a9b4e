from uuid import UUID

from console.layout import WindowLayout
from console.presenters.tiles import TilesPresenter
from storage.model.cameras import Camera


class Grid:
    def __init__(self):
        self.size = 0
        self.shown = {}
        self.selected = None

    def set_grid(self, size):
        self.size = size

    def assign(self, slot, camera):
        self.shown[slot] = camera.number if camera else None

    def select(self, slot):
        self.selected = slot


def camera(number, **more):
    return Camera(id=UUID(int=number), number=number, name=f"Kamera {number}", main_url="rtsp://cam/1", **more)


def id_of(number):
    return str(UUID(int=number))


def desk(grid=4, slots=()):
    view = Grid()
    return view, TilesPresenter(view, WindowLayout(grid=grid, slots=slots))


def test_a_first_start_fills_the_grid_in_order_of_number():
    view, tiles = desk()
    tiles.cameras_known((camera(103), camera(101), camera(102)))
    assert view.shown == {0: 101, 1: 102, 2: 103, 3: None}


def test_a_stored_layout_is_restored_and_not_filled_up():
    view, tiles = desk(slots=("", id_of(102)))
    tiles.cameras_known((camera(101), camera(102)))
    assert view.shown == {0: None, 1: 102, 2: None, 3: None}


def test_a_dropped_camera_leaves_its_old_tile_to_the_one_it_displaced():
    view, tiles = desk(slots=(id_of(101), id_of(102)))
    tiles.cameras_known((camera(101), camera(102)))
    tiles.place(1, id_of(101))
    assert (view.shown[0], view.shown[1]) == (102, 101)


def test_showing_a_camera_that_is_on_the_grid_chooses_its_tile():
    view, tiles = desk(slots=(id_of(101), id_of(102)))
    tiles.cameras_known((camera(101), camera(102)))
    assert tiles.show(id_of(102)) == 1
    assert view.selected == 1
    assert view.shown == {0: 101, 1: 102, 2: None, 3: None}


def test_showing_another_camera_takes_the_chosen_tile_else_a_free_one():
    view, tiles = desk(slots=(id_of(101),))
    tiles.cameras_known((camera(101), camera(102), camera(103)))
    assert tiles.show(id_of(102)) == 1
    tiles.select(0)
    assert tiles.show(id_of(103)) == 0
    assert view.shown[0] == 103


def test_a_disabled_camera_leaves_its_tile_empty():
    view, tiles = desk(slots=(id_of(101),))
    tiles.cameras_known((camera(101),))
    tiles.cameras_known((camera(101, enabled=False),))
    assert view.shown[0] is None


def test_a_smaller_grid_keeps_the_further_cameras_for_the_larger_one():
    view, tiles = desk(slots=tuple(id_of(n) for n in (101, 102, 103)))
    tiles.cameras_known(tuple(camera(n) for n in (101, 102, 103)))
    tiles.choose_grid(1)
    tiles.choose_grid(4)
    assert view.shown == {0: 101, 1: 102, 2: 103, 3: None}


def test_a_grid_of_another_size_than_the_four_is_not_taken():
    view, tiles = desk()
    tiles.choose_grid(7)
    assert view.size == tiles.layout.grid == 4
