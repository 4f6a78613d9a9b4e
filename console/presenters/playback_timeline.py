"""What the timeline shows of each camera: what the ring holds, how much moved, and what the record says of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.playback_span import TimelineSpan
from resources.errors import SiagaError
from storage.model.alarms import Alarm
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.model.tickets import Ticket
from storage.service.errors import Forbidden
from storage.service.record import Record
from video.events import CameraId
from widgets.playback.values import SECOND_US, Mark, MarkKind, Row
from widgets.playback.wording import time_of, us_of

HANDS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
"""Who may read what is said of recorded pictures."""
BUCKETS = 600
"""Motion is told for so many steps of a span: more are not seen."""
MOTION_MOST_S = 26 * 3600
"""Up to this length motion is read, of the chosen camera: beyond, reading takes seconds."""
AGAIN_TICKS = 25
"""Ticks of 0.2 s until the ring is looked at again: recordings grow and the oldest goes."""


class RingReader(Protocol):
    """What lies on the station's disk; safe from any thread. See video/recording/ring.py."""

    def spans(self, camera_id: str, since_us: int, until_us: int) -> tuple[tuple[int, int], ...]: ...
    def motion(self, camera_id: str, since_us: int, until_us: int) -> tuple[tuple[int, int], ...]: ...


class TimelineView(Protocol):
    def show_rows(self, rows: tuple[Row, ...], chosen: Camera | None, *, read: bool) -> None: ...
    def show_marks_gone(self, error: SiagaError) -> None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What the record says of some cameras' time."""

    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    locks: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)  # the other station's name, by camera


Held = Mapping[str, tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]]
"""Spans and motion of each camera."""


class TimelinePresenter:
    """Reads the ring off the GUI thread by `files`, the record by `jobs`; each once at a time, the newest wish wins."""

    def __init__(
        self,
        view: TimelineView,
        files: Jobs,
        jobs: Jobs,
        ring: RingReader,
        alarm_words: Callable[[Alarm], str],
        station: str = "",
    ) -> None:
        """`station` is the login of the one whose ring this is."""
        self._view, self._files, self._jobs, self._ring = view, files, jobs, ring
        self._alarm_words, self._station = alarm_words, station
        self._record: Record | None = None
        self._cameras: Mapping[str, Camera] = {}
        self._looked: tuple[tuple[CameraId, ...], TimelineSpan] | None = None
        self._held: Held = {}
        self._said = Said()
        self._read = False
        self._files_due = self._said_due = False
        self._files_busy = self._said_busy = False
        self._gone = False
        self._ticks = 0

    # What it is told.

    def begin(self, record: Record, person: Person) -> None:
        self._record = record if person.role in HANDS else None
        self._gone = False
        self._said_due = True

    def end(self) -> None:
        self._record = None
        self._said = Said()
        self._show()

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = {str(camera.id): camera for camera in cameras}
        self._show()

    def changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in (Kind.FOOTAGE, Kind.ALARM, Kind.TICKET, Kind.LEASE) for change in changes):
            self._said_due = True

    def look_at(self, cameras: tuple[CameraId, ...], span: TimelineSpan) -> None:
        """Show these cameras' lines, the first one large."""
        fresh = self._looked is None
        before, self._looked = self._looked, (cameras, span)
        if before != self._looked:
            self._files_due = self._said_due = True
        self._show()
        if fresh:
            self.tick()

    def renew(self) -> None:
        """The record took something: read it again."""
        self._said_due = True

    def leave(self) -> None:
        self._looked = None
        self._held, self._read = {}, False

    def tick(self) -> None:
        """Some times a second: read what is due, at most one reading of each at a time."""
        if self._looked is None:
            return
        self._ticks += 1
        if self._ticks % AGAIN_TICKS == 0:
            self._files_due = True
        if self._files_due and not self._files_busy:
            self._read_files(*self._looked)
        if self._said_due and not self._said_busy and self._record is not None:
            self._read_record(self._record, *self._looked)

    # Reading.

    def _read_files(self, cameras: tuple[CameraId, ...], span: TimelineSpan) -> None:
        self._files_due, self._files_busy = False, True
        ring = self._ring

        def work() -> Held:
            return {one: _held(ring, one, span, first=one == cameras[0]) for one in cameras}

        def done(held: Held) -> None:
            self._files_busy = False
            if self._looked is not None:
                self._held, self._read = held, True
                self._show()

        def failed(_: SiagaError) -> None:
            self._files_busy = False

        self._files.submit(work, done, failed)

    def _read_record(self, record: Record, cameras: tuple[CameraId, ...], span: TimelineSpan) -> None:
        self._said_due, self._said_busy = False, True
        words, station = self._alarm_words, self._station

        def work() -> Said:
            return replace(_said(record, cameras, span, words), elsewhere=recorded_elsewhere(record, station))

        def done(said: Said) -> None:
            self._said_busy = self._gone = False
            if record is self._record:
                self._said = said
                self._show()

        def failed(error: SiagaError) -> None:
            """Said once: playing needs no record."""
            self._said_busy = False
            if record is self._record and not self._gone and not isinstance(error, Forbidden):
                self._gone = True
                self._view.show_marks_gone(error)

        self._jobs.submit(work, done, failed)

    def _show(self) -> None:
        if self._looked is None:
            return
        cameras, _ = self._looked
        rows = tuple(self._row(one) for one in cameras if one in self._cameras)
        chosen = self._cameras.get(cameras[0]) if cameras else None
        self._view.show_rows(rows, chosen, read=self._read and bool(cameras) and cameras[0] in self._held)

    def _row(self, camera_id: CameraId) -> Row:
        camera = self._cameras[camera_id]
        spans, motion = self._held.get(camera_id, ((), ()))
        said = self._said
        marks, locks = said.marks.get(camera_id, ()), said.locks.get(camera_id, ())
        elsewhere = said.elsewhere.get(camera_id, "")
        return Row(camera_id, camera.number, camera.name, spans, motion, marks, locks, elsewhere)


