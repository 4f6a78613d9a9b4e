"""Asks for one file or folder, from a sheet: one dialog at a time, which begins where the last answer was."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtWidgets import QFileDialog, QToolButton, QTreeView, QWidget

from widgets import theme
from widgets.common.signals import Sent
from widgets.theme import Role

_PLATFORM_HAS_ITS_OWN = sys.platform in ("win32", "darwin")
"""There a dialog in the person's language is the system's; elsewhere it is Qt's, in our words and look."""
_ICONS = {
    "backButton": "back",
    "forwardButton": "arrow",
    "toParentButton": "up",
    "newFolderButton": "plus",
    "listModeButton": "list",
    "detailModeButton": "detail",
}
_ICON_PX = 16
_SIZE_PX = (900, 560)
_COLUMNS_PX = (320, 90, 110, 150)


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
        dialog = self._made(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(kind)
        dialog.selectFile(name)
        self._open(dialog)

    def ask_which(self, title: str, kind: str) -> None:
        """One that exists."""
        dialog = self._made(title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(kind)
        self._open(dialog)

    def ask_folder(self, title: str, begin: str) -> None:
        """One that exists or is made in the dialog, which begins in `begin` where that is there."""
        if Path(begin).is_dir():
            self._folder = begin
        dialog = self._made(title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        self._open(dialog)

    def begin_beside(self, file: str) -> None:
        """The next dialog begins in this file's folder."""
        self._folder = str(Path(file).parent)

    @Slot()
    def drop(self, _result: int = 0) -> None:
        dialog, self._dialog = self._dialog, None  # closing tells `finished`, which comes here again
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()

    def _made(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._owner, title, self._folder)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not _PLATFORM_HAS_ITS_OWN)
        return dialog

    def _open(self, dialog: QFileDialog) -> None:
        _dress(dialog)
        dialog.fileSelected.connect(self.chosen)
        dialog.finished.connect(self.drop)
        self._dialog = dialog
        dialog.open()


def _dress(dialog: QFileDialog) -> None:
    """Our icons, since Qt's are black on our dark ground, and room for a whole date; the system's own has neither."""
    for name, icon in _ICONS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(theme.icon(icon, Role.TEXT))
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.setAutoRaise(True)
    table = dialog.findChild(QTreeView)
    if table is not None:
        dialog.resize(*_SIZE_PX)
        for column, px in enumerate(_COLUMNS_PX):
            table.header().resizeSection(column, px)
