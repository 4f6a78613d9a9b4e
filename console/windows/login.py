"""Signing in, over the running pictures."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.entry import DemoPerson
from console.presenters.session import SessionPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.people import Person
from widgets.common.signals import Sent
from widgets.people.login import LoginForm
from widgets.people.password import PasswordForm


class LoginSheet(QObject):
    """Implements SessionView with a dialog that never covers or stops the pictures."""

    person_changed = Sent[Person | None]()

    def __init__(self, owner: QWidget, demo_people: tuple[DemoPerson, ...]) -> None:
        super().__init__(owner)
        self._presenter: SessionPresenter | None = None
        self._passwords = {person.credentials.login: person.credentials.password for person in demo_people}
        self.form = LoginForm()
        self.sheet = Sheet("console.sheet.login", self.form, owner, width=560 if demo_people else 420)
        self.form.set_demo_hint(tuple((person.credentials.login, person.name) for person in demo_people))
        self.password = PasswordForm()
        self.password_sheet = Sheet("console.sheet.password", self.password, owner, width=420)
        self.password.submitted.connect(self._password_chosen)
        self.password.cancelled.connect(self.password_sheet.dismiss)
        self.form.submitted.connect(self._submitted)
        self.form.demo_chosen.connect(self._demo_chosen)
        self.form.cancelled.connect(self.sheet.dismiss)

    def attach(self, presenter: SessionPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def change_person(self) -> None:
        """Ask for the next person; who is signed in stays so until that succeeds."""
        signed_in = self._presenter is not None and self._presenter.person is not None
        self.form.set_cancellable(signed_in)
        self.form.start()
        self.sheet.present()

    def show_signed_out(self) -> None:
        self.person_changed.emit(None)
        self.change_person()

    def show_signing_in(self, _login: str) -> None:
        self.form.set_busy(True)

    def show_signed_in(self, person: Person) -> None:
        self.form.set_busy(False)
        self.sheet.accept()
        self.password_sheet.accept()
        self.person_changed.emit(person)

    def show_must_change(self, _person: Person) -> None:
        self.form.set_busy(False)
        self.sheet.reject()
        self.password.start()
        self.password_sheet.present()

    def show_sign_in_failed(self, error: SiagaError) -> None:
        if self.password_sheet.isVisible():
            self.password.set_busy(False)
            self.password.set_error(sentence(error))
            return
        self.form.set_busy(False)
        self.form.set_error(sentence(error))
        if not self.sheet.isVisible():
            self.sheet.present()

    @Slot(str, str)
    def _submitted(self, login: str, password: str) -> None:
        if self._presenter is not None:
            self._presenter.sign_in(login, password)

    @Slot(str)
    def _password_chosen(self, new: str) -> None:
        if self._presenter is not None:
            self.password.set_busy(True)
            self._presenter.change_password(new)

    @Slot(str)
    def _demo_chosen(self, login: str) -> None:
        self._submitted(login, self._passwords[login])
