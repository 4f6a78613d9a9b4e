"""The desk's own hands: where Esc leads, what its sheets are called, how its right column shares the room."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from console.layout import WindowLayout
from console.presenters.tickets import Question, Reference
from console.windows.desk import DeskWindow
from console.windows.keys import KEYS, NOT_SHORTCUTS
from console.windows.keys_page import GROUPS, KeysPage
from console.windows.right_column import INBOX_PX
from console.windows.video import VideoWindow
from resources.words import say
from storage.model.callers import Channel
from storage.model.tickets import Act, Ticket, TicketState
from storage.service.errors import Unreachable
from widgets.common.buttons import KeyButton
from widgets.common.fields import Choice
from widgets.common.notices import EmptyState, Tone
from widgets.incidents.acts import ActRow
from widgets.incidents.contacts import ContactBook


class NoPictures:
    def show(self, camera_id, view, size):
        """Nothing is decoded here."""

    def hide(self, camera_id, view):
        """Nothing is decoded here."""

    def reader(self, camera_id, view):
        return None


@pytest.fixture
def desk(tmp_path, qtbot: QtBot):
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window = DeskWindow("Pusat Komando", NoPictures(), WindowLayout(), store, demo=True)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.cameras_known(views.CAMERAS)
    window.show_reference(Reference(views.AGENCIES, views.CATEGORIES, views.PLACES))
    yield window
    window.close()


def press(key: Qt.Key, qtbot: QtBot) -> None:
    """To whoever has the keyboard, by way of the shortcuts, as from a person's hand."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


