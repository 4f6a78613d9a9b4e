"""A supervisor's presets on real parts: kept, replaced and deleted on a dome over HTTP, from its tile."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.keys import press, to_front
from support.live_site import PASSWORD, USER

from console.clock import utc_now
from storage.model.ids import new_id
from storage.service.commands import SaveCamera
from video.onvif.dome import DomeServer
from video.onvif.values import Login

PATIENCE_MS = 15_000


@pytest.fixture
def dome(site):
    """Camera 101 is a dome with two presets from now on."""
    before = next(one for one in site.record("operator1").cameras() if one.number == 101)
    presets = (("Lampu merah", (0.5, 0.0, 0.0)), ("Pasar", (-0.5, 0.0, 0.0)))
    server = DomeServer((before.main_url, before.sub_url), Login(USER, PASSWORD), presets=presets, utc_now=utc_now)
    server.start()
    save = replace(before, onvif_url=server.address, ptz=True)
    site.record("supervisor1").execute(SaveCamera(key=new_id(), camera=save, username=USER, password=PASSWORD))
    yield server
    server.close()


def test_a_supervisor_replaces_a_preset_and_deletes_another(site, dome, desks, qtbot):
    desk = desks.open(site.entry("supervisor1"))
    tile, view = desk.window.grid.tile(0), desk.ptz.view

    def wait(condition):
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def names():
        return [one.name for one in dome.camera.presets("main")]

    wait(lambda: desk.tickets.signed_in and tile.camera is not None and tile.camera.ptz and tile.painted > 0)
    wait(lambda: to_front(desk))
    tile.setFocus()
    press(Qt.Key.Key_Z)
    wait(lambda: view.controls is not None and ("2", "Pasar") in view.controls.spots.rows())
    wait(lambda: view.controls.spots.rows()[-1][1].startswith("Arah"))  # where it looks
    press(Qt.Key.Key_2)
    wait(lambda: dome.camera.ptz_status("main").pan == -0.5)
    wait(lambda: "−50" in view.controls.spots.rows()[-1][1])

    form = view.preset_form
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait(view.preset_sheet.isVisible)
    form._which.setCurrentIndex(1)
    form._text.setText("Halte")
    form.submit.click()
    assert view.preset_sheet.isVisible()
    form.submit.click()
    wait(lambda: names() == ["Halte", "Pasar"])
    dome.camera.go_home("main")
    dome.camera.go_to_preset("main", dome.camera.presets("main")[0].token)
    assert dome.camera.ptz_status("main").pan == -0.5

    view.save_wished.emit()
    wait(view.preset_sheet.isVisible)
    form._which.setCurrentIndex(2)
    form.remove.click()
    form.remove.click()
    wait(lambda: names() == ["Halte"])
    wait(lambda: [word for key, word in view.controls.spots.rows() if key == "1"] == ["Halte"])
