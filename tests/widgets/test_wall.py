"""The supervisors' wall: what it says, what fits, and that nothing of a person is on it."""

import gc
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support import views
from support.qt import Heard

from console.windows.wall import WallWindow
from console.windows.wall_sheet import WallSheet
from resources.words import Language, set_language
from storage.model.tickets import Priority
from storage.service.errors import Forbidden
from video.events import StreamState, TrafficState
from widgets import theme
from widgets.theme import Role
from widgets.wall.chart import DayChart, gaps, runs, top_of
from widgets.wall.figures import FigureRow
from widgets.wall.footer import WallFooter
from widgets.wall.pictures import SLOTS, WallPictures, rects, width_for
from widgets.wall.push_form import MOST_CAMERAS, PushForm
from widgets.wall.queue import WallQueue, where_and_who
from widgets.wall.scaling import WallPart, scale_for
from widgets.wall.values import DataAge, Day, Pushed, StreamCount, WallNumbers

PUSHED = Pushed((102, 105), "Operator 3", views.ago(9), "BKS-2026-004188", "Antrean sampai tol")
FRESH = DataAge(views.NOW, views.ago(3600), stale=False)


class Pictures:
    """The video room, as far as a window asks it."""

    def __init__(self):
        self.shown = {}

    def show(self, camera_id, view, size):
        self.shown[camera_id] = size

    def hide(self, camera_id, view):
        self.shown.pop(camera_id)

    def reader(self, camera_id, view):
        return None


def colour_in(image, role):
    """How many pixels of a picture have a role's colour."""
    wanted = theme.color(role).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


@pytest.fixture
def window(qtbot):
    window = WallWindow(Pictures(), full_screen=False)
    window.resize(1920, 1080)
    window.show()
    qtbot.waitExposed(window)
    window.pump.start()
    yield window
    window.close()
    window.deleteLater()


def test_the_figures_are_told_with_their_words(qtbot):
    row = FigureRow()
    row.set_numbers(WallNumbers(2, 5, 492.0, True, StreamCount(7, 1, 1), 0.92))
    assert row.accessibleName() == (
        "2 kritis terbuka, 5 tiket terbuka, 08:12 terlama menunggu, 7 · 1 · 1 langsung · beku · putus, "
        "92 % dikirim dalam 60 s"
    )
    row.deleteLater()


def test_what_is_not_known_is_a_dash_and_not_a_nought():
    row = FigureRow()
    assert [figure for figure, _, _ in row.figures()] == ["–"] * 5
    row.set_numbers(WallNumbers(critical=0, open=0))
    assert [figure for figure, _, _ in row.figures()][:2] == ["0", "0"]
    row.deleteLater()


def test_no_critical_ticket_has_no_colour():
    row = FigureRow()
    row.set_numbers(WallNumbers(critical=0, open=1, longest_s=10.0))
    assert {role for _, _, role in row.figures()} == {Role.TEXT}
    row.set_numbers(WallNumbers(critical=1, open=1, longest_s=301.0, longest_over=True))
    assert [role for _, _, role in row.figures()][:3] == [Role.RED, Role.TEXT, Role.RED]
    row.deleteLater()


def test_old_figures_lose_their_colour_but_not_their_value(qtbot):
    row = FigureRow()
    row.resize(1920, 150)
    row.set_numbers(WallNumbers(2, 5, 492.0, True, StreamCount(7, 1, 1), 0.92))
    assert colour_in(row.grab().toImage(), Role.RED) > 100
    row.set_stale(True)
    assert colour_in(row.grab().toImage(), Role.RED) == 0
    assert "2 kritis terbuka" in row.accessibleName()
    row.deleteLater()


def test_the_queue_says_who_goes_and_how_many_reported_but_nothing_of_a_caller():
    queue = WallQueue()
    private = replace(views.TICKETS[0], description="Ibu Sari 0812-3456-7890", landmark="rumah Pak Budi", reports=3)
    queue.set_tickets((private,))
    assert queue.accessibleName() == "Kecelakaan, 2 motor (3 pelapor)"
    assert where_and_who(private) == "Jl. Raya Industri · Damkar, Polri · menuju lokasi"
    queue.deleteLater()


