"""The book of cameras is read while it is open, follows the feed, and is written without any login."""

from pathlib import Path

import pytest
from support.small_site import camera, small_site

from console.presenters.camera_book import CameraBookPresenter
from console.presenters.jobs import ImmediateJobs
from storage.model.feed import Change, Kind
from storage.service.errors import Unreachable

FILE = Path("kamera.csv")


class View:
    def __init__(self):
        self.may, self.cameras, self.exported, self.errors, self.reads = None, None, None, [], 0

    def show_may_keep_cameras(self, may_read, may_edit):
        self.may = (may_read, may_edit)

    def show_book(self, cameras, agencies):
        self.cameras = cameras
        self.reads += cameras is not None

    def show_reading_book(self, reading):
        self.reading = reading

    def show_exported(self, file, count):
        self.exported = (file, count)

    def show_book_error(self, error):
        self.errors.append(error)


class Desk:
    def __init__(self, login="supervisor1"):
        self.site, self.view, self.written = small_site(), View(), {}
        self.presenter = CameraBookPresenter(self.view, ImmediateJobs(), ImmediateJobs(), self._write)
        record = self.site.person(login)
        self.presenter.begin(record, record.me())

    def _write(self, file, content):
        self.written[file] = content
        return file


@pytest.fixture
def desk():
    return Desk("administrator1")


def changed(kind):
    return (Change(1, kind, camera(1).id, 1, "x", small_site().now),)


def test_a_closed_book_is_not_read_and_an_open_one_follows_the_feed(desk):
    desk.presenter.changed(changed(Kind.CAMERA))
    assert desk.view.reads == 0
    desk.presenter.open()
    desk.presenter.changed(changed(Kind.CAMERA))
    desk.presenter.changed(changed(Kind.LEASE))
    assert desk.view.reads == 2
    desk.presenter.close()
    desk.presenter.changed(changed(Kind.CAMERA))
    assert desk.view.reads == 2


def test_what_is_exported_holds_every_camera_and_no_login(desk):
    desk.presenter.open()
    desk.presenter.export(FILE)
    assert desk.view.exported == (FILE, 2)
    assert b"rtsp://cam/101" in desk.written[FILE]
    assert b"rahasia" not in desk.written[FILE]


@pytest.mark.parametrize(
    ("login", "may"), [("administrator1", (True, True)), ("operator1", (True, False)), ("dishub1", (True, False))]
)
def test_who_may_read_and_who_may_change_is_what_the_server_says(login, may):
    assert Desk(login).view.may == may


def test_a_record_that_is_away_is_told_and_the_book_is_no_longer_busy(desk):
    desk.site.down = Unreachable(host="db")
    desk.presenter.open()
    assert len(desk.view.errors) == 1
    assert desk.view.reading is False


def test_the_next_person_sees_nothing_of_the_former_ones_book(desk):
    desk.presenter.open()
    desk.presenter.end()
    assert desk.view.cameras is None
    assert desk.view.may == (False, False)
