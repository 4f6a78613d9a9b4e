"""From a camera to a tile to a ticket, and to the other desk."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from console.presenters.camera_probe import Source
from resources.words import Language, set_language
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Act, TicketState
from storage.service.commands import ActOnTicket, SaveCamera
from video.events import CameraId, StreamState
from video.synthetic.framecode import read_frame_number

PATIENCE_MS = 15_000


@pytest.fixture
def live(site, desks, qtbot):
    """Open a desk and wait until its cameras are live and its person is signed in."""

    def opened(login="operator1", name=""):
        desk = desks.open(site.entry(login), name)
        qtbot.waitUntil(lambda: desk.tickets.signed_in or desk.login.form.error_line.text != "", timeout=PATIENCE_MS)
        assert desk.login.form.error_line.text == ""
        qtbot.waitUntil(lambda: shown_live(desk, site), timeout=PATIENCE_MS)
        return desk

    return opened


def shown_live(desk, site):
    health = desk.video.supervisor.health()
    live = all(
        health.get(CameraId(str(one.id))) and health[CameraId(str(one.id))].state is StreamState.LIVE
        for one in site.cameras
    )
    return live and all(desk.window.grid.painted(CameraId(str(one.id))) > 2 for one in site.cameras)


def to_front(desk, qtbot):
    """Keys belong to the window that is active."""
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow, timeout=PATIENCE_MS)


def make_ticket(desk, qtbot, slot, title):
    """By keys: T on the tile, a title, Enter."""
    to_front(desk, qtbot)
    desk.window.grid.select(slot)
    QTest.keyClick(desk.window, Qt.Key.Key_T)
    sheet, form = desk.window.sheets.form_sheet, desk.window.sheets.form
    qtbot.waitUntil(sheet.isVisible, timeout=PATIENCE_MS)
    field = form.focusWidget()
    field.selectAll()
    QTest.keyClicks(field, title)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not sheet.isVisible(), timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: title in [one.title for one in desk.window.right.ticket_list.tickets()], timeout=PATIENCE_MS
    )
    return next(one for one in desk.window.right.ticket_list.tickets() if one.title == title)


def test_a_key_on_a_tile_makes_a_ticket_with_its_still_that_the_other_desk_sees_at_once(site, live, qtbot):
    first, second = live("operator1"), live("operator2")
    ticket = make_ticket(first, qtbot, 1, "Lalu lintas terhenti")
    assert ticket.number.startswith("BKS-")
    assert ticket.camera_id == site.cameras[1].id
    qtbot.waitUntil(lambda: ticket.id in {one.id for one in second.window.right.ticket_list.tickets()}, timeout=2000)
    detail = site.record("operator2").ticket(ticket.id)
    still = site.record("operator2").still(detail.still_ids[0])
    assert still.jpeg.startswith(b"\xff\xd8")
    assert still.camera_id == site.cameras[1].id


def test_a_stale_act_is_refused_and_shown_beside_what_the_other_desk_did(site, live, qtbot):
    desk = live()
    ticket = make_ticket(desk, qtbot, 0, "Dua orang, satu tiket")
    qtbot.waitUntil(lambda: desk.window.detail.detail is not None, timeout=PATIENCE_MS)
    desk.live.end()  # this desk hears nothing of what the other does
    site.record("operator2").execute(
        ActOnTicket(
            key=new_id(), ticket_id=ticket.id, expected_version=ticket.version, act=Act.REJECT, text="Sudah lancar"
        )
    )
    desk.window.detail.act_requested.emit(Act.ACKNOWLEDGE, None)
    qtbot.waitUntil(desk.window.sheets.conflict_sheet.isVisible, timeout=PATIENCE_MS)
    assert site.record("operator1").ticket(ticket.id).ticket.state is TicketState.REJECTED
    desk.window.sheets.conflict.kept_theirs.emit()
    assert not desk.window.sheets.conflict_sheet.isVisible()


def test_the_frame_that_a_tile_shows_is_the_one_that_the_camera_sends_now(site, live, qtbot):
    desk = live()
    desk.window.resize(1920, 1080)
    tile = desk.window.grid.tile(0)
    qtbot.waitUntil(lambda: tile.picture_size_px()[0] > 320 and _number_on(tile) is not None, timeout=PATIENCE_MS)
    behind = []

    def counted():
        """The numbers are read off what the window shows; the loop is 100 frames long."""
        sent, shown = site.rtsp.frame_now("101/main"), _number_on(tile)
        if shown is not None:
            behind.append((sent - shown) % 100)
        return len(behind) >= 10

    qtbot.waitUntil(counted, timeout=PATIENCE_MS)
    assert sorted(behind)[len(behind) // 2] <= 5, f"frames of 40 ms behind the camera: {behind}"


def _number_on(tile):
    grabbed = tile.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(grabbed.constBits(), np.uint8).reshape(grabbed.height(), grabbed.bytesPerLine() // 4, 4)
    return read_frame_number(pixels[:, : grabbed.width()])


def test_changing_the_person_does_not_interrupt_the_pictures(site, live, qtbot):
    desk = live("operator1")
    camera_id = CameraId(str(site.cameras[0].id))
    before = desk.video.supervisor.health()[camera_id]
    desk.session.sign_in("supervisor1", site.logins.people["supervisor1"])
    qtbot.waitUntil(
        lambda: desk.session.person is not None and desk.session.person.login == "supervisor1", timeout=PATIENCE_MS
    )
    painted = desk.window.grid.painted(camera_id)
    qtbot.waitUntil(lambda: desk.window.grid.painted(camera_id) > painted + 5, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: desk.video.supervisor.health()[camera_id].decoded > before.decoded, timeout=PATIENCE_MS
    )  # it is reported once a second
    assert desk.video.supervisor.health()[camera_id].reconnects == before.reconnects


def test_a_wrong_password_is_said_and_the_pictures_go_on(site, live, qtbot):
    desk = live("operator1")
    desk.login.change_person()
    desk.session.sign_in("operator2", "salah")
    qtbot.waitUntil(lambda: desk.login.form.error_line.text != "", timeout=PATIENCE_MS)
    assert desk.session.person.login == "operator1"
    assert shown_live(desk, site)


def test_a_camera_is_opened_by_its_number_from_anywhere_on_the_desk(site, live, qtbot):
    desk = live()
    desk.window.grid_acts.grid_4()
    to_front(desk, qtbot)
    desk.window.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_3):
        QTest.keyClick(desk.window.focusWidget() or desk.window, key)
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    slot = desk.window.grid.selected_slot
    assert slot is not None
    assert desk.window.grid.camera_at(slot).number == 103


def test_a_new_camera_is_probed_saved_and_live_on_every_desk(site, live, qtbot):
    desk, other = live("administrator1"), live("operator1")
    new = Camera(new_id(), 150, "Kamera baru", site.rtsp.url("104/main"), version=0)
    desk.cameras.presenter.probe(Source(new.main_url, "kamera", "Rahasia/#77@x"))
    qtbot.waitUntil(lambda: "640" in desk.cameras.sheet.form.probe_text(), timeout=PATIENCE_MS)
    desk.cameras.presenter.save(new, "kamera", "Rahasia/#77@x")
    camera_id = CameraId(str(new.id))
    for one in (desk, other):
        qtbot.waitUntil(
            lambda one=one: (
                one.video.supervisor.health().get(camera_id) is not None
                and one.video.supervisor.health()[camera_id].state in (StreamState.LIVE, StreamState.RECEIVING)
            ),
            timeout=PATIENCE_MS,
        )
    site.cameras[:] = [one for one in site.cameras if one.id != new.id]
    record = site.record("administrator1")
    saved = next(one for one in record.cameras() if one.id == new.id)
    record.execute(SaveCamera(key=new_id(), camera=replace(saved, enabled=False)))
    qtbot.waitUntil(lambda: camera_id not in desk.video.supervisor.health(), timeout=PATIENCE_MS)


def test_the_next_start_finds_the_layout_and_the_windows_again(site, desks, live, qtbot):
    desk = live(name="same")
    desk.window.grid_acts.grid_4()
    desk.window.tiles.place(0, str(site.cameras[3].id))
    desk.window.new_window()
    window = desk._windows[0]
    window.tiles.place(2, str(site.cameras[1].id))
    desk.close()
    again = live(name="same")
    assert again.window.grid.grid_size == 4
    assert again.window.grid.camera_at(0).id == site.cameras[3].id
    assert again._windows[0].grid.camera_at(2).id == site.cameras[1].id


def test_a_window_opened_after_another_was_closed_has_pictures_of_its_own(site, live, qtbot):
    desk = live()
    desk.window.new_window()
    desk.window.new_window()
    desk._windows[0].close()
    desk.window.new_window()
    assert len({window.windowTitle() for window in desk._windows}) == 2
    camera_id = CameraId(str(site.cameras[0].id))
    for window in list(desk._windows):
        qtbot.waitUntil(lambda window=window: window.grid.painted(camera_id) > 2, timeout=PATIENCE_MS)


def test_the_language_is_switched_while_running(site, live, qtbot):
    desk = live()
    try:
        assert desk.window.left.header.accessibleName() == "Kamera"
        desk.window.language()
        qtbot.waitUntil(lambda: desk.window.left.header.accessibleName() == "Cameras", timeout=PATIENCE_MS)
    finally:
        set_language(Language.INDONESIAN)


def test_every_key_of_the_table_is_answered_by_the_desk_or_one_of_its_parts(site, live):
    assert live().window.unbound() == frozenset()
