"""A call is taken by keys alone, fast enough, and nothing that was written is lost."""

from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from support import callers, views
from support.qt import Heard

from console.presenters.places import place_search
from resources.words import Language, set_language
from storage.model.callers import NumberHistory
from storage.model.tickets import Priority
from widgets.telephone.drafts import CallDraft
from widgets.telephone.form import TelephoneForm
from widgets.telephone.parts import HistoryLine, SimilarRow

KEYS_A_SECOND = 5
"""A typist who has a telephone at the ear."""
SECONDS = 20
CALL = "pohon tumbang, motor tertimpa"
PLACE = "dpn masjid ikhlas"


class Hands:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.count = 0

    @property
    def at(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> "Hands":
        for letter in text:
            self._qtbot.keyClick(self.at, letter)
            self.count += 1
        return self

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> "Hands":
        self._qtbot.keyClick(self.at, key, held)
        self.count += 1 if held == Qt.KeyboardModifier.NoModifier else 2
        return self

    def enter(self) -> "Hands":
        return self.press(Qt.Key.Key_Return)


@pytest.fixture
def form(qtbot: QtBot) -> TelephoneForm:
    made = TelephoneForm()
    made.set_choices(callers.CATEGORIES, views.AGENCIES)
    made.set_place_search(place_search(callers.AREAS, callers.CallRecord().places()))
    made.set_now(views.NOW)
    made.resize(980, 640)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.start()
    return made


@pytest.fixture
def hands(form: TelephoneForm, qtbot: QtBot) -> Hands:
    return Hands(qtbot)


def history(form: TelephoneForm) -> str:
    return form.findChildren(HistoryLine)[0].text


def similar(form: TelephoneForm) -> list[SimilarRow]:
    return [row for row in form.findChildren(SimilarRow) if row.isVisible()]


def test_a_call_is_taken_by_keys_alone_in_under_twenty_seconds(form: TelephoneForm, hands: Hands) -> None:
    sent = Heard(form.submitted)
    hands.press(Qt.Key.Key_F2)  # what opened the form counts too
    hands.type("081298765432").enter().type(CALL).enter().type("po").enter().enter()
    hands.type(PLACE).enter().press(Qt.Key.Key_Down).enter()
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ((draft,),) = sent.told
    assert isinstance(draft, CallDraft)
    assert (draft.number, draft.words, draft.place) == ("081298765432", CALL, PLACE)
    assert (draft.category, draft.priority, draft.agency_ids) == ("fallen_tree", Priority.HIGH, (views.DISHUB.id,))
    assert (draft.choice.landmark, draft.choice.desa) == ("Masjid Al-Ikhlas", "Sukaresmi")
    assert draft.caller_name == draft.title == ""
    assert draft.handled_s is not None
    assert 0 <= draft.handled_s < 60
    assert hands.count < KEYS_A_SECOND * SECONDS, f"{hands.count} keys"


def test_enter_walks_through_every_field_and_sends_from_the_last(form: TelephoneForm, hands: Hands) -> None:
    sent = Heard(form.submitted)
    walked = []
    shown = tuple(one for one in form.fields if one.isVisible())
    for _ in shown:
        walked.append(hands.at)
        hands.enter()
    assert tuple(walked) == shown
    assert hands.at is form.submit
    hands.enter()
    assert len(sent) == 0, "nothing was filled in"
    assert "jenis" in form.error_line.text


def test_tab_goes_the_way_of_enter(form: TelephoneForm, hands: Hands) -> None:
    walked = []
    shown = tuple(one for one in form.fields if one.isVisible())
    for _ in shown:
        walked.append(hands.at)
        hands.press(Qt.Key.Key_Tab)
    assert tuple(walked) == shown


def test_the_callers_words_may_have_lines(form: TelephoneForm, hands: Hands) -> None:
    hands.enter().type("satu").press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier).type("dua")
    assert form.draft().words == "satu\ndua"


@pytest.mark.parametrize(
    ("typed", "category"),
    [("k", "fire"), ("kec", "accident"), ("keb", "fire"), ("ba", "flood"), ("2", "fire"), ("kx", "fire"), ("9", "")],
)
def test_a_category_is_chosen_by_its_first_letters_or_its_number(
    form: TelephoneForm, hands: Hands, typed: str, category: str
) -> None:
    hands.enter().enter().type(typed)
    assert form.draft().category == category


