"""The desk's left: the cameras."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.cameras.list import CameraListView
from widgets.common.headers import SectionHeader

LEFT_PX = 232


class LeftColumn(QWidget):
    """A head and the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(LEFT_PX)
        self.header = SectionHeader("console.section.cameras", "C", self)
        self.camera_list = CameraListView(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.camera_list, 1)
