"""What an operator does with recorded pictures, on a real ring and a real playback process."""

import gc
from time import monotonic

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.live_site import Desks

from resources.words import Language, set_language
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.service.commands import OpenTicket
from video.events import CameraId
from video.synthetic.framecode import read_frame_number
from widgets import theme
from widgets.playback.values import SECOND_US, MarkKind, Place
from widgets.playback.wording import time_of, us_of

PATIENCE_MS = 15_000
RECORDED_S = 4
CLIP_FRAMES = 100  # four seconds, over and over


@pytest.fixture(scope="module")
def desk(qapp, site, tmp_path_factory):
    """One desk for the module, which has recorded its cameras for some seconds."""
    theme.apply(qapp)
    set_language(Language.INDONESIAN)
    gc.disable()
    desks = Desks(qapp, tmp_path_factory.mktemp("playback"))
    yield desks.open(site.entry("supervisor1"))
    desks.close()
    gc.enable()


@pytest.fixture
def recorded(desk, site, qtbot):
    """The desk in front, at live, with some seconds of each camera on its disk."""

    def enough():
        now_us = desk.playback.recording.presenter.now_us()
        spans = [desk.playback._ring.spans(str(one.id), now_us - 600 * SECOND_US, now_us) for one in site.cameras]
        return all(found and found[-1][1] - found[0][0] > RECORDED_S * SECOND_US for found in spans)

    qtbot.waitUntil(lambda: desk.tickets.signed_in and enough(), timeout=2 * PATIENCE_MS)
    to_front(desk, qtbot)
    yield desk
    for sheet in (desk.playback.acts.export_sheet.sheet, desk.playback.acts.mark_sheets.bookmark_sheet):
        sheet.dismiss()
    desk.playback.leave()