def test_a_category_brings_its_priority_and_agency_until_a_person_sets_them(form: TelephoneForm, hands: Hands) -> None:
    hands.enter().enter().type("keb")
    assert (form.draft().priority, form.draft().agency_ids) == (Priority.CRITICAL, (views.DAMKAR.id,))
    hands.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    hands.type("ba")
    assert (form.draft().category, form.draft().priority) == ("flood", Priority.LOW)


@pytest.mark.parametrize("field", range(9))
def test_alt_and_a_digit_set_the_priority_from_any_field_and_write_nothing(
    form: TelephoneForm, hands: Hands, field: int
) -> None:
    form.fields[field].setFocus()
    hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert form.draft() == CallDraft(priority=Priority.CRITICAL)


def test_agencies_are_taken_and_left_by_their_letters(form: TelephoneForm, hands: Hands) -> None:
    form.fields[6].setFocus()
    hands.type("ds")
    assert form.draft().agency_ids == (views.DISHUB.id, views.SATPOL.id)
    hands.type("d")
    assert form.draft().agency_ids == (views.SATPOL.id,)
    assert form.submit.accessibleName() == "Buat dan kirim"
    hands.type("s")
    assert form.submit.accessibleName() == "Buat tiket"


def test_the_gazetteer_is_written_beside_the_callers_words_and_never_over_them(
    form: TelephoneForm, hands: Hands
) -> None:
    form.fields[4].setFocus()
    hands.type("blkg pasar").enter().type("sukar").enter()
    draft = form.draft()
    assert draft.place == "blkg pasar"
    assert draft.choice.area_code == "32.16.07.2001"
    assert hands.at is form.fields[6]


def test_a_place_that_no_list_knows_is_kept_as_a_landmark(form: TelephoneForm, hands: Hands) -> None:
    form.fields[5].setFocus()
    hands.type("warung bu ani").enter()
    assert (form.draft().choice.landmark, form.draft().choice.area_code) == ("warung bu ani", None)


def test_a_choice_is_taken_back_by_emptying_its_field(form: TelephoneForm, hands: Hands) -> None:
    form.fields[5].setFocus()
    hands.type("sukar").enter()
    form.fields[5].setFocus()
    hands.press(Qt.Key.Key_Backspace)
    assert form.draft().choice.words == ""


def test_esc_first_takes_the_list_of_places_down(form: TelephoneForm, hands: Hands) -> None:
    left = Heard(form.cancelled)
    form.fields[5].setFocus()
    hands.type("suka").press(Qt.Key.Key_Escape)
    assert len(left) == 0
    hands.press(Qt.Key.Key_Escape)
    assert len(left) == 0, "now it asks"
    hands.press(Qt.Key.Key_Escape)
    assert len(left) == 1


def test_an_empty_form_is_left_at_once_and_a_written_one_asks(form: TelephoneForm, hands: Hands) -> None:
    left = Heard(form.cancelled)
    hands.press(Qt.Key.Key_Escape)
    assert len(left) == 1
    form.start()
    hands.type("0").press(Qt.Key.Key_Escape)
    assert len(left) == 1
    hands.type("8").press(Qt.Key.Key_Escape)
    assert len(left) == 1, "who goes on writing is asked anew"
    hands.press(Qt.Key.Key_Escape)
    assert len(left) == 2


def test_a_nuisance_is_one_key_from_any_field(form: TelephoneForm, hands: Hands) -> None:
    told = Heard(form.nuisance_noted)
    hands.type("0812").enter().press(Qt.Key.Key_F8)
    form.start()
    hands.press(Qt.Key.Key_F8)
    assert told.told == [("0812",), ("",)]


def test_a_number_is_asked_about_once_the_hand_rests(form: TelephoneForm, hands: Hands, qtbot: QtBot) -> None:
    asked = Heard(form.number_written)
    hands.type("08129")
    assert len(asked) == 0
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert asked.told == [("08129",)]
    form.set_history("08129", NumberHistory(2, 3))
    assert history(form) == "2 laporan, 3 panggilan iseng"
    hands.type("8")
    assert history(form) == "", "it was of another number"
    form.set_history("08129", NumberHistory(2, 3))
    assert history(form) == "", "an answer that came too late"


