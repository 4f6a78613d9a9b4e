"""Cameras from a file: nothing is saved of a file with errors unless its good lines alone are wanted."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.small_site import small_site

from console.presenters.camera_import import CameraImportPresenter
from console.presenters.jobs import ImmediateJobs
from resources.errors import SiagaError
from storage.model.camera_csv import Standing
from storage.service.commands import SaveCamera
from storage.service.errors import Unreachable

HEAD = "number,name,main_url\n"
FILE = Path("kamera.csv")


class View:
    def __init__(self):
        self.state, self.states, self.errors, self.may = None, [], [], None

    def show_import(self, state):
        self.state = state
        self.states.append(state)

    def show_import_error(self, error):
        self.errors.append(error)

    def show_may_import(self, allowed):
        self.may = allowed


class Desk:
    """A presenter over a site in memory, with a file that a test writes."""

    def __init__(self, login="administrator1"):
        self.site, self.view, self.text = small_site(), View(), ""
        self.presenter = CameraImportPresenter(self.view, ImmediateJobs(), ImmediateJobs(), self._read)
        self.record = self.site.person(login)
        self.presenter.begin(self.record, self.record.me())

    def _read(self, file, most):
        assert file == FILE
        return self.text.encode()

    def check(self, text):
        self.text = text
        self.presenter.check(FILE)
        return self.view.state.checked

    def names(self):
        return {camera.number: camera.name for camera in self.record.cameras()}


@pytest.fixture
def desk():
    return Desk()


def test_a_file_is_checked_and_nothing_is_saved_before_a_person_says_so(desk):
    checked = desk.check(HEAD + "101,Baru namanya,rtsp://cam/101\n102,Kamera 102,rtsp://cam/102\n300,Tiga,rtsp://c/3\n")
    counts = {one: len(checked.of(one)) for one in Standing}
    assert counts == {Standing.NEW: 1, Standing.CHANGED: 1, Standing.UNCHANGED: 1}
    assert desk.names() == {101: "Kamera 101", 102: "Kamera 102"}
    desk.presenter.apply()
    assert desk.names() == {101: "Baru namanya", 102: "Kamera 102", 300: "Tiga"}
    assert (desk.view.state.saved, desk.view.state.total, desk.view.state.checked.to_save) == (2, 0, ())


def test_progress_is_told_line_by_line(desk):
    desk.check(HEAD + "".join(f"{number},K,rtsp://c/{number}\n" for number in (301, 302, 303)))
    desk.presenter.apply()
    assert [one.saved for one in desk.view.states if one.total] == [0, 1, 2, 3]


def test_of_a_file_with_an_error_nothing_is_saved(desk):
    desk.check(HEAD + "300,Tiga,rtsp://c/3\n301,,rtsp://c/4\n")
    desk.presenter.apply()
    assert 300 not in desk.names()
    assert [(one.line, one.column) for one in desk.view.state.checked.errors] == [(3, "name")]


def test_the_good_lines_alone_are_saved_as_a_second_deliberate_act(desk):
    desk.check(HEAD + "300,Tiga,rtsp://c/3\n301,,rtsp://c/4\n")
    desk.presenter.apply(only_good=True)
    assert desk.names()[300] == "Tiga"
    assert 301 not in desk.names()


def test_a_camera_that_somebody_changed_meanwhile_is_told_and_the_rest_is_saved(desk):
    desk.check(HEAD + "101,Dari berkas,rtsp://cam/101\n300,Tiga,rtsp://c/3\n")
    standing = next(one for one in desk.record.cameras() if one.number == 101)
    desk.record.execute(SaveCamera(key=standing.id, camera=replace(standing, name="Dari orang lain")))
    desk.presenter.apply()
    assert desk.names() == {101: "Dari orang lain", 102: "Kamera 102", 300: "Tiga"}
    (failure,) = desk.view.state.failures
    assert "diubah orang lain" in failure.sentence
    desk.presenter.check()
    desk.presenter.apply()
    assert desk.names()[101] == "Dari berkas"


def test_a_database_that_goes_ends_the_saving_and_each_line_is_written_once(desk, monkeypatch):
    desk.check(HEAD + "300,Tiga,rtsp://c/3\n301,Empat,rtsp://c/4\n")
    execute, asked = type(desk.record).execute, []

    def lost_answer(record, command):
        asked.append(command)
        outcome = execute(record, command)
        if len(asked) == 1:
            raise Unreachable(host="db")
        return outcome

    monkeypatch.setattr(type(desk.record), "execute", lost_answer)
    desk.presenter.apply()
    assert desk.view.state.was_stopped
    assert len(desk.view.errors) == 1
    desk.presenter.apply()
    assert desk.view.state.failures == ()
    assert [number for number in desk.names() if number >= 300] == [300, 301]
    assert asked[0].key == asked[1].key


def test_a_file_that_cannot_be_read_says_so(desk):
    class Gone(SiagaError):
        pass

    def gone(file, most):
        raise Gone

    desk.presenter._read = gone
    desk.presenter.check(FILE)
    assert isinstance(desk.view.errors[0], Gone)
    assert desk.view.state.checked is None


def test_an_operator_may_not_import():
    desk = Desk("operator1")
    assert desk.view.may is False
    assert desk.check(HEAD + "300,Tiga,rtsp://c/3\n") is None


def test_a_closed_page_keeps_nothing_of_the_file(desk):
    desk.check(HEAD + "300,Tiga,rtsp://c/3\n")
    desk.presenter.forget()
    desk.presenter.apply()
    assert desk.view.state.checked is None
    assert 300 not in desk.names()
