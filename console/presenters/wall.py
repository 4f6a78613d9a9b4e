"""The supervisors' wall: what is read for it, which cameras stand on it, and how old it is. It knows no person."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from time import monotonic
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.waiting import WAITING_LIMITS_S
from console.presenters.wall_cameras import WallCameras
from console.presenters.wall_traffic import WallTraffic
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.links import own_rows
from storage.model.people import Person
from storage.model.sightings import SightingRow
from storage.model.tickets import Priority, Ticket, TicketState
from storage.model.wall import WallFigures, WallPush
from storage.service.record import Record
from video.events import Analysis, CameraId, StreamHealth, StreamState
from widgets.common.figures import WIB
from widgets.wall.values import DataAge, Day, Pushed, StreamCount, WallNumbers

log = logging.getLogger(__name__)
READ_EVERY_S = 3.0
FIGURES_EVERY_S = 30.0
STALE_S = 10.0
_LIVE = frozenset({StreamState.LIVE, StreamState.RECEIVING})
_FROZEN = frozenset({StreamState.FROZEN, StreamState.LATE})


class WallView(Protocol):
    def show_now(self, now: datetime, waiting_until: datetime) -> None:
        """The time of day, and the moment that the tickets' waiting is told from."""
        ...

    def show_numbers(self, numbers: WallNumbers) -> None: ...
    def show_tickets(self, tickets: tuple[Ticket, ...]) -> None: ...
    def show_day(self, day: Day) -> None: ...
    def show_pushed(self, pushed: Pushed | None) -> None: ...
    def show_data(self, data: DataAge) -> None: ...
    def show_cameras(self, cameras: tuple[Camera | None, ...]) -> None: ...
    def show_analysis(self, analysis: Analysis) -> None: ...


@dataclass(frozen=True, slots=True)
class _Reading:
    record: Record
    at: datetime
    tickets: tuple[Ticket, ...]
    push: WallPush | None
    sightings: tuple[SightingRow, ...]
    figures: WallFigures | None


