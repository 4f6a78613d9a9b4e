"""A camera's picture as a file of its own: whole and untouched, with a line below that says where and when."""

import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from resources.errors import SiagaError
from resources.words import say
from storage.model.cameras import Camera
from widgets import theme
from widgets.common.figures import WIB, clock, day
from widgets.theme import Role, Type

_NAME_MOST = 60
_LEAST_BAND_PX = 24
_SAME_MOST = 1000


class StillNotSaved(SiagaError):
    """The file could not be written; facts: folder, what."""

    word = "stills.not_saved"


class StillUnreadable(SiagaError):
    """What the video room gave is no picture."""

    word = "stills.unreadable"


@dataclass(frozen=True, slots=True)
class StillNote:
    """What stands below the picture; `at` has its zone."""

    camera: Camera
    at: datetime
    site: str

    @property
    def words(self) -> str:
        """One line, in the language that is chosen now."""
        when = f"{day(self.at)} {self.at.astimezone(WIB).year}, {clock(self.at)} WIB"
        return say("stills.caption", number=self.camera.number, camera=self.camera.name, at=when, site=self.site)

    @property
    def file_name(self) -> str:
        """Plain letters, digits and hyphens alone, whatever the camera is called."""
        plain = unicodedata.normalize("NFKD", self.camera.name).encode("ascii", "ignore").decode().lower()
        name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_NAME_MOST].strip("-")
        moment = f"{self.at.astimezone(WIB):%Y%m%d-%H%M%S}"
        return "_".join(part for part in ("siaga", str(self.camera.number), name, moment) if part)


def captioned(jpeg: bytes, note: StillNote) -> QImage:
    """The picture, pixel by pixel, on a band as wide as it. Raises StillUnreadable. Not for the GUI thread."""
    picture = QImage.fromData(QByteArray(jpeg))
    if picture.isNull():
        raise StillUnreadable
    width, height = picture.width(), picture.height()
    band = max(_LEAST_BAND_PX, round(width / 36))
    made = QImage(width, height + band, QImage.Format.Format_RGB32)
    made.fill(theme.color(Role.VOID))
    painter = QPainter(made)
    painter.drawImage(0, 0, picture)
    font = theme.font(Type.BODY, scale=band / 2 / Type.BODY.value[0])
    room = QRect(band // 3, height, width - 2 * (band // 3), band)
    words = QFontMetricsF(font).elidedText(note.words, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(font)
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
    painter.end()
    return made


def save_still(jpeg: bytes, note: StillNote, folder: Path) -> Path:
    """Write it as a PNG whole or not at all, never over another file; where it lies.

    Raises StillUnreadable and StillNotSaved.
    """
    image = captioned(jpeg, note)
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(".png", ".siaga-", folder)
        os.close(handle)
        if not image.save(temporary, "PNG"):  # type: ignore[call-overload]  # the stub wants bytes
            raise OSError(say("stills.disk"))
        return _given_name(Path(temporary), folder, note.file_name)
    except OSError as error:
        raise StillNotSaved(str(error), folder=str(folder), what=error.strerror or str(error)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _given_name(temporary: Path, folder: Path, name: str) -> Path:
    """The first of name, name-2, name-3 that is not there yet."""
    for at in range(1, _SAME_MOST):
        path = folder / f"{name}{f'-{at}' if at > 1 else ''}.png"
        try:
            with path.open("xb"):  # takes the name
                pass
        except FileExistsError:
            continue
        return temporary.replace(path)
    raise OSError(say("stills.too_many"))