def to_front(desk, qtbot):
    """Keys belong to the window that is active."""
    desk.window.activateWindow()
    qtbot.waitUntil(
        lambda: desk.window.isActiveWindow() and QApplication.focusWidget() is not None, timeout=PATIENCE_MS
    )


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    """To whoever has the keyboard, by way of the shortcuts."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def number_on(tile):
    """The number that the camera burned into the frame on show; None while there is none."""
    image = tile.still()
    if image is None:
        return None
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return read_frame_number(pixels[:, : image.width()])


def shown(grid, site):
    return [grid.tiles_of(CameraId(str(one.id)))[0] for one in site.cameras]


def all_shown(desk, site):
    return all(tile.place.place is Place.SHOWN and tile.painted > 2 for tile in shown(desk.playback.grid, site))


def to_recordings(desk, site, qtbot):
    press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: all_shown(desk, site), timeout=PATIENCE_MS)


def stand_still(desk, qtbot):
    """Space, and until every picture has come to rest; the moment shown."""
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not desk.playback.mode.player.played().transport.playing, timeout=PATIENCE_MS)


def stands_at_its_frame(desk, tile):
    """Whether the tile shows exactly the frame at which its session stands."""
    at_us = desk.playback.mode.player.played().transport.at_us
    return abs(tile.stamp.pts_s * SECOND_US - at_us) < 1000 and tile.painted_sequence == tile.stamp.sequence


def open_ticket(site, camera):
    record = site.record("operator1")
    command = OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title="Motor terserempet",
        category="accident",
        priority=Priority.HIGH,
        place="Simpang SGC",
        camera_id=camera.id,
    )
    record.execute(command)
    return command.ticket_id


def look_at(desk, ticket_id, qtbot):
    desk.tickets.select(ticket_id)
    qtbot.waitUntil(
        lambda: desk.tickets.looked_at is not None and desk.tickets.looked_at.id == ticket_id, timeout=PATIENCE_MS
    )


def test_one_key_shows_recordings_of_the_tiles_and_esc_leads_back_to_live(recorded, site, qtbot):
    playback, window = recorded.playback, recorded.window
    to_recordings(recorded, site, qtbot)
    assert not window.middle.shows_live
    assert "REKAMAN" in playback.recording.pane.band.words
    qtbot.waitUntil(lambda: playback.recording.pane.timeline._rows[0].spans != (), timeout=PATIENCE_MS)
    press(Qt.Key.Key_Escape)
    assert window.middle.shows_live
    before = {one.id: window.grid.painted(CameraId(str(one.id))) for one in site.cameras}

    def all_painted():
        return all(window.grid.painted(CameraId(str(one))) > was + 2 for one, was in before.items())

    qtbot.waitUntil(all_painted, timeout=PATIENCE_MS)


def test_a_step_is_one_frame_on_and_the_others_follow(recorded, site, qtbot):
    to_recordings(recorded, site, qtbot)
    tile = shown(recorded.playback.grid, site)[0]
    recorded.playback.grid.maximise(tile.slot)
    stand_still(recorded, qtbot)
    qtbot.waitUntil(lambda: number_on(tile) is not None, timeout=PATIENCE_MS)
    press(Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: stands_at_its_frame(recorded, tile), timeout=PATIENCE_MS)
    before = number_on(tile)
    press(Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: number_on(tile) == (before + 1) % CLIP_FRAMES, timeout=PATIENCE_MS)
    press(Qt.Key.Key_Comma)
    qtbot.waitUntil(lambda: number_on(tile) == before, timeout=PATIENCE_MS)


def test_the_last_minute_stands_beside_the_live_picture_within_a_second(recorded, site, qtbot):
    recorded.window.grid.tile(1).setFocus()
    pair = recorded.playback.pair
    began = monotonic()
    press(Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: pair.recorded.painted > 0, timeout=PATIENCE_MS)
    took_s = monotonic() - began
    assert pair.recorded.camera.number == pair.live.camera.number == site.cameras[1].number
    qtbot.waitUntil(lambda: pair.live.painted > 2, timeout=PATIENCE_MS)
    assert took_s < 1.0, f"the replay took {took_s:.2f} s"
    press(Qt.Key.Key_F3)
    assert recorded.window.middle.shows_live


def test_one_key_leads_from_a_ticket_to_its_moment_with_its_camera_large(recorded, site, qtbot):
    look_at(recorded, open_ticket(site, site.cameras[2]), qtbot)
    press(Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: recorded.playback.recording.on, timeout=PATIENCE_MS)
    grid = recorded.playback.grid
    assert grid.camera_at(grid.maximised_slot).id == site.cameras[2].id
    opened_us = us_of(recorded.tickets.looked_at.created_at)
    ring = recorded.playback._ring.spans(str(site.cameras[2].id), opened_us - 600 * SECOND_US, opened_us)
    wanted_us = max(opened_us - 10 * SECOND_US, ring[0][0])
    assert abs(recorded.playback.recording.presenter.at_us - wanted_us) < 3 * SECOND_US
    qtbot.waitUntil(lambda: grid.tile(grid.maximised_slot).painted > 0, timeout=PATIENCE_MS)


def test_a_bookmark_stands_on_the_line_of_time_and_in_the_record(recorded, site, qtbot):
    to_recordings(recorded, site, qtbot)
    stand_still(recorded, qtbot)
    press(Qt.Key.Key_B)
    sheet = recorded.playback.acts.mark_sheets.bookmark_sheet
    qtbot.waitUntil(sheet.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClicks(QApplication.focusWidget(), "truk merah")
    press(Qt.Key.Key_Return)
    timeline = recorded.playback.recording.pane.timeline

    def stands():
        return any(one.kind is MarkKind.BOOKMARK and one.text == "truk merah" for one in timeline._rows[0].marks)

    qtbot.waitUntil(stands, timeout=PATIENCE_MS)
    to_front(recorded, qtbot)
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not stands(), timeout=PATIENCE_MS)


def test_the_picture_of_a_recorded_moment_is_kept_with_the_ticket(recorded, site, qtbot):
    ticket_id = open_ticket(site, site.cameras[0])
    look_at(recorded, ticket_id, qtbot)
    to_recordings(recorded, site, qtbot)
    press(Qt.Key.Key_S)
    reader = site.record("operator2")
    qtbot.waitUntil(lambda: len(reader.ticket(ticket_id).still_ids) == 1, timeout=PATIENCE_MS)
    assert reader.still(reader.ticket(ticket_id).still_ids[0]).jpeg.startswith(b"\xff\xd8")


def test_the_marked_range_is_locked_and_leaves_as_evidence_with_its_fingerprint(recorded, site, tmp_path, qtbot):
    to_recordings(recorded, site, qtbot)
    mode = recorded.playback.recording
    now_us = mode.presenter.now_us()
    mode.presenter.seek(now_us - 3 * SECOND_US)
    press(Qt.Key.Key_BracketLeft)
    mode.presenter.seek(now_us - 1 * SECOND_US)
    press(Qt.Key.Key_BracketRight)
    press(Qt.Key.Key_L)
    sheets, export = recorded.playback.acts.mark_sheets, recorded.playback.acts.export_sheet
    qtbot.waitUntil(sheets.lock_sheet.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClicks(QApplication.focusWidget(), "permintaan penyidik")
    press(Qt.Key.Key_Return)
    reader = site.record("supervisor1")
    qtbot.waitUntil(
        lambda: "permintaan penyidik" in {one.reason for one in reader.footage_locks()}, timeout=PATIENCE_MS
    )
    to_front(recorded, qtbot)
    press(Qt.Key.Key_E)
    qtbot.waitUntil(export.sheet.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClicks(QApplication.focusWidget(), "permintaan penyidik")
    export.form.set_folder(str(tmp_path))
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: export.form.result != "" or export.form.error_line.text != "", timeout=PATIENCE_MS)
    assert export.form.error_line.text == ""
    assert "Sidik kunci stasiun" in export.form.result
    folder = next(tmp_path.iterdir())
    assert (folder / "manifest.sig").exists()
    assert [one.folder for one in reader.exports(since=time_of(now_us - 60 * SECOND_US))] == [folder.name]


def test_the_status_bar_tells_that_it_records(recorded, qtbot):
    qtbot.waitUntil(lambda: recorded.window.status.recording_text() != "", timeout=2 * PATIENCE_MS)
