"""The harness itself: it sees what a person would see, and nothing that nobody would."""

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from support import views
from visual.comparing import compare

from widgets import theme
from widgets.incidents.list import TicketListView


def row(qapp: QApplication, seconds: float) -> QImage:
    theme.apply(qapp)
    listed = TicketListView()
    listed.resize(440, 420)
    listed.set_tickets(views.TICKETS)
    listed.set_now(views.NOW + views.timedelta(seconds=seconds))
    image = listed.grab().toImage()
    listed.deleteLater()
    return image


def test_one_second_more_on_five_clocks_is_seen(qapp: QApplication) -> None:
    assert compare(row(qapp, 0), row(qapp, 1)).is_seen
    assert not compare(row(qapp, 0), row(qapp, 0)).is_seen


def test_another_size_is_seen() -> None:
    small, large = QImage(10, 10, QImage.Format.Format_RGB32), QImage(10, 11, QImage.Format.Format_RGB32)
    assert compare(small, large).is_seen


def test_the_rounding_of_another_renderer_is_not_seen() -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(40, 50, 60))
    other = image.copy()
    painter = QPainter(other)
    painter.fillRect(0, 0, 50, 50, QColor(60, 70, 80))
    painter.end()
    assert not compare(other, image).is_seen
