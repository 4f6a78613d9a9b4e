"""How many alarms came in the last 10 minutes, against what a person can answer (EEMUA 191)."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.alarms import AlarmLoad
from widgets import theme
from widgets.alarms.bands import Band, band
from widgets.common.figures import decimal
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_FACES: dict[Band, tuple[str, Role]] = {
    Band.GOAL: ("", Role.TEXT),
    Band.MANAGEABLE: ("", Role.TEXT),
    Band.BUSY: ("warning", Role.AMBER),
    Band.TOO_MANY: ("warning", Role.PRIORITY_2),
    Band.FLOOD: ("flood", Role.RED),
}
_ICON = 14


class LoadChip(WordedWidget):
    """For the desk's top line: "Alarm 10 menit 3". What is normal has no colour and no word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._load: AlarmLoad | None = None
        self._label = self._figure = self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_load(self, load: AlarmLoad | None) -> None:
        """The load; None while it is not known, which is not the same as none."""
        if load != self._load:
            self._load = load
            self.retranslate()

    @property
    def band(self) -> Band | None:
        return band(self._load) if self._load is not None else None

    @property
    def figure(self) -> str:
        """The number on show: alarms for each operator."""
        return self._figure

    @property
    def word(self) -> str:
        """The word beside it, empty while the load is normal."""
        return self._word

    def retranslate(self) -> None:
        self._label = say("alarms.load.label")
        shown = self.band
        self._figure = _each(self._load) if self._load is not None else "–"
        self._word = say(f"alarms.load.band.{shown.value}") if shown is not None and _FACES[shown][0] else ""
        self.setAccessibleName(" ".join(part for part in (self._label, self._figure, self._word) if part))
        self.setToolTip(f"{self._explained()}\n{say('alarms.load.bands')}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = _width(self._label, bold=False) + theme.GAP + _width(self._figure, bold=True)
        if self._word:
            width += 2 * 6 + _ICON + _width(self._word, bold=False)
        return QSize(round(width + 1.5), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon, role = _FACES[self.band] if self.band is not None else ("", Role.SECOND)
        left = self._say(painter, 0.0, self._label, Role.SECOND, bold=False) + theme.GAP
        if icon:
            theme.paint_icon(painter, QRectF(left, (self.height() - _ICON) / 2, _ICON, _ICON), icon, role)
            left += _ICON + 6
        left = self._say(painter, left, self._figure, role, bold=True) + 6
        self._say(painter, left, self._word, role, bold=False)

    def _say(self, painter: QPainter, left: float, text: str, role: Role, *, bold: bool) -> float:
        painter.setFont(theme.font(Type.ROW, bold=bold))
        painter.setPen(theme.color(role))
        painter.drawText(QRectF(left, 0, 400, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return left + _width(text, bold=bold)

    def _explained(self) -> str:
        load = self._load
        if load is None:
            return say("alarms.load.unknown")
        word = say(f"alarms.load.band.{band(load).value}")
        if load.operators <= 1:
            return say("alarms.load.alone", raised=load.raised, band=word)
        each = _each(load)
        return say("alarms.load.shared", raised=load.raised, operators=load.operators, each=each, band=word)


def _each(load: AlarmLoad) -> str:
    each = load.per_operator
    return str(round(each)) if each == round(each) else decimal(each)


def _width(text: str, *, bold: bool) -> float:
    return QFontMetricsF(theme.font(Type.ROW, bold=bold)).horizontalAdvance(text)
