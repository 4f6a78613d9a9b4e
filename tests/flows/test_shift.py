"""A shift on real parts, by keys alone: from a jam before a camera to the signed handover and the report of it."""

import json
import re
import subprocess
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.jam import jam_zones, make_jam
from support.keys import press, to_front, type_
from support.live_site import JAMMED, open_site
from support.own_process import ENVIRONMENT, command_of
from support.sources import ROOT

from console.clock import utc_now
from console.settings import Settings
from storage.model.alarms import AlarmKind
from storage.model.tickets import AssignmentState, TicketState
from storage.service.commands import SaveAlarmRule
from widgets.common.figures import WIB, clock

PATIENCE_MS = 20_000
JAM_MS = 120_000  # a zone's state is a mean over half a minute
BRIEF_S = 4.0


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shift")
    site = open_site(cluster, folder, jam=(make_jam(folder / "jam.mp4"), jam_zones()))
    supervisor = site.record("supervisor1")
    for rule in supervisor.alarm_rules():
        brief = type(rule)(rule.id, rule.kind, rule.priority, BRIEF_S, rule.cooldown_s, version=rule.version)
        supervisor.execute(SaveAlarmRule(key=rule.id, rule=brief))
    yield site
    site.close()


@pytest.fixture
def desk(site, desks, qtbot):
    desk = desks.open(site.entry("operator1"))
    qtbot.waitUntil(lambda: desk.tickets.signed_in, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: to_front(desk), timeout=PATIENCE_MS)
    return desk


class Officer:
    """An agency's officer at a console of their own, in another process."""

    def __init__(self, site, login, folder):
        command = command_of("agency_process", site, folder, login)
        self.process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)

    def ended(self):
        return self.process.poll() is not None

    def close(self):
        """Also where the test failed before it was done."""
        self.process.kill()
        self.process.wait()

    def told(self):
        out, _ = self.process.communicate(timeout=20)
        return [json.loads(line) for line in out.splitlines()]


def jam_alarm(desk):
    wanted = (AlarmKind.CONGESTION, AlarmKind.STOPPED_TRAFFIC)
    return next((one for one in desk.window.alarms.list.listed if one.kind in wanted), None)


def ticket_of(desk):
    detail = desk.window.detail.detail
    return detail.ticket if detail is not None else None


def test_from_a_jam_to_a_signed_handover_and_its_report_by_keys_alone(site, desk, qtbot, tmp_path, request):
    qtbot.waitUntil(lambda: jam_alarm(desk) is not None, timeout=JAM_MS)
    alarm_id = jam_alarm(desk).id
    ticket = _ticket_by_one_key(desk, qtbot, alarm_id)
    assert ticket.camera_id == next(one.id for one in site.cameras if one.number == JAMMED)
    listed = desk.window.alarms.list
    qtbot.waitUntil(lambda: alarm_id not in {one.id for one in listed.listed}, timeout=PATIENCE_MS)

    officer = Officer(site, "dishub1", tmp_path)
    request.addfinalizer(officer.close)
    _dispatch(desk, qtbot, "Dishub")
    qtbot.waitUntil(officer.ended, timeout=60_000)
    told = officer.told()
    assert officer.process.returncode == 0
    assert ticket.number in told[0]["read"]
    assert told[0]["alarms"] is False
    assert [line["state"] for line in told[1:]] == ["accepted", "under_way", "on_scene", "done"]

    # What the officer did last must be on the desk: an act on an older version is a conflict, as it should be.
    done = AssignmentState.DONE
    qtbot.waitUntil(lambda: ticket_of(desk).assignments[0].state is done, timeout=PATIENCE_MS)
    _resolve_and_close(desk, qtbot)
    outgoing = desk.session.person.name
    _hand_over(site, desk, qtbot)
    pdf = _report(desk, qtbot)
    _compare(site, ticket, pdf, outgoing)


