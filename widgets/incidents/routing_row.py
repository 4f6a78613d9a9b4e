"""Under a form's place: whose the road is where that matters, whom the rules propose, and what they ask."""

from uuid import UUID

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from storage.model.people import Agency
from storage.model.routing import Point, RoadClass, Routing
from storage.model.tickets import Category
from widgets import theme
from widgets.common.chips import Chip, ChipPicker
from widgets.common.forms import FieldLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.routing import agency_name, road_word, routing_sentence
from widgets.incidents.routing_values import Asked, Routed, Router
from widgets.theme import Role, Type

_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_ICON_PX = 16


class RoutingRow(WordedWidget):
    """`road_changed` asks to be asked again; `chosen` is a person's answer to a question."""

    road_changed = Sent[()]()
    chosen = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._router: Router | None = None
        self._agencies: tuple[Agency, ...] = ()
        self._routed = Routed(Routing())
        self._roads = ChipPicker(self)
        self._road_label = FieldLabel("routing.road_field", self._roads, self)
        self._line = _Sentence(self)
        self._candidates = ChipPicker(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        for widget in (self._road_label, self._roads, self._line, self._candidates):
            column.addWidget(widget)
        column.addStretch(1)
        self._roads.changed.connect(self.road_changed)
        self._candidates.changed.connect(self._on_chosen)
        self.retranslate()

    # --- values in ---

    def set_router(self, router: Router | None) -> None:
        """How the rules are asked from now on; None where nobody has read them."""
        self._router = router

    def set_agencies(self, agencies: tuple[Agency, ...]) -> None:
        self._agencies = agencies

    def start(self) -> None:
        """Nothing is known yet."""
        self._roads.choose()
        self._routed = Routed(Routing())
        self.retranslate()

    def ask(self, category: str, point: Point | None, camera_id: UUID | None = None) -> Routing | None:
        """What the rules say of this, shown and given back; None where there is nobody to ask."""
        if self._router is None:
            return None
        routed = self._router(Asked(category, point, camera_id, self.road)) if category else Routed(Routing())
        if routed != self._routed:
            self._routed = routed
            self.retranslate()
        return routed.routing

    def proposed(self, category: Category | None, point: Point | None, camera_id: UUID | None = None) -> UUID | None:
        """The agency to choose: the rules' proposal, nobody where they ask, the category's own without rules."""
        code = category.code if category is not None else ""
        routing = self.ask(code, point, camera_id)
        if routing is not None:
            return routing.agency_id
        return next((one.id for one in self._agencies if category and one.code == category.agency_code), None)

    @property
    def road(self) -> RoadClass | None:
        chosen = self._roads.chosen
        return RoadClass(str(chosen[0])) if chosen else None

    @property
    def routing(self) -> Routing | None:
        """What is shown now; None without anything to write down."""
        return self._routed.routing if self._routed.routing.candidates else None

    @property
    def is_asking(self) -> bool:
        return len(self._routed.routing.candidates) > 1

    # --- words ---

    def retranslate(self) -> None:
        self._roads.set_chips(tuple(Chip(one.value, road_word(one)) for one in RoadClass))
        candidates = self._routed.routing.candidates if self.is_asking else ()
        self._candidates.set_chips(
            tuple(Chip(one.agency_id, agency_name(one.agency_id, self._agencies)) for one in candidates)
        )
        self._line.set_text(routing_sentence(self._routed.routing, self._agencies), asking=self.is_asking)
        for widget, shown in (
            (self._road_label, self._routed.asks_road),
            (self._roads, self._routed.asks_road),
            (self._line, bool(self._line.text)),
            (self._candidates, self.is_asking),
        ):
            widget.setVisible(shown)
        self.setVisible(self._routed.asks_road or bool(self._line.text))

    @Slot()
    def _on_chosen(self) -> None:
        for value in self._candidates.chosen:
            if isinstance(value, UUID):
                self.chosen.emit(value)


class _Sentence(QWidget):
    """One sentence over as many lines as it takes: quiet for a proposal, amber for a question."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text, self._asking = "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, *, asking: bool) -> None:
        self.text, self._asking = text, asking
        self.setAccessibleName(text)
        self._grow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def _grow(self) -> None:
        room = QRectF(0, 0, max(160, self.width() - _ICON_PX - 8), 10_000)
        needed = QFontMetricsF(theme.font(Type.BODY)).boundingRect(room, _WRAPPED, self.text).height()
        self.setFixedHeight(round(max(20, needed + 4)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = Role.AMBER if self._asking else Role.SECOND
        icon = "warning" if self._asking else "info"
        theme.paint_icon(painter, QRectF(0, self.height() / 2 - 8, _ICON_PX, _ICON_PX), icon, role)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.TEXT if self._asking else Role.SECOND))
        painter.drawText(self.rect().adjusted(_ICON_PX + 8, 0, 0, 0), _WRAPPED, self.text)
