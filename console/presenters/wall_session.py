"""The wall's way into its record, without a person: tried for ever, since nobody stands there to try again."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from console.presenters.jobs import Jobs
from console.presenters.session import SessionListener
from resources.errors import SiagaError
from storage.model.people import Person, Role
from storage.service.record import Record

AGAIN_S = 2.0
Listened = tuple[Record, Person]


class NotWall(SiagaError):
    """A login of another role would show what is not for a wall; facts: login."""

    word = "wall.command.not_wall"


class RefusedView(Protocol):
    def refused(self, error: SiagaError) -> None: ...


class WallSession:
    """Opens the record with the wall's login and begins its listeners; `tick()` once a second drives it."""

    def __init__(
        self,
        jobs: Jobs,
        open_record: Callable[[], Record],
        listeners: tuple[SessionListener, ...],
        view: RefusedView,
        monotonic_s: Callable[[], float] = monotonic,
    ) -> None:
        self._jobs = jobs
        self._open_record = open_record
        self._listeners = listeners
        self._view = view
        self._monotonic_s = monotonic_s
        self._opened: Listened | None = None
        self._trying = self._closed = False
        self._due_s = float("-inf")

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    def tick(self) -> None:
        if self._opened is not None or self._trying or self._closed or self._monotonic_s() < self._due_s:
            return
        self._trying = True
        self._jobs.submit(self._open, self._done, self._failed)

    def close(self) -> None:
        self._closed = True
        if self._opened is None:
            return
        for listener in self._listeners:
            listener.end()
        (record, _), self._opened = self._opened, None
        self._jobs.submit(record.close, _nothing, self._view.refused)

    def _open(self) -> Listened:
        record = self._open_record()
        try:
            person = record.me()
            if person.role is not Role.WALL:
                raise NotWall(login=person.login)
        except SiagaError:
            record.close()
            raise
        return record, person

    def _done(self, opened: Listened) -> None:
        self._trying = False
        if self._closed:
            self._jobs.submit(opened[0].close, _nothing, self._view.refused)
            return
        self._opened = opened
        for listener in self._listeners:
            listener.begin(*opened)

    def _failed(self, error: SiagaError) -> None:
        self._trying = False
        self._due_s = self._monotonic_s() + AGAIN_S
        self._view.refused(error)


def _nothing(_: object) -> None:
    """Nobody waits for a closed record."""
