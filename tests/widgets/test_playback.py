"""Recorded pictures under a person's hands: the line of time, the tiles, the keys, the dialogs."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from support import playback, views
from support.qt import Heard

from console.bridge.station import figure_of
from console.layout import WindowLayout
from console.presenters.playback import Played
from console.windows.desk import DeskWindow
from console.windows.keys import KEYS as DESK_KEYS
from console.windows.playback import PlaybackPane
from console.windows.status import RecordingFigure, RecordingState, StatusBar
from resources.words import Language, say, set_language
from storage.model.alarms import RecordingCause
from storage.model.tickets import Act
from video.events import CameraId, StreamState
from video.recording.keeper import RingState, RingStatus
from video.recording.trouble import Trouble
from widgets import theme
from widgets.incidents.detail import LEAST_PX
from widgets.playback.band import RecordedBand
from widgets.playback.export_form import ExportForm, grouped
from widgets.playback.grid import Pair, RecordedGrid
from widgets.playback.keys import wish_of
from widgets.playback.marking_forms import BookmarkForm, GoToForm, LockForm
from widgets.playback.tile import RecordedTile
from widgets.playback.timeline import LABEL_PX, Timeline
from widgets.playback.timescale import Scale
from widgets.playback.values import SECOND_US, ExportDone, Marked, Place, TilePlace, Transport, Us
from widgets.playback.wishes import KEYS, Wish


class NoPictures:
    def show(self, camera_id: CameraId, view: str, size: tuple[int, int]) -> None:
        """Nothing is decoded here."""

    def hide(self, camera_id: CameraId, view: str) -> None:
        """Nothing is decoded here."""

    def reader(self, camera_id: CameraId, view: str) -> None:
        return None


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(1200, made.sizeHint().height())
    made.set_rows(playback.ROWS)
    made.set_range(playback.SPAN.since_us, playback.SPAN.until_us, playback.NOW_US)
    made.show()
    return made


@pytest.fixture
def pane(qtbot: QtBot) -> PlaybackPane:
    grid = RecordedGrid()
    grid.mirror(9, views.CAMERAS)
    made = PlaybackPane(grid, grid, RecordedBand())
    qtbot.addWidget(made)
    made.resize(1248, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.take_focus()
    return made


def spot(timeline: Timeline, at_us: int) -> QPoint:
    return QPoint(round(timeline.scale.x(at_us)), 40)


def test_a_click_seeks_the_moment_under_it(timeline: Timeline, qtbot: QtBot) -> None:
    sought = Heard(timeline.sought)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=spot(timeline, playback.ago(900)))
    assert abs(sought.told[0][0] - playback.ago(900)) <= timeline.scale.us(1)


def test_a_click_on_a_mark_seeks_exactly_to_it(timeline: Timeline, qtbot: QtBot) -> None:
    sought = Heard(timeline.sought)
    near = spot(timeline, playback.MARKS[3].at_us) + QPoint(5, 0)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=near)
    assert sought.told == [(playback.MARKS[3].at_us,)]


def test_dragging_moves_the_span_and_seeks_nothing(timeline: Timeline, qtbot: QtBot) -> None:
    sought, dragged = Heard(timeline.sought), Heard(timeline.dragged)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(600, 40))
    qtbot.mouseMove(timeline, QPoint(560, 40))
    qtbot.mouseMove(timeline, QPoint(500, 40))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(500, 40))
    moved_us = sum(int(by) for (by,) in dragged.told)
    assert moved_us == pytest.approx(timeline.scale.us(100), rel=0.05)
    assert len(sought) == 0


def test_the_wheel_comes_nearer_around_the_pointer(timeline: Timeline) -> None:
    zoomed = Heard(timeline.zoomed)
    place = QPointF(700, 40)
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, event)
    assert zoomed.told == [(1, timeline.scale.at(700))]


@pytest.mark.parametrize("place", range(4))
def test_what_a_mark_is_stands_in_its_words(timeline: Timeline, place: int) -> None:
    mark = playback.MARKS[place]
    assert mark.text in timeline.words_of(mark)
    assert say(f"playback_desk.mark.{mark.kind.value}", at="", text="").split(":")[0].strip(" ·") in timeline.words_of(
        mark
    )


@pytest.mark.parametrize("length_s", [60, 1800, 86_400, 7 * 86_400])
def test_the_lines_of_the_scale_never_stand_too_near(length_s: int) -> None:
    scale = Scale(playback.NOW_US - length_s * SECOND_US, playback.NOW_US, LABEL_PX, 1100)
    _, moments = scale.lines(76)
    places = [scale.x(at) for at in moments]
    assert len(places) >= 3
    assert all(b - a >= 76 for a, b in pairwise(places))


def test_a_recorded_tile_never_looks_live(qtbot: QtBot) -> None:
    tile = RecordedTile()
    qtbot.addWidget(tile)
    tile.set_camera(views.CAMERAS[0])
    tile.set_place(TilePlace(Place.SHOWN))
    face = tile.stream_face()
    assert (face.icon, face.role, face.loud) == ("recorded", theme.Role.AMBER, True)
    assert face.word == "REKAMAN"
    tile.set_health(views.health(views.CAMERAS[0], StreamState.LOST))
    assert tile.stream_face() == face  # what the stream does now says nothing of that moment


def test_a_recorded_tile_is_called_recorded_and_keeps_its_name_where_it_is_narrow(qtbot: QtBot) -> None:
    tile = RecordedTile()
    qtbot.addWidget(tile)
    tile.set_camera(views.CAMERAS[1])
    tile.set_place(TilePlace(Place.SHOWN))
    tile.resize(400, 225)
    tile.show()
    assert tile.stream_face().word == "REKAMAN"
    assert tile.accessibleName().endswith(", rekaman")
    assert "langsung" not in tile.toolTip()
    tile.resize(160, 90)
    assert tile.stream_face().word == "REK"
    assert tile.accessibleName().endswith(", rekaman")


def test_a_gap_covers_the_picture_before_it(qtbot: QtBot) -> None:
    tile = RecordedTile()
    qtbot.addWidget(tile)
    tile.resize(320, 180)
    tile.set_camera(views.CAMERAS[0])
    tile.set_picture(np.full((180, 320, 4), 255, np.uint8), views.stamp(1))
    tile.set_place(TilePlace(Place.SHOWN))
    shown = tile.grab().toImage().pixelColor(20, 20)
    tile.set_place(TilePlace(Place.GAP))
    assert shown.lightness() > 200
    assert tile.grab().toImage().pixelColor(20, 20).lightness() < 30


def key(of: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, of, modifiers)


@pytest.mark.parametrize(
    ("event", "wish"),
    [
        (key(Qt.Key.Key_Space), Wish.PLAY),
        (key(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier), Wish.BACKWARDS),
        (key(Qt.Key.Key_Less, Qt.KeyboardModifier.ShiftModifier), Wish.SLOWER),
        (key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier), Wish.FAR_BACK),
        (key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier), Wish.NEARER),
        (key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier), None),  # the contact book is the desk's
        (key(Qt.Key.Key_R), None),
    ],
)
def test_keys_mean_what_the_page_of_keys_says(event: QKeyEvent, wish: Wish | None) -> None:
    assert wish_of(event) is wish


def test_every_wish_has_its_own_key_and_no_function_key_of_the_desk() -> None:
    assert set(KEYS) == set(Wish)
    assert len(set(KEYS.values())) == len(KEYS)
    long = {name for name, _ in DESK_KEYS if len(name) > 1} - {"Esc"}
    assert long & set(KEYS.values()) == set()


def test_letters_are_the_panes_while_it_has_the_keyboard(pane: PlaybackPane, qtbot: QtBot) -> None:
    wished = Heard(pane.wished)
    for pressed in (Qt.Key.Key_B, Qt.Key.Key_L, Qt.Key.Key_BracketLeft, Qt.Key.Key_Right):
        qtbot.keyClick(QApplication.focusWidget(), pressed)
    assert [wish for (wish,) in wished.told] == [Wish.BOOKMARK, Wish.LOCK, Wish.MARK_IN, Wish.ON]


def test_on_a_desk_a_letter_is_the_recordings_or_the_tickets_by_who_has_the_keyboard(
    pane: PlaybackPane, tmp_path: Path, qtbot: QtBot
) -> None:
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    desk = DeskWindow("Pusat Komando", NoPictures(), WindowLayout(), store, demo=True)
    qtbot.addWidget(desk)
    desk.resize(1920, 1080)
    desk.show()
    desk.show_detail(views.detail())
    desk.middle.show_page(pane, pane.extra_px)
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    wished, acts = Heard(pane.wished), Heard(desk.detail.act_requested)
    pane.take_focus()
    for pressed in (Qt.Key.Key_D, Qt.Key.Key_E):
        qtbot.keyClick(QApplication.focusWidget(), pressed)
    assert [wish for (wish,) in wished.told] == [Wish.EXPORT]
    assert [act for act, _ in acts.told] == [Act.DISPATCH]  # D is nothing of the recordings'
    desk.detail.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_E)
    assert [act for act, _ in acts.told] == [Act.DISPATCH, Act.EDIT]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    desk.middle.show_page(None)
    assert desk.middle.shows_live
    pane.setParent(None)
    desk.close()


def test_recordings_have_the_room_of_a_ticket_that_is_not_there(
    pane: PlaybackPane, tmp_path: Path, qtbot: QtBot
) -> None:
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    desk = DeskWindow("Pusat Komando", NoPictures(), WindowLayout(), store, demo=True)
    qtbot.addWidget(desk)
    desk.resize(1366, 768)
    desk.show()
    desk.show_detail(None)
    live_px = desk.middle.sizes()[0]
    desk.middle.show_page(pane, pane.extra_px)
    assert desk.middle.sizes()[1] < LEAST_PX
    desk.show_detail(views.detail())
    assert desk.middle.sizes()[1] >= LEAST_PX
    desk.show_detail(None)
    assert desk.middle.sizes()[1] < LEAST_PX
    desk.middle.show_page(None)
    assert desk.middle.sizes()[0] == live_px
    pane.setParent(None)
    desk.close()


def test_esc_in_a_field_gives_the_keyboard_to_the_recordings_and_then_leaves_them(
    pane: PlaybackPane, tmp_path: Path, qtbot: QtBot
) -> None:
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    desk = DeskWindow("Pusat Komando", NoPictures(), WindowLayout(), store, demo=True)
    qtbot.addWidget(desk)
    desk.resize(1920, 1080)
    desk.show()
    desk.middle.show_page(pane, pane.extra_px)
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    left = Heard(pane.left)
    desk.find_camera()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert (pane.timeline.hasFocus(), len(left)) == (True, 0)
    desk.right.ticket_list.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert len(left) == 1
    desk.middle.show_page(None)
    pane.setParent(None)
    desk.close()


def test_from_a_tile_too_left_and_right_are_the_timelines_and_down_is_the_next_camera(
    pane: PlaybackPane, qtbot: QtBot
) -> None:
    grid = pane.pictures
    assert isinstance(grid, RecordedGrid)
    grid.tile(0).setFocus()
    wished = Heard(pane.wished)
    qtbot.keyClick(grid.tile(0), Qt.Key.Key_Left)
    qtbot.keyClick(grid.tile(0), Qt.Key.Key_Down)
    assert wished.told == [(Wish.BACK,)]
    assert grid.selected_slot == 1


def test_esc_leaves_a_large_picture_first_and_then_the_mode(pane: PlaybackPane, qtbot: QtBot) -> None:
    grid, left = pane.pictures, Heard(pane.left)
    assert isinstance(grid, RecordedGrid)
    grid.maximise(2)
    qtbot.keyClick(pane.timeline, Qt.Key.Key_Escape)
    assert (grid.maximised_slot, len(left)) == (None, 0)
    qtbot.keyClick(pane.timeline, Qt.Key.Key_Escape)
    assert len(left) == 1


def test_the_band_says_word_moment_speed_and_range_in_both_languages(pane: PlaybackPane) -> None:
    pane.show_played(playback.PLAYED, playback.NOW_US)
    pane.show_marked(Marked(playback.ago(120), playback.ago(60)))
    assert "REKAMAN" in pane.band.words
    assert "Sel 24 Nov 13:54:54" in pane.band.words
    assert "2 ×" in pane.band.words
    assert "14:01:54–14:02:54" in pane.band.words
    set_language(Language.ENGLISH)
    QApplication.sendEvent(pane.band, QEvent(QEvent.Type.LanguageChange))
    assert "RECORDED" in pane.band.words
    pane.band.set_transport(Transport(playback.AT_US, -4.0, True), playback.NOW_US)
    assert "4 × backwards" in pane.band.words


@pytest.mark.parametrize(
    ("recorded", "read", "note"),
    [(True, False, "reading"), (True, True, "none"), (False, True, "off")],
)
def test_a_bare_line_says_why(pane: PlaybackPane, recorded: bool, read: bool, note: str) -> None:
    bare = replace(playback.ROWS[0], spans=())
    pane.show_rows((bare,), replace(views.CAMERAS[0], record=recorded), read=read)
    notes = {
        "reading": say("playback_desk.note.reading"),
        "none": say("playback_desk.note.none"),
        "off": say("playback_desk.note.off"),
    }
    assert pane.timeline.note == notes[note]
    pane.show_rows(playback.ROWS, views.CAMERAS[0], read=True)
    assert pane.timeline.note == ""


def test_a_camera_of_another_station_is_not_called_unrecorded(pane: PlaybackPane) -> None:
    camera, grid = views.CAMERAS[0], pane.pictures
    assert isinstance(grid, RecordedGrid)
    bare = replace(playback.ROWS[0], spans=(), elsewhere="Ruang 2")
    pane.show_rows((bare,), camera, read=True)
    assert pane.timeline.note == say("playback_desk.note.elsewhere", station="Ruang 2")
    pane.show_played(Played(Transport(playback.AT_US), {bare.camera_id: TilePlace(Place.GAP)}), playback.NOW_US)
    (tile,) = grid.tiles_of(bare.camera_id)
    assert (tile.place.place, "Ruang 2" in tile.place.reason) == (Place.ELSEWHERE, True)
    assert say("playback_desk.place.gap").upper() not in tile.stream_face().word
    pane.show_rows((replace(bare, spans=playback.ROWS[0].spans),), camera, read=True)
    pane.show_played(Played(Transport(playback.AT_US), {bare.camera_id: TilePlace(Place.GAP)}), playback.NOW_US)
    assert tile.place.place is Place.GAP


def test_a_low_pane_leaves_the_room_to_the_pictures(pane: PlaybackPane) -> None:
    pane.show_rows(playback.ROWS, views.CAMERAS[0], read=True)
    high = pane.timeline.sizeHint().height()
    pane.resize(694, 450)
    assert pane.timeline.sizeHint().height() < high
    assert pane.minimumSizeHint().width() <= 694


def test_a_pair_stands_side_by_side_where_that_is_larger(qtbot: QtBot) -> None:
    pair = Pair()
    qtbot.addWidget(pair)
    pair.resize(1200, 400)
    pair.show()
    assert pair.live.y() == pair.recorded.y()
    pair.resize(500, 900)
    assert pair.live.x() == pair.recorded.x()


def test_a_bookmark_needs_its_text(qtbot: QtBot) -> None:
    form = BookmarkForm()
    qtbot.addWidget(form)
    written = Heard(form.submitted)
    form.start("101 Simpang SGC", playback.AT_US)
    form.submit.click()
    assert (len(written), form.error_line.text) == (0, say("footage.bookmark.wrong"))
    form._text.setText("  truk merah ")
    form.submit.click()
    assert written.told == [("truk merah",)]


def test_a_lock_is_released_by_who_may_and_with_a_reason(qtbot: QtBot) -> None:
    form = LockForm()
    qtbot.addWidget(form)
    form.show()
    locked, released = Heard(form.submitted), Heard(form.released)
    form.start("101 Simpang SGC", (playback.ago(120), playback.ago(60)), None, may_release=False)
    assert not form.release.isVisible()
    form._reason.setText("penyidik")
    form.submit.click()
    assert locked.told == [("penyidik", 30)]
    form.start("101 Simpang SGC", (playback.ago(120), playback.ago(60)), None, may_release=True)
    form.release.click()
    assert len(released) == 0
    form._reason.setText("selesai")
    form.release.click()
    assert released.told == [("selesai",)]


def test_a_time_that_is_none_is_said_in_its_field(qtbot: QtBot) -> None:
    form = GoToForm()
    qtbot.addWidget(form)
    form.start(playback.AT_US)
    assert form._typed.text() == "13:54:54"
    form.set_wrong(True)
    assert form.error_line.text == say("footage.go_to.wrong")


def test_evidence_asks_for_cameras_reason_and_folder_and_then_shows_its_fingerprint(qtbot: QtBot) -> None:
    form = ExportForm()
    qtbot.addWidget(form)
    form.show()
    sent = Heard(form.submitted)
    form.start(views.CAMERAS[:3], (views.CAMERAS[1].id,), (playback.ago(120), playback.ago(60)), "BKS-1", "")
    form.submit.click()
    form._reason.setText("penyidik")
    form.submit.click()
    assert (len(sent), form.error_line.text) == (0, say("footage.export.wrong.folder"))
    form.set_folder("/media/usb")
    form.submit.click()
    assert sent.told == [((views.CAMERAS[1].id,), "penyidik", "/media/usb", True)]
    form.set_running(True)
    assert form.stop.isVisible()
    form.set_running(False)
    form.set_done(ExportDone("/media/usb/bukti", "0123456789abcdef" * 4, 3, 2_000_000, 5.0, noted=False))
    assert "01234567 89abcdef" in form.result
    assert say("footage.export.not_noted") in form.result
    assert not form.submit.isVisible()


def test_a_fingerprint_stands_in_eight_groups() -> None:
    assert len(grouped("a" * 64).split()) == 8


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (RecordingFigure(RecordingState.GOOD, 3.2), "Rekaman 3,2 hari"),
        (RecordingFigure(RecordingState.GOOD, 0.5), "Rekaman 12 jam"),
        (RecordingFigure(RecordingState.SHORT, 0.01), "▲ Rekaman tinggal 0,2 jam"),
        (RecordingFigure(RecordingState.STOPPED), "✕ Rekaman BERHENTI"),
        (RecordingFigure(RecordingState.STOPPED, cause=RecordingCause.FULL), "✕ Rekaman BERHENTI · disk penuh"),
        (RecordingFigure(RecordingState.OFF), "○ Rekaman mati"),
    ],
)
def test_the_status_bar_tells_how_long_recordings_last(figure: RecordingFigure, words: str, qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_recording(figure)
    assert bar.recording_text() == words


def test_what_stopped_the_ring_reaches_the_status_bar() -> None:
    stopped = RingStatus(state=RingState.STOPPED, trouble=Trouble.MISSING.value)
    assert figure_of(stopped) == RecordingFigure(RecordingState.STOPPED, None, RecordingCause.MISSING)
    assert figure_of(RingStatus(days_left=2.0)) == RecordingFigure(RecordingState.GOOD, 2.0)


def test_the_status_bar_says_what_to_do_where_recording_stopped_and_in_both_languages(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_recording(RecordingFigure(RecordingState.STOPPED, cause=RecordingCause.DENIED))
    label = bar.findChildren(QLabel)[2]
    assert label.toolTip() == say("recording.reason.denied")
    set_language(Language.ENGLISH)
    bar.retranslate()
    assert bar.recording_text() == "✕ Recording STOPPED · folder cannot be written"
    bar.set_recording(RecordingFigure(RecordingState.GOOD, 3.2))
    assert label.toolTip() == say("playback_desk.disk.hint")


def test_a_moment_travels_whole_through_a_signal(timeline: Timeline) -> None:
    """Qt's own int has 32 bits."""
    sought = Heard(timeline.sought)
    timeline.sought.emit(Us(playback.NOW_US))
    assert sought.told == [(playback.NOW_US,)]
