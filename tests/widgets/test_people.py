"""The login keeps no password, and the chip says who is there."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.people import Person, Role
from widgets.people.chip import PeopleChip
from widgets.people.login import LoginForm


@pytest.fixture
def form(qtbot: QtBot) -> LoginForm:
    made = LoginForm()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.start()
    return made


def fields(form: LoginForm) -> tuple[QLineEdit, QLineEdit]:
    login, password = form.findChildren(QLineEdit)
    return login, password


def test_login_and_password_are_sent_and_the_password_is_gone_at_once(form: LoginForm, qtbot: QtBot) -> None:
    login, password = fields(form)
    qtbot.keyClicks(login, " operator3 ")
    qtbot.keyClicks(password, "s3 kret")
    with qtbot.waitSignal(form.submitted) as sent:
        qtbot.keyClick(password, Qt.Key.Key_Return)
    assert sent.args == ["operator3", "s3 kret"]
    assert password.text() == ""


@pytest.mark.parametrize(("login", "password", "missing"), [("", "x", "nama"), ("op", "", "sandi")])
def test_what_is_missing_is_said_and_nothing_is_sent(
    form: LoginForm, qtbot: QtBot, login: str, password: str, missing: str
) -> None:
    sent = Heard(form.submitted)
    fields(form)[0].setText(login)
    fields(form)[1].setText(password)
    qtbot.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert len(sent) == 0
    assert missing in form.error_line.text


def test_a_password_is_never_shown(form: LoginForm) -> None:
    assert fields(form)[1].echoMode() is QLineEdit.EchoMode.Password


def test_after_a_refusal_the_keyboard_is_on_an_empty_password(form: LoginForm) -> None:
    fields(form)[1].setText("salah")
    form.set_error("Nama masuk atau kata sandi salah.")
    assert fields(form)[1].text() == ""
    assert fields(form)[1].hasFocus()
    assert form.error_line.text == "Nama masuk atau kata sandi salah."


def test_a_login_under_way_is_not_sent_twice(form: LoginForm, qtbot: QtBot) -> None:
    sent = Heard(form.submitted)
    fields(form)[0].setText("op")
    fields(form)[1].setText("x")
    form.set_busy(True)
    qtbot.keyClick(fields(form)[1], Qt.Key.Key_Return)
    assert len(sent) == 0


def test_only_who_has_somewhere_to_go_back_to_can_cancel(form: LoginForm, qtbot: QtBot) -> None:
    told = Heard(form.cancelled)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert len(told) == 0
    form.set_cancellable(True)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert len(told) == 1


def test_the_demos_people_are_one_click_away_and_gone_on_another_desk(form: LoginForm, qtbot: QtBot) -> None:
    form.set_demo_hint((("op1", "Operator 1"), ("spv", "Supervisor")))
    person = next(one for one in form.findChildren(QAbstractButton) if one.text() == "Supervisor")
    with qtbot.waitSignal(form.demo_chosen) as told:
        qtbot.mouseClick(person, Qt.MouseButton.LeftButton)
    assert told.args == ["spv"]
    form.set_demo_hint(())
    assert [one.text() for one in form.findChildren(QAbstractButton) if one.isVisible()] == ["Masuk"]


def test_the_chip_says_name_and_role_in_the_language_chosen(qtbot: QtBot) -> None:
    chip = PeopleChip()
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Belum masuk"
    chip.set_person(Person(views.id_of(1), "siti", "Siti", Role.AGENCY))
    assert chip.accessibleName() == "Siti, Dinas"
    set_language(Language.ENGLISH)
    QApplication.sendEvent(chip, QEvent(QEvent.Type.LanguageChange))
    assert chip.accessibleName() == "Siti, Agency"
