"""Rows of cameras: what is known of each, the search, and the hand that draws them."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from resources.words import say
from storage.model.cameras import Camera
from video.events import CameraId, StreamHealth, StreamState, TrafficState
from widgets import theme
from widgets.common.figures import span
from widgets.theme import Role, Type
from widgets.tiles import drag, faces

ROW_PX = 32
Index = QModelIndex | QPersistentModelIndex
_QUIET = (StreamState.LIVE, StreamState.RECEIVING)


@dataclass(frozen=True, slots=True)
class RowState:
    """What a camera's row says: an icon, a colour, and a word where it is not normal."""

    icon: str
    role: Role
    word: str


def row_state(health: StreamHealth | None, traffic: TrafficState) -> RowState:
    """A stream that is not there comes before the road that it would show."""
    state = health.state if health is not None else StreamState.WAITING
    face = faces.stream_face(health)
    if state not in _QUIET:
        word = faces.state_word(state)
        if health is not None and state is StreamState.FROZEN and health.age_s is not None:
            word = f"{word} {span(health.age_s)}"
        return RowState(face.icon, face.role, word)
    road = faces.traffic_face(traffic)
    if road is not None:
        return RowState(road.icon, road.role, say(f"tiles.traffic.{traffic.value}"))
    return RowState("dot", Role.NORMAL, "")


class CameraModel(QAbstractListModel):
    """The cameras that match the search, by number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Camera, ...] = ()
        self._seen: tuple[Camera, ...] = ()
        self._search = ""
        self._health: dict[CameraId, StreamHealth] = {}
        self._traffic: dict[CameraId, TrafficState] = {}
        self._said: dict[CameraId, RowState] = {}
        self.shown: frozenset[CameraId] = frozenset()

    def set_cameras(self, cameras: tuple[Camera, ...]) -> None:
        self._all = tuple(sorted(cameras, key=_number))
        self._filter()

    def set_search(self, text: str) -> None:
        """Keep those whose number begins with the text, or whose name or place holds all of its words."""
        self._search = text.strip()
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        words = self._search.casefold().split()
        self._seen = tuple(camera for camera in self._all if matches(camera, words))
        self.endResetModel()

    def total(self) -> int:
        return len(self._all)

    def set_health(self, health: StreamHealth) -> None:
        self._health[health.camera_id] = health
        self._refresh(health.camera_id)

    def set_traffic(self, camera_id: CameraId, state: TrafficState) -> None:
        self._traffic[camera_id] = state
        self._refresh(camera_id)

    def _refresh(self, camera_id: CameraId) -> None:
        state = row_state(self._health.get(camera_id), self._traffic.get(camera_id, TrafficState.UNKNOWN))
        if state == self._said.get(camera_id):
            return
        self._said[camera_id] = state
        for row, camera in enumerate(self._seen):
            if str(camera.id) == camera_id:
                self.dataChanged.emit(self.index(row), self.index(row))

    def forget_words(self) -> None:
        """The language was changed: say every state again."""
        self._said.clear()

    def state_of(self, camera: Camera) -> RowState:
        camera_id = CameraId(str(camera.id))
        if camera_id not in self._said:
            traffic = self._traffic.get(camera_id, TrafficState.UNKNOWN)
            self._said[camera_id] = row_state(self._health.get(camera_id), traffic)
        return self._said[camera_id]

    def camera(self, index: Index) -> Camera | None:
        return self._seen[index.row()] if index.isValid() and index.row() < len(self._seen) else None

    def row_of(self, camera_id: CameraId) -> int:
        """Its row, or -1 while the search hides it."""
        return next((row for row, camera in enumerate(self._seen) if str(camera.id) == camera_id), -1)

    def by_number(self, number: int) -> Camera | None:
        return next((camera for camera in self._all if camera.number == number), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        return 0 if parent.isValid() else len(self._seen)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        camera = self.camera(index)
        if camera is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{camera.number} {camera.name}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            word = self.state_of(camera).word or faces.state_word(StreamState.LIVE)
            return say("widgets.cameras.row", number=camera.number, name=camera.name, state=word)
        if role == Qt.ItemDataRole.ToolTipRole:
            reason = faces.reason_of(self._health.get(CameraId(str(camera.id))))
            return "\n".join(part for part in (f"{camera.number} {camera.name}", camera.place, reason) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [drag.MIME]

    def mimeData(self, indexes: object) -> QMimeData:
        cameras = [self.camera(index) for index in indexes if isinstance(index, QModelIndex)]  # type: ignore[attr-defined]
        camera = next((one for one in cameras if one is not None), None)
        return drag.camera_mime(CameraId(str(camera.id))) if camera is not None else QMimeData()


def _number(camera: Camera) -> int:
    return camera.number


def matches(camera: Camera, words: list[str]) -> bool:
    """Whether all of the folded words are in its name, place or group, or begin its number."""
    text = f"{camera.name} {camera.place} {camera.group}".casefold()
    return all(word in text or str(camera.number).startswith(word) for word in words)


class CameraDelegate(QStyledItemDelegate):
    """State, number, name; on the right the word of a state that is not normal."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, CameraModel) or (camera := model.camera(index)) is None:
            return
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color(Role.CHOSEN))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color(Role.SELECTION))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color(Role.RAISED))
        state = model.state_of(camera)
        shown = CameraId(str(camera.id)) in model.shown
        _paint_row(painter, rect.adjusted(theme.PAD, 0, -theme.PAD, 0), camera, state, shown=shown)
        painter.restore()


def _paint_row(painter: QPainter, room: QRectF, camera: Camera, state: RowState, *, shown: bool) -> None:
    middle, flags = room.center().y(), Qt.AlignmentFlag.AlignVCenter
    side = 8.0 if state.icon == "dot" else 12.0
    theme.paint_icon(painter, QRectF(room.left() + 6 - side / 2, middle - side / 2, side, side), state.icon, state.role)
    small, row = theme.font(Type.SMALL), theme.font(Type.BODY)
    word_px = QFontMetricsF(small).horizontalAdvance(state.word)
    number_at = room.left() + 22
    name_at = number_at + QFontMetricsF(row).horizontalAdvance(f"{camera.number}  ")
    space = room.right() - name_at - (word_px + theme.GAP if state.word else 0)
    painter.setFont(row)
    painter.setPen(theme.color(Role.SECOND))
    painter.drawText(QRectF(number_at, room.top(), name_at - number_at, room.height()), flags, str(camera.number))
    painter.setPen(theme.color(Role.TEXT if shown else Role.SECOND))
    name = QFontMetricsF(row).elidedText(camera.name, Qt.TextElideMode.ElideRight, max(0.0, space))
    painter.drawText(QRectF(name_at, room.top(), max(0.0, space) + 1, room.height()), flags, name)
    painter.setFont(small)
    painter.setPen(theme.color(state.role))
    painter.drawText(QRectF(room.right() - word_px, room.top(), word_px + 1, room.height()), flags, state.word)
