"""What a person says of recorded pictures: bookmarks and locks, under their own name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.cameras import Camera
from storage.model.footage import Bookmark, FootageLock, Span
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.commands import LockFootage, ReleaseFootage, RemoveBookmark, SetBookmark
from storage.service.record import Outcome, Record
from widgets.playback.wording import time_of

MARKING = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Who may bookmark, lock and export, as the server has it (docs/ref/roles.md)."""
NEAR = timedelta(seconds=1)
"""So near to the moment shown a bookmark is the one that is meant."""


class MarksView(Protocol):
    def show_bookmark_form(self, camera: Camera, at_us: int) -> None: ...
    def show_lock_form(
        self, camera: Camera, span_us: tuple[int, int], standing: FootageLock | None, *, may_release: bool
    ) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_bookmarked(self, at_us: int) -> None: ...
    def show_removed(self, bookmark: Bookmark) -> None: ...
    def show_nothing_to_remove(self) -> None: ...
    def show_locked(self, days: int) -> None: ...
    def show_released(self) -> None: ...
    def show_ended(self) -> None: ...
    def show_sign_in(self) -> None: ...
    def show_refused(self) -> None: ...
    def show_failed(self, error: SiagaError) -> None: ...


class MarksPresenter:
    """Implements SessionListener; `changed` is called when the record took something."""

    def __init__(self, view: MarksView, jobs: Jobs, changed: Callable[[], None]) -> None:
        self._view, self._jobs, self._changed = view, jobs, changed
        self._record: Record | None = None
        self._person: Person | None = None
        self._camera: Camera | None = None
        self._at_us = 0
        self._span_us = (0, 0)
        self._ticket_id: UUID | None = None
        self._standing: FootageLock | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._record, self._person = record, person

    def end(self) -> None:
        """A form that stands open was the leaving person's."""
        self._record = self._person = self._camera = self._standing = None
        self._view.show_ended()

    def may_mark(self) -> bool:
        """Whether the person may; says why not."""
        if self._person is None:
            self._view.show_sign_in()
        elif self._person.role not in MARKING:
            self._view.show_refused()
        else:
            return True
        return False

    # Bookmarks.

    def offer_bookmark(self, camera: Camera, at_us: int, ticket_id: UUID | None) -> None:
        """Ask for a text for the moment as it is shown now."""
        if self.may_mark():
            self._camera, self._at_us, self._ticket_id = camera, at_us, ticket_id
            self._view.show_bookmark_form(camera, at_us)

    def bookmark(self, text: str) -> None:
        camera, at_us = self._camera, self._at_us
        if camera is None:
            return
        command = SetBookmark(
            key=new_id(),
            bookmark_id=new_id(),
            camera_id=camera.id,
            at=time_of(at_us),
            text=text,
            ticket_id=self._ticket_id,
        )

        def done(_: Outcome) -> None:
            self._view.show_bookmarked(at_us)

        self._execute(command, done)

    def remove_bookmark(self, camera: Camera, at_us: int) -> None:
        """Take away the bookmark at the moment shown; another's is a supervisor's to take, which the server knows."""
        record, at = self._record, time_of(at_us)
        if record is None or not self.may_mark():
            return

        def work() -> Bookmark | None:
            near = record.bookmarks(since=at - NEAR, until=at + NEAR, camera_id=camera.id)
            found = min(near, key=lambda one: abs(one.at - at), default=None)
            if found is not None:
                record.execute(RemoveBookmark(key=new_id(), bookmark_id=found.id))
            return found

        def done(found: Bookmark | None) -> None:
            if record is not self._record:
                return
            if found is None:
                self._view.show_nothing_to_remove()
            else:
                self._view.show_removed(found)
                self._changed()

        self._jobs.submit(work, done, self._view.show_failed)

    # Locks.

    def offer_lock(self, camera: Camera, span_us: tuple[int, int], ticket_id: UUID | None) -> None:
        """Ask why and for how long; a lock that stands there already is shown with it."""
        record, person = self._record, self._person
        if record is None or person is None or not self.may_mark():
            self.may_mark()
            return
        self._camera, self._span_us, self._ticket_id = camera, span_us, ticket_id
        since, until = (time_of(at_us) for at_us in span_us)

        def work() -> FootageLock | None:
            locks = (one for one in record.footage_locks() if one.camera_id == camera.id)
            return next((one for one in locks if one.since < until and since < one.until), None)

        def done(standing: FootageLock | None) -> None:
            if record is self._record:
                self._standing = standing
                may_release = standing is not None and person.role is Role.SUPERVISOR
                self._view.show_lock_form(camera, span_us, standing, may_release=may_release)

        self._jobs.submit(work, done, self._view.show_failed)

    def lock(self, reason: str, days: int) -> None:
        camera = self._camera
        if camera is None:
            return
        since, until = (time_of(at_us) for at_us in self._span_us)
        command = LockFootage(
            key=new_id(),
            lock_id=new_id(),
            span=Span(camera.id, since, until),
            reason=reason,
            days=days,
            ticket_id=self._ticket_id,
        )

        def done(_: Outcome) -> None:
            self._view.show_locked(days)

        self._execute(command, done)

    def release(self, reason: str) -> None:
        """Let the lock go that was shown."""
        if self._standing is None:
            return
        command = ReleaseFootage(key=new_id(), lock_id=self._standing.id, reason=reason)

        def done(_: Outcome) -> None:
            self._view.show_released()

        self._execute(command, done)

    def _execute(self, command: SetBookmark | LockFootage | ReleaseFootage, then: Callable[[Outcome], None]) -> None:
        record = self._record
        if record is None:
            self._view.show_sign_in()
            return

        def work() -> Outcome:
            return record.execute(command)

        def done(outcome: Outcome) -> None:
            self._view.show_busy(False)
            if record is self._record:
                then(outcome)
                self._changed()

        def failed(error: SiagaError) -> None:
            self._view.show_busy(False)
            if record is self._record:
                self._view.show_failed(error)

        self._view.show_busy(True)
        self._jobs.submit(work, done, failed)
