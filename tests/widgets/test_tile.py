"""A tile shows what it is given, counts what it painted, and believes no picture that stands still."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support import views

from resources.words import Language, set_language
from video.events import Box, StreamState, TrafficState
from widgets import theme
from widgets.tiles import drag, faces, namebar
from widgets.tiles.overlay import Overlay
from widgets.tiles.picture import BadPixels, Picture, fit
from widgets.tiles.tile import CameraTile

ONE, OTHER = views.CAMERAS[0], views.CAMERAS[1]


class CountedTile(CameraTile):
    """Counts all its paints, not only those of newer frames."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        super().paintEvent(event)


@pytest.fixture
def tile(qtbot: QtBot) -> CountedTile:
    made = CountedTile(3)
    qtbot.addWidget(made)
    made.resize(320, 180)
    made.move(400, 400)  # away from the pointer
    made.set_camera(ONE)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.paints > 0)
    return made


def live(tile: CameraTile, sequence: int = 1) -> None:
    tile.set_health(views.health(ONE, StreamState.LIVE, delay_s=0.1))
    tile.set_picture(views.street(320, 180), views.stamp(sequence))


def test_a_frame_is_counted_when_it_is_painted_and_only_once(tile: CountedTile) -> None:
    live(tile, 7)
    assert tile.painted == 0
    tile.repaint()
    tile.repaint()
    assert (tile.painted, tile.painted_sequence) == (1, 7)
    tile.set_picture(views.street(320, 180), views.stamp(9))
    tile.repaint()
    assert (tile.painted, tile.painted_sequence) == (2, 9)


def test_an_older_frame_is_not_counted(tile: CountedTile) -> None:
    live(tile, 9)
    tile.repaint()
    tile.set_picture(views.street(320, 180), views.stamp(4))
    tile.repaint()
    assert (tile.painted, tile.painted_sequence) == (1, 9)


def test_a_picture_of_the_tiles_own_size_is_copied_pixel_by_pixel(tile: CountedTile) -> None:
    noise = np.random.default_rng(4).integers(0, 256, (180, 320, 4), dtype=np.uint8)
    tile.set_health(views.health(ONE, StreamState.LIVE))
    tile.set_picture(noise, views.stamp(1))
    seen = tile.grab().toImage()
    for x, y in ((5, 5), (160, 90), (300, 140)):
        colour = seen.pixelColor(x, y)
        assert [colour.blue(), colour.green(), colour.red()] == noise[y, x, :3].tolist()


@pytest.mark.parametrize("size", [(640, 360), (352, 288), (160, 320)])
def test_a_picture_is_shown_whole_in_its_own_shape(size: tuple[int, int]) -> None:
    room = fit(size, QSizeF(320, 180), 1.0)
    assert room.width() <= 320.5
    assert room.height() <= 180.5
    assert room.width() / room.height() == pytest.approx(size[0] / size[1], rel=0.02)
    assert room.center().x() == pytest.approx(160, abs=1)
    assert room.center().y() == pytest.approx(90, abs=1)


def test_pixels_of_another_kind_are_refused() -> None:
    for wrong in (np.zeros((4, 4, 3), np.uint8), np.zeros((4, 8, 4), np.uint8)[:, ::2], np.zeros((4, 4, 4), np.uint16)):
        with pytest.raises(BadPixels):
            Picture(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [StreamState.FROZEN, StreamState.LOST, StreamState.QUARANTINED])
def test_a_picture_that_stands_still_has_no_colour_and_claims_no_traffic(tile: CountedTile, state: StreamState) -> None:
    live(tile)
    tile.set_analysis(views.analysis(ONE, TrafficState.STOPPED))
    assert tile.traffic is TrafficState.STOPPED
    tile.set_health(views.health(ONE, state, age_s=12))
    colour = tile.grab().toImage().pixelColor(150, 12)
    assert max(colour.red(), colour.green(), colour.blue()) - min(colour.red(), colour.green(), colour.blue()) <= 2
    assert tile.traffic is TrafficState.UNKNOWN


