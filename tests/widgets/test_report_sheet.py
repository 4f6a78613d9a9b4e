"""The sheet of the report: by keys alone, with a real PDF in its preview, printed to a PDF printer."""

from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from support.papers import reader
from support.qt import Heard
from support.shift_values import UNTIL, busy_facts
from unit.console.reports.small_record import SmallRecord

from console.bridge.jobs import QtJobs
from console.bridge.printing import NotPrinted, print_pdf
from console.presenters.report import ReportPresenter, SpanChoice, Work
from console.settings import Settings
from console.windows.report_sheet import ReportSheet
from resources.words import Language, set_language
from storage.model.people import Person, Role
from storage.service.errors import Forbidden
from widgets import theme


class Room:
    """A sheet over an empty desk with real threads behind it."""

    def __init__(self, qtbot, settings=None):
        self.qtbot = qtbot
        self.owner = QWidget()
        qtbot.addWidget(self.owner)
        self.owner.resize(1200, 1000)
        self.owner.show()
        self.sheet = ReportSheet(self.owner)
        self.page = self.sheet.page
        self.jobs, self.papers = QtJobs(), QtJobs()
        clock = (UNTIL + timedelta(minutes=5)).__add__
        self.presenter = ReportPresenter(
            self.sheet, self.jobs, self.papers, settings or Settings(), lambda: clock(timedelta())
        )
        self.sheet.attach(self.presenter)
        self.record = SmallRecord(busy_facts(tickets=30))

    def sign_in(self, role=Role.OPERATOR):
        self.presenter.begin(self.record, Person(UUID(int=1), "sari", "Sari", role))

    def open(self):
        self.sheet.report()
        self.qtbot.waitExposed(self.sheet.sheet)
        self.qtbot.waitUntil(self.sheet.sheet.isActiveWindow)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget() or self.sheet.sheet, key, modifier)

    def made(self):
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.page.preview.document.pageCount() > 1, timeout=20_000)
        self.qtbot.waitUntil(lambda: not self.presenter.busy)

    def close(self):
        self.presenter.end()
        self.jobs.close()
        self.papers.close()


@pytest.fixture
def room(qtbot: QtBot):
    room = Room(qtbot)
    room.sign_in()
    yield room
    room.close()


def test_enter_makes_the_report_of_the_last_shift_and_shows_it(room: Room) -> None:
    room.open()
    assert room.page.since.text() == "2026-11-24 14:00"
    assert not room.page.since.isEnabled()
    room.made()
    assert room.page.preview.place.text == f"Halaman 1 dari {room.page.preview.document.pageCount()}"
    assert room.page.save.isEnabled()


def test_pages_and_sizes_go_by_keys(room: Room) -> None:
    room.open()
    room.made()
    preview = room.page.preview
    room.press(Qt.Key.Key_PageDown)
    assert preview.page == 1
    assert preview.place.text.startswith("Halaman 2 ")
    room.press(Qt.Key.Key_PageUp)
    assert preview.page == 0
    assert not preview.back.isEnabled()
    fitting = preview._fitting_zoom()
    room.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.view.zoomFactor() == pytest.approx(min(4.0, fitting * 1.25))
    room.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.view.zoomMode() is QPdfView.ZoomMode.FitToWidth


def test_a_typed_span_that_is_none_is_said_in_the_sheet(room: Room) -> None:
    room.open()
    room.page.span.setCurrentIndex(room.page.span.findData(SpanChoice.BETWEEN))
    assert room.page.since.isEnabled()
    room.page.since.setText("besok")
    room.press(Qt.Key.Key_Return)
    assert "besok" in room.page.error_line.text
    assert room.record.asked == []


def test_after_an_error_enter_tries_again_and_does_not_close(room: Room) -> None:
    room.record.error = Forbidden()
    room.open()
    for times in (1, 2):
        room.press(Qt.Key.Key_Return)
        room.qtbot.waitUntil(lambda: not room.presenter.busy and bool(room.page.error_line.text))
        assert room.sheet.sheet.isVisible()
        assert len(room.record.asked) == times


def test_escape_cancels_what_is_under_way_and_then_closes(room: Room) -> None:
    room.open()
    room.page.set_work(Work.READING)
    assert room.page.progress.text == "Membaca data …"
    assert not room.page.make.isEnabled()
    room.press(Qt.Key.Key_Escape)
    assert room.sheet.sheet.isVisible()
    assert room.page.progress.text == ""
    room.press(Qt.Key.Key_Escape)
    assert not room.sheet.sheet.isVisible()


def test_a_change_of_person_closes_the_sheet_and_leaves_no_page(room: Room) -> None:
    room.open()
    room.made()
    room.presenter.end()
    assert not room.sheet.sheet.isVisible()
    assert room.page.preview.document.pageCount() == 0
    room.sign_in(Role.AGENCY)
    said = Heard(room.sheet.refused)
    room.sheet.report()
    assert not room.sheet.sheet.isVisible()
    assert len(said) == 1


def test_a_report_is_saved_where_the_person_says(room: Room, tmp_path) -> None:
    room.open()
    room.made()
    room.sheet.save_to(str(tmp_path / "laporan.pdf"))
    room.qtbot.waitUntil((tmp_path / "laporan.pdf").is_file)
    room.qtbot.waitUntil(lambda: "laporan.pdf" in room.page.progress.text)
    room.sheet.save_to(str(tmp_path / "tidak" / "ada.pdf"))
    room.qtbot.waitUntil(lambda: "ada.pdf" in room.page.error_line.text)


def test_the_dialogs_of_files_and_printers_open_and_close_without_a_loop_of_their_own(room: Room) -> None:
    room.open()
    room.made()
    for kind, button in ((QFileDialog, room.page.save), (QPrintDialog, room.page.print)):
        button.click()
        dialog = room.sheet.sheet.findChild(kind)
        assert dialog.isVisible()
        dialog.reject()
        room.qtbot.waitUntil(lambda kind=kind: room.sheet.sheet.findChild(kind) is None)
    assert not room.presenter.busy


def test_a_report_goes_to_a_printer_page_by_page_each_turned_as_it_is(room: Room, tmp_path) -> None:
    room.open()
    room.made()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "cetak.pdf"))
    room.sheet.print_on(printer)
    room.qtbot.waitUntil(lambda: room.page.progress.text == "Laporan dikirim ke pencetak.", timeout=30_000)
    ours = reader(room.presenter.report.pdf).pages
    theirs = reader((tmp_path / "cetak.pdf").read_bytes()).pages
    assert [_wide(page) for page in theirs] == [_wide(page) for page in ours]
    assert True in [_wide(page) for page in theirs]


def _wide(page) -> bool:
    return page.mediabox.width > page.mediabox.height


def test_a_printer_that_takes_nothing_is_said(room: Room, tmp_path, qtlog) -> None:
    room.open()
    room.made()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "tidak" / "ada.pdf"))
    # Qt warns of it too.
    with qtlog.disabled(), pytest.raises(NotPrinted):
        print_pdf(room.presenter.report.pdf, printer)
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Portrait


def test_the_sheet_speaks_the_language_that_is_chosen(room: Room) -> None:
    room.open()
    set_language(Language.ENGLISH)
    theme.retranslate(QApplication.instance())
    room.qtbot.waitUntil(lambda: room.page.title.text == "Shift report")
    assert room.page.span.itemText(1) == "The shift that ended last"
