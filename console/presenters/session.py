"""Who is at this desk: signing in, signing out, changing person while the pictures go on."""

from collections.abc import Callable
from typing import Protocol

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.people import Person
from storage.service.record import Record

OpenRecord = Callable[[str, str], Record]
"""Connects with a login and a password; raises BadLogin, Unreachable, OtherSchema."""


class SessionView(Protocol):
    def show_signed_out(self) -> None: ...
    def show_signing_in(self, login: str) -> None: ...
    def show_signed_in(self, person: Person) -> None: ...
    def show_sign_in_failed(self, error: SiagaError) -> None: ...


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
        listeners: tuple[SessionListener, ...],
        *,
        demo: bool,
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._open_record = open_record
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

        def work() -> tuple[Record, Person, int]:
            record = open_record(login, password)
            try:
                person = record.me()
                if person.demo and not demo:
                    raise DemoPersonRefused(login=login)
            except SiagaError:
                record.close()
                raise
            return record, person, attempt

        self._jobs.submit(work, self._signed_in, self._failed)

    def sign_out(self) -> None:
        self._attempt += 1
        self._leave()
        self._view.show_signed_out()

    def close(self) -> None:
        self._attempt += 1
        self._leave()

    def _signed_in(self, result: tuple[Record, Person, int]) -> None:
        record, person, attempt = result
        if attempt != self._attempt:
            record.close()
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


class DemoPersonRefused(SiagaError):
    """A demo account on a desk that is not a demo; facts: login."""

    word = "console.session.demo_refused"


def _nothing(_: object) -> None:
    """Nobody waits for a closed record."""