def test_overlays_change_five_times_a_second_and_end_with_the_newest(tile: CountedTile, qtbot: QtBot) -> None:
    live(tile)
    tile.set_analysis(views.analysis(ONE, TrafficState.DENSE))
    tile.set_analysis(views.analysis(ONE, TrafficState.CONGESTED))
    tile.set_analysis(views.analysis(ONE, TrafficState.STOPPED))
    assert tile.traffic is TrafficState.DENSE
    qtbot.waitUntil(lambda: tile.traffic is TrafficState.STOPPED, timeout=2000)


def test_a_free_zone_is_drawn_for_a_selected_tile_alone(tile: CountedTile) -> None:
    live(tile)
    tile.set_analysis(views.analysis(ONE, TrafficState.FREE))
    before = tile.grab().toImage()
    tile.set_selected(True)
    after = tile.grab().toImage()
    edge = QPoint(round(0.225 * 320), round(0.65 * 180))  # on the left line of the zone
    assert any(before.pixelColor(edge + QPoint(x, 0)) != after.pixelColor(edge + QPoint(x, 0)) for x in range(-3, 4))


def test_zones_drawn_once_serve_while_boxes_move_and_are_drawn_anew_for_another_state(qtbot: QtBot) -> None:
    target = QRectF(0, 0, 320, 180)
    dense, stopped = views.analysis(ONE, TrafficState.DENSE), views.analysis(ONE, TrafficState.STOPPED)
    moved = replace(dense, boxes=(Box(0.1, 0.1, 0.2, 0.2),))
    first = Overlay(ONE.zones, dense, target)
    _painted(first)
    for analysis in (moved, stopped):
        assert _painted(Overlay(ONE.zones, analysis, target, first)) == _painted(Overlay(ONE.zones, analysis, target))
    smaller = QRectF(0, 0, 160, 90)
    assert _painted(Overlay(ONE.zones, dense, smaller, first)) == _painted(Overlay(ONE.zones, dense, smaller))


