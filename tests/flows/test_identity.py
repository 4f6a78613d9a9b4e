"""A confidential call on real parts: taken by keys, its seal lifted by two desks, shown to one, and gone again."""

import logging

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.keys import press, to_front, type_

from console.app.identity import Identities
from storage.model.callers import Openness
from storage.model.identity import SealState

PATIENCE_MS = 15_000
ALT, SHIFT, CTRL = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Alt", "Shift", "Control"))
NAME, NUMBER, REACH = "Ibu Kartini Rahasia", "0899-4242-4242", "lewat kakak"


def held(key, modifier):
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifier)


def prompt_of(desk):
    return next(part for part in desk._parts if isinstance(part, Identities)).view.prompt


def test_a_confidential_call_is_sealed_lifted_by_two_shown_to_one_and_hidden_again(site, desks, qtbot, caplog):
    caplog.set_level(logging.DEBUG)
    reader = site.record("auditor1")
    desk = desks.open(site.entry("operator1"))

    def wait(condition):
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    wait(lambda: desk.tickets.signed_in and to_front(desk))

    # Taken by keys: the number, the words, Alt I, then who it is and how to reach her.
    press(Qt.Key.Key_F2)
    form = desk.calls.sheet.form
    wait(lambda: form.isVisible() and QApplication.focusWidget() is form.fields[0])
    type_(NUMBER)
    press(Qt.Key.Key_Return)
    type_("Ada yang memukuli tetangga saya")
    held(Qt.Key.Key_I, ALT)
    form.caller.name.setFocus()
    type_(NAME)
    press(Qt.Key.Key_Return)
    type_(REACH)
    form.fields[2].setFocus()
    wait(lambda: form.fields[2]._chips != ())
    type_(form.fields[2]._chips[0].word[:8].lower())
    form.fields[4].setFocus()
    type_("Gang Melati")
    held(Qt.Key.Key_Return, CTRL)
    assert form.error_line.text == ""
    wait(lambda: not form.isVisible() and desk.tickets.looked_at is not None)
    ticket = desk.tickets.looked_at.id
    (report,) = reader.reports(ticket)
    assert (report.openness, report.caller_name, report.caller_number) == (Openness.CONFIDENTIAL, "", "")

    # Asked for on the ticket.
    seals = desk.window.detail.seals
    wait(lambda: seals.isVisible() and seals.lines[0].text == "Identitas disegel")
    wait(lambda: to_front(desk))
    held(Qt.Key.Key_I, SHIFT)
    prompt = prompt_of(desk)
    wait(lambda: prompt.isVisible() and QApplication.focusWidget() is prompt._reason)
    type_("Perlu bertanya ciri pelaku")
    held(Qt.Key.Key_Return, CTRL)
    wait(lambda: "menunggu" in seals.lines[0].text)

    # Another person grants it, at another desk.
    boss = desks.open(site.entry("supervisor1"), "boss")
    notices = boss.window.seal_notices
    wait(lambda: notices.isVisible() and "Perlu bertanya ciri pelaku" in notices.sentence)
    assert not desk.window.seal_notices.isVisible()
    wait(lambda: to_front(boss))
    notices.grant.click()
    wait(lambda: QApplication.focusWidget() is prompt_of(boss)._reason)
    held(Qt.Key.Key_Return, CTRL)
    wait(lambda: not notices.isVisible())

    # Shown to who asked, with what is left, and hidden by the same key.
    wait(lambda: "terbuka untuk Anda" in seals.lines[0].text)
    wait(lambda: to_front(desk))
    held(Qt.Key.Key_I, SHIFT)
    wait(lambda: seals.lines[0].text.startswith(f"{NAME} · {NUMBER} · {REACH} · sisa "))
    assert not boss.window.detail.seals.isVisible() or NAME not in boss.window.detail.seals.lines[0].text
    held(Qt.Key.Key_I, SHIFT)
    wait(lambda: seals.lines[0].text.startswith("Identitas disegel"))
    (asked,) = reader.unsealings(ticket)
    assert (asked.readings, asked.decided_by) == (1, "Supervisor 1")
    assert asked.state(reader.server_now()) is SealState.OPEN
    acts = [one.act for one in reader.ticket(ticket).timeline]
    assert acts[-3:] == ["ask_unsealing", "grant_unsealing", "read_identity"]
    assert not any(secret in caplog.text for secret in (NAME, NUMBER, REACH))
