"""A ticket's links by keyboard: which way round stands there before a key does it, and taking one back needs a reason.

Beside the form of a new ticket what may be there already stands without taking the keyboard.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.links import Likeness, Link, LinkKind
from storage.model.tickets import TimelineEntry
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.form import TicketForm
from widgets.incidents.kin_line import KinLine
from widgets.incidents.kin_page import KinPage
from widgets.incidents.kin_values import Kin
from widgets.incidents.links_wording import kin_word, near_word
from widgets.incidents.list import TicketListView
from widgets.incidents.rows import TicketModel
from widgets.incidents.wording import entry_sentence

HERE = views.ticket(4190, title="Genangan", assignments=())
EARLIER = views.ticket(4188, title="Banjir di pasar", created_at=views.ago(762))
ALIKE = Likeness(EARLIER, 120.4, timedelta(minutes=12), True, False, 0.8, views.id_of(901))
AT_WORK = Likeness(views.ticket(4189), None, timedelta(hours=3), False, True, 0.5)
LINK = Link(
    views.id_of(1),
    LinkKind.PART,
    views.id_of(4170),
    "BKS-2026-004170",
    HERE.id,
    "BKS-2026-004190",
    "Operator 1",
    views.ago(500),
    "Satu kejadian",
)
KIN = Kin(replace(HERE, parts=1), views.id_of(900), (LINK,), (ALIKE, AT_WORK), True)


@pytest.fixture
def page(qtbot: QtBot) -> KinPage:
    made = KinPage()
    qtbot.addWidget(made)
    made.resize(1060, 560)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.set_kin(KIN)
    made.start()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(focused(), key)


def test_links_come_first_then_what_may_be_the_same(page: KinPage, qtbot: QtBot) -> None:
    assert page.said.text == "Operator 1, Sel 24 Nov 13:55 · Satu kejadian"
    assert not page.duplicate.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    assert not page.unlink.isVisible()
    assert "BKS-2026-004188" in page.compare.there.text
    press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Return)


def test_a_key_links_the_chosen_one(page: KinPage, qtbot: QtBot) -> None:
    linked = Heard(page.link_requested)
    page.set_kin(replace(KIN, ticket=HERE, links=()))
    press(qtbot, Qt.Key.Key_K, Qt.Key.Key_B)
    assert linked.told == [(LinkKind.DUPLICATE, EARLIER.id), (LinkKind.PART, EARLIER.id)]
    assert page.said.text.startswith("Sebagai kembar: BKS-2026-004190 mengikuti BKS-2026-004188.")


def test_what_cannot_be_done_has_no_key_and_says_why(page: KinPage, qtbot: QtBot) -> None:
    linked = Heard(page.link_requested)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_K)
    assert linked.told == []
    assert page.said.text.startswith("Tiket ini sudah menjadi induk")


def test_one_is_ignored_and_one_is_opened(page: KinPage, qtbot: QtBot) -> None:
    ignored, opened = Heard(page.ignored), Heard(page.ticket_chosen)
    press(qtbot, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert ignored.told == [(EARLIER.id,)]
    assert opened.told == [(LINK.child_id,), (EARLIER.id,)]


def test_a_link_is_taken_back_with_a_reason_and_esc_keeps_it(page: KinPage, qtbot: QtBot) -> None:
    undone, closed = Heard(page.unlink_requested), Heard(page.closed)
    press(qtbot, Qt.Key.Key_L, Qt.Key.Key_Return)
    assert undone.told == []
    assert page.error_line.text == "Tulis alasannya dahulu."
    press(qtbot, Qt.Key.Key_Escape)
    assert (closed.told, page.error_line.text) == ([], "")
    press(qtbot, Qt.Key.Key_L)
    qtbot.keyClicks(focused(), "Lain tempat")
    press(qtbot, Qt.Key.Key_Return)
    assert undone.told == [(LINK.child_id, "Lain tempat")]
    page.show_done()
    press(qtbot, Qt.Key.Key_Escape)
    assert len(closed.told) == 1


def test_who_may_not_link_reads_and_opens(page: KinPage, qtbot: QtBot) -> None:
    linked, opened = Heard(page.link_requested), Heard(page.ticket_chosen)
    page.set_kin(replace(KIN, ticket=HERE, links=(), may_act=False))
    press(qtbot, Qt.Key.Key_K, Qt.Key.Key_Return)
    assert (linked.told, opened.told) == ([], [(EARLIER.id,)])
    assert not page.duplicate.isVisible()


def test_nothing_is_asked_twice_while_it_is_under_way(page: KinPage, qtbot: QtBot) -> None:
    linked = Heard(page.link_requested)
    page.set_kin(replace(KIN, ticket=HERE, links=()))
    page.set_busy(True)
    press(qtbot, Qt.Key.Key_K)
    assert linked.told == []
    page.set_busy(False)
    press(qtbot, Qt.Key.Key_K)
    assert len(linked.told) == 1


def test_both_pictures_are_asked_for_once_and_stand_side_by_side(page: KinPage, qtbot: QtBot) -> None:
    wanted = Heard(page.compare.picture_wanted)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert wanted.told == [(views.id_of(901),)], "this ticket's own was asked for before"
    image = QImage.fromData(views.jpeg())
    page.set_picture(views.id_of(901), image)
    shown = page.compare.there.picture.grab().toImage().pixelColor(20, 20)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert page.compare.there.picture.grab().toImage().pixelColor(20, 20) == shown
    assert page.compare.there.picture.grab().toImage() != page.compare.here.picture.grab().toImage()


def test_what_stands_now_keeps_the_chosen_row(page: KinPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down)
    page.set_kin(replace(KIN, links=()))
    assert "BKS-2026-004189" in page.compare.there.text


@pytest.mark.parametrize(
    ("kin", "said"),
    [
        (Kin(HERE), ""),
        (Kin(replace(HERE, duplicates=2), alike=()), ""),
        (Kin(replace(HERE, duplicates=2, parts=1), links=(LINK,)), "+2 kembar · 1 bagian"),
        (Kin(HERE, alike=(ALIKE,)), "Mungkin sama: BKS-2026-004188 · 120 m · selisih 12 mnt"),
        (
            Kin(HERE, alike=(AT_WORK, ALIKE)),
            "Mungkin sama: BKS-2026-004189 · selisih 3 jam · kamera sama · kategori lain · +1 lagi",
        ),
        (
            Kin(
                replace(HERE, duplicate_of=EARLIER.id),
                links=(
                    replace(
                        LINK,
                        kind=LinkKind.DUPLICATE,
                        child_id=HERE.id,
                        parent_id=EARLIER.id,
                        parent_number="BKS-2026-004188",
                    ),
                ),
            ),
            "Kembar dari BKS-2026-004188",
        ),
    ],
)
def test_the_line_on_the_ticket_says_it_in_one_sentence(qtbot: QtBot, kin: Kin, said: str) -> None:
    line = KinLine()
    qtbot.addWidget(line)
    line.set_kin(kin)
    assert line.said() == said
    assert line.isHidden() is (said == "")


def test_a_row_tells_calmly_of_its_duplicates_and_parts(qtbot: QtBot) -> None:
    view = TicketListView()
    qtbot.addWidget(view)
    both = replace(HERE, duplicates=2, parts=3)
    view.set_tickets((both,))
    assert kin_word(both) == "+2 kembar · 3 bagian"
    model = view.findChild(TicketModel)
    assert model is not None
    read = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "+2 kembar · 3 bagian" in str(read)
    assert kin_word(replace(HERE, duplicate_of=EARLIER.id)) == "kembar"


@pytest.mark.parametrize("language", list(Language))
def test_what_was_linked_is_a_sentence_of_the_timeline(language: Language) -> None:
    set_language(language)
    try:
        for act in ("link", "unlink", "follow"):
            for kind in LinkKind:
                facts = (("kind", kind.value), ("child", "BKS-2"), ("parent", "BKS-1"), ("state", "resolved"))
                said = entry_sentence(TimelineEntry(views.NOW, "Operator 3", act, facts=facts))
                assert "BKS-1" in said
                assert ("BKS-2" in said) is (act != "follow")
        assert near_word(ALIKE).startswith("120 m")
    finally:
        set_language(Language.INDONESIAN)


# --- beside the form of a new ticket ---


@pytest.fixture
def form(qtbot: QtBot) -> TicketForm:
    made = TicketForm()
    qtbot.addWidget(made)
    made.set_choices(views.CATEGORIES, views.AGENCIES)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_form_asks_when_what_is_known_has_rested_and_keeps_the_keyboard(form: TicketForm, qtbot: QtBot) -> None:
    asked = Heard(form.likeness_asked)
    form.start(TicketDraft(title="Banjir", category="congestion", place="Pasar"))
    assert asked.told == []
    qtbot.waitUntil(lambda: len(asked.told) == 1, timeout=2000)
    field = focused()
    form.alike.set_alike((ALIKE, AT_WORK), views.NOW)
    assert form.alike.isVisible()
    assert focused() is field
    assert form.alike.said() == "Mungkin sudah ada: BKS-2026-004188 Banjir di pasar · 120 m · 13 menit lalu · +1 lagi"


def test_one_key_adds_what_was_written_to_that_ticket(form: TicketForm, qtbot: QtBot) -> None:
    added = Heard(form.report_added)
    form.start(TicketDraft(title="Banjir", category="congestion", place="Pasar"))
    qtbot.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert added.told == [], "nothing is there to add to"
    form.alike.set_alike((ALIKE,), views.NOW)
    field = focused()
    assert isinstance(field, QLineEdit)
    field.setText("Banjir besar")
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    (told,) = added.told
    assert told[0] == EARLIER.id
    assert isinstance(told[1], TicketDraft)
    assert told[1].title == "Banjir besar"


def test_a_change_of_a_ticket_is_not_taken_for_a_new_one(form: TicketForm, qtbot: QtBot) -> None:
    asked = Heard(form.likeness_asked)
    form.alike.set_alike((ALIKE,), views.NOW)
    form.start(TicketDraft(title="Banjir", category="congestion", place="Pasar"), editing=True)
    assert not form.alike.isVisible()
    assert not form.alike.is_asking
    assert asked.told == []
