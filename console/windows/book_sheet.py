"""The dialog of a book that some keep and others read; each book's own sheet tells its page what stands."""

from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.windows.sheet import Sheet
from widgets.common.bookpage import BookPage
from widgets.common.signals import Sent

SHEET_PX = (1020, 820)


class _Presenter(Protocol):
    def open(self) -> None: ...
    def close(self) -> None: ...


class BookSheet(QObject):
    """Opens and closes the dialog over a desk; `noticed` is a calm sentence, as for who may not read the book."""

    noticed = Sent[str]()

    def __init__(self, title: str, page: BookPage, owner: QWidget) -> None:
        super().__init__(owner)
        self._book: _Presenter | None = None
        self._page = page
        self._may_read = False
        self.sheet = Sheet(title, page, owner, width=SHEET_PX[0])
        self.sheet.resize(*SHEET_PX)
        page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def open_book(self, may_not: str) -> None:
        """The intent of the desk's key; `may_not` is said to who may not read it."""
        if self._book is None or self.sheet.isVisible():
            return
        if not self._may_read:
            self.noticed.emit(may_not)
            return
        self.sheet.present()
        self._page.start()
        self._book.open()

    def let_read(self, may_read: bool) -> None:
        """Whoever may no longer read it does not go on seeing it."""
        self._may_read = may_read
        if not may_read:
            self.sheet.reject()

    @Slot()
    def _closed(self) -> None:
        if self._book is not None:
            self._book.close()
