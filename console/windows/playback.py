"""The middle of the desk while recordings play: band, pictures, buttons, timeline."""

from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.presenters.playback import Played
from console.presenters.playback_span import TimelineSpan
from resources.errors import SiagaError
from resources.words import say
from storage.model.cameras import Camera
from video.events import CameraId
from widgets.common.signals import Sent
from widgets.playback.band import BAND_PX, RecordedBand
from widgets.playback.grid import RecordedGrid
from widgets.playback.keys import REPEATED, wish_of
from widgets.playback.timeline import Timeline
from widgets.playback.transport import BAR_PX, TransportBar
from widgets.playback.values import Marked, Place, Row, TilePlace, Us
from widgets.playback.wishes import Wish

SLIM_PX = 620
"""Lower than this only the chosen camera has a line: pictures need the room more."""


_BARE = frozenset({Place.GAP, Place.END})
"""Where a ring has nothing to show."""


class Places(Protocol):
    """The pictures of a pane."""

    def set_place(self, camera_id: CameraId, place: TilePlace) -> None: ...


class PlaybackPane(QWidget):
    """Implements PlaybackView and TimelineView over any pictures. Its keys are its own while it has the keyboard.

    `noted(words)` is a calm sentence for the desk's banner.
    """

    wished = Sent[Wish]()
    sought = Sent[Us]()
    zoomed = Sent[int, Us]()
    dragged = Sent[Us]()
    left = Sent[()]()
    turned = Sent[bool]()  # on or off
    noted = Sent[str]()

    def __init__(self, pictures: QWidget, places: Places, band: RecordedBand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._rows: tuple[Row, ...] = ()
        self.pictures, self.band = pictures, band
        self.timeline = Timeline(self)
        self.transport = TransportBar(parent=self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(band)
        box.addWidget(pictures, 1)
        box.addWidget(self.transport)
        box.addWidget(self.timeline)
        self.timeline.sought.connect(self.sought)
        self.timeline.zoomed.connect(self.zoomed)
        self.timeline.dragged.connect(self.dragged)
        self.transport.wished.connect(self.wished)
        band.left.connect(self.left)

    @property
    def extra_px(self) -> int:
        """What stands here beside the pictures."""
        return BAND_PX + BAR_PX + self.timeline.sizeHint().height()

    # What the presenters show.

    def show_on(self, on: bool) -> None:
        self.turned.emit(on)
        self.band.set_transport(None, 0)
        self.timeline.set_cursor(None)

    def show_played(self, played: Played, now_us: int) -> None:
        self.band.set_transport(played.transport, now_us)
        self.transport.set_transport(played.transport)
        self.timeline.set_cursor(played.transport.at_us)
        elsewhere = {row.camera_id: row.elsewhere for row in self._rows if row.elsewhere and not row.spans}
        for camera_id, place in played.places.items():
            station = elsewhere.get(camera_id, "") if place.place in _BARE else ""
            self._places.set_place(camera_id, _at_another(station) if station else place)

    def show_marked(self, marked: Marked) -> None:
        self.band.set_marked(marked)
        self.timeline.set_marked(marked)

    def show_span(self, span: TimelineSpan, now_us: int) -> None:
        self.timeline.set_range(span.since_us, span.until_us, now_us)

    def show_no_camera(self) -> None:
        self.noted.emit(say("playback_desk.note.no_camera"))

    def show_rows(self, rows: tuple[Row, ...], chosen: Camera | None, *, read: bool) -> None:
        self._rows = rows
        self._fill()
        self.timeline.set_note(_note(rows, chosen, read=read))

    def show_marks_gone(self, _error: SiagaError) -> None:
        self.noted.emit(say("playback_desk.note.marks_gone"))

    def _fill(self) -> None:
        slim = self.height() < SLIM_PX
        self.timeline.set_rows(self._rows[:1] if slim else self._rows)

    # What a person does.

    def escape(self) -> None:
        """Out of one large picture first, then back to live."""
        if isinstance(self.pictures, RecordedGrid) and self.pictures.maximised_slot is not None:
            self.pictures.restore()
        else:
            self.left.emit()

    def take_focus(self) -> None:
        """The keyboard to the line of time: from there every key of the mode is heard."""
        self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Whoever inside has the keyboard leaves its keys to the pane, which hears them before the desk's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif wish is None:
            super().keyPressEvent(event)
        elif wish in REPEATED or not event.isAutoRepeat():
            self.wished.emit(wish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fill()

    @Slot()
    def leave(self) -> None:
        self.left.emit()


def _at_another(station: str) -> TilePlace:
    return TilePlace(Place.ELSEWHERE, say("playback_desk.note.elsewhere", station=station))


def _is_own(event: QKeyEvent) -> bool:
    return wish_of(event) is not None or event.key() == Qt.Key.Key_Escape


def _note(rows: tuple[Row, ...], chosen: Camera | None, *, read: bool) -> str:
    """Why the chosen camera's line is bare, where it is."""
    if chosen is None or (rows and rows[0].spans):
        return ""
    if not read:
        return say("playback_desk.note.reading")
    if rows and rows[0].elsewhere:
        return say("playback_desk.note.elsewhere", station=rows[0].elsewhere)
    return say("playback_desk.note.none") if chosen.record else say("playback_desk.note.off")
