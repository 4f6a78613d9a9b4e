"""One camera's hours as a strip: how much of each was ill, and which nobody watched."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from resources.words import say
from storage.model.camera_health import CameraHour
from widgets import theme
from widgets.common.figures import clock, day, span
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

BAR_PX, WORDS_PX = 36, 16
_PARTS = (("lost_s", Role.RED), ("tampered_s", Role.RED), ("frozen_s", Role.AMBER), ("late_s", Role.AMBER))
_HOUR_S = 3600.0
_LEAST_PX = 3.0


class HourStrip(WordedWidget):
    """A bar an hour from left to right: grey where watched, its ill part coloured from below, hatched where unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hours: dict[datetime, CameraHour] = {}
        self._since: datetime | None = None
        self._count = 0
        self.setMouseTracking(True)
        self.setFixedHeight(BAR_PX + WORDS_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_hours(self, since: datetime, until: datetime, hours: tuple[CameraHour, ...]) -> None:
        self._since = since.astimezone(UTC)
        self._count = max(1, -int(-(until - since).total_seconds() // _HOUR_S))
        self._hours = {hour.hour.astimezone(UTC): hour for hour in hours}
        self.retranslate()

    def clear(self) -> None:
        self._since, self._count, self._hours = None, 0, {}
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say("camera_health.strip"))
        self.setAccessibleDescription(" ".join(self.told(at) for at in range(self._count)))
        self.update()

    def told(self, at: int) -> str:
        """One hour in a sentence."""
        moment, hour = self._at(at), self._hour(at)
        if moment is None:
            return ""
        when = f"{day(moment)} {clock(moment, seconds=False)}"
        if hour is None or hour.watched_s <= 0:
            return say("camera_health.hour_unknown", when=when)
        ill_s = hour.lost_s + hour.frozen_s + hour.late_s + hour.tampered_s
        watched, ill = span(hour.watched_s), span(ill_s)
        return say("camera_health.hour", when=when, watched=watched, ill=ill, reconnects=hour.reconnects)

    def sizeHint(self) -> QSize:
        return QSize(400, BAR_PX + WORDS_PX)

    def _at(self, at: int) -> datetime | None:
        return self._since + timedelta(hours=at) if self._since is not None else None

    def _hour(self, at: int) -> CameraHour | None:
        moment = self._at(at)
        return self._hours.get(moment) if moment is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._count:
            at = min(self._count - 1, int(event.position().x() / self.width() * self._count))
            QToolTip.showText(event.globalPosition().toPoint(), self.told(at), self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._count:
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, say("camera_health.strip_none"))
            return
        step = self.width() / self._count
        for at in range(self._count):
            left = round(at * step)
            room = QRectF(left, 0, max(1, round((at + 1) * step) - left - 1), BAR_PX)
            self._paint_hour(painter, room, self._hour(at))
        self._paint_times(painter, step)

    def _paint_hour(self, painter: QPainter, room: QRectF, hour: CameraHour | None) -> None:
        painter.fillRect(room, theme.color(Role.WINDOW))
        if hour is None or hour.watched_s <= 0:
            painter.setPen(theme.color(Role.EDGE))
            painter.setClipRect(room)
            for x in range(round(room.left() - room.height()), round(room.right()), 6):
                painter.drawLine(QPointF(x, room.bottom()), QPointF(x + room.height(), room.top()))
            painter.setClipping(False)
            return
        watched = room.height() * min(1.0, hour.watched_s / _HOUR_S)
        painter.fillRect(QRectF(room.left(), room.bottom() - watched, room.width(), watched), theme.color(Role.HOVER))
        below = room.bottom()
        for name, role in _PARTS:
            ill_s = getattr(hour, name)
            if ill_s >= 1:
                height = min(below - room.top(), max(_LEAST_PX, room.height() * ill_s / _HOUR_S))
                below -= height
                painter.fillRect(QRectF(room.left(), below, room.width(), height), theme.color(role))

    def _paint_times(self, painter: QPainter, step: float) -> None:
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color(Role.SECOND))
        free = 0.0
        for at in range(self._count):
            moment = self._at(at)
            assert moment is not None
            word = clock(moment, seconds=False)
            if self._count > 48:
                word = day(moment) if word == "00:00" else ""
            width = QFontMetricsF(theme.font(Type.SMALL)).horizontalAdvance(word)
            if word and at * step >= free and at * step + width <= self.width():
                painter.drawText(QRectF(at * step, BAR_PX, width + 1, WORDS_PX), Qt.AlignmentFlag.AlignBottom, word)
                free = at * step + width + 12
