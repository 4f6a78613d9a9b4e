"""The dialog that takes cameras from a file."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.camera_import import CameraImportPresenter
from console.windows.camera_page_sheet import CameraPageSheet
from console.windows.file_asker import FileAsker
from resources.errors import SiagaError
from resources.words import say, sentence
from widgets.cameras.import_page import CameraImportPage
from widgets.cameras.import_values import ImportState

SHEET_PX = (1040, 720)


class CameraImportSheet(QObject):
    """Implements CameraImportView."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: CameraImportPresenter | None = None
        self._may_import = False
        self.page = CameraImportPage()
        self.sheet = CameraPageSheet("cameras.sheet.import", self.page, owner, SHEET_PX, works=True)
        self._files = FileAsker(self.sheet)
        self._files.chosen.connect(self.read_from)
        self.page.choose_requested.connect(self._ask_file)
        self.page.file_given.connect(self.read_from)
        self.page.check_requested.connect(self._check)
        self.page.apply_requested.connect(self._apply)
        self.page.stop_requested.connect(self._stop)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: CameraImportPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_import(self) -> None:
        if self._may_import and not self.sheet.isVisible():
            self.sheet.present()
            self.page.take_focus()

    @Slot(str)
    def read_from(self, file: str) -> None:
        self._files.begin_beside(file)
        if self._presenter is not None:
            self._presenter.check(Path(file))

    # CameraImportView.

    def show_may_import(self, allowed: bool) -> None:
        self._may_import = allowed
        if not allowed:
            self._files.drop()
            self.sheet.reject()

    def show_import(self, state: ImportState) -> None:
        self.page.set_state(state)

    def show_import_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    # Hands.

    @Slot()
    def _ask_file(self) -> None:
        self._files.ask_which(say("cameras.sheet.choose"), "CSV (*.csv *.txt)")

    @Slot()
    def _check(self) -> None:
        if self._presenter is not None:
            self._presenter.check()

    @Slot(bool)
    def _apply(self, only_good: bool) -> None:
        if self._presenter is not None:
            self._presenter.apply(only_good=only_good)

    @Slot()
    def _stop(self) -> None:
        if self._presenter is not None:
            self._presenter.stop()

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.forget()
