"""A photo that a person pastes or drops onto a ticket: what came with it, not yet looked at."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

_KINDS = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True, slots=True)
class OfferedPhoto:
    """One of the three: a file's path, the bytes of an encoded picture, or pixels. None of it is trusted."""

    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)
    image: QImage | None = field(default=None, repr=False)


def has_photos(mime: QMimeData) -> bool:
    """Whether `photos_in` would find something; reads no file."""
    return any(url.isLocalFile() for url in mime.urls()) or mime.hasImage() or any(map(mime.hasFormat, _KINDS))


def photos_in(mime: QMimeData) -> tuple[OfferedPhoto, ...]:
    """What a clipboard or a drop brings: its files, else its encoded picture, else its pixels; empty for none."""
    files = tuple(OfferedPhoto(path=Path(url.toLocalFile())) for url in mime.urls() if url.isLocalFile())
    if files:
        return files
    for kind in _KINDS:
        if mime.hasFormat(kind):
            return (OfferedPhoto(data=bytes(mime.data(kind).data())),)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return (OfferedPhoto(image=image.copy()),)
    return ()
