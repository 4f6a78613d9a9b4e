"""Sending pictures to the wall from a desk, with a reason and under the name of who sends them, and releasing it."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import Ticket
from storage.model.wall import WallPush
from storage.service.commands import PushToWall, ReleaseWall
from storage.service.record import Outcome, Record
from widgets.wall.values import Pushed

_SENDERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})


class WallPushView(Protocol):
    def show_may_push(self, allowed: bool, person: str) -> None: ...
    def show_standing(self, pushed: Pushed | None) -> None: ...
    def show_offer(self, cameras: tuple[Camera, ...], chosen: tuple[UUID, ...], reason: str) -> None: ...
    def show_sending(self, sending: bool) -> None: ...
    def show_sent(self) -> None: ...
    def show_failed(self, error: SiagaError) -> None: ...


class WallPushPresenter:
    """Implements SessionListener; the server decides who may, and knows who it was."""

    def __init__(self, view: WallPushView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._cameras: Mapping[UUID, Camera] = {}
        self._ticket_id: UUID | None = None
        self.may_push = False
        self.standing: WallPush | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._record = record
        self.may_push = person.role in _SENDERS
        self._view.show_may_push(self.may_push, person.name)
        if self.may_push:
            self.refresh()

    def end(self) -> None:
        self._record = None
        self.may_push = False
        self.standing = None
        self._view.show_may_push(False, "")
        self._view.show_standing(None)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        enabled = sorted((one for one in cameras if one.enabled), key=lambda one: one.number)
        self._cameras = {one.id: one for one in enabled}

    def changed(self, changes: tuple[Change, ...]) -> None:
        if self.may_push and any(change.kind is Kind.WALL for change in changes):
            self.refresh()

    def refresh(self) -> None:
        """Read what stands on the wall now."""
        record = self._record
        if record is None:
            return

        def work() -> tuple[Record, WallPush | None]:
            return record, record.wall_push()

        self._jobs.submit(work, self._read, self._view.show_failed)

    def offer(self, ticket: Ticket | None, camera_ids: tuple[UUID, ...]) -> None:
        """Ask what to send: the ticket's camera, then these, with the ticket's title for a reason."""
        if not self.may_push:
            return
        self._ticket_id = ticket.id if ticket is not None else None
        own = (ticket.camera_id,) if ticket is not None and ticket.camera_id is not None else ()
        chosen = tuple(one for one in dict.fromkeys((*own, *camera_ids)) if one in self._cameras)
        self._view.show_offer(tuple(self._cameras.values()), chosen, ticket.title if ticket is not None else "")

    def push(self, camera_ids: tuple[UUID, ...], reason: str) -> None:
        command = PushToWall(
            key=new_id(), push_id=new_id(), camera_ids=camera_ids, reason=reason, ticket_id=self._ticket_id
        )
        self._execute(command)

    def release(self) -> None:
        """Give the wall back to what it shows by itself."""
        if self.standing is not None:
            self._execute(ReleaseWall(key=new_id(), push_id=self.standing.id))

    def _execute(self, command: PushToWall | ReleaseWall) -> None:
        record = self._record
        if record is None:
            return

        def work() -> Outcome:
            return record.execute(command)

        self._view.show_sending(True)
        self._jobs.submit(work, self._done, self._failed)

    def _done(self, _: Outcome) -> None:
        self._view.show_sending(False)
        self._view.show_sent()
        self.refresh()

    def _failed(self, error: SiagaError) -> None:
        """What stands there may have been changed by another meanwhile."""
        self._view.show_sending(False)
        self._view.show_failed(error)
        self.refresh()

    def _read(self, read: tuple[Record, WallPush | None]) -> None:
        record, push = read
        if record is not self._record:
            return
        self.standing = push
        if push is None:
            self._view.show_standing(None)
            return
        numbers = tuple(self._cameras[one].number for one in push.camera_ids if one in self._cameras)
        self._view.show_standing(Pushed(numbers, push.pushed_by, push.pushed_at, push.ticket_number, push.reason))
