"""The site's books on real parts, by keys: a supervisor lowers a rule and the site follows; a number is put right."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.keys import press, to_front, type_

from storage.model.alarms import AlarmKind
from storage.model.ids import new_id
from storage.service.commands import SaveContact
from video.events import CameraId, StreamState
from widgets.alarms.rules import RuleLine
from widgets.people.contact_book_lines import ContactLine

PATIENCE_MS = 20_000
ALARM_MS = 60_000  # a camera is lost after 10 s without a frame
LOWERED_S = 1.0
TO_CAMERA_LOST = 4  # rows below the first


@pytest.fixture
def opened(site, desks, qtbot):
    def opening(login):
        desk = desks.open(site.entry(login))
        qtbot.waitUntil(lambda: desk.tickets.signed_in, timeout=PATIENCE_MS)
        return desk

    return opening


def press_ctrl(key):
    QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)


def show(desk, qtbot, key, sheet):
    qtbot.waitUntil(lambda: to_front(desk), timeout=PATIENCE_MS)
    press_ctrl(key)
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.isActiveWindow(), timeout=PATIENCE_MS)


def rule_line(page, kind):
    lines = [line for line in page.list.lines if isinstance(line, RuleLine)]
    return next((line for line in lines if line.rule.kind is kind and line.camera is None), None)


def lower_by_keys(desk, qtbot):
    books = desk.books
    show(desk, qtbot, Qt.Key.Key_R, books.rules_sheet.sheet)
    page = books.rules_sheet.page
    qtbot.waitUntil(lambda: rule_line(page, AlarmKind.CAMERA_LOST) is not None, timeout=PATIENCE_MS)
    for _ in range(TO_CAMERA_LOST):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    type_("1 detik")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: rule_line(page, AlarmKind.CAMERA_LOST).rule.min_duration_s == LOWERED_S, timeout=PATIENCE_MS
    )
    assert not page.is_editing
    press(Qt.Key.Key_Escape)
    assert not books.rules_sheet.sheet.isVisible()


def is_live(desk, camera):
    health = desk.video.supervisor.health().get(CameraId(str(camera.id)))
    return health is not None and health.state is StreamState.LIVE


def alarm_of(desk, camera):
    listed = desk.window.alarms.list.listed
    return next((one for one in listed if one.kind is AlarmKind.CAMERA_LOST and one.camera_id == camera.id), None)


def test_a_rule_that_a_supervisor_lowers_by_keys_is_the_one_the_operators_alarm_comes_by(site, opened, qtbot):
    supervisor, operator = opened("supervisor1"), opened("operator1")
    camera = site.cameras[0]
    qtbot.waitUntil(lambda: is_live(operator, camera), timeout=PATIENCE_MS)
    before = next(one for one in site.record("operator1").alarm_rules() if one.kind is AlarmKind.CAMERA_LOST)
    lower_by_keys(supervisor, qtbot)
    paths = [f"{camera.number}/{which}" for which in ("main", "sub")]
    for path in paths:
        site.rtsp.cut(path)
    qtbot.waitUntil(lambda: alarm_of(operator, camera) is not None, timeout=ALARM_MS)
    assert LOWERED_S <= alarm_of(operator, camera).held_s < before.min_duration_s
    for path in paths:
        site.rtsp.restore(path)

    show(operator, qtbot, Qt.Key.Key_R, operator.books.rules_sheet.sheet)
    page = operator.books.rules_sheet.page
    qtbot.waitUntil(lambda: rule_line(page, AlarmKind.CAMERA_LOST) is not None, timeout=PATIENCE_MS)
    assert "bila berlangsung 1 detik" in rule_line(page, AlarmKind.CAMERA_LOST).sentence
    press(Qt.Key.Key_Return)
    assert not page.is_editing


def first_line(page):
    return next((line for line in page.list.lines if isinstance(line, ContactLine)), None)


def test_a_number_put_right_by_keys_is_copied_at_once_and_follows_the_feed_while_the_book_is_open(site, opened, qtbot):
    desk = opened("supervisor1")
    sheet, page = desk.books.contact_sheet.sheet, desk.books.contact_sheet.page
    show(desk, qtbot, Qt.Key.Key_B, sheet)
    qtbot.waitUntil(lambda: first_line(page) is not None, timeout=PATIENCE_MS)
    contact = first_line(page).contact
    press_ctrl(Qt.Key.Key_D)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    type_("0812-7700-1")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first_line(page).contact.phone == "0812-7700-1", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not page.is_editing, timeout=PATIENCE_MS)
    press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "0812-7700-1"

    now = next(one for one in site.record("operator1").contacts() if one.id == contact.id)
    assert (now.phone, now.version) == ("0812-7700-1", contact.version + 1)
    elsewhere = SaveContact(key=new_id(), contact=replace(now, name="Regu malam"))
    site.record("supervisor1").execute(elsewhere)
    qtbot.waitUntil(lambda: first_line(page).contact.name == "Regu malam", timeout=PATIENCE_MS)
