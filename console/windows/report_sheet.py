"""The dialog in which a shift's report is made, looked at, saved and printed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from console.bridge.printing import print_pdf
from console.presenters.report import ReportPresenter, SpanChoice, Wanted, Work
from console.reports.making import Report
from console.windows.file_asker import FileAsker
from console.windows.report_page import ReportPage
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from widgets.common.signals import Sent

SHEET_PX = (980, 940)


class _ReportSheet(Sheet):
    """Its frame's close button does what Escape does: it cancels what is under way first."""

    def __init__(self, page: ReportPage, owner: QWidget) -> None:
        super().__init__("report.sheet.title", page, owner, width=860)
        self._page = page

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._page.leave.click()


class ReportSheet(QObject):
    """Implements the presenter's ReportView. `failed` is an error while the sheet is not open to show it."""

    failed = Sent[SiagaError]()
    refused = Sent[str]()  # a calm sentence for who may not read reports

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: ReportPresenter | None = None
        self._owner = owner
        self._dialog: QPrintDialog | None = None
        self._printer: QPrinter | None = None
        self._name = ""
        self.may_report = False
        self.page = ReportPage()
        self.sheet = _ReportSheet(self.page, owner)
        self._files = FileAsker(self.sheet)
        self._files.chosen.connect(self.save_to)
        self.sheet.resize(*SHEET_PX)
        self.page.choice_changed.connect(self._choose)
        self.page.wanted.connect(self._make)
        self.page.cancelled.connect(self._cancel)
        self.page.save_requested.connect(self._ask_file)
        self.page.print_requested.connect(self._ask_printer)
        self.page.closed.connect(self.sheet.dismiss)

    def attach(self, presenter: ReportPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def report(self) -> None:
        """The intent of the desk's key: open the sheet, with what was made before still in it."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self.may_report:
            self.refused.emit(say("report.sheet.may_not"))
            return
        self.sheet.present()
        if self._presenter.report is None:
            self.page.start()
        else:
            self._presenter.choose(self.page.choice)  # time has gone on

    # ReportView.

    def show_may_report(self, allowed: bool) -> None:
        self.may_report = allowed
        if not allowed:
            self._drop_dialog()
            self._files.drop()
            self.sheet.reject()

    def show_span(self, since: str, until: str) -> None:
        self.page.set_span(since, until)

    def show_work(self, work: Work | None) -> None:
        self.page.set_work(work)

    def show_report(self, report: Report | None) -> None:
        self._name = report.name if report else ""
        self.page.set_pdf(report.pdf if report else None)
        self.page.set_notice(sentence(report.notice) if report and report.notice else "")

    def show_report_error(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.page.set_error(sentence(error))
        else:
            self.failed.emit(error)

    def show_saved(self, file: Path) -> None:
        self.page.set_done(say("report.command.written", file=str(file)))

    def show_printed(self) -> None:
        self.page.set_done(say("report.print.done"))

    # Answers of the page and its dialogs.

    @Slot(object)
    def _choose(self, choice: SpanChoice) -> None:
        if self._presenter is not None:
            self._presenter.choose(choice)

    @Slot(object)
    def _make(self, wanted: Wanted) -> None:
        if self._presenter is not None:
            self._presenter.make(wanted)

    @Slot()
    def _cancel(self) -> None:
        if self._presenter is not None:
            self._presenter.cancel()

    @Slot()
    def _ask_file(self) -> None:
        self._files.ask_where_to_save(say("report.sheet.save"), self._name, "PDF (*.pdf)", "pdf")

    @Slot(str)
    def save_to(self, file: str) -> None:
        self._files.begin_beside(file)
        if self._presenter is not None:
            self._presenter.save(Path(file))

    @Slot()
    def _ask_printer(self) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(self._name)
        dialog = QPrintDialog(self._printer, self.sheet)
        dialog.setWindowTitle(say("report.sheet.print"))
        # Not `accepted`: a print dialog's own has a printer for argument. And its own `open` wants a slot.
        dialog.finished.connect(self._printer_chosen)
        self._dialog = dialog
        QDialog.open(dialog)

    @Slot(int)
    def _printer_chosen(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted and self._printer is not None:
            self.print_on(self._printer)
        self._drop_dialog()

    def print_on(self, printer: QPrinter) -> None:
        """Print what is shown; the printer belongs to that work until it is done."""
        if self._presenter is not None:
            self._presenter.print(partial(_paint, printer))

    @Slot()
    def _drop_dialog(self, _result: int = 0) -> None:
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None


def _paint(printer: QPrinter, pdf: bytes) -> None:
    print_pdf(pdf, printer)
