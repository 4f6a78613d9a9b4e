"""What a person does with a live tile, on real parts: an ONVIF dome over HTTP is moved, a picture becomes a file."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support import onvif_server
from support.keys import press, to_front
from support.live_site import PASSWORD, USER
from support.onvif_dome import dome

from storage.model.ids import new_id
from storage.service.commands import SaveCamera, TakePtz
from video.events import CameraId
from widgets.tiles.ptz_mark import PtzHandle

PATIENCE_MS = 15_000
OK = "<{0}Response/>"
PRESETS = (
    '<GetPresetsResponse><Preset token="1"><Name>Lampu merah</Name></Preset>'
    '<Preset token="2"><Name>Pasar</Name></Preset></GetPresetsResponse>'
)


@pytest.fixture
def turning(site, monkeypatch):
    """Camera 101 is a dome from now on."""
    monkeypatch.setattr(onvif_server, "USER", USER)
    before = next(one for one in site.record("operator1").cameras() if one.number == 101)
    server = dome(before.main_url, before.sub_url, PASSWORD)
    for operation in ("ContinuousMove", "Stop", "GotoPreset", "GotoHomePosition"):
        server.answers[operation] = OK.format(operation)
    server.answers["GetPresets"] = PRESETS
    save = replace(before, onvif_url=f"http://{server.place}/onvif/device_service", ptz=True)
    site.record("supervisor1").execute(SaveCamera(key=new_id(), camera=save, username=USER, password=PASSWORD))
    yield server, save
    server.close()


def moves(server):
    """The pan speeds that the dome was told, and "stop"."""
    told = []
    for asked in list(server.asked):
        if asked.logged_in and asked.operation == "ContinuousMove":
            told.append(float(re.search(r'PanTilt x="([^"]+)"', asked.body)[1]))
        elif asked.logged_in and asked.operation == "Stop":
            told.append("stop")
    return told


def test_a_person_moves_a_dome_and_it_stops_when_a_supervisor_takes_over_with_a_reason(site, turning, desks, qtbot):
    server, camera = turning
    own = CameraId(str(camera.id))
    desk = desks.open(site.entry("operator1"))
    tile = desk.window.grid.tile(0)

    def wait(condition):
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    wait(lambda: desk.tickets.signed_in and tile.camera is not None and tile.camera.ptz and tile.painted > 0)
    assert tile.camera_id == own
    assert tile.marks[0].word == "PTZ"
    wait(lambda: to_front(desk))
    tile.setFocus()
    press(Qt.Key.Key_Z)
    wait(lambda: desk.ptz.view.controls is not None and len(desk.ptz.view.controls.spots.rows()) == 4)
    assert QApplication.focusWidget() is desk.ptz.view.controls
    wait(lambda: tile.marks[0].word.startswith("PTZ: Anda"))

    QTest.keyPress(QApplication.focusWidget(), Qt.Key.Key_Right)
    wait(lambda: moves(server).count(0.5) >= 3)  # told again while the key is down
    QTest.keyRelease(QApplication.focusWidget(), Qt.Key.Key_Right)
    wait(lambda: moves(server)[-1] == "stop")
    press(Qt.Key.Key_2)
    wait(lambda: "GotoPreset" in server.operations())
    wait(lambda: "Pasar" in desk.window.banner.sentence)

    QTest.keyPress(QApplication.focusWidget(), Qt.Key.Key_Left)
    wait(lambda: moves(server)[-1] == -0.5)
    supervisor = site.record("supervisor1")
    supervisor.execute(TakePtz(key=new_id(), camera_id=camera.id, reason="Kecelakaan di simpang"))
    wait(lambda: desk.ptz.view.controls is None and moves(server)[-1] == "stop")
    wait(lambda: "Kecelakaan di simpang" in desk.window.banner.sentence)
    assert desk.ptz.presenter.held is None
    (hold,) = supervisor.ptz_holds()
    assert hold.taken_from == site.record("operator1").me().name
    wait(lambda: hold.holder_name in tile.marks[0].word)

    # An operator does not take it back, and nothing moves meanwhile.
    before = len(moves(server))
    tile.setFocus()
    press(Qt.Key.Key_Z)
    wait(lambda: "supervisor dapat mengambil alih" in desk.window.banner.sentence)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert len(moves(server)) == before
    assert next(iter(tile.findChildren(PtzHandle))).isVisible()


def test_a_closing_desk_leaves_the_dome_still_and_free(site, turning, desks, qtbot):
    server, _ = turning
    desk = desks.open(site.entry("supervisor1"))
    tile = desk.window.grid.tile(0)

    def wait(condition):
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    wait(lambda: desk.tickets.signed_in and tile.camera is not None and tile.camera.ptz and tile.painted > 0)
    wait(lambda: to_front(desk))
    tile.setFocus()
    press(Qt.Key.Key_Z)
    wait(lambda: desk.ptz.view.controls is not None and len(desk.ptz.view.controls.spots.rows()) > 2)
    QTest.keyPress(QApplication.focusWidget(), Qt.Key.Key_Right)
    wait(lambda: 0.5 in moves(server))
    desk.close()
    assert moves(server)[-1] == "stop"
    assert site.record("operator1").ptz_holds() == ()


def test_one_key_saves_the_chosen_picture_as_a_file_and_says_where(site, desks, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SIAGA_PICTURES_DIR", str(tmp_path / "gambar"))
    desk = desks.open(site.entry("operator1"))
    tile = desk.window.grid.tile(1)
    qtbot.waitUntil(lambda: desk.tickets.signed_in and tile.painted > 0 and to_front(desk), timeout=PATIENCE_MS)
    tile.setFocus()
    press(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: "disimpan di" in desk.window.banner.sentence, timeout=PATIENCE_MS)
    (file,) = (tmp_path / "gambar").iterdir()
    reader = site.record("operator1")
    since = reader.server_now() - timedelta(minutes=5)

    def noted():
        return [one for one in reader.log_entries(since=since) if "102" in one.text]

    qtbot.waitUntil(lambda: noted() != [], timeout=PATIENCE_MS)
    assert noted()[0].text.startswith("Gambar diam disimpan: 102 ")
    assert noted()[0].author == reader.me().name
    assert str(file) in desk.window.banner.sentence
    assert file.name.startswith("siaga_102_kamera-102_")
    assert QImage(str(file)).width() == 640
