"""Asks for one file, from a sheet: one dialog at a time, which begins in the folder of the last answer."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.common.signals import Sent


class FileAsker(QObject):
    """`chosen` is the answer; a dialog that is closed without one tells nothing."""

    chosen = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._folder = str(Path.home())
        self._dialog: QFileDialog | None = None

    def ask_where_to_save(self, title: str, name: str, kind: str, suffix: str) -> None:
        """`name` is proposed, `kind` a name filter of Qt, `suffix` what a name without one gets."""
        dialog = QFileDialog(self._owner, title, self._folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(kind)
        dialog.selectFile(name)
        self._open(dialog)

    def ask_which(self, title: str, kind: str) -> None:
        """One that exists."""
        dialog = QFileDialog(self._owner, title, self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(kind)
        self._open(dialog)

    def begin_beside(self, file: str) -> None:
        """The next dialog begins in this file's folder."""
        self._folder = str(Path(file).parent)

    @Slot()
    def drop(self, _result: int = 0) -> None:
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    def _open(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self.chosen)
        dialog.finished.connect(self.drop)
        self._dialog = dialog
        dialog.open()
