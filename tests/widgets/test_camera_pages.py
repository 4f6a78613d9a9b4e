"""The pages over many cameras by keyboard: the book, the import, the finding, and their health."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support import camera_views, views
from support.camera_views import FAILURE, FOUND, GOOD_FILE, GROUPED, WRONG_FILE
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.camera_health import CameraTrouble
from video.events import StreamState
from widgets.cameras.book import BookLine, CameraBookPage
from widgets.cameras.find_page import CameraFindPage, ChannelLine, DeviceLine
from widgets.cameras.find_values import FindState, FindWish
from widgets.cameras.health import CameraHealthPage, HealthLine
from widgets.cameras.health_values import FIGURES, HealthRow, HealthSpan, groups_in_the_dark
from widgets.cameras.hours import HourStrip
from widgets.cameras.import_page import CameraImportPage
from widgets.cameras.import_values import ImportState
from widgets.cameras.page import CameraPage
from widgets.common.sections import HeadLine

CTRL = Qt.KeyboardModifier.ControlModifier


P = TypeVar("P", bound=CameraPage)


def opened(qtbot: QtBot, page: P) -> P:
    qtbot.addWidget(page)
    page.resize(1180, 760)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.take_focus()
    return page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(focused(), key, modifier)


# --- the book ---


@pytest.fixture
def book(qtbot: QtBot) -> CameraBookPage:
    page = opened(qtbot, CameraBookPage())
    page.set_may_edit(True)
    page.set_book(GROUPED, views.AGENCIES)
    return page


def book_lines(page: CameraBookPage) -> list[BookLine]:
    return [line for line in page.list.lines if isinstance(line, BookLine)]


def test_cameras_stand_by_group_and_those_without_one_come_last(book: CameraBookPage) -> None:
    heads = [(line.text, line.count) for line in book.list.lines if isinstance(line, HeadLine)]
    assert heads == [("Simpang Tambun", 4), ("Terminal", 2), ("Tanpa kelompok", 3)]


def test_only_what_is_not_normal_says_its_state_and_a_camera_that_is_off_says_so(book: CameraBookPage) -> None:
    for one in camera_views.states(lost=1):
        book.set_health(one)
    book.refresh()
    assert {line.camera.number: line.state.word for line in book_lines(book) if line.state.word} == {
        101: "putus",
        106: "tidak dipakai",
    }


def test_typing_finds_and_enter_changes_what_is_found(book: CameraBookPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(focused(), "terminal 106")
    assert [line.camera.number for line in book_lines(book)] == [106]
    with qtbot.waitSignal(book.edited) as asked:
        press(qtbot, Qt.Key.Key_Return)
    assert asked.args == [GROUPED[5]]
    closed = Heard(book.closed)
    press(qtbot, Qt.Key.Key_Escape)
    assert len(book_lines(book)) == 9
    press(qtbot, Qt.Key.Key_Escape)
    assert len(closed) == 1


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_N, "added"),
        (Qt.Key.Key_F, "find_requested"),
        (Qt.Key.Key_I, "import_requested"),
        (Qt.Key.Key_S, "export_requested"),
    ],
)
def test_each_act_has_its_key(book: CameraBookPage, qtbot: QtBot, key: Qt.Key, signal: str) -> None:
    told = Heard(getattr(book, signal))
    press(qtbot, key, modifier=CTRL)
    assert len(told) == 1


def test_who_may_not_change_cameras_reads_them_and_goes_to_one(book: CameraBookPage, qtbot: QtBot) -> None:
    book.set_may_edit(False)
    assert not any(one.isVisible() for one in (book.change, book.add, book.search_net, book.bring))
    edited, shown = Heard(book.edited), Heard(book.shown)
    press(qtbot, Qt.Key.Key_Return)
    assert (len(edited), shown.told) == (0, [(GROUPED[0].id,)])


def test_a_book_that_is_not_read_says_so(book: CameraBookPage) -> None:
    book.set_book(None, ())
    assert "belum terbaca" in str(book.list.model().index(0, 0).data())
    book.set_book((), ())
    assert "Belum ada kamera" in str(book.list.model().index(0, 0).data())


# --- the import ---


@pytest.fixture
def page(qtbot: QtBot) -> CameraImportPage:
    return opened(qtbot, CameraImportPage())


def test_a_file_can_be_dropped(page: CameraImportPage) -> None:
    told = Heard(page.file_given)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/srv/kamera.csv")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, left, Qt.KeyboardModifier.NoModifier))
    assert told.told == [("/srv/kamera.csv",)]


def test_of_a_file_with_errors_only_the_good_lines_can_be_saved_by_another_key(
    page: CameraImportPage, qtbot: QtBot
) -> None:
    page.set_state(ImportState(WRONG_FILE))
    told = Heard(page.apply_requested)
    press(qtbot, Qt.Key.Key_S, modifier=CTRL)
    assert len(told) == 0
    press(qtbot, Qt.Key.Key_S, modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert told.told == [(True,)]
    assert "Baris 3, lintang" in page.said.text


def test_a_good_file_tells_its_counts_and_is_saved(page: CameraImportPage, qtbot: QtBot) -> None:
    page.set_state(ImportState(GOOD_FILE))
    assert page.note.text == "kamera.csv: 1 baru, 1 berubah, 1 tidak berubah."
    told = Heard(page.apply_requested)
    press(qtbot, Qt.Key.Key_S, modifier=CTRL)
    assert told.told == [(False,)]
    assert "nama, kelompok, sandi" in [getattr(line, "text", "") for line in page.list.lines]


def test_what_is_being_saved_shows_how_far_it_is_and_esc_stops_it(page: CameraImportPage, qtbot: QtBot) -> None:
    page.set_state(ImportState(GOOD_FILE, total=2))
    page.set_state(ImportState(GOOD_FILE, total=2, saved=1))
    assert (page.progress.value(), page.progress.maximum()) == (1, 2)
    stopped, closed = Heard(page.stop_requested), Heard(page.closed)
    press(qtbot, Qt.Key.Key_Escape)
    assert (len(stopped), len(closed)) == (1, 0)
    page.set_state(ImportState(GOOD_FILE, (FAILURE,), saved=1))
    assert page.said.text == "1 kamera disimpan, 1 ditolak."
    assert "diubah orang lain" in page.list.lines[1].sentence  # type: ignore[union-attr]


# --- the finding ---


@pytest.fixture
def finding(qtbot: QtBot) -> CameraFindPage:
    made = opened(qtbot, CameraFindPage())
    made.set_state(FOUND)
    made.take_focus()
    return made


def test_space_ticks_a_device_and_a_camera_but_none_that_is_saved(finding: CameraFindPage, qtbot: QtBot) -> None:
    told = Heard(finding.ticked)
    press(qtbot, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert told.told == [("a", True), ("a#1", False)]


def test_asking_sends_the_login_and_saving_the_group_and_number(finding: CameraFindPage, qtbot: QtBot) -> None:
    for name, text in {"username": " admin ", "password": " p ", "group": "Terminal", "first_number": "300"}.items():
        finding.fields[name].setText(text)
    with qtbot.waitSignal(finding.ask_requested) as asked:
        press(qtbot, Qt.Key.Key_P, modifier=CTRL)
    assert asked.args == [FindWish("admin", " p ", "Terminal", 300)]
    with qtbot.waitSignal(finding.save_requested):
        press(qtbot, Qt.Key.Key_S, modifier=CTRL)
    assert finding.save.said() == "Simpan 2 kamera"


def test_an_address_is_given_by_enter(finding: CameraFindPage, qtbot: QtBot) -> None:
    told = Heard(finding.address_given)
    finding.fields["address"].setFocus()
    qtbot.keyClicks(finding.fields["address"], "10.9.0.5")
    press(qtbot, Qt.Key.Key_Return)
    assert (told.told, finding.fields["address"].text()) == ([("10.9.0.5",)], "")


def test_rows_say_what_is_known_and_what_was_refused(finding: CameraFindPage) -> None:
    said = {line.key: line.state for line in finding.list.lines if isinstance(line, DeviceLine | ChannelLine)}
    assert said["d"] == "sudah tercatat: 103"
    assert said["b#2"] == "Nomor ini sudah dipakai."
    assert said["b#3"] == "sudah tercatat: 104"


def test_while_devices_are_asked_esc_stops_and_nothing_is_ticked(finding: CameraFindPage, qtbot: QtBot) -> None:
    finding.set_state(replace(FOUND, asked=1, to_ask=3))
    stopped, ticked = Heard(finding.stop_requested), Heard(finding.ticked)
    press(qtbot, Qt.Key.Key_Space, Qt.Key.Key_Escape)
    assert (len(stopped), len(ticked)) == (1, 0)
    assert finding.said.text == "Menanyai perangkat: 1 dari 3 …"


def test_a_search_that_found_nobody_says_what_to_do(finding: CameraFindPage) -> None:
    finding.set_state(FindState(was_searched=True))
    assert "tulis alamatnya" in str(finding.list.model().index(0, 0).data())


def test_a_page_that_begins_anew_holds_no_login(finding: CameraFindPage) -> None:
    finding.fields["password"].setText("rahasia")
    finding.start()
    assert finding.wish == FindWish()


# --- health ---


@pytest.fixture
def health(qtbot: QtBot) -> CameraHealthPage:
    made = CameraHealthPage()
    made.set_may_edit(True)
    made.set_cameras(GROUPED)
    for one in camera_views.states():
        made.set_health(one)
    made.set_page(camera_views.health_page())
    opened(qtbot, made)
    made.start(HealthSpan.DAY)
    return made


def health_lines(page: CameraHealthPage) -> list[HealthLine]:
    return [line for line in page.list.lines if isinstance(line, HealthLine)]


def test_the_worst_stands_first_and_an_unwatched_camera_is_before_every_good_one(health: CameraHealthPage) -> None:
    assert [line.row.camera.number for line in health_lines(health)] == [101, 102, 103, 109, 104, 105, 106, 107, 108]
    unwatched = health_lines(health)[3]
    assert "tidak diketahui" in unwatched.sentence
    assert "100 %" not in unwatched.sentence


def test_only_what_is_ill_has_a_colour(health: CameraHealthPage) -> None:
    ill = [{name for name, cell in zip(FIGURES, one.cells, strict=True) if cell.ill} for one in health_lines(health)]
    assert ill[0] == {"lost", "reconnects", "delay", "available"}
    assert ill[4:] == [set()] * 5


def test_a_share_that_is_not_whole_is_never_rounded_up_to_it() -> None:
    trouble = CameraTrouble(GROUPED[0].id, 86400, 5, 0, 0, 1, 0.1, 10, 0)
    assert FIGURES["available"](HealthRow(GROUPED[0], trouble, 86400)).text == "99,9 %"  # five seconds of a day
    assert FIGURES["available"](HealthRow(GROUPED[0], replace(trouble, lost_s=0), 86400)).text == "100 %"


def test_a_group_without_pictures_is_one_sentence(health: CameraHealthPage) -> None:
    assert health.notice.sentence == "3 dari 4 kamera di Simpang Tambun tanpa gambar: satu jalur atau satu saklar?"
    two = {one.camera_id: one for one in camera_views.states(lost=2)}
    assert groups_in_the_dark(GROUPED, {str(key): value for key, value in two.items()}) == ()


def test_what_streams_tell_is_shown_at_the_next_refresh(health: CameraHealthPage) -> None:
    for at in range(3):
        health.set_health(views.health(GROUPED[at], StreamState.LIVE, age_s=0.1))
    health.refresh()
    assert health.notice.isHidden()
    assert health_lines(health)[0].now.word == ""


def test_enter_goes_to_the_camera_and_ctrl_d_changes_it(health: CameraHealthPage, qtbot: QtBot) -> None:
    shown, edited = Heard(health.shown), Heard(health.edited)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_D, modifier=CTRL)
    assert (shown.told, edited.told) == ([(GROUPED[1].id,)], [(GROUPED[1].id,)])


def test_a_chosen_camera_asks_for_its_hours_and_shows_only_its_own(health: CameraHealthPage, qtbot: QtBot) -> None:
    asked = Heard(health.camera_chosen)
    press(qtbot, Qt.Key.Key_Down)
    assert asked.told == [(GROUPED[1].id,)]
    health.set_hours(GROUPED[0].id, camera_views.SINCE, camera_views.UNTIL, camera_views.hours())
    assert health.strip.told(0) == "", "the hours of a camera that is no longer chosen"
    health.set_hours(GROUPED[1].id, camera_views.SINCE, camera_views.UNTIL, camera_views.hours())
    assert "terganggu 30 m 00 s" in health.strip.told(2)


def test_an_hour_that_nobody_watched_is_told_as_unknown(qtbot: QtBot) -> None:
    strip = HourStrip()
    qtbot.addWidget(strip)
    strip.set_hours(camera_views.SINCE, camera_views.SINCE + timedelta(hours=24), camera_views.hours())
    assert strip.told(5).endswith("tidak terpantau.")


def test_another_span_is_chosen_by_its_number(health: CameraHealthPage, qtbot: QtBot) -> None:
    told = Heard(health.span_chosen)
    health.spans.setFocus()
    press(qtbot, Qt.Key.Key_4)
    assert told.told == [(HealthSpan.WEEK,)]


def test_figures_and_sentences_are_said_again_in_the_other_language(health: CameraHealthPage) -> None:
    set_language(Language.ENGLISH)
    QApplication.sendEvent(health, QEvent(QEvent.Type.LanguageChange))
    assert "Lost 2 h 40 m" in health_lines(health)[0].sentence
    assert "nobody" in health.note.text


def test_health_that_is_not_read_says_so(health: CameraHealthPage) -> None:
    health.set_page(None)
    assert "belum terbaca" in str(health.list.model().index(0, 0).data())
