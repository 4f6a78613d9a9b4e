"""Cameras kept on real parts, by keys: from a file and back, from the network to a live tile, and their health."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support import onvif_server
from support.keys import press, to_front, type_
from support.live_site import PASSWORD, USER
from support.onvif_dome import dome

from resources.words import Language
from storage.model.camera_csv import Standing, read_cameras, write_cameras
from storage.model.ids import new_id
from storage.service.commands import SaveCamera
from video.events import CameraId, StreamState
from widgets.cameras.book import BookLine
from widgets.cameras.find_values import ChannelState, DeviceState
from widgets.cameras.health import HealthLine

PATIENCE_MS = 20_000


@pytest.fixture
def opened(site, desks, qtbot):
    def opening(login):
        desk = desks.open(site.entry(login))
        qtbot.waitUntil(lambda: desk.tickets.signed_in, timeout=PATIENCE_MS)
        return desk

    return opening


def press_ctrl(key):
    QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)


def is_front(sheet):
    return sheet.isVisible() and sheet.isActiveWindow()


def show(desk, qtbot, key, sheet):
    qtbot.waitUntil(lambda: to_front(desk), timeout=PATIENCE_MS)
    press_ctrl(key)
    qtbot.waitUntil(lambda: is_front(sheet), timeout=PATIENCE_MS)


def book_lines(desk):
    return {line.camera.number: line for line in desk.cameras.book_sheet.page.list.lines if isinstance(line, BookLine)}


def open_book(desk, qtbot):
    show(desk, qtbot, Qt.Key.Key_K, desk.cameras.book_sheet.sheet)
    qtbot.waitUntil(lambda: book_lines(desk) != {}, timeout=PATIENCE_MS)


def standing(site, number):
    return next((one for one in site.record("operator1").cameras() if one.number == number), None)


def test_a_site_written_to_a_file_comes_back_changed_and_a_later_change_of_another_is_not_overwritten(
    site, opened, qtbot, tmp_path
):
    desk = opened("supervisor1")
    cameras = desk.cameras
    open_book(desk, qtbot)
    file = tmp_path / "kamera.csv"
    cameras.book_sheet.save_to(str(file))
    qtbot.waitUntil(lambda: "disimpan" in cameras.book_sheet.page.said.text, timeout=PATIENCE_MS)
    assert PASSWORD.encode() not in file.read_bytes()

    known, agencies = site.record("supervisor1").cameras(), site.record("supervisor1").agencies()
    assert {line.standing for line in read_cameras(file.read_bytes(), known, agencies).lines} == {Standing.UNCHANGED}
    moved = [replace(one, group="Terminal", heading=45.0) for one in known if one.number in (103, 104)]
    file.write_bytes(write_cameras(moved, agencies, Language.INDONESIAN))

    press_ctrl(Qt.Key.Key_I)
    qtbot.waitUntil(lambda: is_front(cameras.import_sheet.sheet), timeout=PATIENCE_MS)
    page = cameras.import_sheet.page
    cameras.import_sheet.read_from(str(file))
    qtbot.waitUntil(lambda: "2 berubah" in page.note.text, timeout=PATIENCE_MS)
    other = replace(standing(site, 104), name="Dari orang lain")
    site.record("administrator1").execute(SaveCamera(key=new_id(), camera=other))
    press_ctrl(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: "1 kamera disimpan, 1 ditolak" in page.said.text, timeout=PATIENCE_MS)
    assert (standing(site, 103).group, standing(site, 103).heading) == ("Terminal", 45.0)
    assert (standing(site, 104).group, standing(site, 104).name) == ("", "Dari orang lain")
    assert "diubah orang lain" in page.list.row.sentence

    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_front(cameras.book_sheet.sheet), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: book_lines(desk)[103].camera.group == "Terminal", timeout=PATIENCE_MS)


@pytest.fixture
def device(site, monkeypatch):
    monkeypatch.setattr(onvif_server, "USER", USER)
    made = dome(site.rtsp.url("101/main"), site.rtsp.url("101/sub"), PASSWORD)
    yield made
    made.close()


def is_live(desk, camera):
    health = desk.video.supervisor.health().get(CameraId(str(camera.id)))
    return health is not None and health.state in (StreamState.LIVE, StreamState.RECEIVING)


def test_a_camera_of_the_network_is_asked_saved_and_live_and_nothing_is_saved_before(
    site, device, opened, qtbot, monkeypatch
):
    # Its stream is one that stands already: as a camera of its own here.
    monkeypatch.setattr("console.app.cameras.search_network", tuple)
    desk = opened("administrator1")
    finding, presenter = desk.cameras.find_sheet, desk.cameras.finding
    open_book(desk, qtbot)
    press_ctrl(Qt.Key.Key_F)
    qtbot.waitUntil(lambda: is_front(finding.sheet), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "tulis alamatnya" in finding.page.list.lines[0].text, timeout=PATIENCE_MS)
    page, before = finding.page, len(site.record("operator1").cameras())
    page.fields["address"].setFocus()
    type_(device.place)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(presenter._state.devices) == 1, timeout=PATIENCE_MS)
    for name, text in (("username", USER), ("password", PASSWORD), ("group", "Gerbang"), ("first_number", "300")):
        page.fields[name].setFocus()
        type_(text)
    press_ctrl(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: presenter._state.devices[0].state is DeviceState.READY, timeout=PATIENCE_MS)
    assert presenter._state.to_save == (), "its stream is that of camera 101, so it is not ticked"
    assert len(site.record("operator1").cameras()) == before
    page.take_focus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press_ctrl(Qt.Key.Key_S)

    def is_saved():
        return presenter._state.devices[0].channels[0].state is ChannelState.SAVED

    qtbot.waitUntil(is_saved, timeout=PATIENCE_MS)
    camera = standing(site, 300)
    assert (camera.group, camera.ptz, camera.sub_url) == ("Gerbang", True, site.rtsp.url("101/sub"))
    assert camera.onvif_url.startswith("http://127.0.0.1:")
    qtbot.waitUntil(lambda: is_live(desk, camera), timeout=PATIENCE_MS)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not finding.sheet.isVisible(), timeout=PATIENCE_MS)
    assert PASSWORD not in repr(vars(presenter))


def test_health_read_from_the_record_leads_to_the_tile_of_the_worst_camera(site, opened, qtbot):
    desk = opened("operator1")
    sheet = desk.cameras.health_sheet
    show(desk, qtbot, Qt.Key.Key_H, sheet.sheet)

    def lines():
        return [line for line in sheet.page.list.lines if isinstance(line, HealthLine)]

    qtbot.waitUntil(lambda: lines() != [], timeout=PATIENCE_MS)
    troubles = [line.row.trouble.trouble_s for line in lines()]
    assert troubles == sorted(troubles, reverse=True)
    worst = lines()[0].row.camera
    qtbot.waitUntil(lambda: sheet.page.strip.told(0) != "", timeout=PATIENCE_MS)
    press(Qt.Key.Key_Return)
    assert not sheet.sheet.isVisible()
    shown = [camera_id for camera_id in desk.window.grid.assignments() if camera_id is not None]
    assert CameraId(str(worst.id)) in shown


def test_an_operator_reads_the_book_and_changes_nothing(site, opened, qtbot):
    desk = opened("operator1")
    open_book(desk, qtbot)
    page = desk.cameras.book_sheet.page
    assert not page.change.isVisible()
    assert not page.bring.isVisible()
    desk.cameras.import_sheet.open_import()
    desk.cameras.find_sheet.open_find()
    assert not desk.cameras.import_sheet.sheet.isVisible()
    assert not desk.cameras.find_sheet.sheet.isVisible()
