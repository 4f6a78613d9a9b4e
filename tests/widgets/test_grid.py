"""The grid: cells, selection by keyboard, one tile maximised, and the sizes that the video room needs."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from video.events import StreamState, TrafficState
from widgets.tiles.grid import GAP_PX, GRIDS, NoSuchGrid, TileGrid, cells


@pytest.fixture
def grid(qtbot: QtBot) -> TileGrid:
    made = TileGrid()
    qtbot.addWidget(made)
    made.resize(964, 544)
    for slot, camera in enumerate(views.CAMERAS):
        made.assign(slot, camera)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("side", [1, 2, 3, 4])
@pytest.mark.parametrize("room", [(1246, 706), (1920, 1080), (700, 900), (1000, 200)])
def test_cells_are_equal_wide_and_inside_their_room(side: int, room: tuple[int, int]) -> None:
    laid = cells(*room, side)
    assert len(laid) == side * side
    assert len({(cell.width(), cell.height()) for cell in laid}) == 1
    assert laid[0].width() / laid[0].height() == pytest.approx(16 / 9, rel=0.02)
    assert all(cell.left() >= 0 and cell.top() >= 0 for cell in laid)
    assert all(cell.right() < room[0] and cell.bottom() <= room[1] for cell in laid)
    if side > 1:
        assert laid[1].left() - laid[0].right() - 1 == GAP_PX
        assert laid[side].top() - laid[0].bottom() - 1 == GAP_PX


@pytest.mark.parametrize("n", GRIDS)
def test_a_grid_shows_its_first_slots_and_keeps_the_others(grid: TileGrid, n: int) -> None:
    grid.set_grid(n)
    assert grid.visible_slots() == tuple(range(n))
    assert [tile for tile in range(16) if grid.tile(tile).isVisible()] == list(range(n))
    assert grid.assignments()[:9] == tuple(views.camera_id(camera) for camera in views.CAMERAS)


def test_a_grid_that_is_none_is_refused(grid: TileGrid) -> None:
    with pytest.raises(NoSuchGrid):
        grid.set_grid(5)
    with pytest.raises(NoSuchGrid):
        grid.assign(16, None)
    assert grid.grid_size == 9


def test_arrows_move_the_selection_and_stop_at_the_edge(grid: TileGrid, qtbot: QtBot) -> None:
    grid.tile(0).setFocus()
    qtbot.waitUntil(lambda: grid.selected_slot == 0)
    for key, slot in (
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Down, 5),
        (Qt.Key.Key_Down, 8),
        (Qt.Key.Key_Down, 8),
    ):
        qtbot.keyClick(grid.focusWidget(), key)
        assert grid.selected_slot == slot


def test_a_person_selects_and_is_told_of_but_a_program_is_not(grid: TileGrid, qtbot: QtBot) -> None:
    told = Heard(grid.tile_selected)
    grid.select(4)
    assert len(told) == 0
    assert grid.tile(4).is_selected
    qtbot.mouseClick(grid.tile(7), Qt.MouseButton.LeftButton)
    assert told.told == [(7,)]
    assert [slot for slot in range(16) if grid.tile(slot).is_selected] == [7]


def test_enter_maximises_and_esc_goes_back(grid: TileGrid, qtbot: QtBot) -> None:
    grid.tile(4).setFocus()
    with qtbot.waitSignal(grid.maximised_changed) as told:
        qtbot.keyClick(grid.tile(4), Qt.Key.Key_Return)
    assert told.args == [4]
    assert grid.visible_slots() == (4,)
    assert grid.tile(4).width() > 900
    with qtbot.waitSignal(grid.maximised_changed) as back:
        qtbot.keyClick(grid.tile(4), Qt.Key.Key_Escape)
    assert back.args == [-1]
    assert grid.visible_slots() == tuple(range(9))
    assert grid.selected_slot == 4


def test_an_empty_tile_is_not_maximised(grid: TileGrid, qtbot: QtBot) -> None:
    grid.assign(2, None)
    qtbot.mouseDClick(grid.tile(2), Qt.MouseButton.LeftButton)
    assert grid.maximised_slot is None


def test_another_grid_ends_maximising_and_the_selection_goes_where_the_keyboard_goes(grid: TileGrid) -> None:
    grid.tile(8).setFocus()
    grid.maximise(8)
    grid.set_grid(4)
    assert grid.maximised_slot is None
    assert grid.selected_slot in grid.visible_slots()
    assert grid.focusWidget() is grid.tile(grid.selected_slot or 0)


def test_sizes_are_told_once_the_window_rests(grid: TileGrid, qtbot: QtBot) -> None:
    told = Heard(grid.tile_resized)
    for width in (1000, 1100, 1200):
        grid.resize(width, width * 9 // 16)
    qtbot.waitUntil(lambda: len(told) >= 9, timeout=3000)
    assert len(told) == 9
    assert {sizes[1:] for sizes in told.told} == {grid.sizes_px()[0]}


def test_a_maximised_tile_alone_tells_its_size(grid: TileGrid, qtbot: QtBot) -> None:
    told = Heard(grid.tile_resized)
    qtbot.waitUntil(lambda: len(told) == 9, timeout=3000)
    grid.maximise(3)
    qtbot.waitUntil(lambda: len(told) == 10, timeout=3000)
    assert told.told[9] == (3, *grid.tile(3).picture_size_px())


def test_delete_asks_to_clear_and_leaves_the_deed_to_others(grid: TileGrid, qtbot: QtBot) -> None:
    grid.tile(5).setFocus()
    qtbot.waitUntil(lambda: grid.selected_slot == 5)
    with qtbot.waitSignal(grid.clear_requested) as told:
        qtbot.keyClick(grid.tile(5), Qt.Key.Key_Delete)
    assert told.args == [5]
    assert grid.camera_at(5) is not None


def test_a_camera_on_two_tiles_shows_the_same_on_both(grid: TileGrid) -> None:
    one = views.CAMERAS[0]
    grid.assign(8, one)
    grid.set_health(views.health(one, StreamState.LIVE))
    grid.set_analysis(views.analysis(one, TrafficState.DENSE))
    grid.set_picture(views.camera_id(one), views.street(320, 180), views.stamp(1))
    assert [tile.slot for tile in grid.tiles_of(views.camera_id(one))] == [0, 8]
    assert {grid.tile(slot).traffic for slot in (0, 8)} == {TrafficState.DENSE}
    for slot in (0, 8):
        grid.tile(slot).repaint()
    assert grid.painted(views.camera_id(one)) == 2


def test_a_camera_that_nobody_shows_is_nobodys_matter(grid: TileGrid) -> None:
    absent = views.camera(12)
    grid.set_picture(views.camera_id(absent), views.street(32, 18), views.stamp(1))
    grid.set_health(views.health(absent, StreamState.LOST))
    assert grid.painted(views.camera_id(absent)) == 0
