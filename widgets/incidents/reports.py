"""What people reported of a ticket, in their own words: one line of it always, all of it at a key."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.callers import Channel, Openness, Report
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.figures import clock
from widgets.common.labels import key_width, paint_key
from widgets.common.scrolling import BareScroll
from widgets.common.worded import WordedWidget
from widgets.incidents.wording import channel_word
from widgets.theme import Role, Type

KEY = "R"
_LINE_PX = 24
_TEXT_AT = 96
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_ICONS = {Channel.TELEPHONE: "phone", Channel.RADIO: "radio", Channel.CAMERA: "camera", Channel.COUNTER: "person"}


def icon_of(report: Report) -> str:
    return _ICONS.get(report.channel, "inbox")


def caller_of(report: Report) -> str:
    """Who reported it, as far as it is known and may be read: "Bu Ani, 0812…", or that it is sealed."""
    if report.openness is not Openness.OPEN:
        return say("identity.sealed" if report.openness is Openness.CONFIDENTIAL else "identity.anonymous")
    return ", ".join(part for part in (report.caller_name, report.caller_number) if part)


class ReportLine(KeyButton):
    """The first report in one line, and how many more there are; pressing it opens and closes them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._reports: tuple[Report, ...] = ()
        super().__init__(key=KEY, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LINE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_reports(self, reports: tuple[Report, ...]) -> None:
        self._reports = reports
        self.setVisible(bool(reports))
        self.retranslate()

    def said(self) -> str:
        if not self._reports:
            return ""
        first, more = self._reports[0], len(self._reports) - 1
        words = say("tickets.report.quoted", words=first.words.replace("\n", " ")) if first.words else ""
        parts = (channel_word(first.channel), clock(first.received_at, seconds=False), words, caller_of(first))
        said = " · ".join(part for part in parts if part)
        return f"{said} · {say('tickets.report.more', n=more)}" if more else said

    def sizeHint(self) -> QSize:
        return QSize(240, _LINE_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _LINE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._reports:
            return
        painter = QPainter(self)
        lit = self.underMouse() or self.hasFocus()
        theme.paint_icon(painter, QRectF(1, 5, 14, 14), icon_of(self._reports[0]), Role.SECOND)
        metrics = QFontMetricsF(theme.font(Type.BODY))
        room = QRectF(self.rect()).adjusted(22, 0, -key_width(KEY) - 12, 0)
        more = len(self._reports) - 1
        tail = f" · {say('tickets.report.more', n=more)}" if more else ""
        head = self.accessibleName().removesuffix(tail)
        tail_px = metrics.horizontalAdvance(tail)
        head = metrics.elidedText(head, Qt.TextElideMode.ElideRight, room.width() - tail_px)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, head)
        painter.setPen(theme.color(Role.SELECTION if lit else Role.SECOND))
        beside = room.adjusted(metrics.horizontalAdvance(head), 0, 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, tail)
        left = beside.left() + tail_px + theme.GAP
        chip = QRectF(left, (_LINE_PX - 18) / 2, key_width(KEY), 18)
        paint_key(painter, chip, KEY, Role.SECOND, Role.SELECTION if lit else Role.EDGE)


class ReportList(BareScroll):
    """Every report, in the order they came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines(self)
        self.set_body(self._lines)

    def set_reports(self, reports: tuple[Report, ...]) -> None:
        self._lines.set_reports(reports)

    @property
    def text(self) -> str:
        """All that is shown, for who cannot see it."""
        return self._lines.accessibleDescription()


class _Lines(WordedWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._reports: tuple[Report, ...] = ()
        self.retranslate()

    def set_reports(self, reports: tuple[Report, ...]) -> None:
        self._reports = reports
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say("tickets.report.head"))
        told = (f"{clock(one.received_at)} {_origin(one)}: {one.words}" for one in self._reports)
        self.setAccessibleDescription("\n".join(told))
        self._grow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def _grow(self) -> None:
        self.setMinimumHeight(round(sum(self._heights(one)[1] for one in self._reports)))

    def _heights(self, report: Report) -> tuple[float, float]:
        """Of the caller's words, and of the whole report."""
        room = QRectF(0, 0, max(80, self.width() - _TEXT_AT - theme.GAP), 10_000)
        words = QFontMetricsF(theme.font(Type.BODY)).boundingRect(room, _FLAGS, _words(report)).height()
        return words, words + 28

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(Type.BODY))
        top = 0.0
        for report in self._reports:
            words, height = self._heights(report)
            width = self.width() - _TEXT_AT - theme.GAP
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(QRectF(0, top + 2, 64, 20), _FLAGS, clock(report.received_at))
            theme.paint_icon(painter, QRectF(71, top + 3, 14, 14), icon_of(report), Role.SECOND)
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(QRectF(_TEXT_AT, top + 2, width, words + 2), _FLAGS, _words(report))
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(QRectF(_TEXT_AT, top + 4 + words, width, 20), _FLAGS, _origin(report))
            top += height


def _words(report: Report) -> str:
    return report.words or say("tickets.report.no_words")


def _origin(report: Report) -> str:
    taken = say("tickets.report.by", name=report.received_by) if report.received_by else ""
    return " · ".join(part for part in (channel_word(report.channel), caller_of(report), taken) if part)
