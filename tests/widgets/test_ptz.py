"""A camera in hand on its tile: stick, keys, presets, and everything that lets it go."""

from dataclasses import replace
from math import hypot
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from console.layout import WindowLayout
from console.presenters.ptz_values import HoldLine
from console.windows.desk import DeskWindow
from console.windows.ptz import PtzDesk
from resources.words import say
from video.events import StreamState
from widgets.tiles.grid import TileGrid
from widgets.tiles.joystick import STICK_PX, Joystick
from widgets.tiles.ptz import KEY_SPEED, PtzControls
from widgets.tiles.ptz_forms import PresetForm, TakeOverForm
from widgets.tiles.spots import ROW_PX
from widgets.tiles.stick import DEAD, speed_of
from widgets.tiles.zoom import Zoom

DOME = replace(views.CAMERAS[0], ptz=True)
LEFT = Qt.MouseButton.LeftButton
STILL = (0.0, 0.0, 0.0)


class NoPictures:
    def show(self, camera_id, view, size):
        """Nothing is decoded here."""

    def hide(self, camera_id, view):
        """Nothing is decoded here."""

    def reader(self, camera_id, view):
        return None


class Room(QWidget):
    """A grid whose first tile is in hand, and something else that can have the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = TileGrid(self)
        self.other = QPushButton("lain", self)
        box = QVBoxLayout(self)
        box.addWidget(self.grid, 1)
        box.addWidget(self.other)
        self.grid.set_grid(4)
        self.grid.assign(0, DOME)
        self.resize(900, 560)

    def take(self) -> PtzControls:
        tile = self.grid.tile(0)
        tile.set_picture(views.street(320, 180), views.stamp(1))
        tile.set_health(views.health(DOME, StreamState.LIVE))
        tile.setFocus()
        self.controls = PtzControls(tile)
        self.told = Heard(self.controls.wished)
        return self.controls


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    made = Room()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.take()
    qtbot.waitUntil(made.controls.hasFocus)
    return made


def last(room: Room) -> tuple[object, ...]:
    return room.told.told[-1]


@pytest.mark.parametrize(("dx", "dy"), [(0.0, 0.0), (4.0, 3.0), (-5.0, 0.0)])
def test_within_the_dead_zone_nothing_moves(dx: float, dy: float) -> None:
    assert hypot(dx, dy) <= DEAD * 40
    assert speed_of(dx, dy, 40.0) == (0.0, 0.0)


def test_a_stick_is_slow_near_the_middle_full_at_the_rim_and_no_faster_beyond() -> None:
    pan, tilt = speed_of(20.0, 0.0, 40.0)
    assert 0.0 < pan < 0.25
    assert tilt == 0.0
    assert speed_of(0.0, -40.0, 40.0) == pytest.approx((0.0, 1.0))
    assert speed_of(300.0, 0.0, 40.0) == pytest.approx((1.0, 0.0))
    pan, tilt = speed_of(40.0, 40.0, 40.0)
    assert hypot(pan, tilt) == pytest.approx(1.0)


def test_a_key_moves_while_it_is_down_and_two_move_aslant(room: Room) -> None:
    QTest.keyPress(room.controls, Qt.Key.Key_Right)
    assert last(room) == (KEY_SPEED, 0.0, 0.0)
    QTest.keyPress(room.controls, Qt.Key.Key_Up)
    assert last(room) == (KEY_SPEED, KEY_SPEED, 0.0)
    QTest.keyRelease(room.controls, Qt.Key.Key_Right)
    assert last(room) == (0.0, KEY_SPEED, 0.0)
    QTest.keyRelease(room.controls, Qt.Key.Key_Up)
    assert last(room) == STILL
    assert room.grid.selected_slot == 0


@pytest.mark.parametrize(
    ("key", "zoom"),
    [(Qt.Key.Key_PageUp, 1), (Qt.Key.Key_PageDown, -1), (Qt.Key.Key_Plus, 1), (Qt.Key.Key_Minus, -1)],
)
def test_a_key_zooms_the_lens_while_it_is_down(room: Room, key: Qt.Key, zoom: int) -> None:
    QTest.keyPress(room.controls, key)
    assert last(room) == (0.0, 0.0, zoom * KEY_SPEED)
    QTest.keyRelease(room.controls, key)
    assert last(room) == STILL


def test_a_repeated_key_is_one_wish(room: Room, qapp) -> None:
    QTest.keyPress(room.controls, Qt.Key.Key_Left)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress) * 3:
        qapp.sendEvent(room.controls, QKeyEvent(kind, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "", True))
    assert room.told.told == [(-KEY_SPEED, 0.0, 0.0)]


def test_a_key_whose_release_is_never_heard_is_let_go_with_the_keyboard(room: Room) -> None:
    QTest.keyPress(room.controls, Qt.Key.Key_Left)
    room.other.setFocus()
    assert last(room) == STILL


def test_a_tile_that_is_not_seen_any_more_moves_nothing(room: Room) -> None:
    QTest.mousePress(room.controls.stick, LEFT, pos=QPoint(STICK_PX, STICK_PX // 2))
    assert last(room)[0] == pytest.approx(1.0)
    room.grid.maximise(1)
    assert last(room) == STILL


def test_the_stick_moves_by_its_distance_and_stops_when_it_is_let_go(room: Room) -> None:
    stick, middle = room.controls.stick, QPoint(STICK_PX // 2, STICK_PX // 2)
    QTest.mousePress(stick, LEFT, pos=middle)
    assert room.told.told == []
    QTest.mouseMove(stick, middle + QPoint(0, 20))
    slow = last(room)[1]
    QTest.mouseMove(stick, middle + QPoint(0, 60))
    assert last(room)[1] == pytest.approx(-1.0)
    assert -0.6 < slow < 0.0  # type: ignore[operator]
    QTest.mouseRelease(stick, LEFT, pos=middle)
    assert last(room) == STILL
    assert room.controls.hasFocus()


def test_the_rocker_beside_the_stick_zooms(qtbot: QtBot) -> None:
    stick = Joystick()
    qtbot.addWidget(stick)
    told = Heard(stick.pushed)
    QTest.mousePress(stick, LEFT, pos=QPoint(stick.width() - 8, 8))
    QTest.mouseRelease(stick, LEFT, pos=QPoint(stick.width() - 8, 8))
    QTest.mousePress(stick, LEFT, pos=QPoint(stick.width() - 8, STICK_PX - 8))
    assert told.told == [(0.0, 0.0, 1.0), STILL, (0.0, 0.0, -1.0)]


def test_numbers_home_saving_and_esc_are_wishes(room: Room) -> None:
    spots, home, save, gone = (
        Heard(one)
        for one in (
            room.controls.spot_wished,
            room.controls.home_wished,
            room.controls.save_wished,
            room.controls.let_go,
        )
    )
    QTest.keyClick(room.controls, Qt.Key.Key_3)
    QTest.keyClick(room.controls, Qt.Key.Key_Home)
    QTest.keyClick(room.controls, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(room.controls, Qt.Key.Key_Escape)
    assert spots.told == [(3,)]
    assert (len(home), len(save), len(gone)) == (1, 1, 1)


def test_the_presets_names_are_pressed_too_and_saving_is_for_who_may(room: Room) -> None:
    spots = room.controls.spots
    assert spots.rows() == (("", "Menghubungi kamera …"), ("Esc", "Lepas kamera"))
    room.controls.set_spots(("Utara", "Selatan"))
    assert [key for key, _ in spots.rows()] == ["1", "2", "Home", "Esc"]
    room.controls.set_may_save(True)
    assert [key for key, _ in spots.rows()] == ["1", "2", "Home", "Ctrl S", "Esc"]
    chosen, home = Heard(spots.chosen), Heard(spots.home_chosen)
    QTest.mouseClick(spots, LEFT, pos=QPoint(20, 4 + ROW_PX + 5))
    QTest.mouseClick(spots, LEFT, pos=QPoint(20, 4 + 2 * ROW_PX + 5))
    assert chosen.told == [(2,)]
    assert len(home) == 1


def test_where_the_camera_looks_stands_below_its_presets(room: Room) -> None:
    room.controls.set_look("Arah ↔ +50")
    assert room.controls.spots.rows()[-1] == ("Esc", "Lepas kamera")  # not before the camera is reached
    room.controls.set_spots(("Utara",))
    assert room.controls.spots.rows()[-1] == ("", "Arah ↔ +50")
    room.controls.set_look("")
    assert room.controls.spots.rows()[-1] == ("Esc", "Lepas kamera")


def test_digital_zoom_and_other_keys_stay_the_tiles(room: Room) -> None:
    QTest.keyClick(room.controls, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert room.grid.tile(0).zoom.on
    assert room.told.told == []
    QTest.keyClick(room.controls, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert room.grid.tile(0).zoom == Zoom()


def test_letting_go_gives_the_tile_its_keyboard_and_stops(room: Room) -> None:
    QTest.keyPress(room.controls, Qt.Key.Key_Left)
    tile = room.grid.tile(0)
    room.controls.end()
    assert last(room) == STILL
    assert tile.hasFocus()
    QTest.keyClick(tile, Qt.Key.Key_Right)
    assert room.grid.selected_slot == 1


def test_a_click_on_the_tile_leaves_it_in_hand(room: Room) -> None:
    room.other.setFocus()
    QTest.mouseClick(room.controls, LEFT, pos=QPoint(200, 60))
    assert room.controls.hasFocus()
    assert room.grid.selected_slot == 0


@pytest.mark.parametrize("form", [TakeOverForm, PresetForm])
def test_a_form_wants_its_line_and_tells_it(form, qtbot: QtBot) -> None:
    made = form()
    qtbot.addWidget(made)
    told = Heard(made.submitted)
    made.start(101, "Simpang SGC", *(["Rina"] if form is TakeOverForm else []))
    made.submit.click()
    assert told.told == []
    assert made.error_line.text != ""
    made._text.setText("  Kecelakaan ")
    made.submit.click()
    assert told.told == [("Kecelakaan",) if form is TakeOverForm else ("Kecelakaan", "")]
    assert made.error_line.text == ""


@pytest.fixture
def presets(qtbot: QtBot) -> PresetForm:
    form = PresetForm()
    qtbot.addWidget(form)
    form.start(104, "Fly Over Tegal Gede", (("t1", "Lampu merah"), ("t2", "Pasar")))
    return form


def test_a_preset_is_replaced_only_after_it_was_said_what_is_lost(presets: PresetForm) -> None:
    told = Heard(presets.submitted)
    presets._which.setCurrentIndex(2)
    assert (presets.token, presets._text.text()) == ("t2", "Pasar")
    presets.submit.click()
    assert told.told == []
    assert presets.error_line.text == say("ptz.preset.replace_ask", name="Pasar")
    presets.submit.click()
    assert told.told == [("Pasar", "t2")]


def test_a_preset_is_deleted_only_by_a_second_press_and_another_choice_takes_the_question_back(
    presets: PresetForm,
) -> None:
    told = Heard(presets.removed)
    assert presets.remove.isHidden()
    presets._which.setCurrentIndex(1)
    assert not presets.remove.isHidden()
    presets.remove.click()
    presets._which.setCurrentIndex(2)
    presets.remove.click()
    assert told.told == []
    assert presets.error_line.text == say("ptz.preset.remove_ask", name="Pasar")
    presets.remove.click()
    assert told.told == [("t2",)]


def test_a_delete_does_not_answer_for_a_save(presets: PresetForm) -> None:
    told = Heard(presets.submitted)
    presets._which.setCurrentIndex(1)
    presets.remove.click()
    presets.submit.click()
    assert told.told == []
    assert presets.error_line.text == say("ptz.preset.replace_ask", name="Lampu merah")


def test_a_camera_whose_numbers_are_all_taken_offers_no_new_preset(presets: PresetForm) -> None:
    presets.start(104, "Fly Over Tegal Gede", tuple((f"t{at}", f"Arah {at}") for at in range(9)))
    assert presets._which.count() == 9
    assert (presets.token, presets.error_line.text) == ("t0", say("ptz.preset.full", n=9))


def test_the_tile_says_for_a_while_that_its_camera_is_in_hand_no_more(tmp_path: Path, qtbot: QtBot) -> None:
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    desk = DeskWindow("Pusat Komando", NoPictures(), WindowLayout(), store, demo=True)
    qtbot.addWidget(desk)
    desk.show()
    own = replace(views.CAMERAS[0], ptz=True)
    desk.cameras_known((own, *views.CAMERAS[1:]))
    view, tile = PtzDesk(desk), desk.grid.tile(0)
    view.refresh()
    assert [one.word for one in tile.marks] == ["PTZ"]
    view.show_ended(own, say("ptz.ended.unused"))
    assert [one.word for one in tile.marks] == [say("ptz.ended.unused")]
    view.show_holds({own.id: HoldLine("Rina", views.NOW, mine=False)})
    assert "Rina" in tile.marks[0].word  # who has it now is worth more
    view.show_holds({})
    view._ended_over.timeout.emit()
    assert [one.word for one in tile.marks] == ["PTZ"]
    desk.close()
