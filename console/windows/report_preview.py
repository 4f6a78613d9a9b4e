"""A report's pages as they will be printed, with the place in it and its size on the screen."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Slot
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from resources.words import say
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.common.notices import EmptyState
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

ZOOM_STEP = 1.25
LEAST_ZOOM, MOST_ZOOM = 0.25, 4.0
_POINTS_PER_INCH = 72


class ReportPreview(WordedWidget):
    """`set_pdf` shows a file; None shows that there is none yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, theme.color(Role.WINDOW))
        self.view.setPalette(palette)
        self._empty = EmptyState("report.preview.none", "note", self)
        self.place = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.back = KeyButton("report.preview.back", "PgUp", parent=self)
        self.forth = KeyButton("report.preview.forth", "PgDown", parent=self)
        self.smaller = KeyButton("report.preview.smaller", "Ctrl+-", parent=self)
        self.fit = KeyButton("report.preview.fit", "Ctrl+0", parent=self)
        self.larger = KeyButton("report.preview.larger", "Ctrl+=", parent=self)
        self._lay_out()
        self._connect()
        self._show_place()

    def _lay_out(self) -> None:
        pages = QWidget(self)
        self._stack = QStackedLayout(pages)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.place, 1)
        for button in (self.back, self.forth, self.smaller, self.fit, self.larger):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(pages, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.back.clicked.connect(self._go_back)
        self.forth.clicked.connect(self._go_forth)
        self.smaller.clicked.connect(self._zoom_out)
        self.larger.clicked.connect(self._zoom_in)
        self.fit.clicked.connect(self._zoom_fit)
        # The same key with Shift, and the one of the number pad.
        QShortcut(QKeySequence("Ctrl++"), self).activated.connect(self._zoom_in)
        self.view.pageNavigator().currentPageChanged.connect(self._page_changed)

    def set_pdf(self, pdf: bytes | None) -> None:
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf or b""))
        if pdf:
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self.document.load(self._buffer)
            self.view.setFocus()
        self._stack.setCurrentWidget(self.view if pdf else self._empty)
        self._show_place()

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self.view.pageNavigator().currentPage()

    def retranslate(self) -> None:
        self._show_place()

    def _show_place(self) -> None:
        count = self.document.pageCount()
        shown = count > 0
        self.place.set_text(say("report.page", page=self.page + 1, pages=count) if shown else "")
        for button in (self.smaller, self.fit, self.larger):
            button.setEnabled(shown)
        self.back.setEnabled(shown and self.page > 0)
        self.forth.setEnabled(shown and self.page < count - 1)

    def _go(self, page: int) -> None:
        if 0 <= page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF(), 0)

    def _zoom(self, factor: float) -> None:
        """From what is seen now, also where that fits the width."""
        fits = self.view.zoomMode() != QPdfView.ZoomMode.Custom
        now = self._fitting_zoom() if fits else self.view.zoomFactor()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(MOST_ZOOM, max(LEAST_ZOOM, now * factor)))

    def _fitting_zoom(self) -> float:
        width = self.document.pagePointSize(max(0, self.page)).width() / _POINTS_PER_INCH * self.logicalDpiX()
        return self.view.viewport().width() / width if width else 1.0

    @Slot()
    def _go_back(self) -> None:
        self._go(self.page - 1)

    @Slot()
    def _go_forth(self) -> None:
        self._go(self.page + 1)

    @Slot()
    def _zoom_in(self) -> None:
        self._zoom(ZOOM_STEP)

    @Slot()
    def _zoom_out(self) -> None:
        self._zoom(1 / ZOOM_STEP)

    @Slot()
    def _zoom_fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    @Slot(int)
    def _page_changed(self, _page: int) -> None:
        self._show_place()
