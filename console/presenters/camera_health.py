"""Which cameras give trouble: read while its page is open, as long as somebody looks at it."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from resources.words import Language, language, say
from storage.model.camera_cells import escaped, figure
from storage.model.camera_health import CameraHour
from storage.model.cameras import Camera
from storage.model.people import Person, Role
from storage.model.shifts import ShiftPlan
from storage.service.record import Record
from widgets.cameras.health_values import HealthPage, HealthRow, HealthSpan

READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
"""Who may read the cameras' health; the server decides."""
READ_AGAIN_S = 60
_LENGTHS = {HealthSpan.HOUR: timedelta(hours=1), HealthSpan.DAY: timedelta(days=1), HealthSpan.WEEK: timedelta(days=7)}

WriteTable = Callable[[Path, bytes], Path]


class CameraHealthView(Protocol):
    def show_may_read_health(self, may_read: bool, may_edit: bool) -> None: ...
    def show_health_page(self, page: HealthPage | None) -> None: ...
    def show_hours(self, camera_id: UUID, since: datetime, until: datetime, hours: tuple[CameraHour, ...]) -> None: ...
    def show_reading_health(self, reading: bool) -> None: ...
    def show_health_saved(self, file: Path) -> None: ...
    def show_health_error(self, error: SiagaError) -> None: ...


class CameraHealthPresenter:
    """`files` writes what is saved; everything is read anew each minute."""

    def __init__(self, view: CameraHealthView, jobs: Jobs, files: Jobs, plan: ShiftPlan, write: WriteTable) -> None:
        self._view = view
        self._jobs, self._files = jobs, files
        self._plan, self._write = plan, write
        self._record: Record | None = None
        self._session = 0
        self._open = False
        self._span = HealthSpan.DAY
        self._camera_id: UUID | None = None
        self._ticks = 0
        self.page: HealthPage | None = None
        self._reading = Reading(jobs, self._ask, self._came, self._failed)

    @property
    def span(self) -> HealthSpan:
        return self._span

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        if person.role in READERS:
            self._record = record
            self._reading.begin(record)
        may_edit = person.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
        self._view.show_may_read_health(person.role in READERS, may_edit)

    def end(self) -> None:
        self._forget()
        self._view.show_may_read_health(False, False)

    def open(self) -> None:
        self._open = True
        self._ticks = 0
        self.refresh()

    def close(self) -> None:
        self._open = False

    def tick(self) -> None:
        """Once a second."""
        if self._open:
            self._ticks = (self._ticks + 1) % READ_AGAIN_S
            if self._ticks == 0:
                self.refresh()

    def refresh(self) -> None:
        if self._record is not None:
            self._view.show_reading_health(True)
            self._reading.refresh()

    def choose_span(self, span: HealthSpan) -> None:
        self._span = span
        self.refresh()

    def choose_camera(self, camera_id: UUID | None) -> None:
        """Read the hours of this camera."""
        self._camera_id = camera_id
        record, page, session = self._record, self.page, self._session
        if camera_id is None or record is None or page is None:
            return

        def work() -> tuple[CameraHour, ...]:
            return record.camera_hours(camera_id, since=page.since)

        def done(hours: tuple[CameraHour, ...]) -> None:
            if session == self._session and camera_id == self._camera_id and page is self.page:
                self._view.show_hours(camera_id, page.since, page.until, hours)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_health_error(error)

        self._jobs.submit(work, done, failed)

    def save(self, file: Path) -> None:
        """Write the table as a file for a spreadsheet."""
        page, session = self.page, self._session
        if page is None:
            return
        content = table_of(page, language()).encode("utf-8-sig")

        def work() -> Path:
            return self._write(file, content)

        def done(written: Path) -> None:
            if session == self._session:
                self._view.show_health_saved(written)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_health_error(error)

        self._files.submit(work, done, failed)

    def _ask(self, record: Record) -> HealthPage:
        span, now = self._span, record.server_now()
        since = begin_of(span, now, self._plan)
        cameras: dict[UUID, Camera] = {camera.id: camera for camera in record.cameras()}
        expected_s = max(1.0, (now - since).total_seconds())
        troubles = record.camera_troubles(since=since)
        rows = tuple(HealthRow(cameras[one.camera_id], one, expected_s) for one in troubles if one.camera_id in cameras)
        return HealthPage(span, since, now, rows)

    def _came(self, page: HealthPage) -> None:
        if page.span is not self._span:  # another span was chosen meanwhile, and is being read
            return
        self.page = page
        self._view.show_reading_health(False)
        self._view.show_health_page(page)
        self.choose_camera(self._camera_id)

    def _failed(self, error: SiagaError) -> None:
        self._view.show_reading_health(False)
        self._view.show_health_error(error)

    def _forget(self) -> None:
        self._session += 1
        self._record = self.page = self._camera_id = None
        self._open = False
        self._reading.begin(None)
        self._view.show_reading_health(False)
        self._view.show_health_page(None)


def begin_of(span: HealthSpan, now: datetime, plan: ShiftPlan) -> datetime:
    """The beginning of the hour in which the span begins: health is counted by hours."""
    begin = plan.at(now).starts_at if span is HealthSpan.SHIFT else now - _LENGTHS[span]
    return begin.replace(minute=0, second=0, microsecond=0)


def table_of(page: HealthPage, of: Language, delimiter: str = "") -> str:
    """The page's table, in seconds and shares, as a spreadsheet of this language opens it."""
    comma = of is Language.INDONESIAN
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter or (";" if comma else ","))
    names = ("number", "name", "group", *_IN_THE_FILE)
    writer.writerow([say(f"camera_health.column.{name}") for name in names])
    for row in page.rows:
        figures = [figure(value, comma=comma) for value in _figures(row)]
        writer.writerow([row.camera.number, escaped(row.camera.name), escaped(row.camera.group), *figures])
    return text.getvalue()


_IN_THE_FILE = ("lost", "frozen", "late", "reconnects", "delay", "rate", "tampered", "available", "watched")


def _figures(row: HealthRow) -> tuple[float | None, ...]:
    """What nobody watched stays empty: it is not nought."""
    one = row.trouble
    if row.available is None:
        return (*(None for _ in _IN_THE_FILE[:-1]), 0.0)
    rate = one.kbit_s
    seconds = (one.lost_s, one.frozen_s, one.late_s, one.reconnects, one.delay_s)
    shares = (round(rate, 1) if rate is not None else None, one.tampered_s, round(row.available, 5))
    return (*seconds, *shares, round(row.watched, 5))
