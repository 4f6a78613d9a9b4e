"""The desk's middle: the grid above, the ticket below."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class Middle(QSplitter):
    """Gives the grid the height that its 16:9 tiles fill, until a person moves the line."""

    def __init__(self, above: QWidget, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._by_hand = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(above)
        self.addWidget(below)
        self.splitterMoved.connect(self._moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand:
            ideal = self.width() * 9 // 16
            self.setSizes([ideal, max(self.height() - ideal, 0)])

    @Slot()
    def _moved(self, *_: int) -> None:
        self._by_hand = True
