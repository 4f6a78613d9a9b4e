"""A ticket's procedure by keyboard: answers, skips, corrections, what is folded away, and what a supervisor is told."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.procedure_file import shipped
from storage.model.procedures import NO, SKIP, YES, NoticeKind, ProcedureNotice, ProcedureRun, StepAnswer, StepState
from storage.model.tickets import TimelineEntry
from widgets.incidents.procedure import ProcedureSection, TicketPage
from widgets.incidents.procedure_list import LOOKS
from widgets.incidents.procedure_notice import ProcedureNotices
from widgets.incidents.procedure_prompt import StepPrompt
from widgets.incidents.procedure_values import Asker
from widgets.incidents.wording import entry_sentence

ALT = Qt.KeyboardModifier.AltModifier
FIRE, CONGESTION = (next(one for one in shipped() if one.category == name) for name in ("fire", "congestion"))
STILL = views.id_of(950)


def run_of(procedure, *answers, ticket=4188) -> ProcedureRun:
    given = tuple(
        StepAnswer(
            views.id_of(700 + at), step, given, "Operator 3", views.NOW, still_id=STILL if step == "asap" else None
        )
        for at, (step, given) in enumerate(answers)
    )
    return ProcedureRun(views.id_of(ticket), 4, procedure, given)


@pytest.fixture
def section(qtbot: QtBot) -> ProcedureSection:
    made = ProcedureSection()
    qtbot.addWidget(made)
    made.resize(400, 420)
    made.set_asker(Asker("operator"), views.AGENCIES)
    made.set_run(run_of(FIRE), ticket_open=True)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(section: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(section, key, ALT)


def test_the_next_step_is_chosen_and_alt_1_says_it_is_done(section: ProcedureSection) -> None:
    heard = Heard(section.answered)
    assert section.chosen == "keluar"
    press(section, Qt.Key.Key_1)
    assert heard.told == [("keluar", "done")]


def test_after_an_answer_the_next_one_is_chosen_and_progress_rises(section: ProcedureSection) -> None:
    assert section.words == "SOP KEBAKARAN 0 dari 10"
    section.set_run(run_of(FIRE, ("keluar", "done")), ticket_open=True)
    assert section.chosen == "damkar"
    assert section.words == "SOP KEBAKARAN 1 dari 10"
    set_language(Language.ENGLISH)
    section.retranslate()
    assert section.words == "SOP FIRE 1 of 10"


def test_a_question_has_a_key_for_each_of_its_answers(section: ProcedureSection) -> None:
    section.set_run(run_of(CONGESTION, ("lihat", YES)), ticket_open=True)
    heard = Heard(section.answered)
    assert [button.answer for button in section.panel.buttons] == ["volume", "hambatan", "parkir", "lampu"]
    press(section, Qt.Key.Key_4)
    assert heard.told == [("sebab", "lampu")]


def test_another_step_is_chosen_by_alt_and_arrows_and_skipped_by_alt_0(section: ProcedureSection) -> None:
    heard = Heard(section.skip_requested)
    press(section, Qt.Key.Key_Down)
    press(section, Qt.Key.Key_Down)
    press(section, Qt.Key.Key_Up)
    assert section.chosen == "damkar"
    press(section, Qt.Key.Key_0)
    assert heard.told == [("damkar",)]


def test_an_answered_step_asks_for_a_correction_and_a_skipped_one_is_simply_done(section: ProcedureSection) -> None:
    section.set_run(run_of(FIRE, ("keluar", "done"), ("damkar", SKIP)), ticket_open=True)
    answered, corrected = Heard(section.answered), Heard(section.correction_requested)
    section.list.chosen.emit("keluar")
    press(section, Qt.Key.Key_1)
    section.list.chosen.emit("damkar")
    press(section, Qt.Key.Key_1)
    assert (corrected.told, answered.told) == ([("keluar", "done")], [("damkar", "done")])


def test_branches_not_taken_are_folded_into_one_line_until_it_is_clicked(section: ProcedureSection) -> None:
    section.set_run(run_of(FIRE, ("keluar", "done"), ("damkar", "done"), ("orang", NO)), ticket_open=True)
    assert "ambulans" not in section.list.step_keys()
    assert section.list.text.endswith("3 langkah menunggu jawaban sebelumnya · 1 langkah tidak berlaku")
    rows = section.list.widget()
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.rect().bottomLeft() + QPoint(40, -10))
    assert section.list.unfolded
    assert "ambulans" in section.list.step_keys()
    section.list.chosen.emit("ambulans")
    assert section.panel.buttons == ()


def test_a_camera_act_opens_its_preset_by_alt_9_and_shows_its_picture_afterwards(section: ProcedureSection) -> None:
    section.list.chosen.emit("asap")
    looks, pictures = Heard(section.look_requested), Heard(section.picture_requested)
    assert section.panel.look.accessibleName() == "Buka preset 3"
    press(section, Qt.Key.Key_9)
    assert looks.told == [("asap",)]
    section.set_run(run_of(FIRE, ("asap", YES)), ticket_open=True)
    section.list.chosen.emit("asap")
    section.panel._picture.click()
    assert pictures.told == [(STILL,)]


def test_what_another_has_to_answer_has_no_keys_and_says_whose_it_is(section: ProcedureSection) -> None:
    section.set_run(run_of(FIRE, ("meluas", YES)), ticket_open=True)
    section.list.chosen.emit("eskalasi")
    assert section.panel.buttons == ()
    assert section.panel.note.text == "Langkah ini dijawab supervisor."
    section.set_asker(Asker("supervisor"), views.AGENCIES)
    assert [button.answer for button in section.panel.buttons] == ["done"]


def test_an_ended_ticket_is_read_only(section: ProcedureSection) -> None:
    section.set_run(run_of(FIRE), ticket_open=False)
    assert section.panel.buttons == ()
    assert section.panel.skip.isHidden()
    assert "sudah berakhir" in section.panel.note.text


def test_while_an_answer_is_under_way_the_keys_rest(section: ProcedureSection) -> None:
    heard = Heard(section.answered)
    section.set_busy(True)
    press(section, Qt.Key.Key_1)
    assert heard.told == []
    section.set_busy(False)
    press(section, Qt.Key.Key_1)
    assert heard.told == [("keluar", "done")]


def test_everything_done_says_so(section: ProcedureSection) -> None:
    steps = ("keluar", "damkar", "apa", "orang", "asap", "arus", "meluas", "padam", "lihat_padam", "tutup")
    last = {step.key: step.answers[-1] for step in FIRE.steps}
    section.set_run(run_of(FIRE, *((key, last[key]) for key in steps)), ticket_open=True)
    assert section.chosen == ""
    assert section.panel.text.text == "Semua langkah sudah dijawab."


def test_another_ticket_begins_at_its_own_next_step_folded_away_again(section: ProcedureSection) -> None:
    section.list.unfold(True)
    section.list.chosen.emit("padam")
    section.set_run(run_of(FIRE, ticket=4189), ticket_open=True)
    assert section.chosen == "keluar"
    assert not section.list.unfolded


def test_an_update_of_others_keeps_the_step_that_somebody_chose(section: ProcedureSection) -> None:
    section.list.chosen.emit("padam")
    section.set_run(replace(run_of(FIRE), ticket_version=5), ticket_open=True)
    assert section.chosen == "padam"


def test_folded_it_gives_room_and_keeps_its_figure_and_its_answer_keys_rest(section: ProcedureSection) -> None:
    heard = Heard(section.answered)
    press(section, Qt.Key.Key_P)
    assert section.folded
    assert section.sizeHint().width() < 120
    assert section._count.text == "0/10"
    press(section, Qt.Key.Key_1)
    assert heard.told == []
    press(section, Qt.Key.Key_P)
    assert not section.folded


def test_a_small_page_folds_it_until_a_person_has_chosen(qtbot: QtBot) -> None:
    section = ProcedureSection()
    page = TicketPage((ProcedureNotices(),), QWidget(), section)
    qtbot.addWidget(page)
    section.set_run(run_of(FIRE), ticket_open=True)
    page.resize(700, 300)
    page.show()
    qtbot.waitUntil(lambda: section.folded)
    page.resize(1200, 300)
    qtbot.waitUntil(lambda: not section.folded)
    page.resize(700, 300)
    qtbot.waitUntil(lambda: section.folded)
    section._fold.click()
    page.resize(690, 300)
    assert not section.folded
    assert section.minimumSizeHint().width() < 220


def test_no_two_states_share_an_icon() -> None:
    assert set(LOOKS) == set(StepState)
    assert len({icon for icon, _ in LOOKS.values()}) == len(StepState)


def test_a_skip_without_a_reason_is_not_sent(qtbot: QtBot, dressed: object) -> None:
    form = StepPrompt()
    qtbot.addWidget(form)
    form.show()
    heard = Heard(form.submitted)
    form.start("pln", "Hubungi PLN")
    form.submit.click()
    assert heard.told == []
    assert "alasannya" in form.error_line.text
    form._reason.setPlainText(" Listrik sudah padam ")
    form.submit.click()
    assert heard.told == [("pln", SKIP, "Listrik sudah padam")]


def notice(at: int, kind: NoticeKind = NoticeKind.SKIPPED, **more: object) -> ProcedureNotice:
    values = {"steps": 1, "text": FIRE.steps[0].text, "reason": "Radio mati", "by": "Operator 3", "at": views.NOW}
    numbers = {"ticket_id": views.id_of(4188), "ticket_number": "BKS-2026-004188"}
    return ProcedureNotice(id=views.id_of(at), kind=kind, **{**values, **numbers, **more})  # type: ignore[arg-type]


def test_a_supervisor_reads_who_skipped_what_and_why_and_says_that_they_know(qtbot: QtBot, dressed: object) -> None:
    strip = ProcedureNotices()
    qtbot.addWidget(strip)
    strip.set_notices((notice(1), notice(2)))
    assert strip.sentence.startswith("BKS-2026-004188: langkah «Minta pelapor keluar")
    assert strip.sentence.endswith("dilewati oleh Operator 3 (14:03): Radio mati")
    seen, wanted = Heard(strip.seen), Heard(strip.ticket_requested)
    strip.look.click()
    strip.know.click()
    strip.know.click()
    assert (seen.told, wanted.told) == ([(views.id_of(1),)], [(views.id_of(4188),)])
    strip.set_notices((notice(3, NoticeKind.LEFT, steps=4, reason=""),))
    assert strip.sentence.endswith("dengan 4 langkah SOP terbuka: tanpa alasan")
    strip.set_notices(())
    assert strip.isHidden()


@pytest.mark.parametrize(
    ("act", "facts", "expected"),
    [
        ("answer_step", {"answer": "yes"}, "SOP 8 «Asap?»: Ya (Operator 3)"),
        ("answer_step", {"answer": "rumah", "answer_id": "Rumah"}, "SOP 8 «Asap?»: Rumah (Operator 3)"),
        ("correct_step", {"answer": "no"}, "SOP 8 «Asap?» diperbaiki: Tidak (Operator 3)"),
        ("skip_step", {"answer": "skip"}, "SOP 8 «Asap?» dilewati oleh Operator 3"),
        ("steps_left", {"n": "3"}, "Ditutup dengan 3 langkah SOP terbuka (Operator 3)"),
        ("see_steps", {}, "Operator 3 mengetahui langkah SOP yang dilewati"),
    ],
)
def test_the_timeline_says_what_was_answered(act: str, facts: dict[str, str], expected: str) -> None:
    set_language(Language.INDONESIAN)
    told = {"n": "8", "text_id": "Asap?", "text_en": "Smoke?"} | facts
    assert entry_sentence(TimelineEntry(views.NOW, "Operator 3", act, tuple(told.items()))) == expected