def test_a_number_without_a_history_is_new(form: TelephoneForm, hands: Hands) -> None:
    hands.type("110")
    form.set_history("110", NumberHistory(0, 0))
    assert history(form) == "Nomor baru"


def test_a_similar_ticket_takes_the_call_by_its_key(form: TelephoneForm, hands: Hands) -> None:
    asked = Heard(form.likeness_asked)
    added = Heard(form.report_added)
    sent = Heard(form.submitted)
    hands.enter().type(CALL).enter().type("po").enter().enter().type("x")
    assert [(one.category, one.place) for (one,) in asked.told] == [  # type: ignore[attr-defined]
        ("fallen_tree", ""),
        ("fallen_tree", ""),
        ("fallen_tree", "x"),
    ]
    form.set_similar((views.TICKETS[3], views.TICKETS[1]))
    assert [row.ticket for row in similar(form)] == [views.TICKETS[3], views.TICKETS[1]]
    hands.press(Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    ((ticket_id, draft),) = added.told
    assert isinstance(ticket_id, UUID)
    assert ticket_id == views.TICKETS[1].id
    assert isinstance(draft, CallDraft)
    assert (draft.words, draft.place) == (CALL, "x")
    assert len(sent) == 0


@pytest.mark.parametrize(
    ("fill", "at", "says"),
    [("08x", 0, "angka"), ("0812", 2, "jenis")],
)
def test_what_is_missing_is_said_where_the_keyboard_goes_and_nothing_is_lost(
    form: TelephoneForm, hands: Hands, fill: str, at: int, says: str
) -> None:
    sent = Heard(form.submitted)
    hands.type(fill).enter().type(CALL).press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(sent) == 0
    assert says in form.error_line.text
    assert hands.at is form.fields[at]
    assert (form.draft().number, form.draft().words) == (fill, CALL)


def test_words_that_the_record_would_not_take_are_refused_here(form: TelephoneForm, hands: Hands) -> None:
    sent = Heard(form.submitted)
    form.findChildren(QPlainTextEdit)[0].setPlainText("x" * 5001)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "5000" in form.error_line.text
    assert len(sent) == 0


def test_an_error_of_the_record_stands_in_the_form_and_loses_nothing(form: TelephoneForm, hands: Hands) -> None:
    hands.type("0812").enter().type(CALL)
    form.set_busy(True)
    sent = Heard(form.submitted)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(sent) == 0, "under way"
    form.set_busy(False)
    form.set_error("Basis data sibuk.")
    assert (form.draft().number, form.draft().words) == ("0812", CALL)
    form.start()
    assert form.draft() == CallDraft()
    assert form.error_line.text == ""


def test_the_made_title_is_seen_before_it_is_sent(form: TelephoneForm, hands: Hands) -> None:
    title = next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == "Judul")
    hands.enter().enter().type("po").enter().enter().type(PLACE)
    assert title.placeholderText() == f"Pohon tumbang, {PLACE}"


def test_a_change_of_language_keeps_what_was_written(form: TelephoneForm, hands: Hands) -> None:
    hands.type("0812").enter().type(CALL).enter().type("keb").enter().enter().type(PLACE)
    before = form.draft()
    set_language(Language.ENGLISH)
    QApplication.sendEvent(form, QEvent(QEvent.Type.LanguageChange))
    assert form.draft() == before
    assert form.findChildren(QPlainTextEdit)[0].accessibleName() == "What happened"
    assert form.submit.accessibleName() == "Create and dispatch"


def test_the_clock_counts_from_the_opening_and_stands_when_left(form: TelephoneForm, qtbot: QtBot) -> None:
    assert form.clock.text == "00:00 sejak F2"
    qtbot.waitUntil(lambda: form.clock.text == "00:01 sejak F2", timeout=3000)
    form.leave()
    form.clock.show_elapsed(61)
    assert form.clock.text == "01:01 sejak F2"
