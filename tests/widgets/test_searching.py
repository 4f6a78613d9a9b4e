"""How typing reaches the search of a page, the same in both books."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support import book_views, views
from support.qt import Heard

from widgets.cameras.book import CameraBookPage
from widgets.people.contact_book import ContactBookPage

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(params=[CameraBookPage, ContactBookPage])
def page(request: pytest.FixtureRequest, qtbot: QtBot) -> CameraBookPage | ContactBookPage:
    made: CameraBookPage | ContactBookPage = request.param()
    qtbot.addWidget(made)
    if isinstance(made, CameraBookPage):
        made.set_book(views.CAMERAS, views.AGENCIES)
    else:
        made.set_book(book_views.CONTACTS, views.AGENCIES)
    made.resize(1300, 700)
    made.show()
    qtbot.waitExposed(made)
    made.start()
    return made


def focused(page: QWidget) -> QWidget | None:
    return page.window().focusWidget()


def test_a_letter_typed_over_the_list_goes_on_in_the_search(page: CameraBookPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, "s")
    assert page.search.text() == "s"
    assert focused(page) is page.search


def test_a_key_with_control_is_an_act_and_no_letter(page: CameraBookPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_J, CONTROL)
    assert page.search.text() == ""
    assert focused(page) is page.list


def test_arrows_go_through_the_list_while_the_search_has_the_keyboard(page: CameraBookPage, qtbot: QtBot) -> None:
    first = page.list.row
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.row != first
    qtbot.keyClick(page.search, Qt.Key.Key_Up)
    assert page.list.row == first
    assert focused(page) is page.search


def test_leaving_empties_the_search_first(page: CameraBookPage) -> None:
    left = Heard(page.closed)
    page.search.setText("a")
    page.leave_page()
    assert (page.search.text(), len(left)) == ("", 0)
    page.leave_page()
    assert len(left) == 1
