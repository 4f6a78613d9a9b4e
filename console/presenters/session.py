"""Who is at this desk: signing in, signing out, changing person while the pictures go on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.people import Person
from storage.service.record import Record

OpenRecord = Callable[[str, str], Record]
"""Connects with a login and a password; raises BadLogin, Unreachable, OtherSchema."""

ChangePassword = Callable[[str, str, str], None]
"""Login, old password, new one; raises BadLogin, Invalid, Unreachable."""


class SessionView(Protocol):
    def show_signed_out(self) -> None: ...
    def show_signing_in(self, login: str) -> None: ...
    def show_signed_in(self, person: Person) -> None: ...
    def show_sign_in_failed(self, error: SiagaError) -> None: ...
    def show_must_change(self, person: Person) -> None: ...


class SessionListener(Protocol):
    """A part of the desk that works for whoever is signed in."""

    def begin(self, record: Record, person: Person) -> None: ...
    def end(self) -> None: ...


class SessionPresenter:
    """Holds the signed-in person's record; `listeners` begin and end with it, the video does not."""

    def __init__(
        self,
        view: SessionView,
        jobs: Jobs,
        open_record: OpenRecord,
        change_password: ChangePassword,
        listeners: tuple[SessionListener, ...],
        *,
        demo: bool,
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._open_record = open_record
        self._change_password = change_password
        self._one_time: tuple[str, str] | None = None
        self._listeners = listeners
        self._demo = demo
        self._record: Record | None = None
        self._attempt = 0
        self.person: Person | None = None

    def start(self) -> None:
        self._view.show_signed_out()

    def sign_in(self, login: str, password: str) -> None:
        """Try this login; a person who is signed in stays so until it succeeds."""
        self._attempt += 1
        attempt = self._attempt
        self._view.show_signing_in(login)
        open_record, demo = self._open_record, self._demo

        def work() -> _SignedIn:
            record = open_record(login, password)
            try:
                person = record.me()
                if person.demo and not demo:
                    raise DemoPersonRefused(login=login)
            except SiagaError:
                record.close()
                raise
            return _SignedIn(record, person, attempt, password)

        self._jobs.submit(work, self._signed_in, self._failed)

    def sign_out(self) -> None:
        self._attempt += 1
        self._leave()
        self._view.show_signed_out()

    def close(self) -> None:
        self._attempt += 1
        self._leave()

    def change_password(self, new: str) -> None:
        """Set the password that a one-time one asked for, then sign in with it."""
        if self._one_time is None:
            return
        login, old = self._one_time
        change = self._change_password

        def work() -> tuple[str, str]:
            change(login, old, new)
            return login, new

        self._jobs.submit(work, self._changed, self._failed)

    def _changed(self, login_and_password: tuple[str, str]) -> None:
        self._one_time = None
        self.sign_in(*login_and_password)

    def _signed_in(self, result: "_SignedIn") -> None:
        record, person = result.record, result.person
        if result.attempt != self._attempt:
            self._jobs.submit(record.close, _nothing, self._failed)
            return
        if person.must_change_password:
            self._jobs.submit(record.close, _nothing, self._failed)
            self._one_time = (person.login, result.password)
            self._view.show_must_change(person)
            return
        self._leave()
        self._record, self.person = record, person
        self._view.show_signed_in(person)
        for listener in self._listeners:
            listener.begin(record, person)

    def _failed(self, error: SiagaError) -> None:
        self._view.show_sign_in_failed(error)

    def _leave(self) -> None:
        if self._record is None:
            return
        for listener in self._listeners:
            listener.end()
        record, self._record, self.person = self._record, None, None
        # Closing may wait for a query under way, so it belongs off the GUI thread too.
        self._jobs.submit(record.close, _nothing, self._failed)


@dataclass(frozen=True, slots=True)
class _SignedIn:
    record: Record
    person: Person
    attempt: int
    password: str = field(repr=False)


class DemoPersonRefused(SiagaError):
    """A demo account on a desk that is not a demo; facts: login."""

    word = "console.session.demo_refused"


def _nothing(_: object) -> None:
    """Nobody waits for a closed record."""
