"""Tickets found and linked on a real desk with a real record, by keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.keys import press, rows_on_screen, to_front, type_

from storage.model.callers import Channel
from storage.model.ids import new_id
from storage.model.links import LinkKind
from storage.model.search import PAGE, TicketFilter
from storage.model.tickets import Act, Priority, TicketState
from storage.service.commands import ActOnTicket, EditTicket, OpenTicket, SaveFilter
from widgets.common.places import PlaceChoice

PATIENCE_MS = 15_000
POINT = {"latitude": -6.2601, "longitude": 107.1502}


def ticket(record, title, **more):
    values = {"category": "flood", "priority": Priority.HIGH, "place": "Rawa Lumbu", **POINT, **more}
    command = OpenTicket(key=new_id(), ticket_id=new_id(), title=title, **values)
    record.execute(command)
    return command.ticket_id


def act(record, ticket_id, what, **more):
    seen = record.ticket(ticket_id).ticket
    record.execute(ActOnTicket(key=new_id(), ticket_id=ticket_id, expected_version=seen.version, act=what, **more))


@pytest.fixture(scope="module")
def record(site):
    return site.record("operator2")


@pytest.fixture
def desk(site, desks, qtbot):
    desk = desks.open(site.entry("operator1"))
    qtbot.waitUntil(lambda: desk.tickets.signed_in, timeout=PATIENCE_MS)
    return desk


def wait(qtbot, true):
    qtbot.waitUntil(true, timeout=PATIENCE_MS)


def find(desk, qtbot, words):
    wait(qtbot, lambda: to_front(desk))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    sheet = desk.finding.sheet.sheet
    wait(qtbot, lambda: sheet.isVisible() and sheet.isActiveWindow())
    type_(words)
    return desk.finding.sheet.page


def shown(desk):
    detail = desk.window.detail.detail
    return detail.ticket.id if detail is not None else None


def test_a_closed_ticket_is_found_and_a_long_list_by_a_shared_filter_reads_on(site, record, desk, qtbot):
    closed = ticket(record, "Genangan xyzzyplugh tinggi")
    ticket(record, "Lain sama sekali")  # else the list is right before anything was looked for
    act(record, closed, Act.ACKNOWLEDGE)
    act(record, closed, Act.RESOLVE)
    act(record, closed, Act.CLOSE)
    page = find(desk, qtbot, "xyzzyp")
    wait(qtbot, lambda: [one.id for one in page.found.tickets()] == [closed])
    press(Qt.Key.Key_Return)
    wait(qtbot, lambda: shown(desk) == closed)
    assert not desk.finding.sheet.sheet.isVisible()
    assert desk.window.detail.detail.ticket.state is TicketState.CLOSED
    assert Act.NOTE not in {one for one, _ in desk.window.detail.detail.acts}

    # A list that is longer reads on at its end; the filter is one that a supervisor shared.
    nowhere = {"category": "waste", "latitude": None, "longitude": None}
    made = {ticket(record, f"Antrean frobnik {at}", **nowhere) for at in range(PAGE + 5)}
    supervisor = site.record("supervisor1")
    wanted = TicketFilter(text="frobnik", days=1)
    name = "Frobnik hari ini"
    supervisor.execute(SaveFilter(key=new_id(), filter_id=new_id(), name=name, filter=wanted, shared=True))
    page = find(desk, qtbot, "")
    wait(qtbot, page.saved.chips.isVisible)
    page.saved.chips.setFocus()
    press(Qt.Key.Key_1)
    wait(qtbot, lambda: len(page.found.tickets()) == PAGE)
    assert page.asked == wanted
    page.field.setFocus()
    for _ in range(PAGE):
        page.found.step(1)
    wait(qtbot, lambda: {one.id for one in page.found.tickets()} == made)
    assert page.found.foot.endswith("akhir daftar")


def test_a_duplicate_is_linked_by_keys_comes_back_and_an_overtaken_one_is_said(site, record, desk, qtbot):
    first = ticket(record, "Banjir kwux di pasar")
    second = ticket(record, "Air naik kwux di pasar")
    wait(qtbot, lambda: {first, second} <= {one.id for one in desk.window.right.ticket_list.tickets()})
    desk.window.take_ticket(second)
    line = desk.window.detail.kin
    wait(qtbot, line.isVisible)
    wait(qtbot, lambda: to_front(desk))
    press(Qt.Key.Key_F)
    links = desk.finding.links_desk
    wait(qtbot, lambda: links.sheet.isVisible() and links.sheet.isActiveWindow())
    assert links.page.list.choose(first)
    press(Qt.Key.Key_K)
    wait(qtbot, lambda: record.ticket(second).ticket.duplicate_of == first)
    queue = desk.window.right.ticket_list
    wait(qtbot, lambda: second not in {one.id for one in queue.tickets()})
    wait(qtbot, lambda: any("Banjir kwux" in row and "+1 kembar" in row for row in rows_on_screen(desk)))
    wait(qtbot, lambda: [one.kind for one in links.page.kin.links] == [LinkKind.DUPLICATE])
    press(Qt.Key.Key_L)
    type_("Ternyata lain")
    press(Qt.Key.Key_Return)
    wait(qtbot, lambda: record.ticket(second).ticket.duplicate_of is None)
    wait(qtbot, lambda: second in {one.id for one in queue.tickets()})
    assert record.ticket(second).timeline[-1].text == "Ternyata lain"

    # What another desk changes meanwhile is said, and done again on what stands now.
    first = ticket(record, "Pohon grault satu", category="fallen_tree", latitude=-6.3001)
    second = ticket(record, "Pohon grault dua", category="fallen_tree", latitude=-6.3001)
    press(Qt.Key.Key_Escape)
    desk.window.take_ticket(second)
    wait(qtbot, lambda: shown(desk) == second)
    wait(qtbot, lambda: links.line.kin is not None and bool(links.line.kin.alike))
    desk.live.end()  # this desk hears nothing of what the other does
    seen = record.ticket(first).ticket
    record.execute(EditTicket(key=new_id(), ticket_id=first, expected_version=seen.version, title="Pohon grault besar"))
    links.line.click()
    assert links.page.list.choose(first)
    links.page.duplicate.click()
    wait(qtbot, lambda: links.page.error_line.text.startswith("Salah satu tiket berubah"))
    assert record.ticket(second).ticket.duplicate_of is None
    wait(qtbot, lambda: links.page.kin.alike[0].ticket.title == "Pohon grault besar")
    links.page.duplicate.click()
    wait(qtbot, lambda: record.ticket(second).ticket.duplicate_of == first)


def test_a_second_report_goes_to_the_ticket_that_is_there_with_what_was_typed(site, record, desk, qtbot):
    there = ticket(record, "Kebakaran waldo", category="fire", latitude=-6.3501)
    wait(qtbot, lambda: to_front(desk))
    form = desk.window.sheets.form
    desk.window.sheets.new_ticket(None, None, None)
    form.start(
        replace(
            form.draft(),
            title="Asap tebal waldo",
            category="fire",
            choice=PlaceChoice("Gudang", latitude=-6.3502, longitude=107.1502),
        )
    )
    wait(qtbot, lambda: [one.ticket.id for one in form.alike.alike] == [there])
    wait(qtbot, desk.window.sheets.form_sheet.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    wait(qtbot, lambda: shown(desk) == there)
    assert not desk.window.sheets.form_sheet.isVisible()
    reports = site.record("operator1").reports(there)
    assert [one.words for one in reports] == ["Asap tebal waldo\nGudang"]
    assert reports[0].channel is Channel.COUNTER
