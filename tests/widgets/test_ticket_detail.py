"""One ticket: its acts are buttons with keys, its stills are asked for once, its note is not lost.

Its reports, whom to call, and one more picture of it are a key away.
"""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractSlider, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, say, set_language
from storage.model.callers import Channel, Contact, Report
from storage.model.tickets import Act, AssignmentState, TicketDetail, TicketState, TimelineEntry
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.incidents.acts import ActButton
from widgets.incidents.contacts import KEY as CALL_KEY
from widgets.incidents.contacts import ContactBook, contacts_of
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.extras import SNAP_KEY
from widgets.incidents.keys import GRAVE, KEYS, ORDER
from widgets.incidents.photos import OfferedPhoto, PhotoCatcher
from widgets.incidents.reports import KEY as REPORT_KEY
from widgets.incidents.reports import ReportLine, ReportList
from widgets.incidents.stills import StillThumb, StillView
from widgets.incidents.timeline import Timeline
from widgets.incidents.wording import entry_sentence


@pytest.fixture
def view(qtbot: QtBot) -> TicketDetailView:
    made = TicketDetailView()
    qtbot.addWidget(made)
    made.resize(830, 320)
    with qtbot.waitExposed(made):
        made.show()
    made.set_now(views.NOW)
    made.set_detail(views.detail())
    return made


def buttons(view: TicketDetailView) -> dict[Act, ActButton]:
    return {button.allowed[0]: button for button in view.findChildren(ActButton) if button.isVisibleTo(view)}


def note(view: TicketDetailView) -> QLineEdit:
    return view.findChildren(QLineEdit)[0]


def test_every_act_has_a_place_and_a_key_of_its_own() -> None:
    assert set(KEYS) == set(ORDER) == set(Act)
    assert len(set(KEYS.values())) == len(KEYS)
    assert not set(KEYS.values()) & set("ACIKOTVW0123456789"), "these are the desk's own"


def test_what_is_allowed_stands_on_buttons_and_nothing_else(view: TicketDetailView) -> None:
    assert set(buttons(view)) == {act for act, _ in views.detail().acts}


def test_one_button_is_the_primary_one(view: TicketDetailView) -> None:
    assert [act for act, button in buttons(view).items() if button.is_primary] == [Act.ACCEPT]


def test_no_button_covers_another_when_the_acts_change(view: TicketDetailView, qtbot: QtBot) -> None:
    task = views.detail().ticket.assignments[0].id
    for acts in (((Act.ACKNOWLEDGE, None), (Act.NOTE, None)), ((Act.ACCEPT, task), (Act.DECLINE, task))):
        view.set_detail(replace(views.detail(), acts=acts))
        row = sorted(
            (button for button in view.findChildren(KeyButton) if button.isVisibleTo(view)), key=lambda one: one.x()
        )
        qtbot.waitUntil(lambda row=row: all(one.geometry().right() < two.x() for one, two in pairwise(row)))


def test_a_button_and_its_key_ask_for_the_same_act(view: TicketDetailView, qtbot: QtBot) -> None:
    task = views.detail().ticket.assignments[0].id
    with qtbot.waitSignal(view.act_requested) as clicked:
        qtbot.mouseClick(buttons(view)[Act.ACCEPT], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.act_requested) as typed:
        qtbot.keyClick(view, Qt.Key.Key_P)
    assert clicked.args == typed.args == [Act.ACCEPT, task]


def test_a_grave_act_needs_shift(view: TicketDetailView, qtbot: QtBot) -> None:
    assert all(KEYS[act].startswith("Shift+") for act in GRAVE)
    told = Heard(view.act_requested)
    qtbot.keyClick(view, Qt.Key.Key_R)
    assert len(told) == 0
    qtbot.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert told.told == [(Act.REJECT, None)]


