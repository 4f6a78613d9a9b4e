"""The report in the desk: which span, made off the GUI thread in steps, then kept or printed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from console.presenters.jobs import Jobs
from console.reports.context import plan_of
from console.reports.file import write_whole
from console.reports.making import Material, Report, read_material, set_report
from console.reports.span import checked, last_finished, parse_local
from console.settings import Settings
from resources.errors import SiagaError
from resources.words import Language
from storage.model.people import Person, Role
from storage.service.record import Record

T = TypeVar("T")

MAY_REPORT = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
"""Who reads a shift's facts; the server decides, this only saves the others a refusal."""


class SpanChoice(StrEnum):
    THIS = "this"  # the running shift, from its begin to its end
    LAST = "last"  # the one that ended last
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for; `since` and `until` are local times as typed, for BETWEEN alone."""

    choice: SpanChoice
    language: Language
    since: str = ""
    until: str = ""


class Work(StrEnum):
    """What is under way, each with its word."""

    READING = "reading"
    SETTING = "setting"
    SAVING = "saving"
    PRINTING = "printing"


class ReportView(Protocol):
    def show_may_report(self, allowed: bool) -> None: ...
    def show_span(self, since: str, until: str) -> None:
        """What the choice means, as local times that can be typed."""
        ...

    def show_work(self, work: Work | None) -> None: ...
    def show_report(self, report: Report | None) -> None: ...
    def show_report_error(self, error: SiagaError) -> None: ...
    def show_saved(self, file: Path) -> None: ...
    def show_printed(self) -> None: ...


class ReportPresenter:
    """`jobs` read the record; `papers` set, save and print, so that the desk's reads need not wait for them.

    A report that was cancelled or overtaken by a newer wish is dropped when it comes.
    """

    def __init__(
        self, view: ReportView, jobs: Jobs, papers: Jobs, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._papers = papers
        self._settings = settings
        self._plan = plan_of(settings)
        self._clock = clock
        self._record: Record | None = None
        self._wish = 0
        self._work: Work | None = None
        self._report: Report | None = None

    @property
    def busy(self) -> bool:
        return self._work is not None

    @property
    def report(self) -> Report | None:
        """The one that is shown."""
        return self._report

    def begin(self, record: Record, person: Person) -> None:
        self._record = record
        self._view.show_may_report(person.role in MAY_REPORT)

    def end(self) -> None:
        """Nobody sees the report of who was there before."""
        self.cancel()
        self._record = None
        self._show(None)
        self._view.show_may_report(False)

    def choose(self, choice: SpanChoice) -> None:
        """Show the times of a choice; BETWEEN keeps what is typed."""
        if choice is not SpanChoice.BETWEEN:
            since, until = self._span(Wanted(choice, Language.INDONESIAN))
            self._view.show_span(self._typed(since), self._typed(until))

    def make(self, wanted: Wanted) -> None:
        record = self._record
        if record is None:
            return
        try:
            since, until = checked(*self._span(wanted))
        except SiagaError as error:
            self._view.show_report_error(error)
            return
        self._wish += 1
        wish = self._wish
        self._set_work(Work.READING)

        def work() -> Material:
            return read_material(record, self._settings, since, until)

        def done(material: Material) -> None:
            if wish == self._wish:
                self._set(material, wanted.language, wish)

        self._jobs.submit(work, done, self._failed_for(wish))

    def cancel(self) -> None:
        """Forget what is under way; what is shown stays."""
        self._wish += 1
        self._set_work(None)

    def save(self, file: Path) -> None:
        report = self._report
        if report is None:
            return

        def work() -> Path:
            write_whole(file, report.pdf)
            return file

        self._put(Work.SAVING, work, self._view.show_saved)

    def print(self, paint: Callable[[bytes], None]) -> None:
        """`paint` puts the PDF on paper; it runs off the GUI thread and raises SiagaError."""
        report = self._report
        if report is None:
            return

        def work() -> None:
            paint(report.pdf)

        def done(_: None) -> None:
            self._view.show_printed()

        self._put(Work.PRINTING, work, done)

    def _set(self, material: Material, language: Language, wish: int) -> None:
        self._set_work(Work.SETTING)

        def work() -> Report:
            return set_report(material, language)

        def done(report: Report) -> None:
            if wish == self._wish:
                self._set_work(None)
                self._show(report)

        self._papers.submit(work, done, self._failed_for(wish))

    def _put(self, kind: Work, work: Callable[[], T], told: Callable[[T], None]) -> None:
        self._wish += 1
        wish = self._wish
        self._set_work(kind)

        def done(result: T) -> None:
            if wish == self._wish:
                self._set_work(None)
            told(result)

        self._papers.submit(work, done, self._failed_for(wish))

    def _failed_for(self, wish: int) -> Callable[[SiagaError], None]:
        def failed(error: SiagaError) -> None:
            if wish == self._wish:
                self._set_work(None)
                self._view.show_report_error(error)

        return failed

    def _show(self, report: Report | None) -> None:
        self._report = report
        self._view.show_report(report)

    def _set_work(self, work: Work | None) -> None:
        self._work = work
        self._view.show_work(work)

    def _span(self, wanted: Wanted) -> tuple[datetime, datetime]:
        if wanted.choice is SpanChoice.BETWEEN:
            zone = self._plan.zone
            return parse_local(wanted.since.strip(), zone), parse_local(wanted.until.strip(), zone)
        now = self._clock()
        span = self._plan.at(now) if wanted.choice is SpanChoice.THIS else last_finished(self._plan, now)
        return span.starts_at, span.ends_at

    def _typed(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._plan.zone):%Y-%m-%d %H:%M}"
