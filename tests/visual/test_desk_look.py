"""The whole desk, and the dialogs that the console itself makes."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QSettings
from support import views
from visual.conftest import Grab, Show

from console.layout import WindowLayout
from console.presenters.tickets import Reference
from console.windows.desk import DeskWindow
from console.windows.keys_page import KeysPage
from console.windows.status import RecordStatus
from resources.words import say
from storage.model.people import Person, Role
from video.events import StreamState, TrafficState
from widgets.common.notices import Tone
from widgets.people.password import PasswordForm

ROADS = {1: TrafficState.STOPPED, 2: TrafficState.DENSE, 4: TrafficState.CONGESTED}
STREAMS = {5: (StreamState.FROZEN, 5.0), 7: (StreamState.LOST, 134.0)}
OPERATOR = Person(UUID(int=3), "operator3", "Operator 3", Role.OPERATOR)


class NoPictures:
    """Stands for the video room: the pictures of a baseline are handed to the grid directly."""

    def show(self, camera_id, view, size):
        """Nothing is decoded here."""

    def hide(self, camera_id, view):
        """Nothing is decoded here."""

    def reader(self, camera_id, view):
        return None


def desk(tmp_path, show: Show, height: int = 1080) -> DeskWindow:
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window = DeskWindow("Pusat Komando Kabupaten Bekasi", NoPictures(), WindowLayout(), store, demo=True)
    show(window, 1920, height)
    window.cameras_known(views.CAMERAS)
    health = {}
    for at, camera in enumerate(views.CAMERAS):
        width, tall = window.grid.tile(at).picture_size_px()
        window.grid.set_picture(views.camera_id(camera), views.street(width, tall, night=at in (6,)), views.stamp(1))
        state, age_s = STREAMS.get(at, (StreamState.LIVE, 0.04))
        health[views.camera_id(camera)] = views.health(camera, state, age_s=age_s, delay_s=0.1)
        window.show_health(health[views.camera_id(camera)])
        if at in ROADS:
            window.show_analysis(views.analysis(camera, ROADS[at]))
    window.header.set_person(OPERATOR)
    window.status.set_record(RecordStatus(True, "14:03:54"))
    window.status.set_health(health)
    window.show_reference(Reference(views.AGENCIES, views.CATEGORIES, views.PLACES))
    window.show_tickets(views.TICKETS)
    window.show_now(views.NOW)
    return window


@pytest.mark.parametrize("height", [1080])
def test_the_desk_shows_pictures_tickets_and_the_one_that_is_looked_at(tmp_path, show, grab: Grab, height) -> None:
    window = desk(tmp_path, show, height)
    window.show_detail(views.detail())
    window.show_still(views.still())
    grab(window, "desk")


def test_a_desk_without_its_database_says_from_when_its_data_are(tmp_path, show, grab: Grab) -> None:
    window = desk(tmp_path, show)
    window.status.set_record(RecordStatus(False, "14:03:12"))
    window.banner.show_notice(Tone.AMBER, say("console.record.gone", at="14:03:12"))
    window.show_detail(None)
    grab(window, "desk-without-database")


def test_one_picture_fills_the_grid(tmp_path, show, grab: Grab, qtbot) -> None:
    window = desk(tmp_path, show)
    window.grid.maximise(1)
    camera = views.CAMERAS[1]
    width, tall = window.grid.tile(1).picture_size_px()
    window.grid.set_picture(views.camera_id(camera), views.street(width, tall), views.stamp(2))
    grab(window, "desk-maximised")


def test_the_page_of_keys_names_every_key(show: Show, grab: Grab) -> None:
    grab(show(KeysPage(), 1240, 1000), "keys")


def test_a_short_password_is_refused_with_a_sentence(show: Show, grab: Grab) -> None:
    form = PasswordForm()
    show(form, 420, 330)
    form.start()
    form.submit.click()
    form.clearFocus()
    grab(form, "password")


def test_a_vacant_tile_and_a_new_desk_say_what_to_do(tmp_path, show, grab: Grab) -> None:
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window = DeskWindow("Pusat Komando", NoPictures(), replace(WindowLayout(), grid=4), store, demo=False)
    show(window, 1600, 900)
    window.show_now(views.NOW)
    window.cameras_known(())
    window.show_tickets(())
    grab(window, "desk-empty")
