"""A procedure's camera acts on the desk: which camera, its preset, its picture, and what happens without one."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QSettings
from pytestqt.qtbot import QtBot
from support import views
from unit.storage.city import City
from unit.storage.demo_values import fake_site
from unit.storage.test_fakes import FakeDoors

from console.app.procedures import Procedures
from console.layout import WindowLayout
from console.presenters.jobs import ImmediateJobs
from console.presenters.tickets import TicketsPresenter
from console.windows import ptz_look
from console.windows.desk import DeskWindow
from console.windows.ptz import PtzDesk
from console.windows.ptz_look import PtzLook
from resources.errors import SiagaError
from storage.model.procedures import UNSEEN, YES
from storage.service.errors import Unreachable
from widgets.common.signals import Sent


class NoPictures:
    def show(self, camera_id, view, size):
        """Nothing is decoded here."""

    def hide(self, camera_id, view):
        """Nothing is decoded here."""

    def reader(self, camera_id, view):
        return None


class Video(QObject):
    """Takes pictures when the test says so."""

    still_taken = Sent[str, bytes]()
    still_failed = Sent[str, SiagaError]()

    def __init__(self):
        super().__init__()
        self.asked = []

    def take_still(self, camera_id):
        self.asked.append(camera_id)


class Mover:
    """The PTZ presenter as far as a look needs it."""

    def __init__(self):
        self.held, self.turned, self.gone = None, [], []
        self.spots = SimpleNamespace(go_to=self.gone.append)

    def turn(self, camera):
        self.turned.append(camera.number)


@pytest.fixture
def room(tmp_path, qtbot: QtBot):
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window = DeskWindow("Pusat Komando", NoPictures(), WindowLayout(), store, demo=True)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    site = fake_site()
    city = City(FakeDoors(site))
    mover = Mover()
    ptz = SimpleNamespace(presenter=mover, view=PtzDesk(window))
    tickets, video = TicketsPresenter(window, ImmediateJobs()), Video()
    part = Procedures(window, tickets, video, ptz, ImmediateJobs())
    window.attach(tickets)
    window.detail_shown.connect(part.looked_at)
    cameras = tuple(replace(one, ptz=one.number == 101) for one in site.cameras.values())
    window.cameras_known(cameras)
    part.cameras_known(cameras)
    record = city.person("operator1")
    for one in (tickets, part.presenter):
        one.begin(record, record.me())
    yield SimpleNamespace(
        window=window, city=city, part=part, video=video, mover=mover, cameras=cameras, tickets=tickets, ptz=ptz
    )
    window.close()


def look_at_fire(room, **fields):
    ticket = room.city.open(category="fire", **fields)
    room.tickets.select(ticket)
    room.window.procedure.list.chosen.emit("asap")
    return ticket


def given(room, ticket):
    return [
        (one.step, one.answer, one.still_id is not None) for one in room.city.operator.procedure_run(ticket).answers
    ]


def test_the_answer_waits_for_its_picture(room) -> None:
    camera = room.cameras[1]
    ticket = look_at_fire(room, camera_id=camera.id)
    room.window.procedure.answered.emit("asap", YES)
    assert room.video.asked == [str(camera.id)]
    assert given(room, ticket) == []
    room.video.still_taken.emit(str(room.cameras[0].id), views.jpeg())  # somebody else's
    assert given(room, ticket) == []
    room.video.still_taken.emit(str(camera.id), views.jpeg())
    assert given(room, ticket) == [("asap", YES, True)]


def test_without_a_picture_the_answer_goes_and_says_so(room) -> None:
    camera = room.cameras[1]
    ticket = look_at_fire(room, camera_id=camera.id)
    room.window.procedure.answered.emit("asap", UNSEEN)
    room.video.still_failed.emit(str(camera.id), Unreachable(host="kamera"))
    assert given(room, ticket) == [("asap", UNSEEN, False)]
    assert "Jawaban disimpan tanpa gambar" in room.window.banner.sentence


def test_a_ticket_without_a_camera_or_a_point_is_answered_without_a_picture(room) -> None:
    ticket = look_at_fire(room)
    room.window.procedure.look_requested.emit("asap")
    assert "tanpa kamera" in room.window.banner.sentence
    room.window.procedure.answered.emit("asap", YES)
    assert given(room, ticket) == [("asap", YES, False)]


def test_a_picture_that_comes_after_another_ticket_was_chosen_answers_nothing(room) -> None:
    camera = room.cameras[1]
    first = look_at_fire(room, camera_id=camera.id)
    room.window.procedure.answered.emit("asap", YES)
    second = look_at_fire(room, camera_id=camera.id)
    room.video.still_taken.emit(str(camera.id), views.jpeg())
    assert given(room, first) == given(room, second) == []
    room.window.procedure.answered.emit("asap", YES)
    room.video.still_taken.emit(str(camera.id), views.jpeg())
    assert given(room, second) == [("asap", YES, True)]


def test_a_camera_that_cannot_be_turned_is_opened_and_the_person_told(room) -> None:
    camera = room.cameras[1]
    look_at_fire(room, camera_id=camera.id)
    room.window.procedure.look_requested.emit("asap")
    assert room.window.chosen_camera() == camera
    assert "tidak dapat diarahkan" in room.window.banner.sentence
    assert room.mover.turned == []


def test_a_dome_is_taken_in_hand_and_turned_once_its_presets_are_known(room, monkeypatch) -> None:
    camera = room.cameras[0]
    look_at_fire(room, camera_id=camera.id)
    room.window.procedure.look_requested.emit("asap")
    assert (room.mover.turned, room.mover.gone) == ([101], [])
    room.mover.held = camera
    room.ptz.view.spots_known.emit()
    room.ptz.view.spots_known.emit()
    assert room.mover.gone == [3]
    room.window.procedure.look_requested.emit("asap")
    assert (room.mover.turned, room.mover.gone) == ([101], [3, 3])  # in hand already


def test_a_taking_that_came_late_or_of_another_camera_turns_nothing(room, monkeypatch) -> None:
    camera, other = room.cameras[0], room.cameras[1]
    look = PtzLook(room.mover, room.ptz.view)
    look.go(camera, 2)
    room.mover.held = other
    room.ptz.view.spots_known.emit()
    room.mover.held = None
    look.go(camera, 2)
    later = ptz_look.monotonic() + 2 * ptz_look.PATIENCE_S
    monkeypatch.setattr(ptz_look, "monotonic", lambda: later)
    room.mover.held = camera
    room.ptz.view.spots_known.emit()
    assert room.mover.gone == []


def test_a_closing_asks_why_only_where_steps_are_open(room) -> None:
    ticket = look_at_fire(room)
    assert room.tickets.leaves_open(ticket) > 0
    other = room.city.open(category="other")
    room.tickets.select(other)
    assert room.tickets.leaves_open(other) == 0