def test_two_agencies_have_a_button_each_and_one_key_between_them(qtbot: QtBot, view: TicketDetailView) -> None:
    tasks = tuple(
        views.assignment(agency, AssignmentState.DISPATCHED, views.NOW) for agency in (views.DISHUB, views.POLRI)
    )
    acts = tuple((Act.ACCEPT, task.id) for task in tasks)
    view.set_detail(views.detail(views.ticket(assignments=tasks), acts=acts))
    shown = [button for button in view.findChildren(ActButton) if button.isVisibleTo(view)]
    assert [button.accessibleName() for button in shown] == ["Terima · Dishub", "Terima · Polri"]
    assert [button.key for button in shown] == ["P", ""]
    with qtbot.waitSignal(view.act_requested) as told:
        qtbot.mouseClick(shown[1], Qt.MouseButton.LeftButton)
    assert told.args == [Act.ACCEPT, tasks[1].id]


def test_buttons_that_stay_the_same_are_not_made_anew(view: TicketDetailView) -> None:
    before = buttons(view)
    before[Act.EDIT].setFocus()
    view.set_detail(views.detail(timeline=views.TIMELINE[:2]))
    assert buttons(view) == before
    assert view.focusWidget() is before[Act.EDIT]


def test_a_note_opens_by_its_key_and_is_sent_by_enter(view: TicketDetailView, qtbot: QtBot) -> None:
    assert not note(view).isVisible()
    told = Heard(view.act_requested)
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert note(view).isVisible()
    assert note(view).hasFocus()
    qtbot.keyClicks(note(view), "Ada derek")
    with qtbot.waitSignal(view.note_written) as written:
        qtbot.keyClick(note(view), Qt.Key.Key_Return)
    assert written.args == ["Ada derek"]
    assert len(told) == 0, "letters in the field are no keys"


def test_a_note_stays_until_the_record_has_it(view: TicketDetailView, qtbot: QtBot) -> None:
    view.focus_note()
    note(view).setText("Ada derek")
    qtbot.keyClick(note(view), Qt.Key.Key_Return)
    view.set_busy(True)
    view.set_busy(False)
    view.set_detail(views.detail())
    assert note(view).text() == "Ada derek"
    qtbot.keyClick(note(view), Qt.Key.Key_Escape)
    assert note(view).text() == "Ada derek"
    assert note(view).isVisible()
    view.clear_note()
    assert not note(view).isVisible()


def test_an_empty_note_is_not_sent(view: TicketDetailView, qtbot: QtBot) -> None:
    view.focus_note()
    told = Heard(view.note_written)
    qtbot.keyClicks(note(view), "   ")
    qtbot.keyClick(note(view), Qt.Key.Key_Return)
    assert len(told) == 0


def test_another_ticket_begins_without_the_last_ones_note(view: TicketDetailView) -> None:
    view.focus_note()
    note(view).setText("Ada derek")
    view.set_detail(views.detail(views.TICKETS[0]))
    assert note(view).text() == ""


def test_each_still_is_asked_for_once(qtbot: QtBot) -> None:
    view = TicketDetailView()
    qtbot.addWidget(view)
    asked = Heard(view.still_requested)
    view.set_detail(views.detail(stills=1))
    view.set_detail(views.detail(stills=2))
    view.set_detail(views.detail(stills=2))
    assert asked.told == [(views.id_of(950),), (views.id_of(951),)]