def test_esc_leaves_the_contacts_for_the_timeline(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.show_detail(views.detail())
    press(Qt.Key.Key_H, qtbot)
    book = desk.detail.findChildren(ContactBook)[0]
    assert book.isVisible()
    press(Qt.Key.Key_Escape, qtbot)
    assert not book.isVisible()


def test_esc_leaves_the_note_so_that_letters_are_keys_again(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.show_detail(views.detail())
    press(Qt.Key.Key_N, qtbot)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(Qt.Key.Key_Escape, qtbot)
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_esc_empties_the_search_and_then_leaves_it(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.find_camera()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "pasar")
    press(Qt.Key.Key_Escape, qtbot)
    assert (field.text(), field.hasFocus()) == ("", True)
    press(Qt.Key.Key_Escape, qtbot)
    assert not field.hasFocus()


def test_esc_brings_one_large_picture_back_into_the_grid(desk: DeskWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Return, qtbot)
    assert desk.grid.maximised_slot is not None
    desk.tickets()
    press(Qt.Key.Key_Escape, qtbot)
    assert desk.grid.maximised_slot is None


def test_the_cross_of_a_notice_takes_it_away(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.show_calm("Serah terima selesai.")
    assert desk.banner.isVisible()
    close = [button for button in desk.banner.findChildren(KeyButton) if button.isVisible()]
    qtbot.mouseClick(close[-1], Qt.MouseButton.LeftButton)
    assert not desk.banner.isVisible()


def test_when_the_record_is_back_its_warning_goes_and_a_confirmation_stays(desk: DeskWindow) -> None:
    desk.show_calm("Serah terima selesai.")
    desk.banner.clear_trouble()
    assert desk.banner.sentence == "Serah terima selesai."
    desk.banner.show_notice(Tone.AMBER, "Basis data tidak terjangkau.")
    desk.banner.clear_trouble()
    assert not desk.banner.isVisible()


def test_a_sheet_is_called_after_what_it_is_opened_for(desk: DeskWindow) -> None:
    desk.show_edit(views.detail())
    assert desk.sheets.form_sheet.windowTitle() == "Ubah tiket"
    desk.sheets.form_sheet.dismiss()
    desk.sheets.new_ticket(None, None, None)
    assert desk.sheets.form_sheet.windowTitle() == "Tiket baru"
    desk.sheets.form_sheet.dismiss()
    desk.show_question(Question(Act.DISPATCH, None, needs_text=False, offers_agency=True, needs_agency=True))
    assert desk.sheets.reason_sheet.windowTitle() == "Kirim ke dinas"
    desk.sheets.reason_sheet.dismiss()


def test_a_dispatch_offers_the_usual_agency_and_none_that_has_the_ticket(desk: DeskWindow, qtbot: QtBot) -> None:
    question = Question(
        Act.DISPATCH, None, needs_text=False, offers_agency=True, needs_agency=True, category="congestion"
    )
    sent = Heard(desk.sheets.reason.submitted)
    box = desk.sheets.reason.findChildren(Choice)[0]
    desk.show_question(question)
    qtbot.waitUntil(desk.sheets.reason_sheet.isActiveWindow)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert sent.told == [("", views.DISHUB.id)]
    desk.show_question(replace(question, having=frozenset({views.DISHUB.id})))
    assert "Dishub" not in [box.itemText(at) for at in range(box.count())]
    qtbot.waitUntil(desk.sheets.reason_sheet.isActiveWindow)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert len(sent) == 1
    assert desk.sheets.reason.error_line.text
    desk.sheets.reason_sheet.dismiss()


def inbox(count: int) -> tuple[Ticket, ...]:
    return tuple(
        views.ticket(id=UUID(int=900 + at), state=TicketState.NEW, channel=Channel.PUBLIC, assignments=())
        for at in range(count)
    )


def test_a_long_inbox_takes_the_room_that_the_tickets_leave(desk: DeskWindow, qtbot: QtBot) -> None:
    few = views.TICKETS[:2]
    desk.show_tickets((*few, *inbox(2)))
    qtbot.waitUntil(lambda: desk.right.inbox.height() == desk.right.inbox.rows_px())
    desk.show_tickets((*few, *inbox(30)))
    qtbot.waitUntil(lambda: desk.right.inbox.height() > 2 * INBOX_PX)
    assert desk.right.ticket_list.height() >= desk.right.ticket_list.rows_px()
    assert desk.right.inbox.geometry().bottom() == desk.right.rect().bottom()


def test_a_note_and_two_lines_of_buttons_are_whole_on_a_small_screen(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.show_detail(views.detail())
    desk.resize(1366, 700)
    press(Qt.Key.Key_N, qtbot)
    row = desk.detail.findChildren(ActRow)[0]
    qtbot.waitUntil(lambda: row.mapTo(desk.detail, row.rect().bottomLeft()).y() < desk.detail.height())
    assert desk.height() == 700


def test_the_page_of_keys_shows_its_words_whole(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.keys()
    page = desk.keys_sheet.findChildren(KeysPage)[0]
    qtbot.waitUntil(lambda: page.isVisible() and page.width() >= page.minimumSizeHint().width())
    desk.keys_sheet.dismiss()


def test_every_key_of_the_desk_stands_on_the_page_once(desk: DeskWindow) -> None:
    shown = [intent for group in GROUPS.values() for intent in group]
    bound = [intent for _, intent in (*NOT_SHORTCUTS, *KEYS)]
    assert sorted(set(bound) - set(shown)) == []
    assert len(shown) == len(set(shown))


def test_before_the_record_was_read_the_desk_does_not_say_that_nothing_is_open(tmp_path, qtbot: QtBot) -> None:
    store = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window = DeskWindow("Pusat Komando", NoPictures(), WindowLayout(), store, demo=True)
    qtbot.addWidget(window)
    said = {empty.accessibleName() for empty in window.findChildren(EmptyState)}
    assert {say("tickets.unread"), say("widgets.cameras.unread")} <= said
    window.show_tickets(())
    window.cameras_known(())
    said = {empty.accessibleName() for empty in window.findChildren(EmptyState)}
    assert {say("tickets.none"), say("widgets.cameras.none")} <= said
    window.pump.close()


def test_esc_leads_a_window_of_pictures_back_from_full_screen(qtbot: QtBot) -> None:
    window = VideoWindow(NoPictures(), WindowLayout(), 1)
    qtbot.addWidget(window)
    window.cameras_known(views.CAMERAS)
    window.showFullScreen()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.grid.maximise(0)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert (window.grid.maximised_slot, window.isFullScreen()) == (None, True)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert (window.isFullScreen(), window.isVisible()) == (False, True)
    window.close()


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (2560, 1440)])
def test_a_notice_moves_no_picture_and_covers_none(desk: DeskWindow, size: tuple[int, int], qtbot: QtBot) -> None:
    desk.resize(*size)
    desk.show_detail(views.detail())
    detail, seen = desk.detail, list[int]()

    def rests() -> bool:
        """The detail knows its lines of buttons only once it has its width."""
        seen.append(detail.height())
        return len(seen) > 5 and len(set(seen[-5:])) == 1

    qtbot.waitUntil(rests)
    high = detail.height()
    tiles = [desk.grid.tile(slot) for slot in desk.grid.visible_slots()]

    def places() -> list[QRect]:
        return [QRect(tile.mapTo(desk, QPoint()), tile.size()) for tile in tiles]

    before, foot = places(), detail.mapTo(desk, detail.rect().bottomLeft())
    desk.show_error(Unreachable(host="db"))
    qtbot.waitUntil(lambda: desk.banner.isVisible() and detail.height() < high)
    assert places() == before
    assert detail.mapTo(desk, detail.rect().bottomLeft()) == foot
    banner = QRect(desk.banner.mapTo(desk, QPoint()), desk.banner.size())
    assert not any(banner.intersects(tile) for tile in before)
    assert detail.height() >= detail.minimumSizeHint().height()
    desk.banner.clear()
    qtbot.waitUntil(lambda: detail.height() == high)
    assert places() == before
