"""The sheet of the report: before there is one, while it is made, and when it cannot be."""

from visual.conftest import Grab, Show

from console.presenters.report import SpanChoice, Work
from console.reports.seal import SealMissing
from console.windows.report_page import ReportPage
from resources.words import sentence


def page(show: Show) -> ReportPage:
    made = ReportPage()
    show(made, 980, 760)
    made.start()
    made.set_span("2026-11-24 14:00", "2026-11-24 22:00")
    return made


def test_before_there_is_a_report_it_says_how_to_make_one(show: Show, grab: Grab) -> None:
    grab(page(show), "report-none")


def test_a_report_is_made_while_the_sheet_says_what_is_under_way(show: Show, grab: Grab) -> None:
    made = page(show)
    made.span.setCurrentIndex(made.span.findData(SpanChoice.BETWEEN))
    made.set_work(Work.SETTING)
    made.busy_bar.set_busy(False)  # it moves
    grab(made, "report-making")


def test_what_is_wrong_stands_beside_the_acts(show: Show, grab: Grab) -> None:
    made = page(show)
    made.set_error(sentence(SealMissing(file="lambang.svg", what="-")))
    grab(made, "report-error")
