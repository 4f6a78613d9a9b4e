"""The report in the desk, without a window: spans, steps, cancelling, what happens at a change of person."""

from datetime import timedelta
from uuid import UUID

import pytest
from support.shift_values import SINCE, UNTIL, busy_facts
from unit.console.reports.small_record import SmallRecord

from console.presenters.jobs import ImmediateJobs
from console.presenters.report import ReportPresenter, SpanChoice, Wanted, Work
from console.reports.span import BackwardSpan, LongSpan, NoTime
from console.settings import Settings
from resources.words import Language
from storage.model.people import Person, Role
from storage.service.errors import Forbidden

NOW = UNTIL + timedelta(minutes=5)
LAST = Wanted(SpanChoice.LAST, Language.INDONESIAN)


class View:
    def __init__(self):
        self.told = []
        self.reports = []
        self.errors = []
        self.span = None
        self.may = None

    def show_may_report(self, allowed):
        self.may = allowed

    def show_span(self, since, until):
        self.span = (since, until)

    def show_work(self, work):
        self.told.append(work)

    def show_report(self, report):
        self.reports.append(report)

    def show_report_error(self, error):
        self.errors.append(error)

    def show_saved(self, file):
        self.told.append(file)

    def show_printed(self):
        self.told.append("printed")


class WaitingJobs:
    """Does nothing until it is told to."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed):
        self.waiting.append((work, done, failed))

    def run(self):
        work, done, failed = self.waiting.pop(0)
        ImmediateJobs().submit(work, done, failed)


def desk(record=None, role=Role.OPERATOR, jobs=None, papers=None, **settings):
    view = View()
    presenter = ReportPresenter(
        view, jobs or ImmediateJobs(), papers or ImmediateJobs(), Settings(**settings), lambda: NOW
    )
    presenter.begin(record or SmallRecord(), Person(UUID(int=1), "sari", "Sari", role))
    return presenter, view


def test_a_report_of_the_last_shift_is_read_and_set_in_two_steps():
    record = SmallRecord(busy_facts(tickets=3))
    presenter, view = desk(record)
    presenter.make(LAST)
    assert record.asked == [(SINCE, UNTIL)]
    assert view.told == [Work.READING, Work.SETTING, None]
    assert view.reports[-1].pdf.startswith(b"%PDF")
    assert view.reports[-1].name == "laporan-2026-11-24-1400-siang.pdf"


def test_the_running_shift_and_a_typed_span_are_asked_for():
    record = SmallRecord()
    presenter, _ = desk(record)
    presenter.make(Wanted(SpanChoice.THIS, Language.ENGLISH))
    presenter.make(Wanted(SpanChoice.BETWEEN, Language.ENGLISH, " 2026-11-24 15:00 ", "2026-11-24 16:30"))
    hour = timedelta(hours=1)
    assert record.asked == [(UNTIL, UNTIL + 8 * hour), (SINCE + hour, SINCE + 2.5 * hour)]


def test_a_choice_shows_its_times_and_typed_ones_stay():
    presenter, view = desk()
    presenter.choose(SpanChoice.LAST)
    assert view.span == ("2026-11-24 14:00", "2026-11-24 22:00")
    view.span = None
    presenter.choose(SpanChoice.BETWEEN)
    assert view.span is None


@pytest.mark.parametrize(
    ("since", "until", "error"),
    [
        ("kemarin", "2026-11-24 16:30", NoTime),
        ("2026-11-24 16:30", "2026-11-24 15:00", BackwardSpan),
        ("2026-11-24 16:30", "2026-12-31 15:00", LongSpan),
    ],
)
def test_a_span_that_is_none_is_said_and_nothing_is_asked(since, until, error):
    record = SmallRecord()
    presenter, view = desk(record)
    presenter.make(Wanted(SpanChoice.BETWEEN, Language.INDONESIAN, since, until))
    assert [type(one) for one in view.errors] == [error]
    assert record.asked == []
    assert not presenter.busy


def test_what_the_record_refuses_is_shown():
    presenter, view = desk(SmallRecord(error=Forbidden()))
    presenter.make(LAST)
    assert isinstance(view.errors[0], Forbidden)
    assert view.told[-1] is None


@pytest.mark.parametrize("step", [0, 1])
def test_a_report_that_was_cancelled_is_not_shown(step):
    jobs, papers = WaitingJobs(), WaitingJobs()
    presenter, view = desk(jobs=jobs, papers=papers)
    presenter.make(LAST)
    if step:
        jobs.run()
    presenter.cancel()
    (papers if step else jobs).run()
    assert view.reports == []
    assert papers.waiting == []
    assert not presenter.busy


def test_an_error_after_cancelling_disturbs_nobody():
    jobs = WaitingJobs()
    presenter, view = desk(SmallRecord(error=Forbidden()), jobs=jobs)
    presenter.make(LAST)
    presenter.cancel()
    jobs.run()
    assert view.errors == []


def test_a_newer_wish_overtakes_an_older_one():
    jobs = WaitingJobs()
    presenter, view = desk(jobs=jobs)
    presenter.make(LAST)
    presenter.make(Wanted(SpanChoice.THIS, Language.ENGLISH))
    jobs.run()
    assert view.reports == []
    jobs.run()
    assert [report.name.split("-")[0] for report in view.reports] == ["report"]


def test_a_change_of_person_takes_the_report_away():
    presenter, view = desk()
    presenter.make(LAST)
    presenter.end()
    assert view.reports[-1] is None
    assert presenter.report is None
    assert view.may is False
    presenter.make(LAST)
    assert len(view.reports) == 2


@pytest.mark.parametrize("role", list(Role))
def test_only_who_reads_the_shifts_papers_is_offered_a_report(role):
    house = {Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR}
    assert desk(role=role)[1].may is (role in house)


def test_a_report_is_saved_whole(tmp_path):
    presenter, view = desk()
    presenter.save(tmp_path / "nichts.pdf")
    assert list(tmp_path.iterdir()) == []
    presenter.make(LAST)
    presenter.save(tmp_path / "laporan.pdf")
    assert (tmp_path / "laporan.pdf").read_bytes() == view.reports[-1].pdf
    assert view.told[-3:] == [Work.SAVING, None, tmp_path / "laporan.pdf"]
    presenter.save(tmp_path / "tidak" / "ada.pdf")
    assert len(view.errors) == 1


def test_a_report_is_printed_by_whoever_can():
    presenter, view = desk()
    printed = []
    presenter.make(LAST)
    presenter.print(printed.append)
    assert printed == [view.reports[-1].pdf]
    assert view.told[-3:] == [Work.PRINTING, None, "printed"]


def test_a_broken_seal_is_told_with_the_report(tmp_path):
    presenter, view = desk(seal=tmp_path / "tidak-ada.svg")
    presenter.make(LAST)
    assert view.reports[-1].notice is not None
