"""The desk's middle: the pictures above, live or of another time, the ticket below."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget


@runtime_checkable
class OtherPage(Protocol):
    """What may stand in the place of the live pictures."""

    def escape(self) -> None: ...
    def take_focus(self) -> None: ...


IDLE_PX = 96
"""What is below needs no more while it has nothing to show and another page wants the height."""


NOTICE_PX = 49
"""What a notice of one line takes, with its line."""


class Below(QWidget):
    """A notice under the pictures, while there is one, and what stands below it, which gives it the room.

    Room for a line of notice is never the pictures' own: one that comes or goes moves none of them, covers none, and
    the ticket's buttons keep their place at the bottom.
    """

    def __init__(self, notice: QWidget, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        box.addWidget(notice)
        box.addWidget(content, 1)

    def minimumSizeHint(self) -> QSize:
        """The same with and without a notice."""
        return self._content.minimumSizeHint() + QSize(0, NOTICE_PX)


class Middle(QSplitter):
    """Gives the pictures the height that their 16:9 tiles fill, until a person moves the line.

    `above` is what stands there by itself; another page may stand in its place for a while. Such a page has more than
    tiles, so it takes what is `below` too while nothing stands there.
    """

    def __init__(self, above: QWidget, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._by_hand = False
        self._live, self._below = above, below
        self._extra_px, self._idle = 0, True
        self.pages = QStackedWidget(self)
        self.pages.addWidget(above)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(self.pages)
        self.addWidget(below)
        self.splitterMoved.connect(self._moved)

    def show_page(self, page: QWidget | None, extra_px: int = 0) -> None:
        """Put this page in the place of the live pictures, or them back; `extra_px` is what it has beside its tiles."""
        shown = page if page is not None else self._live
        before = self.pages.currentWidget()
        if self.pages.indexOf(shown) < 0:
            self.pages.addWidget(shown)
        if before is not None and before is not self._live and before is not shown:
            self.pages.removeWidget(before)  # else its least size would stay the desk's
            before.hide()
        self._extra_px = extra_px
        self.pages.setCurrentWidget(shown)
        self._yield()

    def set_idle(self, idle: bool) -> None:
        """Whether what is below has nothing to show."""
        if idle != self._idle:
            self._idle = idle
            self._yield()

    def _yield(self) -> None:
        """Beside the live pictures the line stays where it is: tiles that change their size mean new streams."""
        self._below.setMinimumHeight(IDLE_PX if self._idle and not self.shows_live else 0)
        self._share()

    def escape(self) -> bool:
        """Let what stands in the place of the live pictures have Esc; whether there was such a page."""
        page = self.pages.currentWidget()
        if page is self._live:
            return False
        if isinstance(page, OtherPage):
            page.escape()
        return True

    def take_focus(self) -> bool:
        """Give the keyboard to what stands in the place of the live pictures; whether there was such a page."""
        page = self.pages.currentWidget()
        if isinstance(page, OtherPage):
            page.take_focus()
        return not self.shows_live

    @property
    def shows_live(self) -> bool:
        return self.pages.currentWidget() is self._live

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if not self._by_hand:
            ideal = self.width() * 9 // 16 + self._extra_px
            self.setSizes([ideal, max(self.height() - ideal, 0)])

    @Slot()
    def _moved(self, *_: int) -> None:
        self._by_hand = True