def _held(
    ring: RingReader, camera_id: str, span: TimelineSpan, *, first: bool
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    spans = ring.spans(camera_id, span.since_us, span.until_us)
    if not first or span.length_s > MOTION_MOST_S:
        return spans, ()
    return spans, highest(ring.motion(camera_id, span.since_us, span.until_us), span)


def highest(motion: tuple[tuple[int, int], ...], span: TimelineSpan) -> tuple[tuple[int, int], ...]:
    """The highest motion of each of BUCKETS equal steps of the span, where there was any."""
    step_us = max(1, span.length_us // BUCKETS)
    found: dict[int, int] = {}
    for at_us, level in motion:
        bucket = (at_us - span.since_us) // step_us
        found[bucket] = max(level, found.get(bucket, 0))
    return tuple((span.since_us + bucket * step_us, level) for bucket, level in sorted(found.items()) if level)


def _said(record: Record, cameras: tuple[CameraId, ...], span: TimelineSpan, words: Callable[[Alarm], str]) -> Said:
    since, until = time_of(span.since_us), time_of(span.until_us)
    marks: dict[str, list[Mark]] = {one: [] for one in cameras}
    for bookmark in record.bookmarks(since=since, until=until):
        if str(bookmark.camera_id) in marks:
            mark = Mark(MarkKind.BOOKMARK, us_of(bookmark.at), bookmark.text, id=bookmark.id)
            marks[str(bookmark.camera_id)].append(mark)
    for one in cameras:
        marks[one] += [_of_alarm(alarm, words) for alarm in record.alarms_between(since, until, UUID(one))]
    for ticket in record.tickets(open_only=False):
        if str(ticket.camera_id) in marks and since <= ticket.created_at <= until:
            marks[str(ticket.camera_id)].append(_of_ticket(ticket))
    locks: dict[str, list[tuple[int, int]]] = {}
    for lock in record.footage_locks():
        locks.setdefault(str(lock.camera_id), []).append((us_of(lock.since), us_of(lock.until)))
    ordered = {one: tuple(sorted(found, key=lambda mark: mark.at_us)) for one, found in marks.items()}
    return Said(ordered, {one: tuple(sorted(found)) for one, found in locks.items()})


def recorded_elsewhere(record: Record, station: str) -> dict[str, str]:
    """The name of the station that records it, of each camera that another one than `station` records."""
    return {str(one.camera_id): one.name for one in record.recording_stations() if one.login != station}


def _of_alarm(alarm: Alarm, words: Callable[[Alarm], str]) -> Mark:
    ended = alarm.returned_at or alarm.closed_at
    until_us = us_of(ended) if ended is not None else us_of(alarm.raised_at) + SECOND_US
    return Mark(MarkKind.ALARM, us_of(alarm.raised_at), words(alarm), until_us, alarm.priority, alarm.id)


def _of_ticket(ticket: Ticket) -> Mark:
    number = f"{ticket.number} " if ticket.number else ""
    return Mark(MarkKind.TICKET, us_of(ticket.created_at), f"{number}{ticket.title}", None, ticket.priority, ticket.id)