def test_the_queue_says_what_it_waits_for_before_it_says_that_nothing_is_open():
    queue = WallQueue()
    queue.set_waiting("Menunggu basis data sejak 14:03")
    assert queue.empty_words == "Menunggu basis data sejak 14:03"
    queue.set_tickets(())
    assert queue.empty_words == "Tidak ada tiket terbuka"
    queue.set_tickets(views.TICKETS)
    assert queue.empty_words == ""
    queue.deleteLater()


def test_a_ticket_that_waits_too_long_for_its_priority_has_a_red_time():
    queue = WallQueue()
    queue.resize(700, 88)
    queue.set_limits({Priority.HIGH: 300.0})
    queue.set_tickets((views.ticket(priority=Priority.HIGH, created_at=views.ago(290)),))
    queue.set_now(views.NOW)
    assert colour_in(queue.grab().toImage(), Role.RED) == 0
    queue.set_tickets((views.ticket(priority=Priority.HIGH, created_at=views.ago(310)),))
    assert colour_in(queue.grab().toImage(), Role.RED) > 20
    queue.deleteLater()


def test_the_chart_says_when_there_is_nothing_to_compare_with():
    chart = DayChart()
    assert chart.note == "menunggu data"
    chart.set_day(Day((1.0, 2.0)))
    assert chart.note == "belum ada pembanding"
    chart.set_day(Day((1.0, 2.0), tuple(3.0 for _ in range(96))))
    assert chart.note == ""
    chart.deleteLater()


@pytest.mark.parametrize(("most", "top"), [(0.0, 15), (15.0, 15), (16.0, 30), (61.0, 90), (9000.0, 9000)])
def test_the_chart_reaches_to_a_round_number_of_minutes(most, top):
    assert top_of(most) == top


def test_today_is_a_line_in_colour_and_the_usual_one_is_not(qtbot):
    chart = DayChart()
    chart.resize(700, 330)
    usual = tuple(float(at % 48) for at in range(96))
    chart.set_day(Day((), usual))
    head = chart.grab().toImage()
    chart.set_day(Day(tuple(20.0 for _ in range(60)), usual))
    assert colour_in(chart.grab().toImage(), Role.CONGESTED) > colour_in(head, Role.CONGESTED) + 200
    chart.deleteLater()


def test_a_gap_that_nobody_watched_is_no_line_and_says_why(qtbot):
    chart = DayChart()
    qtbot.addWidget(chart)
    chart.resize(900, 500)
    chart.set_day(Day(tuple(20.0 for _ in range(90))))
    whole = colour_in(chart.grab().toImage(), Role.CONGESTED)
    chart.set_day(Day(tuple(None if 20 <= at < 60 else 20.0 for at in range(90))))
    assert 0 < colour_in(chart.grab().toImage(), Role.CONGESTED) < 0.65 * whole
    assert "tidak dipantau" in chart.accessibleName()


def test_runs_and_gaps_share_out_the_day():
    minutes = (None, 1.0, 2.0, None, None, 3.0)
    assert runs(minutes) == [(1, [1.0, 2.0]), (5, [3.0])]
    assert gaps(minutes) == [(0, 1), (3, 2)]
    assert (runs(()), gaps((None,)), gaps((1.0,))) == ([], [(0, 1)], [])


def test_the_bottom_line_says_who_sent_what_and_why():
    footer = WallFooter()
    footer.set_data(FRESH)
    assert footer.pushed_words == "Kamera dipilih otomatis, yang terparah lebih dulu"
    footer.set_pushed(PUSHED)
    assert footer.pushed_words == (
        "102, 105 dikirim ke dinding oleh Operator 3 14:03:45 · BKS-2026-004188 · Antrean sampai tol"
    )
    footer.deleteLater()


