"""The wall that a desk opens on its own monitor."""

import pytest
from PySide6.QtCore import QObject, Qt
from support import views
from support.qt import Heard
from support.small_site import new_ticket, small_site

from console.presenters.jobs import ImmediateJobs
from console.windows.desk_wall import DeskWall
from storage.model.tickets import Priority
from video.events import StreamState


class NoPictures:
    def __init__(self):
        self.shown = set()

    def show(self, camera_id, view, size):
        self.shown.add(camera_id)

    def hide(self, camera_id, view):
        self.shown.discard(camera_id)

    def reader(self, camera_id, view):
        return None


@pytest.fixture
def site():
    site = small_site()
    site.person("operator1").execute(new_ticket(priority=Priority.CRITICAL, title="Kecelakaan"))
    return site


@pytest.fixture
def wall(site):
    owner = QObject()
    wall = DeskWall(NoPictures(), ImmediateJobs(), lambda: site.now, owner, lambda: site.now.timestamp())
    wall.cameras_known(tuple(site.cameras.values()))
    yield wall
    wall.close()
    owner.deleteLater()


def sign_in(wall, site, login="operator1"):
    record = site.person(login)
    wall.begin(record, record.me())


def test_it_opens_with_what_the_signed_in_person_may_see(wall, site, qtbot):
    sign_in(wall, site)
    wall.open("", full_screen=False)
    qtbot.waitExposed(wall.window)
    assert wall.window.queue.accessibleName() == "Kecelakaan"
    assert [one.number for one in wall.window.pictures.cameras if one] == [101, 102]
    qtbot.waitUntil(lambda: len(wall._pictures.shown) == 2)


def test_while_nobody_is_signed_in_it_shows_pictures_and_grows_old(wall, site, qtbot):
    sign_in(wall, site)
    wall.open("", full_screen=False)
    wall.end()
    site.pass_time(30)
    wall.tick()
    assert "data dari" in wall.window.footer.data_words
    assert wall.window.queue.accessibleName() == "Kecelakaan"
    sign_in(wall, site, "operator2")
    wall.tick()
    assert "data dari" not in wall.window.footer.data_words


def test_an_agencys_officer_does_not_read_the_whole_sites_tickets_onto_it(wall, site):
    sign_in(wall, site, "dishub1")
    assert not wall.may_open
    wall.open("", full_screen=False)
    assert wall.window.queue.accessibleName() != "Kecelakaan"


def test_closing_it_decodes_nothing_more_and_it_can_be_opened_again(wall, site, qtbot):
    sign_in(wall, site)
    closed = Heard(wall.closed)
    wall.open("", full_screen=False)
    qtbot.waitUntil(lambda: len(wall._pictures.shown) == 2)
    wall.close()
    assert wall._pictures.shown == set()
    assert wall.window is None
    assert len(closed) == 1
    wall.tick()
    wall.show_health(views.health(views.CAMERAS[0], StreamState.LIVE))
    wall.open("", full_screen=False)
    assert wall.window is not None


def test_the_keys_that_opened_it_close_it_where_it_stands_over_the_desk(wall, site, qtbot):
    sign_in(wall, site)
    for key, more in ((Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Escape, Qt.KeyboardModifier(0))):
        wall.open("", full_screen=False)
        wall.window.activateWindow()
        qtbot.waitUntil(wall.window.isActiveWindow)
        qtbot.keyClick(wall.window, key, more)
        assert wall.window is None
