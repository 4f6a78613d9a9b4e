"""From a ticket or an alarm to the moment it is about: is it recorded still, and if not, why not."""

from collections.abc import Callable, Mapping
from typing import Protocol

from console.presenters.jobs import Jobs
from console.presenters.playback_timeline import HANDS, RingReader, recorded_elsewhere
from resources.errors import SiagaError
from storage.model.alarms import Alarm
from storage.model.cameras import Camera
from storage.model.people import Person
from storage.model.tickets import Ticket
from storage.service.record import Record
from widgets.playback.values import SECOND_US
from widgets.playback.wording import us_of

LEAD_US = 10 * SECOND_US
"""Before an alarm was raised its condition had already begun."""
NEAR_US = 60 * SECOND_US
"""A recording that begins so soon after the moment is worth showing."""
_EVER_US = 400 * 86_400 * SECOND_US


class MomentView(Protocol):
    def show_moment(self, camera: Camera, at_us: int) -> None: ...
    def show_not_recorded(self, camera: Camera) -> None: ...
    def show_too_old(self, camera: Camera, at_us: int, oldest_us: int) -> None: ...
    def show_no_moment(self, camera: Camera, at_us: int) -> None: ...
    def show_elsewhere(self, camera: Camera, at_us: int, station: str) -> None: ...
    def show_nothing_chosen(self) -> None: ...


class MomentPresenter:
    """Asks the ring off the GUI thread; a recorder that holds the moment itself is asked by playing it.

    What the ring of `station` has not, another station may have: the record is asked whose camera it is, by `jobs`.
    """

    def __init__(
        self, view: MomentView, files: Jobs, jobs: Jobs, ring: RingReader, now_us: Callable[[], int], station: str
    ) -> None:
        self._view, self._files, self._jobs, self._ring, self._now_us = view, files, jobs, ring, now_us
        self._station = station
        self._record: Record | None = None
        self._turn = 0

    def begin(self, record: Record, person: Person) -> None:
        self._record = record if person.role in HANDS else None

    def end(self) -> None:
        self._record = None
        self._turn += 1  # what is under way was asked for by somebody else

    def of_ticket(self, ticket: Ticket | None, cameras: Mapping[str, Camera]) -> None:
        """The moment at which the ticket was opened, a little before."""
        camera = cameras.get(str(ticket.camera_id)) if ticket is not None else None
        if ticket is None or camera is None:
            self._view.show_nothing_chosen()
        else:
            self.go(camera, us_of(ticket.created_at) - LEAD_US)

    def of_alarm(self, alarm: Alarm, cameras: Mapping[str, Camera]) -> None:
        """The moment at which its condition began, a little before."""
        camera = cameras.get(str(alarm.camera_id))
        if camera is None:
            self._view.show_nothing_chosen()
        else:
            held_us = min(round(alarm.held_s), 300) * SECOND_US
            self.go(camera, us_of(alarm.raised_at) - held_us - LEAD_US)

    def go(self, camera: Camera, at_us: int) -> None:
        """Show it where it is to be had, else say why not."""
        if camera.replay_url:
            self._view.show_moment(camera, at_us)
            return
        ring, camera_id, now_us = self._ring, str(camera.id), self._now_us()
        self._turn += 1
        turn = self._turn

        def work() -> tuple[int | None, int | None]:
            near = ring.spans(camera_id, at_us, at_us + NEAR_US)
            if near:
                return max(at_us, near[0][0]), None
            every = ring.spans(camera_id, at_us - _EVER_US, now_us)
            return None, every[0][0] if every else None

        def done(found: tuple[int | None, int | None]) -> None:
            if turn == self._turn:  # else another moment was asked for since
                self._answer(camera, at_us, *found)

        def failed(_: SiagaError) -> None:
            if turn == self._turn:
                self._view.show_no_moment(camera, at_us)

        self._files.submit(work, done, failed)

    def _answer(self, camera: Camera, at_us: int, begin_us: int | None, oldest_us: int | None) -> None:
        if begin_us is not None:
            self._view.show_moment(camera, begin_us)
        elif not camera.record:
            self._view.show_not_recorded(camera)
        elif oldest_us is not None and oldest_us > at_us:
            self._view.show_too_old(camera, at_us, oldest_us)
        else:
            self._ask_who_has_it(camera, at_us)

    def _ask_who_has_it(self, camera: Camera, at_us: int) -> None:
        record, station, turn = self._record, self._station, self._turn
        if record is None:
            self._view.show_no_moment(camera, at_us)
            return

        def work() -> str:
            return recorded_elsewhere(record, station).get(str(camera.id), "")

        def done(other: str) -> None:
            if turn == self._turn and other:
                self._view.show_elsewhere(camera, at_us, other)
            elif turn == self._turn:
                self._view.show_no_moment(camera, at_us)

        def failed(_: SiagaError) -> None:
            if turn == self._turn:
                self._view.show_no_moment(camera, at_us)

        self._jobs.submit(work, done, failed)