def test_the_age_of_the_data_is_said_with_sign_word_and_colour(qtbot):
    footer = WallFooter()
    footer.resize(1920, 56)
    footer.set_data(FRESH)
    assert footer.data_words == "data 14:03:54"
    assert colour_in(footer.grab().toImage(), Role.STALE) == 0
    footer.set_data(replace(FRESH, stale=True))
    assert footer.data_words == "data dari 14:03:54"
    assert colour_in(footer.grab().toImage(), Role.STALE) > 100
    footer.set_data(DataAge(None, views.ago(0), stale=True))
    assert footer.data_words == "menunggu basis data sejak 14:03"
    assert footer.pushed_words == ""
    footer.deleteLater()


@pytest.mark.parametrize("height", [874, 1748, 583])
def test_every_picture_is_whole_the_first_is_the_largest_and_none_covers_another(height):
    width = width_for(height)
    places = rects(width, height)
    assert len(places) == SLOTS
    for place in places:
        assert place.width() / place.height() == pytest.approx(16 / 9, rel=0.01)
        assert place.left() >= 0
        assert place.right() < width
        assert place.bottom() < height
    assert all(places[0].width() > 2.9 * small.width() for small in places[1:])
    assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[at + 1 :])


def test_no_type_is_under_twenty_pixels_on_a_full_hd_wall_and_all_is_twice_as_large_on_a_4k_one():
    part = WallPart()
    part.set_scale(scale_for(1920, 1080))
    assert part.face(20).pixelSize() == 20
    part.set_scale(scale_for(3840, 2160))
    assert part.face(68).pixelSize() == 136
    part.deleteLater()


def test_a_tile_on_the_wall_is_larger_than_on_a_desk(qtbot):
    pictures = WallPictures()
    pictures.set_scale(1.0)
    pictures.resize(1165, 874)
    pictures.set_cameras((views.CAMERAS[0], None, None, None))
    assert pictures.visible_slots() == (0,)
    assert pictures.tile(0)._bar_height() >= 44
    assert not pictures.tile(1).isVisibleTo(pictures)
    pictures.deleteLater()


def test_a_camera_that_changes_its_tile_is_decoded_at_its_new_size(window, qtbot):
    room = window.pump._pictures
    first, second = views.CAMERAS[0], views.CAMERAS[1]
    window.show_cameras((first, second, None, None))
    qtbot.waitUntil(lambda: len(room.shown) == 2)
    assert room.shown[views.camera_id(first)][0] > 1100
    window.show_cameras((second, first, None, None))
    assert room.shown[views.camera_id(second)][0] > 1100
    window.show_cameras((second, None, None, None))
    assert set(room.shown) == {views.camera_id(second)}


def test_the_window_says_what_it_waits_for_and_why_until_there_is_a_record(window):
    window.show_data(DataAge(None, views.NOW, stale=True, why="Kata sandi salah."))
    assert window.queue.empty_words == "Menunggu basis data sejak 14:03\nKata sandi salah."
    window.show_data(FRESH)
    window.show_tickets(())
    assert window.queue.empty_words == "Tidak ada tiket terbuka"


def test_a_road_and_a_stream_are_told_on_the_walls_tiles(window):
    one = views.CAMERAS[2]
    window.show_cameras((one, None, None, None))
    window.show_health(views.health(one, StreamState.LIVE, age_s=0.1, delay_s=0.1))
    window.show_analysis(views.analysis(one, TrafficState.STOPPED))
    assert window.pictures.tile(0).traffic is TrafficState.STOPPED
    assert "terhenti" in window.pictures.tile(0).accessibleName()


def test_the_wall_changes_its_language_while_it_runs(window, qtbot, qapp):
    window.show_numbers(WallNumbers(1, 1))
    window.show_data(FRESH)
    try:
        set_language(Language.ENGLISH)
        theme.retranslate(qapp)
        qtbot.waitUntil(lambda: window.windowTitle() == "Siaga · wall")
        qtbot.waitUntil(lambda: "critical open" in window.figures.accessibleName())
    finally:
        set_language(Language.INDONESIAN)


