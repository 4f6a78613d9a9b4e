"""Seals on a ticket and in the telephone form: by keys, with icon and word, and never a name where it is sealed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support import callers, views
from support.qt import Heard

from console.presenters.places import place_search
from resources.words import Language, set_language
from storage.model.callers import Channel, Openness, Report
from storage.model.identity import Identity, SealState, Unsealing
from storage.model.tickets import TimelineEntry
from widgets.incidents.reports import ReportLine
from widgets.incidents.seal_notice import SealNotices
from widgets.incidents.seal_prompt import SealPrompt
from widgets.incidents.seal_values import SealAct, SealRow, seal_icon, seal_words
from widgets.incidents.seals import SealLines
from widgets.incidents.wording import entry_sentence
from widgets.telephone.form import TelephoneForm

REPORT = views.id_of(7)
ROW = SealRow(REPORT, 1)
OPEN = replace(ROW, state=SealState.OPEN, left_s=1762.0)
WHO = Identity("Ibu Kartini", "0812-555-0101", "lewat kakak", views.NOW)
ALT, SHIFT, CTRL = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Alt", "Shift", "Control"))


@pytest.fixture
def lines(qtbot: QtBot) -> SealLines:
    made = SealLines()
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.set_rows((ROW,))
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.parametrize(
    ("row", "icon", "words"),
    [
        (ROW, "lock", "Identitas disegel"),
        (replace(ROW, number=2, of=3), "lock", "Identitas disegel (2 dari 3)"),
        (replace(ROW, others="Operator 2"), "lock", "Identitas disegel · Operator 2 sudah meminta buka segel"),
        (replace(ROW, state=SealState.ASKED), "waiting", "Identitas disegel · menunggu jawaban supervisor"),
        (OPEN, "key", "Identitas disegel · segel terbuka untuk Anda"),
        (
            replace(ROW, state=SealState.REFUSED, decided_by="Supervisor 1", said="tidak perlu"),
            "lock",
            "Identitas disegel · ditolak Supervisor 1: tidak perlu",
        ),
    ],
)
def test_each_state_has_its_icon_and_its_words(row: SealRow, icon: str, words: str) -> None:
    assert (seal_icon(row), seal_words(row)) == (icon, words)


def test_a_sealed_report_is_asked_for_by_its_key(lines: SealLines) -> None:
    asked = Heard(lines.ask_requested)
    assert lines.lines[0].text == "Identitas disegel"
    QTest.keyClick(lines, Qt.Key.Key_I, SHIFT)
    assert asked.told == [(REPORT,)]


def test_an_open_seal_is_shown_and_hidden_by_the_same_key_with_what_is_left(lines: SealLines) -> None:
    shown, hidden = Heard(lines.show_requested), Heard(lines.hide_requested)
    lines.set_rows((OPEN,))
    assert lines.lines[0].text == "Identitas disegel · segel terbuka untuk Anda · sisa 29:22"
    QTest.keyClick(lines, Qt.Key.Key_I, SHIFT)
    lines.set_rows((replace(OPEN, who=WHO, left_s=1761.0),))
    assert lines.lines[0].text == "Ibu Kartini · 0812-555-0101 · lewat kakak · sisa 29:21"
    QTest.keyClick(lines, Qt.Key.Key_I, SHIFT)
    assert (shown.told, hidden.told) == ([(REPORT,)], [(REPORT,)])
    lines.set_rows((ROW,))
    assert lines.lines[0].text == "Identitas disegel"


def test_nothing_is_asked_twice_while_a_request_waits(lines: SealLines) -> None:
    asked = Heard(lines.ask_requested)
    lines.set_rows((replace(ROW, state=SealState.ASKED),))
    QTest.keyClick(lines, Qt.Key.Key_I, SHIFT)
    assert len(asked) == 0
    assert not lines.lines[0].button.isVisible()


def test_each_sealed_report_has_its_line_and_no_line_stays_of_another_ticket(lines: SealLines) -> None:
    lines.set_rows((replace(OPEN, of=2, who=WHO), replace(ROW, report_id=views.id_of(8), number=2, of=2)))
    assert [line.isVisible() for line in lines.lines] == [True, True]
    lines.set_rows(())
    assert not lines.isVisible()
    lines.set_rows((ROW,))
    assert [line.isVisible() for line in lines.lines] == [True, False]


def test_words_change_with_the_language(lines: SealLines) -> None:
    set_language(Language.ENGLISH)
    lines.lines[0].retranslate()
    assert lines.lines[0].text == "Identity sealed"
    assert lines.lines[0].button.accessibleName() == "Ask to lift the seal …"


def test_the_line_of_reports_says_that_it_is_sealed_or_anonymous(qtbot: QtBot) -> None:
    line = ReportLine()
    qtbot.addWidget(line)
    report = Report(REPORT, views.id_of(1), Channel.TELEPHONE, "Macet", views.NOW, "Operator 1")
    for openness, word in ((Openness.CONFIDENTIAL, "Identitas disegel"), (Openness.ANONYMOUS, "Pelapor anonim")):
        line.set_reports((replace(report, openness=openness),))
        assert line.said().endswith(word)


@pytest.mark.parametrize("act", list(SealAct))
def test_a_reason_is_sent_by_ctrl_enter_and_only_a_grant_may_leave_it_out(qtbot: QtBot, act: SealAct) -> None:
    prompt = SealPrompt()
    qtbot.addWidget(prompt)
    sent = Heard(prompt.submitted)
    with qtbot.waitExposed(prompt):
        prompt.show()
    prompt.activateWindow()
    prompt.start(act, REPORT, name="Operator 1", why="Perlu")
    QTest.keyClick(prompt, Qt.Key.Key_Return, CTRL)
    assert (len(sent) == 1, bool(prompt.error_line.text)) == ((True, False) if act is SealAct.GRANT else (False, True))
    QTest.keyClicks(QApplication.focusWidget(), "Perlu bertanya")
    QTest.keyClick(prompt, Qt.Key.Key_Return, CTRL)
    assert sent.told[-1] == (act, REPORT, "Perlu bertanya")
    prompt.start(act, REPORT)
    assert not prompt.is_written


def test_a_supervisor_is_told_who_asks_of_which_ticket_and_why(qtbot: QtBot) -> None:
    notices = SealNotices()
    qtbot.addWidget(notices)
    ids = (views.id_of(3), REPORT, views.id_of(4))
    request = Unsealing(*ids, "BKS-2026-000012", "Perlu bertanya", "operator1", "Operator 1", views.NOW)
    answered, looked = Heard(notices.answer_requested), Heard(notices.ticket_requested)
    notices.set_requests((request, replace(request, id=views.id_of(5))))
    notices.show()
    assert notices.sentence == "Operator 1 minta buka segel pelapor BKS-2026-000012: Perlu bertanya"
    for button in (notices.look, notices.grant, notices.refuse):
        button.click()
    assert looked.told == [(views.id_of(4),)]
    assert answered.told == [(SealAct.GRANT, request), (SealAct.REFUSE, request)]
    notices.set_requests(())
    assert not notices.isVisible()


@pytest.mark.parametrize("act", ["ask_unsealing", "grant_unsealing", "refuse_unsealing", "read_identity"])
def test_the_timeline_tells_what_was_done_to_a_seal(act: str) -> None:
    said = entry_sentence(TimelineEntry(views.NOW, "Operator 1", act, (("id", str(REPORT)),)))
    assert "Operator 1" in said
    assert str(REPORT) not in said
    assert act not in said


@pytest.fixture
def form(qtbot: QtBot) -> TelephoneForm:
    made = TelephoneForm()
    made.set_choices(callers.CATEGORIES, views.AGENCIES)
    made.set_place_search(place_search(callers.AREAS, callers.CallRecord().places()))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.start()
    return made


def test_a_call_is_open_until_alt_i_makes_it_confidential_then_anonymous_then_open(form: TelephoneForm) -> None:
    found = []
    for _ in range(4):
        found.append(form.draft().openness)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_I, ALT)
    assert found == [Openness.OPEN, Openness.CONFIDENTIAL, Openness.ANONYMOUS, Openness.OPEN]
    assert form.draft().number == ""  # the key wrote nothing


def test_a_confidential_call_asks_for_a_safe_way_and_an_anonymous_one_drops_what_stood_there(
    form: TelephoneForm,
) -> None:
    caller = form.caller
    assert not caller.contact.isVisible()
    caller.turn()
    assert caller.contact.isVisible()
    QTest.keyClicks(caller.name, "Kartini")
    QTest.keyClicks(caller.contact, "lewat kakak")
    draft = form.draft()
    assert (draft.caller_name, draft.contact) == ("Kartini", "lewat kakak")
    assert "Kartini" not in repr(draft)
    caller.turn()
    assert (caller.name.text(), caller.contact.text(), caller.name.isEnabled()) == ("", "", False)
    caller.turn()
    assert (form.draft().caller_name, form.draft().contact, caller.contact.isVisible()) == ("", "", False)


def test_the_letters_of_the_choice_choose_it_and_the_next_call_is_open_again(form: TelephoneForm) -> None:
    form.caller.picker.setFocus()
    QTest.keyClicks(form.caller.picker, "r")
    assert form.draft().openness is Openness.CONFIDENTIAL
    form.start()
    assert form.draft().openness is Openness.OPEN
