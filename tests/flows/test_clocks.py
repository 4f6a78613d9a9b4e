"""A late promise on real parts, by keys: the station says so, the desk leads to it, and a pause ends it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.keys import press, rows_on_screen, to_front

from storage.model.alarms import AlarmKind, AlarmState
from storage.model.clock_values import ClockClass, ClockTarget, Goal, PauseReason, Unit
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.service.commands import OpenTicket, SetClockTarget

PATIENCE_MS = 30_000


def promise_two_seconds(supervisor):
    """So that nobody has to wait for a minute."""
    point = (None, ClockClass.EMERGENCY, Goal.DISPATCH)
    targets = supervisor.clock_rules().targets.targets
    stands = next(one for one in targets if (one.category, one.clock_class, one.goal) == point)
    target = ClockTarget(new_id(), ClockClass.EMERGENCY, Goal.DISPATCH, Unit.SECONDS, 2)
    supervisor.execute(SetClockTarget(key=new_id(), target=target, seen=stands.id))


def test_a_late_dispatch_alarms_the_desk_which_pauses_it_by_keys(site, desks, qtbot):
    record = site.record("operator1")
    desk = desks.open(site.entry("operator1"))
    qtbot.waitUntil(lambda: desk.tickets.signed_in, timeout=PATIENCE_MS)
    promise_two_seconds(site.record("supervisor1"))
    command = OpenTicket(
        key=new_id(), ticket_id=new_id(), title="Kebakaran", category="fire", priority=Priority.CRITICAL, place=""
    )
    record.execute(command)

    def alarm():
        return next((one for one in desk.window.alarms.list.listed if one.about_ticket == command.ticket_id), None)

    qtbot.waitUntil(lambda: alarm() is not None and alarm().kind is AlarmKind.SLA_BREACH, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: any("lewat" in row for row in rows_on_screen(desk)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: to_front(desk), timeout=PATIENCE_MS)
    press(Qt.Key.Key_A)
    qtbot.waitUntil(lambda: desk.window.detail.detail is not None, timeout=PATIENCE_MS)
    assert desk.window.detail.detail.ticket.id == command.ticket_id, "the alarm leads to its ticket"
    press(Qt.Key.Key_T)
    assert desk.window.right.ticket_list.isAncestorOf(QApplication.focusWidget()), "it has its ticket already"
    assert alarm() is not None
    sheet = desk.window.sheets.pause_sheet
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.isActiveWindow(), timeout=PATIENCE_MS)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: record.ticket(command.ticket_id).ticket.paused is PauseReason.CITIZEN, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: alarm() is not None and alarm().state is AlarmState.RETURNED, timeout=PATIENCE_MS)
    assert alarm().about_ticket == command.ticket_id
    assert len(record.tickets()) == 1
