"""A scroll area of which nothing is seen: no frame, no ground, no bar across."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class BareScroll(QScrollArea):
    """Shows one body as wide as itself, on whatever ground stands behind."""

    def set_body(self, body: QWidget) -> None:
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)  # which setWidget has switched on
