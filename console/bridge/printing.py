"""A finished PDF on paper: its pages as pictures, painted off the GUI thread."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from resources.errors import SiagaError

RENDER_DPI = 200
_POINTS_PER_INCH = 72


class NotPrinted(SiagaError):
    """The printer, or the file that stands for it, took no page."""

    word = "report.print.failed"


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Print every page that the printer was asked for, each turned as it is. Raises NotPrinted.

    Painting on a printer is allowed on any thread; `printer` is used by nobody else meanwhile.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    first = max(1, printer.fromPage()) - 1
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    printer.setFullPage(True)
    painter = QPainter()
    try:
        for page in range(first, last):
            _turn(printer, document, page)
            begun = printer.newPage() if painter.isActive() else painter.begin(printer)
            if not begun:
                raise NotPrinted
            _paint(painter, printer, document, page)
        if not painter.isActive() or not painter.end():
            raise NotPrinted
    finally:
        if painter.isActive():
            painter.end()
        document.close()
        buffer.close()


def _turn(printer: QPrinter, document: QPdfDocument, page: int) -> None:
    size = document.pagePointSize(page)
    wide = size.width() > size.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)


def _paint(painter: QPainter, printer: QPrinter, document: QPdfDocument, page: int) -> None:
    """As large as the paper lets, in its own shape."""
    size = document.pagePointSize(page) / _POINTS_PER_INCH * min(RENDER_DPI, printer.resolution())
    image = document.render(page, QSize(round(size.width()), round(size.height())))
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    shown = size.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = (paper.width() - shown.width()) / 2
    top = (paper.height() - shown.height()) / 2
    painter.fillRect(QRectF(paper.topLeft(), paper.size()), Qt.GlobalColor.white)
    painter.drawImage(QRectF(left, top, shown.width(), shown.height()), image)
