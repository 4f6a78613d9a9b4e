"""A procedure on real parts: answered by keys, a dome turned to its preset, its picture kept, a skip told."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support import onvif_server
from support.keys import to_front
from support.live_site import PASSWORD, USER
from support.onvif_dome import dome

from storage.model.ids import new_id
from storage.model.procedures import SKIP, YES
from storage.model.tickets import Act, Priority
from storage.service.commands import ActOnTicket, OpenTicket, SaveCamera, SeeNotice

PATIENCE_MS = 15_000
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
PRESET = '<Preset token="{0}"><Name>Arah {0}</Name></Preset>'
PRESETS = f"<GetPresetsResponse>{''.join(PRESET.format(n) for n in (1, 2, 3))}</GetPresetsResponse>"


@pytest.fixture
def turning(site, monkeypatch):
    """Camera 101 is a dome with three presets from now on."""
    monkeypatch.setattr(onvif_server, "USER", USER)
    before = next(one for one in site.record("operator1").cameras() if one.number == 101)
    server = dome(before.main_url, before.sub_url, PASSWORD)
    server.answers |= {"GetPresets": PRESETS, "GotoPreset": "<GotoPresetResponse/>", "Stop": "<StopResponse/>"}
    save = replace(before, onvif_url=f"http://{server.place}/onvif/device_service", ptz=True)
    site.record("supervisor1").execute(SaveCamera(key=new_id(), camera=save, username=USER, password=PASSWORD))
    yield server, save
    server.close()


def a_fire(site, camera):
    command = OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title="Asap di pasar",
        category="fire",
        priority=Priority.CRITICAL,
        place="Pasar Cikarang",
        camera_id=camera.id,
    )
    site.record("operator1").execute(command)
    return command.ticket_id


def test_steps_are_answered_by_keys_the_camera_keeps_its_picture_and_a_skip_is_told(site, turning, desks, qtbot):
    server, camera = turning
    ticket = a_fire(site, camera)
    reader, supervisor = site.record("operator1"), site.record("supervisor1")
    for older in supervisor.procedure_notices():
        supervisor.execute(SeeNotice(key=new_id(), notice_id=older.id))
    desk = desks.open(site.entry("operator1"))
    section, tile = desk.window.procedure, desk.window.grid.tile(0)

    def wait(condition):
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def answers():
        return [(one.step, one.answer) for one in reader.procedure_run(ticket).answers]

    def press(key, modifier=ALT):
        QTest.keyClick(QApplication.focusWidget() or desk.window, key, modifier)

    wait(lambda: desk.tickets.signed_in and tile.camera is not None and tile.camera.ptz and tile.painted > 0)
    wait(lambda: to_front(desk))
    desk.window.take_ticket(ticket)
    wait(lambda: section.isVisible() and section.chosen == "keluar")
    if section.folded:  # on a small screen
        press(Qt.Key.Key_P)
    press(Qt.Key.Key_1)
    wait(lambda: section.chosen == "damkar")
    assert answers() == [("keluar", "done")]
    wait(lambda: any("SOP 1" in line for line in told(desk)))

    # The camera act: opened at its preset, answered with its picture.
    while section.chosen != "asap":
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_9)
    wait(lambda: "GotoPreset" in server.operations())
    went = next(one for one in server.asked if one.operation == "GotoPreset")
    assert "3</" in went.body.split("PresetToken")[1]
    press(Qt.Key.Key_1)
    wait(lambda: ("asap", YES) in answers())
    given = reader.procedure_run(ticket).answers[-1]
    still = reader.still(given.still_id)
    assert (still.camera_id, still.ticket_id) == (camera.id, ticket)
    assert still.jpeg.startswith(b"\xff\xd8")

    # A skip asks for its reason, and the supervisor's desk says it.
    wait(lambda: section.chosen == "damkar")
    press(Qt.Key.Key_0)
    wait(lambda: QApplication.focusWidget() is desk.procedures.view.prompt._reason)
    QTest.keyClicks(QApplication.focusWidget(), "Sudah dikirim lewat radio")
    press(Qt.Key.Key_Return, CTRL)
    wait(lambda: ("damkar", SKIP) in answers() and not desk.procedures.view.sheet.isVisible())
    boss = desks.open(site.entry("supervisor1"), "boss")
    strip = boss.window.procedure_notices
    wait(lambda: strip.isVisible() and "Sudah dikirim lewat radio" in strip.sentence)
    assert not desk.window.procedure_notices.isVisible()
    strip.know.click()
    wait(lambda: not strip.isVisible())
    assert reader.ticket(ticket).timeline[-1].act == "see_steps"


def told(desk):
    return desk.window.detail._timeline._lines.accessibleDescription().split("\n")


def test_a_closing_that_leaves_steps_asks_why_first(site, desks, qtbot):
    camera = site.cameras[1]
    ticket, record = a_fire(site, camera), site.record("operator1")
    for act in (Act.ACKNOWLEDGE, Act.RESOLVE):
        version = record.ticket(ticket).ticket.version
        record.execute(ActOnTicket(key=new_id(), ticket_id=ticket, expected_version=version, act=act))
    desk = desks.open(site.entry("operator1"))

    def wait(condition):
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    wait(lambda: desk.tickets.signed_in and to_front(desk))
    desk.window.take_ticket(ticket)
    wait(lambda: desk.procedures.presenter.left(ticket) > 0)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_X)
    wait(desk.window.sheets.reason_sheet.isVisible)
    form = desk.window.sheets.reason
    assert "langkah SOP yang belum dijawab" in form._text.placeholderText()
    QTest.keyClicks(form._text, "Asap dari pembakaran sampah")
    form.submit.click()
    wait(lambda: record.ticket(ticket).ticket.state == "closed")
    assert record.ticket(ticket).timeline[-1].text == "Asap dari pembakaran sampah"
    assert any(one.ticket_id == ticket for one in record.procedure_notices())
