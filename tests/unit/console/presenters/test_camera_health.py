"""Health sorts by trouble, says what nobody watched, and never takes it for good."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.small_site import small_site

from console.presenters.camera_health import READ_AGAIN_S, CameraHealthPresenter, begin_of, table_of
from console.presenters.jobs import ImmediateJobs
from resources.words import Language
from storage.model.camera_health import CameraHour
from storage.model.shifts import ShiftPlan
from widgets.cameras.health_values import FIGURES, HealthSpan

PLAN = ShiftPlan((("Pagi", time(6)), ("Siang", time(14)), ("Malam", time(22))), ZoneInfo("Asia/Jakarta"))


class View:
    def __init__(self):
        self.may, self.page, self.hours, self.saved, self.errors = None, None, None, None, []
        self.pages = 0

    def show_may_read_health(self, may_read, may_edit):
        self.may = (may_read, may_edit)

    def show_health_page(self, page):
        self.page = page
        self.pages += page is not None

    def show_hours(self, camera_id, since, until, hours):
        self.hours = (camera_id, hours)

    def show_reading_health(self, reading):
        pass

    def show_health_saved(self, file):
        self.saved = file

    def show_health_error(self, error):
        self.errors.append(error)


class Desk:
    def __init__(self, login="operator1"):
        self.site, self.view, self.written = small_site(), View(), {}
        self.presenter = CameraHealthPresenter(self.view, ImmediateJobs(), ImmediateJobs(), PLAN, self._write)
        self.record = self.site.person(login)
        self.presenter.begin(self.record, self.record.me())

    def _write(self, file, content):
        self.written[file] = content
        return file

    def hour(self, number, back, **values):
        camera = next(one for one in self.site.cameras.values() if one.number == number)
        hour = self.site.now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=back)
        self.site.footage.hours[camera.id, hour] = CameraHour(camera.id, hour, **values)
        return camera


@pytest.fixture
def desk():
    return Desk()


def test_the_most_troubled_camera_stands_first_and_an_unwatched_one_is_unknown(desk):
    desk.hour(102, 2, watched_s=3600, lost_s=900)
    desk.presenter.open()
    first, second = desk.view.page.rows
    assert (first.camera.number, first.available) == (102, 0.75)
    assert (second.available, second.watched) == (None, 0.0)
    assert FIGURES["available"](second).text == "tak diketahui"
    assert FIGURES["lost"](first) == FIGURES["lost"](first).__class__("15 m 00 s", 2)


def test_a_span_begins_with_an_hour_and_an_older_hour_is_left_out(desk):
    desk.hour(101, 30, watched_s=3600, lost_s=3600)
    desk.presenter.open()
    assert all(one.trouble.lost_s == 0 for one in desk.view.page.rows)
    desk.presenter.choose_span(HealthSpan.WEEK)
    assert desk.view.page.rows[0].trouble.lost_s == 3600
    assert desk.view.page.since.minute == 0


@pytest.mark.parametrize(
    ("span", "begin"),
    [
        (HealthSpan.HOUR, datetime(2026, 11, 24, 6, tzinfo=UTC)),
        (HealthSpan.SHIFT, datetime(2026, 11, 24, 7, tzinfo=UTC)),  # 14:00 in Jakarta
        (HealthSpan.DAY, datetime(2026, 11, 23, 7, tzinfo=UTC)),
        (HealthSpan.WEEK, datetime(2026, 11, 17, 7, tzinfo=UTC)),
    ],
)
def test_each_span_begins_where_it_says(span, begin):
    assert begin_of(span, datetime(2026, 11, 24, 7, 25, tzinfo=UTC), PLAN) == begin


def test_the_hours_of_the_chosen_camera_come_with_it(desk):
    camera = desk.hour(101, 1, watched_s=3600, frozen_s=60)
    desk.presenter.open()
    desk.presenter.choose_camera(camera.id)
    assert desk.view.hours[0] == camera.id
    assert [one.frozen_s for one in desk.view.hours[1]] == [60]


def test_an_open_page_is_read_again_each_minute_and_a_closed_one_is_not(desk):
    desk.presenter.open()
    for _ in range(READ_AGAIN_S):
        desk.presenter.tick()
    assert desk.view.pages == 2
    desk.presenter.close()
    for _ in range(READ_AGAIN_S):
        desk.presenter.tick()
    assert desk.view.pages == 2


def test_the_table_as_a_file_leaves_empty_what_nobody_watched(desk):
    desk.hour(102, 1, watched_s=3600, lost_s=90, reconnects=3, bytes=450_000_000)
    desk.presenter.open()
    head, first, second = table_of(desk.view.page, Language.INDONESIAN).splitlines()
    assert head.startswith("Nomor;Nama;Kelompok;Putus")
    assert first.split(";")[:7] == ["102", "Kamera 102", "", "90", "0", "0", "3"]
    assert "0,975" in first
    assert second.split(";")[3:] == [""] * 8 + ["0"]
    desk.presenter.save(Path("kesehatan.csv"))
    assert desk.view.saved == Path("kesehatan.csv")
    assert desk.written[Path("kesehatan.csv")].startswith(b"\xef\xbb\xbfNomor;")


def test_a_name_that_a_spreadsheet_would_run_is_written_as_text(desk):
    desk.hour(101, 1, watched_s=3600)
    camera_id = next(one for one, camera in desk.site.cameras.items() if camera.number == 101)
    object.__setattr__(desk.site.cameras[camera_id], "name", "=1+1")
    desk.presenter.open()
    assert "'=1+1" in table_of(desk.view.page, Language.ENGLISH)


def test_an_agency_does_not_read_health():
    desk = Desk("dishub1")
    desk.presenter.open()
    assert desk.view.may == (False, False)
    assert desk.view.page is None
