"""A camera on its way from a list or a tile to a tile."""

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QFontMetricsF, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from video.events import CameraId
from widgets import theme
from widgets.common.labels import paint_chip
from widgets.theme import Role, Type

MIME = "application/x-siaga-camera"


def camera_mime(camera_id: CameraId) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, camera_id.encode())
    return data


def camera_of(data: QMimeData) -> CameraId | None:
    """The camera that is carried, or None where it is something else."""
    return CameraId(bytes(data.data(MIME).data()).decode()) if data.hasFormat(MIME) else None


def begin(source: QWidget, camera_id: CameraId, label: str) -> None:
    """Let the pointer carry this camera, with its name beside it."""
    drag = QDrag(source)
    drag.setMimeData(camera_mime(camera_id))
    drag.setPixmap(QPixmap.fromImage(_carried(label, source.devicePixelRatioF())))
    drag.setHotSpot(QPoint(-10, 14))
    drag.exec(Qt.DropAction.CopyAction)


def _carried(label: str, ratio: float) -> QImage:
    type_ = theme.font(Type.ROW)
    width = round(QFontMetricsF(type_).horizontalAdvance(label)) + 2 * theme.PAD
    image = QImage(round(width * ratio), round(28 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    rect = image.rect().toRectF()
    rect.setSize(image.deviceIndependentSize())
    paint_chip(painter, rect, theme.color(Role.SELECTION), theme.color(Role.CHOSEN))
    painter.setFont(type_)
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, label)
    painter.end()
    return image
