"""What goes to the wall, why, and who says so; and what stands there now."""

from uuid import UUID

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from resources.words import say
from storage.model.cameras import Camera
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.fields import Tick
from widgets.common.figures import clock
from widgets.common.forms import FieldLabel, FormBody, labelled, mark_wrong
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.theme import Role, Type
from widgets.wall.values import Pushed

MOST_CAMERAS = 4
MOST_TEXT = 500
_LIST_PX = 180


class CameraTick(Tick):
    """A camera to choose, with its place on the wall once it is chosen."""

    toggled_camera = Sent[UUID, bool]()

    def __init__(self, camera: Camera, parent: QWidget | None = None) -> None:
        self._camera, self._place = camera, 0
        super().__init__("", parent)
        self.toggled.connect(self._on_toggled)

    @property
    def camera(self) -> Camera:
        return self._camera

    def set_place(self, place: int) -> None:
        """1 for the large picture; 0 where it is not chosen."""
        self._place = place
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(f"{self._camera.number}  {self._camera.name}")
        self.updateGeometry()

    @Slot(bool)
    def _on_toggled(self, chosen: bool) -> None:
        self.toggled_camera.emit(self._camera.id, chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._place:
            return
        painter = QPainter(self)
        text = say("wall.push.large") if self._place == 1 else str(self._place)
        font = theme.font(Type.SMALL)
        width = QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(theme.color(Role.SECOND))
        room = QRectF(self.width() - width - 2, 0, width + 2, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


class PushForm(FormBody):
    """Cameras in the order in which they were ticked, the first one large; a reason; Enter sends."""

    submitted = Sent[tuple[UUID, ...], str]()
    released = Sent[()]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("wall.push.title", "wall.push.send", parent=parent)
        self._chosen: list[UUID] = []
        self._ticks: dict[UUID, CameraTick] = {}
        self._standing: Pushed | None = None
        self._person = ""
        self._now_there = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.release = KeyButton("wall.push.release", "Ctrl+Backspace", parent=self)
        self._list = QScrollArea(self)
        self._list.setWidgetResizable(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFixedHeight(_LIST_PX)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._reason = QLineEdit(self)
        self._reason.setFont(theme.font(Type.ROW))
        self._reason.setMaxLength(MOST_TEXT)
        self._reason.setMinimumHeight(theme.ROW_HEIGHT)
        self._by = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._cameras_label = FieldLabel("wall.push.reason", self._list, self)
        self._assemble()
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self.release.clicked.connect(self.released)
        self.retranslate()

    def _assemble(self) -> None:
        there = QHBoxLayout()
        there.setSpacing(theme.PAD)
        there.addWidget(self._now_there, 1)
        there.addWidget(self.release)
        cameras = QVBoxLayout()
        cameras.setSpacing(theme.SPACE)
        cameras.addWidget(self._cameras_label)
        cameras.addWidget(self._list)
        self.column.addLayout(there)
        self.column.addLayout(cameras)
        self.column.addLayout(labelled("wall.push.reason", self._reason, self))
        self.column.addWidget(self._by)
        self.setMinimumWidth(520)

    # Values in.

    def start(self, cameras: tuple[Camera, ...], chosen: tuple[UUID, ...], reason: str) -> None:
        """Begin with these cameras, `chosen` ticked in their order and standing first in the list."""
        known = {one.id: one for one in cameras}
        self._chosen = [one for one in dict.fromkeys(chosen) if one in known][:MOST_CAMERAS]
        self._fill([known[one] for one in self._chosen] + [one for one in cameras if one.id not in self._chosen])
        self._reason.setText(reason[:MOST_TEXT])
        self.set_error("")
        self.set_busy(False)
        mark_wrong(self._reason, False)
        self._reason.selectAll()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_person(self, name: str) -> None:
        """Who it will be known of."""
        self._person = name
        self.retranslate()

    def set_standing(self, pushed: Pushed | None) -> None:
        """What stands on the wall now."""
        self._standing = pushed
        self.retranslate()

    @property
    def chosen(self) -> tuple[UUID, ...]:
        return tuple(self._chosen)

    @property
    def reason(self) -> str:
        return self._reason.text().strip()

    @property
    def standing_words(self) -> str:
        told = self._standing
        if told is None:
            return say("wall.push.nothing")
        cameras = ", ".join(str(number) for number in told.cameras)
        return say("wall.push.standing", cameras=cameras, person=told.by, at=clock(told.at), reason=told.reason)

    def retranslate(self) -> None:
        super().retranslate()
        self._now_there.set_text(self.standing_words)
        self.release.setVisible(self._standing is not None)
        self._cameras_label.setText(say("wall.push.cameras", n=MOST_CAMERAS))
        self._list.setAccessibleName(say("wall.push.cameras", n=MOST_CAMERAS))
        self._reason.setPlaceholderText(say("wall.push.reason_hint"))
        self._by.set_text(say("wall.push.by", person=self._person) if self._person else "")

    # Hands.

    def _fill(self, cameras: list[Camera]) -> None:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(theme.PAD, theme.SPACE, theme.PAD, theme.SPACE)
        rows.setSpacing(0)
        self._ticks = {}
        for camera in cameras:
            tick = CameraTick(camera, body)
            tick.setSizePolicy(tick.sizePolicy().Policy.Expanding, tick.sizePolicy().Policy.Fixed)
            tick.setChecked(camera.id in self._chosen)
            tick.toggled_camera.connect(self._toggled)
            self._ticks[camera.id] = tick
            rows.addWidget(tick)
        rows.addStretch(1)
        self._list.setWidget(body)
        self._show_places()

    @Slot(object, object)
    def _toggled(self, camera_id: UUID, chosen: bool) -> None:
        if chosen and camera_id not in self._chosen:
            self._chosen.append(camera_id)
        elif not chosen and camera_id in self._chosen:
            self._chosen.remove(camera_id)
        self._show_places()

    def _show_places(self) -> None:
        """Those beyond the last place cannot be ticked."""
        for camera_id, tick in self._ticks.items():
            chosen = camera_id in self._chosen
            tick.set_place(self._chosen.index(camera_id) + 1 if chosen else 0)
            tick.setEnabled(chosen or len(self._chosen) < MOST_CAMERAS)

    @Slot()
    def _on_submit(self) -> None:
        mark_wrong(self._reason, not self.reason)
        if not self._chosen:
            self.set_error(say("wall.push.wrong.cameras", n=MOST_CAMERAS))
        elif not self.reason:
            self.set_error(say("wall.push.wrong.reason"))
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.set_error("")
            self.submitted.emit(self.chosen, self.reason)
