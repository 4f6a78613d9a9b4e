"""A tile's digital zoom: by wheel, hand and keys, and what a zoomed tile asks of the video room."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from console.bridge.pump import GridPump
from video.events import StreamState, TrafficState
from widgets.playback.grid import RecordedGrid
from widgets.tiles.grid import TileGrid
from widgets.tiles.marks import Mark
from widgets.tiles.tile import CameraTile

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ONE = replace(views.CAMERAS[0], sub_url="rtsp://10.10.4.1/sub")
OTHER = views.CAMERAS[1]
LEFT = Qt.MouseButton.LeftButton


class Asked:
    """The part of the video room that a pump fills a window from; `sizes` is what is shown now."""

    def __init__(self) -> None:
        self.sizes: dict[str, tuple[int, int]] = {}

    def show(self, camera_id, view, size):
        self.sizes[camera_id] = size

    def hide(self, camera_id, view):
        self.sizes.pop(camera_id, None)

    def reader(self, camera_id, view):
        return None


@pytest.fixture
def grid(qtbot: QtBot) -> TileGrid:
    made = TileGrid()
    qtbot.addWidget(made)
    made.set_grid(4)
    made.resize(802, 452)  # tiles of 400 x 225
    made.assign(0, ONE)
    made.assign(1, OTHER)
    with qtbot.waitExposed(made):
        made.show()
    for one in (ONE, OTHER):
        made.set_picture(views.camera_id(one), views.street(400, 225), views.stamp(1))
        made.set_health(views.health(one, StreamState.LIVE, delay_s=0.1))
    return made


def wheel(tile: CameraTile, notches: float, at: tuple[float, float]) -> QWheelEvent:
    place = QPointF(*at)
    event = QWheelEvent(
        place,
        QPointF(tile.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(tile, event)
    return event


def drag(tile: CameraTile, begin: QPoint, end: QPoint) -> None:
    QTest.mousePress(tile, LEFT, pos=begin)
    QTest.mouseMove(tile, end)
    QTest.mouseRelease(tile, LEFT, pos=end)


def test_the_wheel_brings_nearer_what_is_under_the_pointer(grid: TileGrid) -> None:
    tile = grid.tile(0)
    before = tile.zoom.point(100 / 400, 180 / 225)
    wheel(tile, 3, (100, 180))
    assert tile.zoom.factor == pytest.approx(1.25**3)
    assert tile.zoom.point(100 / 400, 180 / 225) == pytest.approx(before)
    wheel(tile, -3, (100, 180))
    assert not tile.zoom.on


def test_a_zoomed_picture_shows_that_part_alone_and_its_boxes_go_with_it(grid: TileGrid) -> None:
    tile = grid.tile(0)
    pixels = views.street(1280, 720)
    pixels[:] = 0
    pixels[360:, 640:] = (0, 0, 200, 255)  # the lower right quarter is red
    tile.set_picture(pixels, views.stamp(2))
    for _ in range(30):
        wheel(tile, 1, (400, 225))
    shown = tile.grab().toImage()
    assert shown.pixelColor(150, 120).red() == 200
    assert shown.pixelColor(30, 60).red() == 200  # below the mark, which stands over the picture
    tile.set_analysis(views.analysis(ONE, TrafficState.DENSE))
    tile.repaint()
    overlay = tile._overlay
    assert overlay is not None
    assert overlay._moving[0].width() == pytest.approx(0.07 * 400 * 8, abs=1)


def test_a_hand_moves_a_zoomed_picture_and_carries_an_unzoomed_camera_as_ever(grid: TileGrid, monkeypatch) -> None:
    carried = []
    monkeypatch.setattr("widgets.tiles.drag.begin", lambda *args: carried.append(args[1]))
    tile = grid.tile(0)
    for _ in range(4):
        wheel(tile, 1, (200, 112))
    before = tile.zoom
    drag(tile, QPoint(200, 100), QPoint(160, 120))
    assert tile.zoom.left == pytest.approx(before.left + 0.1 * before.side)
    assert tile.zoom.top == pytest.approx(before.top - 20 / 225 * before.side)
    assert carried == []
    wheel(tile, -9, (200, 112))
    drag(tile, QPoint(200, 100), QPoint(100, 100))
    assert carried == [views.camera_id(ONE)]


def test_keys_bring_nearer_move_and_show_the_whole_picture_again(grid: TileGrid) -> None:
    tile = grid.tile(0)
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Plus, CTRL)
    QTest.keyClick(tile, Qt.Key.Key_Equal, CTRL)
    assert tile.zoom.factor == pytest.approx(1.25**2)
    before = tile.zoom
    QTest.keyClick(tile, Qt.Key.Key_Right, SHIFT)
    assert tile.zoom.left > before.left
    assert grid.selected_slot == 0
    QTest.keyClick(tile, Qt.Key.Key_Minus, CTRL)
    assert tile.zoom.factor == pytest.approx(1.25)
    QTest.keyClick(tile, Qt.Key.Key_0, CTRL)
    assert not tile.zoom.on


def test_arrows_without_shift_still_lead_to_the_next_tile(grid: TileGrid) -> None:
    tile = grid.tile(0)
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Plus, CTRL)
    QTest.keyClick(tile, Qt.Key.Key_Right)
    assert grid.selected_slot == 1


def test_another_camera_begins_whole_and_the_same_one_stays_as_it_is_seen(grid: TileGrid) -> None:
    tile = grid.tile(0)
    wheel(tile, 2, (10, 10))
    tile.set_marks((Mark("zoom", "PTZ"),))
    grid.assign(0, replace(ONE, name="Simpang SGC Timur"))
    assert tile.zoom.on
    grid.assign(0, OTHER)
    assert not tile.zoom.on
    assert tile.marks == ()
    assert tile.accessibleDescription() == ""


def test_it_says_how_near_it_is_in_words_too(grid: TileGrid) -> None:
    wheel(grid.tile(0), 4, (10, 10))
    assert "2,4" in grid.tile(0).accessibleDescription()


def test_a_tile_without_a_picture_is_not_zoomed(grid: TileGrid) -> None:
    grid.assign(2, views.CAMERAS[2])
    event = wheel(grid.tile(2), 3, (50, 50))
    assert not event.isAccepted()
    assert not grid.tile(2).zoom.on


def test_a_double_click_still_makes_it_large(grid: TileGrid) -> None:
    wheel(grid.tile(0), 3, (200, 100))
    QTest.mouseDClick(grid.tile(0), LEFT, pos=QPoint(200, 100))
    assert grid.maximised_slot == 0
    assert grid.tile(0).zoom.on


def test_a_zoomed_tile_asks_for_a_larger_picture_once_the_wheel_rests_and_for_no_more_than_the_camera_sends(
    grid: TileGrid, qtbot: QtBot
) -> None:
    room = Asked()
    pump = GridPump(grid, room, "desk")
    grid.tile_resized.connect(pump.sync)
    pump.start()
    own = views.camera_id(ONE)
    qtbot.waitUntil(lambda: room.sizes.get(own) == (400, 225))
    heard = Heard(grid.tile_resized)
    qtbot.waitUntil(lambda: len(heard) == 4)  # what the grid tells once at its beginning
    grid.set_health(views.health(ONE, StreamState.LIVE, width=640, height=360))
    for _ in range(3):
        wheel(grid.tile(0), 1, (200, 112))
    assert room.sizes[own] == (400, 225)
    qtbot.waitUntil(lambda: room.sizes[own] == (781, 439))
    assert heard.told[4:] == [(0, 781, 439)]
    for _ in range(9):
        wheel(grid.tile(0), 1, (200, 112))
    qtbot.waitUntil(lambda: room.sizes[own] == (1920, 1080))  # only the small stream was seen yet
    grid.set_health(views.health(ONE, StreamState.LIVE, width=1280, height=720))
    qtbot.waitUntil(lambda: room.sizes[own] == (1280, 720))
    assert room.sizes[views.camera_id(OTHER)] == (400, 225)
    QTest.keyClick(grid.tile(0), Qt.Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: room.sizes[own] == (400, 225))
    pump.close()


def test_recorded_tiles_are_zoomed_alike_while_plus_and_minus_stay_the_lines(qtbot: QtBot) -> None:
    made = RecordedGrid()
    qtbot.addWidget(made)
    made.resize(640, 360)
    made.set_grid(1)
    made.assign(0, ONE)
    made.set_picture(views.camera_id(ONE), views.street(320, 180), views.stamp(1))
    made.show()
    made.grab()
    tile = made.tile(0)
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Plus)
    assert not tile.zoom.on
    QTest.keyClick(tile, Qt.Key.Key_Plus, CTRL)
    wheel(tile, 1, (30, 30))
    assert tile.zoom.factor == pytest.approx(1.25**2)
    assert tile.picture_size_px() == (1000, 562)


def test_an_unzoomed_tile_is_painted_without_corners(grid: TileGrid, monkeypatch) -> None:
    painted = []
    tile = grid.tile(0)
    monkeypatch.setattr(tile._corners, "paint", lambda *args: painted.append(args[3]))
    tile.repaint()
    assert painted == []
    wheel(tile, 1, (30, 30))
    tile.repaint()
    assert painted == [tile.zoom]