def form_with(qtbot, *chosen):
    form = PushForm()
    qtbot.addWidget(form)
    form.start(views.CAMERAS, tuple(one.id for one in chosen), "Lalu lintas terhenti")
    form.show()
    qtbot.waitExposed(form)
    return form


def test_enter_sends_the_chosen_cameras_in_their_order_with_the_reason(qtbot):
    form = form_with(qtbot, views.CAMERAS[4], views.CAMERAS[1])
    sent = Heard(form.submitted)
    form.activateWindow()
    form.submit.click()
    assert sent.told == [((views.CAMERAS[4].id, views.CAMERAS[1].id), "Lalu lintas terhenti")]


def test_a_camera_that_is_ticked_later_stands_behind_and_one_that_is_unticked_leaves(qtbot):
    form = form_with(qtbot, views.CAMERAS[4])
    form._ticks[views.CAMERAS[0].id].click()
    form._ticks[views.CAMERAS[7].id].click()
    assert form.chosen == tuple(views.CAMERAS[at].id for at in (4, 0, 7))
    form._ticks[views.CAMERAS[4].id].click()
    assert form.chosen == tuple(views.CAMERAS[at].id for at in (0, 7))


def test_no_more_cameras_than_the_wall_has_tiles_can_be_ticked(qtbot):
    form = form_with(qtbot, *views.CAMERAS[:MOST_CAMERAS])
    assert not form._ticks[views.CAMERAS[5].id].isEnabled()
    form._ticks[views.CAMERAS[0].id].click()
    assert form._ticks[views.CAMERAS[5].id].isEnabled()


def test_without_a_reason_or_a_camera_nothing_is_sent_and_the_form_says_what_is_missing(qtbot):
    form = form_with(qtbot, views.CAMERAS[4])
    sent = Heard(form.submitted)
    form._reason.setText("  ")
    form.submit.click()
    assert form.error_line.text == "Tulis alasannya; itu tampil di dinding dan tercatat."
    form._ticks[views.CAMERAS[4].id].click()
    form.submit.click()
    assert form.error_line.text == "Pilih satu sampai 4 kamera."
    assert len(sent) == 0


def test_the_form_says_what_stands_on_the_wall_and_offers_to_release_only_that(qtbot):
    form = form_with(qtbot)
    assert form.standing_words == "Dinding sekarang memilih kameranya sendiri."
    assert not form.release.isVisible()
    form.set_standing(PUSHED)
    assert form.standing_words == "Di dinding: 102, 105 · Operator 3 14:03:45 · Antrean sampai tol"
    released = Heard(form.released)
    QTest.mouseClick(form.release, Qt.MouseButton.LeftButton)
    assert len(released) == 1


def test_a_refusal_is_shown_in_the_open_sheet_and_told_on_when_it_is_closed(qtbot, window):
    sheet = WallSheet(window)
    told = Heard(sheet.failed)
    sheet.show_failed(Forbidden())
    assert len(told) == 1
    sheet.show_offer(views.CAMERAS, (views.CAMERAS[0].id,), "Tinjau")
    sheet.show_failed(Forbidden())
    assert sheet.form.error_line.text != ""
    assert len(told) == 1
    sheet.show_may_push(False, "")
    assert not sheet.sheet.isVisible()


def a_window():
    made = WallWindow(Pictures(), full_screen=False)
    made.show_cameras((*views.CAMERAS[:3], None))
    made.show_tickets(views.TICKETS)
    made.show_data(FRESH)
    return made


def a_form():
    made = PushForm()
    made.start(views.CAMERAS, (views.CAMERAS[0].id,), "Tinjau")
    made.start(views.CAMERAS, (), "")
    return made


@pytest.mark.parametrize("make", [a_window, a_form])
def test_a_wall_or_a_form_that_is_closed_is_gone(make):
    view = make()
    view.grab()
    seen = weakref.ref(view)
    view.close()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del view
    gc.collect()
    assert seen() is None
