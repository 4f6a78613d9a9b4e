"""A photo that a person pastes or drops onto a ticket: what came with it, not yet looked at."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from widgets.common.signals import Sent

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


class PhotoCatcher(QObject):
    """Catches photos that are dropped on a view, or pasted anywhere in its window, while it is `open`."""

    caught = Sent[tuple[OfferedPhoto, ...]]()  # empty where what was pasted is no photo
    hovered = Sent[bool]()  # a photo is held over the view, or no longer

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._paste = QShortcut(QKeySequence("Ctrl+V"), view)
        self._paste.activated.connect(self._on_paste)
        self._open = False
        view.setAcceptDrops(True)
        view.installEventFilter(self)
        self.set_open(False)

    def set_open(self, is_open: bool) -> None:
        """Whether a photo is wanted now."""
        self._open = is_open
        self._paste.setEnabled(is_open)

    @Slot()
    def _on_paste(self) -> None:
        self.caught.emit(photos_in(QGuiApplication.clipboard().mimeData()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if self._open and has_photos(event.mimeData()):
                event.acceptProposedAction()
                self.hovered.emit(True)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovered.emit(False)
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hovered.emit(False)
            event.acceptProposedAction()
            self.caught.emit(photos_in(event.mimeData()))
            return True
        return super().eventFilter(watched, event)