class WallPresenter:
    """Implements SessionListener. `tick()` once a second drives it; nothing is ever cleared, it only grows old."""

    def __init__(
        self,
        view: WallView,
        jobs: Jobs,
        clock: Callable[[], datetime],
        monotonic_s: Callable[[], float] = monotonic,
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._clock = clock
        self._monotonic_s = monotonic_s
        self._began_at = clock()
        self._record: Record | None = None
        self._reading = self._read_again = self._failing = False
        self._read_due_s = self._figures_due_s = float("-inf")
        self._read_at: datetime | None = None
        self._read_s = self._asked_s = float("-inf")
        self._why = ""
        self._tickets: tuple[Ticket, ...] = ()
        self._push: WallPush | None = None
        self._figures = WallFigures(0, 0)
        self._cameras: Mapping[UUID, Camera] = {}
        self._health: dict[CameraId, StreamHealth] = {}
        self._choice = WallCameras()
        self._traffic = WallTraffic(monotonic_s)

    # The record.

    def begin(self, record: Record, _person: Person) -> None:
        self._record = record
        self._reading = self._read_again = False
        self._figures_due_s = float("-inf")
        self.refresh()

    def end(self) -> None:
        """What was read stays, with its age."""
        self._record = None
        self._reading = self._read_again = False

    def refused(self, error: SiagaError) -> None:
        """The record could not be opened; the sentence stands on the wall until it is."""
        self._why = sentence(error)

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed; what stands on the wall is read again at once."""
        kinds = {change.kind for change in changes}
        if kinds & {Kind.TICKET, Kind.WALL, Kind.SIGHTING, Kind.REPORT}:
            self.refresh()

    def refresh(self) -> None:
        """Read again; while one reading is under way further wishes become one more."""
        record = self._record
        if record is None:
            return
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        now_s = self._asked_s = self._monotonic_s()
        self._read_due_s = now_s + READ_EVERY_S
        with_figures = now_s >= self._figures_due_s
        if with_figures:
            self._figures_due_s = now_s + FIGURES_EVERY_S
        self._jobs.submit(self._work(record, with_figures=with_figures), self._done, self._failed)

    def _work(self, record: Record, *, with_figures: bool) -> Callable[[], _Reading]:
        at, seen_since = self._clock(), self._traffic.read_since(self._clock())
        midnight = datetime.combine(at.astimezone(WIB), time(), WIB)

        def work() -> _Reading:
            figures = record.wall_figures(since=midnight) if with_figures else None
            sightings = record.sightings(since=seen_since)
            return _Reading(record, at, own_rows(record.tickets()), record.wall_push(), sightings, figures)

        return work

    def _done(self, reading: _Reading) -> None:
        if reading.record is not self._record:
            return
        self._reading = self._failing = False
        self._read_at, self._read_s, self._why = reading.at, self._asked_s, ""
        self._tickets = tuple(sorted(reading.tickets, key=_urgency))
        self._push = reading.push
        self._traffic.sighted(reading.sightings)
        if reading.figures is not None:
            self._figures = reading.figures
            self._view.show_day(Day(reading.figures.today, reading.figures.usual))
        self._view.show_tickets(self._tickets)
        self._show()
        self._again()

    def _failed(self, error: SiagaError) -> None:
        """What is shown grows old, which is what the wall says; the next round tries again."""
        if not self._failing:
            log.warning("the wall cannot read its record: %s", error)
        self._failing = True
        self._reading = self._read_again = False
        if self._read_at is None:
            self._why = sentence(error)
        self._figures_due_s = float("-inf")
        self._show_data()

    def _again(self) -> None:
        if self._read_again:
            self._read_again = False
            self.refresh()

    # The pictures.

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        enabled = sorted((one for one in cameras if one.enabled), key=lambda one: one.number)
        self._cameras = {one.id: one for one in enabled}
        self._choice.know(self._cameras)
        self._show()

    def health_known(self, health: StreamHealth) -> None:
        self._health[health.camera_id] = health

    def analysed(self, analysis: Analysis) -> None:
        """This machine analyses the camera itself, which is newer than what the record says of it."""
        self._traffic.analysed(analysis)
        self._view.show_analysis(analysis)

    # What is shown.

    def tick(self) -> None:
        if self._monotonic_s() >= self._read_due_s:
            self.refresh()
        self._show()
        for analysis in self._traffic.of_others(self._cameras.values()):
            self._view.show_analysis(analysis)

    @property
    def is_stale(self) -> bool:
        return self._read_at is None or self._monotonic_s() - self._read_s > STALE_S

    def _show(self) -> None:
        self._show_data()
        self._view.show_numbers(self._numbers())
        self._choice.push(self._push.camera_ids if self._push is not None else ())
        self._choice.judge(self._critical_cameras(), self._traffic.states())
        chosen = self._choice.choose(self._monotonic_s())
        self._view.show_cameras(tuple(self._cameras.get(one) if one else None for one in chosen))
        self._view.show_pushed(self._pushed())

    def _show_data(self) -> None:
        stale = self.is_stale
        self._view.show_data(DataAge(self._read_at, self._began_at, stale, self._why))
        now = self._clock()
        self._view.show_now(now, self._read_at if stale and self._read_at is not None else now)

    def _numbers(self) -> WallNumbers:
        known = self._health_counts()
        if self._read_at is None:
            return WallNumbers(streams=known)
        until = self._read_at if self.is_stale else self._clock()
        waiting = _longest(self._tickets)
        longest_s = (until - waiting.created_at).total_seconds() if waiting is not None else None
        dispatched = self._figures.dispatched
        return WallNumbers(
            critical=sum(1 for one in self._tickets if one.priority is Priority.CRITICAL),
            open=len(self._tickets),
            longest_s=longest_s,
            longest_over=waiting is not None and (longest_s or 0.0) > WAITING_LIMITS_S[waiting.priority],
            streams=known,
            in_time=self._figures.dispatched_in_time / dispatched if dispatched else None,
        )

    def _health_counts(self) -> StreamCount | None:
        if not self._cameras:
            return None
        states = [self._state(one) for one in self._cameras]
        live = sum(1 for state in states if state in _LIVE)
        frozen = sum(1 for state in states if state in _FROZEN)
        return StreamCount(live, frozen, len(states) - live - frozen)

    def _state(self, camera_id: UUID) -> StreamState:
        health = self._health.get(CameraId(str(camera_id)))
        return health.state if health is not None else StreamState.WAITING

    def _critical_cameras(self) -> tuple[UUID, ...]:
        urgent = [one for one in self._tickets if one.priority is Priority.CRITICAL and _waits(one)]
        return tuple(one.camera_id for one in urgent if one.camera_id is not None)

    def _pushed(self) -> Pushed | None:
        push = self._push
        if push is None:
            return None
        numbers = tuple(self._cameras[one].number for one in push.camera_ids if one in self._cameras)
        return Pushed(numbers, push.pushed_by, push.pushed_at, push.ticket_number, push.reason)


def _urgency(ticket: Ticket) -> tuple[int, datetime]:
    return int(ticket.priority), ticket.created_at


def _waits(ticket: Ticket) -> bool:
    """A resolved ticket only waits for its paper."""
    return ticket.state is not TicketState.RESOLVED


def _longest(tickets: tuple[Ticket, ...]) -> Ticket | None:
    """The one that waits longest; complaints that are counted in days only where there is nothing else."""
    waiting = [one for one in tickets if _waits(one)]
    pressing = [one for one in waiting if one.priority is not Priority.LOW]
    return min(pressing or waiting, key=lambda one: one.created_at, default=None)