def _painted(overlay: Overlay) -> QImage:
    image = QImage(320, 180, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    overlay.paint(painter, faint_zones=True)
    painter.end()
    return image


def test_overlays_can_be_hidden(tile: CountedTile) -> None:
    live(tile)
    tile.set_analysis(views.analysis(ONE, TrafficState.DENSE))
    shown = tile.grab().toImage()
    tile.set_overlays_shown(False)
    assert tile.grab().toImage() != shown


def test_a_state_that_looks_the_same_paints_nothing(tile: CountedTile, qtbot: QtBot) -> None:
    live(tile)
    tile.repaint()
    paints = tile.paints
    tile.set_health(views.health(ONE, StreamState.LIVE, delay_s=0.11, decoded=5000))
    QApplication.sendPostedEvents()
    assert tile.paints == paints
    tile.set_health(views.health(ONE, StreamState.LIVE, delay_s=0.3))
    qtbot.waitUntil(lambda: tile.paints == paints + 1)


def test_another_camera_begins_without_the_last_ones_picture(tile: CountedTile) -> None:
    live(tile)
    assert tile.still() is not None
    tile.set_camera(OTHER)
    assert tile.still() is None
    assert tile.state is StreamState.WAITING
    assert tile.painted_sequence == -1


def test_the_same_camera_with_a_new_name_keeps_its_picture(tile: CountedTile) -> None:
    live(tile)
    tile.set_camera(views.camera(0, "Simpang Baru"))
    assert tile.still() is not None
    assert "Simpang Baru" in tile.accessibleName()


def test_a_still_has_no_overlay_in_it(tile: CountedTile) -> None:
    live(tile)
    tile.set_analysis(views.analysis(ONE, TrafficState.STOPPED))
    still = tile.still()
    assert still is not None
    assert still == Picture(views.street(320, 180)).image


def test_every_state_has_its_own_icon_and_word() -> None:
    told = [faces.stream_face(views.health(ONE, state, delay_s=1.0, age_s=4.0)) for state in StreamState]
    assert len({face.icon for face in told}) == len(told)
    assert len({face.word for face in told}) == len(told)


def test_a_busy_road_has_its_own_icon_and_word_and_a_free_one_none() -> None:
    told = [faces.traffic_face(state) for state in TrafficState]
    busy = [face for face in told if face is not None]
    assert len(busy) == 3
    assert len({(face.icon, face.word, face.role) for face in busy}) == 3


def test_ages_and_delays_are_written_as_the_language_writes_them(tile: CountedTile) -> None:
    late = views.health(ONE, StreamState.LATE, delay_s=3.24)
    assert faces.stream_face(late).word == "TERLAMBAT 3,2 s"
    assert faces.stream_face(views.health(ONE, StreamState.LOST, age_s=134)).word == "PUTUS 2 m 14 s"
    set_language(Language.ENGLISH)
    assert faces.stream_face(late).word == "LATE 3.2 s"


def test_a_late_tile_tells_how_old_its_picture_is_and_no_figure_once_that_is_next_to_nothing() -> None:
    waiting_for_a_key_frame = views.health(ONE, StreamState.LATE, delay_s=0.0, age_s=2.6)
    assert faces.stream_face(waiting_for_a_key_frame).word == "TERLAMBAT 2,6 s"
    assert faces.stream_face(views.health(ONE, StreamState.LATE, delay_s=0.0, age_s=0.04)).word == "TERLAMBAT"


def test_a_reason_is_told_as_a_sentence_and_an_unknown_one_points_to_the_log() -> None:
    known = views.health(ONE, StreamState.LOST, reason="errors.record.forbidden")
    assert faces.reason_of(known).endswith(".")
    unknown = views.health(ONE, StreamState.LOST, reason="errors.nothing_like_this")
    assert "log" in faces.reason_of(unknown)


def test_the_name_follows_the_language(tile: CountedTile) -> None:
    tile.set_health(views.health(ONE, StreamState.FROZEN, age_s=5))
    assert tile.accessibleName() == "101 Simpang SGC, beku"
    set_language(Language.ENGLISH)
    QApplication.sendEvent(tile, QEvent(QEvent.Type.LanguageChange))
    assert tile.accessibleName() == "101 Simpang SGC, frozen"


def test_a_long_name_leaves_room_for_the_state() -> None:
    state = faces.stream_face(views.health(ONE, StreamState.LOST, age_s=4000))
    text = namebar.BarText("1234", "Jalan Raya " * 20, state, faces.traffic_face(TrafficState.STOPPED))
    bar = namebar.draw(text, 240, 1.0)
    short = namebar.draw(namebar.BarText("1234", "J", text.stream, text.traffic), 240, 1.0)
    right = QRect(140, 0, 100, namebar.HEIGHT)
    assert bar.copy(right) == short.copy(right)


def test_enter_and_a_double_click_activate(tile: CountedTile, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tile.activated) as told:
        qtbot.keyClick(tile, Qt.Key.Key_Return)
    assert told.args == [3]
    with qtbot.waitSignal(tile.activated):
        qtbot.mouseDClick(tile, Qt.MouseButton.LeftButton)


def test_a_click_selects_and_a_right_click_asks_for_the_menu(tile: CountedTile, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tile.selected) as told:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert told.args == [3]
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(105, 105))
    with qtbot.waitSignal(tile.menu_requested) as asked:
        QApplication.sendEvent(tile, menu)
    assert asked.args == [3, QPoint(105, 105)]


def test_a_camera_that_is_dropped_is_told_and_nothing_else_is_taken(tile: CountedTile, qtbot: QtBot) -> None:
    mime = drag.camera_mime(views.camera_id(OTHER))
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(tile.camera_dropped) as told:
        tile.dropEvent(drop)
    assert told.args == [3, views.camera_id(OTHER)]
    assert drag.camera_of(QMimeData()) is None


def test_the_selection_is_seen_beside_the_alarms_border(tile: CountedTile) -> None:
    live(tile)
    tile.set_analysis(views.analysis(ONE, TrafficState.STOPPED))
    tile.set_selected(True)
    seen = tile.grab().toImage()
    assert seen.pixelColor(0, 90) == theme.color(theme.Role.STOPPED)
    assert seen.pixelColor(2, 90) == theme.color(theme.Role.SELECTION)