def test_a_still_is_enlarged_and_esc_goes_back(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_still(views.still(0))
    thumb = view.findChildren(StillThumb)[0]
    large = view.findChildren(StillView)[0]
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    assert large.isVisible()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_a_still_that_is_no_picture_is_said_to_be_broken(view: TicketDetailView, qtbot: QtBot) -> None:
    broken = views.still(0)
    view.set_still(type(broken)(broken.id, broken.ticket_id, None, broken.taken_at, "", b"no jpeg"))
    thumb = view.findChildren(StillThumb)[0]
    assert thumb.image is None
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    assert not view.findChildren(StillView)[0].isVisible()


def test_nothing_can_be_asked_twice_while_it_is_under_way(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_busy(True)
    told = Heard(view.act_requested)
    qtbot.keyClick(view, Qt.Key.Key_P)
    qtbot.mouseClick(buttons(view)[Act.ACCEPT], Qt.MouseButton.LeftButton)
    assert len(told) == 0


def test_the_camera_of_a_ticket_is_a_way_to_it(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_camera_name("102 Jl. Urip Sumoharjo")
    link = next(one for one in view.findChildren(QWidget) if one.accessibleName() == "Kamera 102")
    assert link.toolTip() == "Kamera 102 Jl. Urip Sumoharjo"  # its place is the ticket's, which stands beside it
    with qtbot.waitSignal(view.camera_requested) as told:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert told.args == [views.CAMERAS[1].id]


def test_acts_and_sentences_follow_the_language(view: TicketDetailView) -> None:
    assert buttons(view)[Act.DISPATCH].accessibleName() == "Tambah dinas"
    set_language(Language.ENGLISH)
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    assert buttons(view)[Act.DISPATCH].accessibleName() == "Add agency"
    assert buttons(view)[Act.DISPATCH].shortcut().toString() == "D"


@pytest.mark.parametrize("language", list(Language))
def test_every_entry_of_a_timeline_has_a_sentence(language: Language) -> None:
    set_language(language)
    for act in ("open", "report", "still", *(act.value for act in Act)):
        entry = TimelineEntry(views.NOW, "Operator 3", act, facts=(("agency", "Dishub"), ("channel", "radio")))
        assert "Operator 3" in entry_sentence(entry)
    assert "merge" in entry_sentence(TimelineEntry(views.NOW, "Operator 3", "merge"))


def test_a_narrow_view_wraps_its_buttons_and_stays_in_its_room(view: TicketDetailView, qtbot: QtBot) -> None:
    view.resize(480, 320)
    row = buttons(view)[Act.ACCEPT].parentWidget()
    qtbot.waitUntil(lambda: row.height() > 60)
    assert all(row.rect().contains(button.geometry()) for button in buttons(view).values())


def report(number: int, words: str, channel: Channel = Channel.TELEPHONE, **caller: str) -> Report:
    return Report(
        views.id_of(number), views.id_of(4188), channel, words, views.ago(60 - number), "Operator 3", **caller
    )


REPORTS = (
    report(1, "Pohon tumbang, ada motor!", caller_name="Bu Ani", caller_number="0812 9876 5432"),
    report(2, "pohon besar rubuh", Channel.PUBLIC),
    report(3, "", Channel.RADIO, caller_name="Patroli 4"),
)
BOOK = (
    Contact(views.id_of(31), views.DISHUB.id, "Pak Budi", "Kepala pos", "0812 333 444", position=1),
    Contact(views.id_of(32), views.DISHUB.id, "Regu jaga A", "Perwira jaga", "0811 222 333", "Kanal 4"),
    Contact(views.id_of(33), views.DISHUB.id, "Pak Lama", phone="0800", active=False),
    Contact(views.id_of(34), views.DAMKAR.id, "Pos Damkar", phone="113"),
    Contact(views.id_of(35), views.DISHUB.id, "Patroli 4", radio="Kanal 7", position=2),
)


def test_the_first_report_stands_with_the_ticket_and_a_key_opens_them_all(view: TicketDetailView, qtbot: QtBot) -> None:
    line = view.findChildren(ReportLine)[0]
    listed = view.findChildren(ReportList)[0]
    assert not line.isVisible()
    view.set_reports(REPORTS)
    assert line.accessibleName() == ("telepon · 14:02 · “Pohon tumbang, ada motor!” · Bu Ani, 0812 9876 5432 · 2 lagi")
    assert not listed.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_R)
    assert listed.isVisible()
    assert "laporan warga · diterima Operator 3: pohon besar rubuh" in listed.text
    assert "Patroli 4" in listed.text
    qtbot.keyClick(view, Qt.Key.Key_R)
    assert not listed.isVisible()


def test_reports_that_may_not_be_read_leave_no_line(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_reports(REPORTS)
    qtbot.keyClick(view, Qt.Key.Key_R)
    view.set_reports(())
    assert not view.findChildren(ReportLine)[0].isVisible()
    assert view.findChildren(Timeline)[0].isVisible()


def test_another_ticket_begins_with_its_history_and_without_the_last_ones_reports(
    view: TicketDetailView, qtbot: QtBot
) -> None:
    view.set_reports(REPORTS)
    qtbot.keyClick(view, Qt.Key.Key_R)
    view.set_detail(views.detail(views.TICKETS[0]))
    assert not view.findChildren(ReportLine)[0].isVisible()
    assert view.findChildren(Timeline)[0].isVisible()


def test_whom_to_call_is_listed_in_order_for_the_agencies_that_have_the_ticket() -> None:
    refused = views.assignment(views.DAMKAR, AssignmentState.REJECTED, views.NOW)
    task = views.assignment(views.DISHUB, AssignmentState.ACCEPTED, views.NOW)
    (group,) = contacts_of(views.ticket(assignments=(task, refused)), BOOK)
    assert group.agency == "Dishub"
    assert [one.name for one in group.contacts] == ["Regu jaga A", "Pak Budi", "Patroli 4"]


def test_a_key_opens_the_contact_book_and_enter_copies_the_number(view: TicketDetailView, qtbot: QtBot) -> None:
    book = view.findChildren(ContactBook)[0]
    view.set_contacts(BOOK)
    view.activateWindow()
    qtbot.keyClick(view, Qt.Key.Key_H)
    assert book.isVisible()
    told = Heard(book.copied)
    lines = book.lines
    qtbot.waitUntil(lines.hasFocus)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(lines, key)
    assert told.told == [("0811 222 333",), ("Kanal 7",)]
    assert QGuiApplication.clipboard().text() == "Kanal 7"
    qtbot.keyClick(lines, Qt.Key.Key_Escape)
    assert not book.isVisible()
    assert view.hasFocus()


def test_a_number_is_copied_by_a_click(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_contacts(BOOK)
    qtbot.keyClick(view, Qt.Key.Key_H)
    lines = view.findChildren(ContactBook)[0].lines
    qtbot.mouseClick(lines, Qt.MouseButton.LeftButton, pos=QPoint(60, 26 + 30 + 15))
    assert QGuiApplication.clipboard().text() == "0812 333 444"


@pytest.mark.parametrize(("assigned", "says"), [(True, "Belum ada kontak Dishub"), (False, "Belum ada dinas")])
def test_an_empty_contact_book_says_so(view: TicketDetailView, qtbot: QtBot, assigned: bool, says: str) -> None:
    one = views.ticket() if assigned else views.ticket(assignments=())
    view.set_detail(views.detail(one, acts=((Act.NOTE, None),)))
    qtbot.keyClick(view, Qt.Key.Key_H)
    assert says in view.findChildren(ContactBook)[0].lines.accessibleDescription()


def test_a_key_asks_for_the_picture_of_the_tickets_camera(view: TicketDetailView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.still_wanted_from_camera) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_J)
    assert wanted.args == [views.CAMERAS[1].id]


@pytest.mark.parametrize(
    "closed",
    [
        views.detail(views.ticket(state=TicketState.CLOSED), acts=((Act.REOPEN, None), (Act.NOTE, None))),
        views.detail(acts=()),
    ],
    ids=["closed", "only read"],
)
def test_who_may_not_add_a_picture_is_not_offered_to(
    view: TicketDetailView, qtbot: QtBot, closed: TicketDetail
) -> None:
    wanted, offered = Heard(view.still_wanted_from_camera), Heard(view.photo_offered)
    view.set_detail(closed)
    QGuiApplication.clipboard().setImage(photo())
    qtbot.keyClick(view, Qt.Key.Key_J)
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not drop(view, image_data())
    assert len(wanted) == len(offered) == 0


def photo() -> QImage:
    return QImage.fromData(views.jpeg(64, 36))


def image_data() -> QMimeData:
    data = QMimeData()
    data.setImageData(photo())
    return data


def drop(view: TicketDetailView, data: QMimeData) -> bool:
    """Drag over the view and let go; whether it was welcome."""
    at, action = QPointF(40, 40), Qt.DropAction.CopyAction
    buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, action, data, buttons, held)
    enter.ignore()
    QApplication.sendEvent(view, enter)
    if enter.isAccepted():
        QApplication.sendEvent(view, QDropEvent(at, action, data, buttons, held))
    return enter.isAccepted()


def test_a_pasted_picture_is_offered_with_the_ticket_it_was_pasted_to(view: TicketDetailView, qtbot: QtBot) -> None:
    offered = Heard(view.photo_offered)
    QGuiApplication.clipboard().setImage(photo())
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    ((ticket_id, one),) = offered.told
    assert ticket_id == views.id_of(4188)
    assert isinstance(one, OfferedPhoto)
    assert one.image is not None or one.data is not None


def test_a_clipboard_without_a_picture_says_so(view: TicketDetailView, qtbot: QtBot) -> None:
    offered = Heard(view.photo_offered)
    QGuiApplication.clipboard().setText("bukan gambar")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(offered) == 0
    assert "Tidak ada gambar di papan klip" in words_of(view)


def words_of(view: TicketDetailView) -> list[str]:
    return [label.text for label in view.findChildren(ElidedLabel) if label.isVisible()]


def test_dropped_files_are_offered_one_by_one_and_not_read_here(view: TicketDetailView, tmp_path: Path) -> None:
    offered = Heard(view.photo_offered)
    files = [tmp_path / "satu.jpg", tmp_path / "dua.jpg"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    assert drop(view, data)
    assert [one for _, one in offered.told] == [OfferedPhoto(path=path) for path in files]


def test_dropped_words_are_not_welcome(view: TicketDetailView) -> None:
    offered = Heard(view.photo_offered)
    data = QMimeData()
    data.setText("halo")
    assert not drop(view, data)
    assert len(offered) == 0


def test_a_picture_on_its_way_is_said_in_the_language_of_the_moment(view: TicketDetailView) -> None:
    view.set_adding(True)
    assert "Menambahkan gambar …" in words_of(view)
    set_language(Language.ENGLISH)
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    assert "Adding the picture …" in words_of(view)
    view.set_adding(False)
    assert "Adding the picture …" not in words_of(view)


def test_a_place_is_said_in_the_callers_words_and_the_gazetteers(view: TicketDetailView) -> None:
    one = views.ticket(place="dpn mesjid", landmark="Masjid Al-Ikhlas", desa="Sukaresmi", kecamatan="Cikarang Selatan")
    view.set_detail(views.detail(one))
    assert any("dpn mesjid · Masjid Al-Ikhlas, Sukaresmi, Cikarang Selatan" in words for words in words_of(view))


def test_an_agencys_people_see_their_acts_and_the_callers_number(view: TicketDetailView) -> None:
    task = views.ticket().assignments[0].id
    view.set_detail(views.detail(acts=((Act.ACCEPT, task), (Act.DECLINE, task), (Act.NOTE, None))))
    view.set_reports(REPORTS[:1])
    assert set(buttons(view)) == {Act.ACCEPT, Act.DECLINE, Act.NOTE}
    assert "0812 9876 5432" in view.findChildren(ReportLine)[0].accessibleName()


def test_the_keys_beside_the_acts_are_no_acts() -> None:
    beside = {REPORT_KEY, CALL_KEY, SNAP_KEY}
    assert len(beside) == 3
    assert not beside & (set(KEYS.values()) | set("ACIKOTVW0123456789"))


def test_that_nothing_could_be_pasted_is_said_until_the_next_thing_happens(
    view: TicketDetailView,
) -> None:
    view.findChildren(PhotoCatcher)[0].caught.emit(())
    said = say("tickets.extra.no_photo")
    assert any(label.text == said for label in view.findChildren(ElidedLabel))
    view.set_detail(replace(views.detail(), still_ids=()))
    assert not any(label.text == said for label in view.findChildren(ElidedLabel))


def test_who_reads_further_up_is_not_pulled_down_by_the_next_line(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(400, 60)
    timeline.show()
    bar = timeline.verticalScrollBar()
    timeline.set_entries(views.TIMELINE * 2)
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    before = bar.maximum()
    timeline.set_entries((*views.TIMELINE * 2, views.TIMELINE[-1]))
    qtbot.waitUntil(lambda: bar.maximum() > before)
    assert bar.value() == 0
    timeline.set_entries(views.TIMELINE[1:] * 3)  # another ticket begins at its newest line
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
