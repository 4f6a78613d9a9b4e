"""A person's photo made fit for the record: turned upright, small, and nothing left in it but its pixels.

A photo from a telephone tells where and with what it was taken (EXIF, GPS, XMP, comments, a second picture in
it). Nothing of the file is copied: it is decoded to pixels, and a new JPEG is made of them by OpenCV, which writes
none of that. A picture's size is read before its pixels are: a small file may ask for gigabytes.
"""

from uuid import UUID

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPainter

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from resources.words import say
from widgets.common.signals import Sent
from widgets.incidents.photos import OfferedPhoto

LONGEST_PX = 1920
JPEG_MOST = 200_000
"""Bytes of a still in the record (storage.service.commands.AddStill)."""
FILE_MOST = 40_000_000
JPEG_PIXELS_MOST = 120_000_000
"""What telephones take; a JPEG is made smaller while it is decoded, so that its pixels are never all in memory."""
PIXELS_MOST = 60_000_000
"""Of any other kind, all of whose pixels are: 240 MB, under Qt's own limit of 256."""
_JPEG = frozenset({b"jpeg", b"jpg", b"jfif"})
_KINDS = _JPEG | {b"png", b"webp", b"bmp", b"tif", b"tiff", b"gif"}
_QUALITIES = (90, 82, 74, 66, 58)


class PhotoRefused(SiagaError):
    """What was offered cannot be kept with a ticket."""


class EmptyPhoto(PhotoRefused):
    """A file or a clipboard without a byte in it; facts: name."""

    word = "tickets.photo.empty"


class NoPhoto(PhotoRefused):
    """It is no picture, or a broken one, or of a kind that is not read here; facts: name."""

    word = "tickets.photo.none"


class PhotoTooBig(PhotoRefused):
    """The file has too many bytes; facts: name, mb, most_mb."""

    word = "tickets.photo.bytes"


class TooManyPixels(PhotoRefused):
    """The picture says that it is larger than any camera's; facts: name, width, height."""

    word = "tickets.photo.pixels"


class PhotoUnreadable(PhotoRefused):
    """The file is gone or may not be read; facts: name."""

    word = "tickets.photo.unreadable"


def record_jpeg(photo: OfferedPhoto) -> bytes:
    """The photo as JPEG: upright, sRGB, at most 1920 px and 200 kB, without metadata. Raises PhotoRefused.

    Takes up to some hundred milliseconds: never on the GUI thread.
    """
    name = photo.path.name if photo.path is not None else say("tickets.photo.pasted")
    if photo.image is not None:
        image = photo.image
        if image.width() * image.height() > PIXELS_MOST:
            raise TooManyPixels(name=name, width=image.width(), height=image.height())
    else:
        image = _decoded(_bytes_of(photo, name), name)
    if image.isNull():
        raise NoPhoto(name=name)
    return _encoded(_pixels(image))


def _bytes_of(photo: OfferedPhoto, name: str) -> bytes:
    if photo.path is None:
        data = photo.data or b""
        _check_length(len(data), name)
        return data
    try:
        if not photo.path.is_file():
            raise PhotoUnreadable(name=name)
        _check_length(photo.path.stat().st_size, name)
        with photo.path.open("rb") as file:
            data = file.read(FILE_MOST + 1)  # it may have grown since its length was asked
    except OSError as error:
        raise PhotoUnreadable(str(error), name=name) from error
    _check_length(len(data), name)
    return data


def _check_length(length: int, name: str) -> None:
    if length == 0:
        raise EmptyPhoto(name=name)
    if length > FILE_MOST:
        raise PhotoTooBig(name=name, mb=round(length / 1e6), most_mb=FILE_MOST // 1_000_000)


def _decoded(data: bytes, name: str) -> QImage:
    """The picture's pixels, turned as its orientation says and no larger than they are needed."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    fault = _fault(bytes(reader.format().data()), size, name)
    if fault is None:
        # Twice what is kept: the decoder's own scaling is coarse, and the fine step follows.
        reader.setScaledSize(_within(size, 2 * LONGEST_PX))
    image = reader.read() if fault is None else QImage()
    del reader  # before the buffer it reads from, also where it ends in an error: else a segmentation fault
    if fault is not None:
        raise fault
    return image


def _fault(kind: bytes, size: QSize, name: str) -> PhotoRefused | None:
    if kind not in _KINDS or not size.isValid() or size.isEmpty():
        return NoPhoto(name=name)
    if size.width() * size.height() > (JPEG_PIXELS_MOST if kind in _JPEG else PIXELS_MOST):
        return TooManyPixels(name=name, width=size.width(), height=size.height())
    return None


def _within(size: QSize, longest: int) -> QSize:
    if max(size.width(), size.height()) <= longest:
        return size
    return size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """(h, w, 3) BGR in sRGB, at most 1920 px; what was transparent is white."""
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if image.colorSpace().isValid() and image.colorSpace() != srgb:
        converted = image.convertedToColorSpace(srgb)
        image = image if converted.isNull() else converted
    size = _within(image.size(), LONGEST_PX)
    if size != image.size():
        mode = Qt.AspectRatioMode.IgnoreAspectRatio
        image = image.scaled(size, mode, Qt.TransformationMode.SmoothTransformation)
    if image.hasAlphaChannel():
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(Qt.GlobalColor.white)
        painter = QPainter(ground)
        painter.drawImage(0, 0, image)
        painter.end()
        image = ground
    image = image.convertToFormat(QImage.Format.Format_BGR888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return flat[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def _encoded(pixels: NDArray[np.uint8]) -> bytes:
    """The best JPEG that fits: first a lower quality, then fewer pixels."""
    while True:
        for quality in _QUALITIES:
            _, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if jpeg.size <= JPEG_MOST:
                return jpeg.tobytes()
        height, width = pixels.shape[:2]
        smaller = cv2.resize(pixels, (max(1, width * 3 // 4), max(1, height * 3 // 4)), interpolation=cv2.INTER_AREA)
        pixels = np.asarray(smaller, np.uint8)


class PhotoBridge(QObject):
    """Makes offered photos fit for the record on `jobs`, one after another; tells each, or why not."""

    ready = Sent[UUID, bytes]()  # the ticket it was offered to, and the JPEG
    refused = Sent[UUID, SiagaError]()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs

    def take(self, ticket_id: UUID, photo: OfferedPhoto) -> None:
        def work() -> bytes:
            return record_jpeg(photo)

        def done(jpeg: bytes) -> None:
            self.ready.emit(ticket_id, jpeg)

        def failed(error: SiagaError) -> None:
            self.refused.emit(ticket_id, error)

        self._jobs.submit(work, done, failed)