def _ticket_by_one_key(desk, qtbot, wanted):
    """A goes to the alarms, Down chooses; T makes the ticket."""
    press(Qt.Key.Key_A)
    for _ in range(len(desk.window.alarms.list.listed)):
        chosen = desk.window.alarms.list.chosen_alarm()
        if chosen is not None and chosen.id == wanted:
            break
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_T)
    qtbot.waitUntil(lambda: ticket_of(desk) is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: ticket_of(desk).state is TicketState.ACKNOWLEDGED, timeout=PATIENCE_MS)
    return ticket_of(desk)


def _dispatch(desk, qtbot, agency):
    press(Qt.Key.Key_D)
    sheet = desk.window.sheets.reason_sheet
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.isActiveWindow(), timeout=PATIENCE_MS)
    type_(agency)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ticket_of(desk).assignments != (), timeout=PATIENCE_MS)
    assert ticket_of(desk).assignments[0].agency_name == agency


def _resolve_and_close(desk, qtbot):
    qtbot.waitUntil(lambda: to_front(desk), timeout=PATIENCE_MS)
    press(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: ticket_of(desk).state is TicketState.RESOLVED, timeout=PATIENCE_MS)
    press(Qt.Key.Key_X)
    sheet = desk.window.sheets.reason_sheet  # steps of the procedure are open: it asks why
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.isActiveWindow(), timeout=PATIENCE_MS)
    type_("Lancar sebelum SOP selesai")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: ticket_of(desk).state is TicketState.CLOSED, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: to_front(desk), timeout=PATIENCE_MS)


def _hand_over(site, desk, qtbot):
    press(Qt.Key.Key_F6)
    sheets = desk.shift.sheets
    qtbot.waitUntil(lambda: sheets.page_sheet.isVisible() and sheets.page_sheet.isActiveWindow(), timeout=PATIENCE_MS)
    type_("Simpang lancar lagi")
    press(Qt.Key.Key_Tab)
    type_(site.logins.people["operator1"])
    press(Qt.Key.Key_Return)
    record = site.record("supervisor1")
    since = utc_now() - timedelta(days=1)
    qtbot.waitUntil(lambda: any(one.signatures for one in record.handovers(since=since)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: sheets.page.awaits_incoming, timeout=PATIENCE_MS)
    type_("operator2")
    press(Qt.Key.Key_Tab)
    type_(site.logins.people["operator2"])
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.session.person.login == "operator2", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not sheets.page_sheet.isVisible(), timeout=PATIENCE_MS)


def _report(desk, qtbot):
    """F4, and the running shift instead of the last one; the report's bytes."""
    qtbot.waitUntil(lambda: to_front(desk), timeout=PATIENCE_MS)
    press(Qt.Key.Key_F4)
    sheet, page = desk.papers.sheet.sheet, desk.papers.sheet.page
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.isActiveWindow(), timeout=PATIENCE_MS)
    while not page.span.hasFocus():
        press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.papers.presenter.report is not None, timeout=PATIENCE_MS)
    pdf = desk.papers.presenter.report.pdf
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not desk.papers.sheet.sheet.isVisible(), timeout=PATIENCE_MS)
    return pdf


def _compare(site, ticket, pdf, outgoing):
    """The report's text beside the record."""
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
    assert ticket.number in text
    assert outgoing in text
    assert "Operator 2" in text
    record = site.record("supervisor1")
    detail = record.ticket(ticket.id)
    assert detail.ticket.state is TicketState.CLOSED
    span = Settings().shift_plan.at(utc_now())
    (line,) = (one for one in record.shift_facts(span.starts_at, span.ends_at).tickets if one.id == ticket.id)
    by_act = {entry.act: entry.at for entry in detail.timeline}
    assert line.dispatched_at == detail.ticket.assignments[0].dispatched_at
    assert line.closed_at == by_act["close"]
    for moment in (line.opened_at, line.dispatched_at, line.on_scene_at):
        assert moment is not None
        assert clock(moment, seconds=False) in text, (moment.astimezone(WIB), datetime.now(WIB))
