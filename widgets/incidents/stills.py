"""A ticket's pictures: small ones in a row, one of them large at will."""

from uuid import UUID

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from resources.words import say
from storage.model.tickets import Still
from widgets import theme
from widgets.common.figures import clock
from widgets.common.scrolling import BareScroll
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_THUMB = QSize(144, 81)
_BAR_PX = 12


def letterboxed(image: QImage, room: QRectF) -> QRectF:
    """Where a picture goes in a room, whole and centred."""
    scale = min(room.width() / image.width(), room.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)


class StillThumb(QAbstractButton):
    """One picture, small; until it has come it says that it is on its way."""

    def __init__(self, still_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.still_id = still_id
        self.image: QImage | None = None
        self._time = ""
        self._broken = False
        self.setFixedSize(_THUMB)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def set_still(self, still: Still) -> None:
        image = QImage.fromData(still.jpeg)
        self._broken = image.isNull()
        self.image = None if self._broken else image
        self._time = clock(still.taken_at)
        self.retranslate()

    def retranslate(self) -> None:
        name = say("tickets.still_from", time=self._time) if self._time else say("tickets.still_loading")
        self.setAccessibleName(name)
        self.setToolTip(say("tickets.still_enlarge") if self.image is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.VOID))
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(letterboxed(self.image, QRectF(self.rect())), self.image)
            foot = QRectF(0, self.height() - 18, self.width(), 18)
            ground = theme.color(Role.BAR)
            painter.setOpacity(0.8)
            painter.fillRect(foot, ground)
            painter.setOpacity(1.0)
            painter.setFont(theme.font(Type.SMALL))
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(foot.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._time)
        else:
            painter.setFont(theme.font(Type.SMALL))
            painter.setPen(theme.color(Role.SECOND))
            words = say("tickets.still_bad" if self._broken else "tickets.still_loading")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(theme.color(Role.SELECTION if self.hasFocus() or self.underMouse() else Role.LINE))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class StillStrip(BareScroll):
    """The column of small pictures; asks for each JPEG once, by `wanted`."""

    wanted = Sent[UUID]()
    chosen = Sent[QImage]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbs: list[StillThumb] = []
        self._inside = QWidget(self)
        self._row = QVBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GAP)
        self._row.addStretch(1)
        self.set_body(self._inside)
        self.setFixedWidth(_THUMB.width() + _BAR_PX)
        self.setMinimumHeight(_THUMB.height())
        self.setVisible(False)

    def set_ids(self, still_ids: tuple[UUID, ...]) -> None:
        """Show these pictures; those that are there already stay."""
        if still_ids != tuple(thumb.still_id for thumb in self._thumbs):
            kept = {thumb.still_id: thumb for thumb in self._thumbs}
            fresh = [still_id for still_id in still_ids if still_id not in kept]
            for thumb in self._thumbs:
                self._row.removeWidget(thumb)
                if thumb.still_id not in still_ids:
                    thumb.hide()
                    thumb.deleteLater()
            self._thumbs = [kept.get(still_id) or self._made(still_id) for still_id in still_ids]
            for at, thumb in enumerate(self._thumbs):
                self._row.insertWidget(at, thumb)
            for still_id in fresh:
                self.wanted.emit(still_id)
        self.setVisible(bool(still_ids))

    def set_still(self, still: Still) -> None:
        for thumb in self._thumbs:
            if thumb.still_id == still.id:
                thumb.set_still(still)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            for thumb in self._thumbs:
                thumb.retranslate()
        super().changeEvent(event)

    def _made(self, still_id: UUID) -> StillThumb:
        thumb = StillThumb(still_id, self._inside)
        thumb.clicked.connect(self._on_clicked)
        return thumb

    @Slot()
    def _on_clicked(self) -> None:
        thumb = self.sender()
        if isinstance(thumb, StillThumb) and thumb.image is not None:
            self.chosen.emit(thumb.image)


class StillView(WordedWidget):
    """One picture as large as its room; a click or Esc goes back."""

    left = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._empty_word = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def set_empty_word(self, word: str) -> None:
        """What stands there without a picture, by its key."""
        self._empty_word = word
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(say("tickets.stills"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def mousePressEvent(self, event: object) -> None:
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.VOID))
        if self._image is not None and not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(letterboxed(self._image, QRectF(self.rect())), self._image)
        elif self._empty_word:
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, say(self._empty_word))
