"""The chips that narrow a search: state, priority, category, time, agency and village."""

from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.people import Agency
from storage.model.search import TicketFilter
from storage.model.tickets import Category, Priority, TicketState
from widgets import theme
from widgets.common.chips import Chip, ChipPicker
from widgets.common.fields import Choice
from widgets.common.figures import WIB
from widgets.common.forms import FieldLabel, labelled, mark_wrong, side_by_side
from widgets.common.placefield import PlaceField
from widgets.common.places import PlaceChoice, PlaceSearch
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents import wording
from widgets.incidents.find_values import DAYS, Span, begin_of, date_of, date_words, end_of, span_of, span_word
from widgets.theme import Type


class FindFilters(WordedWidget):
    """Sends `changed` when a person changes one of them; `wanted` is what they ask for, without words."""

    changed = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories: tuple[Category, ...] = ()
        self._agencies: tuple[Agency, ...] = ()
        self._today = date(2026, 1, 1)
        self._camera_id: UUID | None = None
        self.states, self.priorities = ChipPicker(self, several=True), ChipPicker(self, several=True)
        self.categories, self.spans = ChipPicker(self, several=True), ChipPicker(self)
        self.agency = Choice(self)
        self.place = PlaceField(self)
        self.since, self.until = QLineEdit(self), QLineEdit(self)
        self._range = QWidget(self)
        self._assemble()
        for picker in (self.states, self.priorities, self.categories):
            picker.changed.connect(self._on_changed)
        self.spans.changed.connect(self._on_span)
        self.agency.activated.connect(self._on_changed)
        self.place.changed.connect(self._on_place)
        for field in (self.since, self.until):
            field.setFont(theme.font(Type.ROW))
            field.textEdited.connect(self._on_changed)
        self.retranslate()
        self.set_wanted(TicketFilter())

    def _assemble(self) -> None:
        row = QHBoxLayout(self._range)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.since)
        row.addWidget(FieldLabel("find.until", self.until, self._range))
        row.addWidget(self.until)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        column.setSpacing(theme.PAD)
        column.addLayout(labelled("find.field.span", self.spans, self))
        column.addWidget(self._range)
        column.addLayout(labelled("find.field.state", self.states, self))
        column.addLayout(labelled("tickets.field.priority", self.priorities, self))
        agency = labelled("tickets.field.agency", self.agency, self)
        column.addLayout(side_by_side(agency, labelled("find.field.area", self.place, self)))
        column.addLayout(labelled("tickets.field.category", self.categories, self))
        column.addStretch(1)

    # --- values in and out ---

    def set_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None:
        """What may be chosen; what is chosen already stays, where it is still there."""
        self._categories, self._agencies = categories, agencies
        self.retranslate()

    def set_place_search(self, search: PlaceSearch) -> None:
        self.place.set_search(search)

    def set_now(self, now: datetime) -> None:
        """The day that a date without a year is of; aware."""
        self._today = now.astimezone(WIB).date()

    def set_wanted(self, wanted: TicketFilter, area: PlaceChoice | None = None) -> None:
        """Choose what this filter asks for; `area` is the name of its village."""
        self._camera_id = wanted.camera_id
        self.states.choose(*wanted.states)
        self.priorities.choose(*wanted.priorities)
        self.categories.choose(*wanted.categories)
        self.spans.choose(span_of(wanted))
        at = self.agency.findData(wanted.agency_id)
        self.agency.setCurrentIndex(max(0, at))
        code = wanted.area_code
        self.place.start(area or PlaceChoice(area_code=code, desa=code or ""))
        since, until = wanted.since, wanted.until
        self.since.setText(date_words(since.astimezone(WIB).date()) if since is not None else "")
        self.until.setText(date_words(_last_day(until)) if until is not None else "")
        self._show_range()

    @property
    def wanted(self) -> TicketFilter:
        span = self.spans.chosen[0] if self.spans.chosen else Span.ANY
        days = DAYS.get(Span(str(span)))
        since = date_of(self.since.text(), self._today) if span is Span.RANGE else None
        until = date_of(self.until.text(), self._today) if span is Span.RANGE else None
        agency_id = self.agency.currentData()
        return TicketFilter(
            states=tuple(one for one in self.states.chosen if isinstance(one, TicketState)),
            categories=tuple(str(one) for one in self.categories.chosen),
            priorities=tuple(one for one in self.priorities.chosen if isinstance(one, Priority)),
            agency_id=agency_id if isinstance(agency_id, UUID) else None,
            area_code=self.place.choice.area_code,
            camera_id=self._camera_id,
            since=begin_of(since) if since is not None else None,
            until=end_of(until) if until is not None else None,
            days=days,
        )

    @property
    def are_right(self) -> bool:
        """Whether every date that is written is one."""
        return all(self._is_date(field) for field in (self.since, self.until))

    def retranslate(self) -> None:
        self.states.set_chips(tuple(Chip(one, say(f"tickets.state.{one.value}")) for one in TicketState))
        priorities = ((one, wording.priority_word(one).split(" ", 1)[-1]) for one in Priority)
        self.priorities.set_chips(tuple(Chip(one, word, one) for one, word in priorities))
        self.categories.set_chips(tuple(Chip(one.code, wording.category_name(one)) for one in self._categories))
        self.spans.set_chips(tuple(Chip(one, span_word(one)) for one in Span))
        chosen = self.agency.currentData()
        self.agency.blockSignals(True)
        self.agency.clear()
        self.agency.addItem(say("find.any_agency"), None)
        for one in self._agencies:
            self.agency.addItem(one.name, one.id)
        self.agency.setCurrentIndex(max(0, self.agency.findData(chosen)))
        self.agency.blockSignals(False)
        for field, word in ((self.since, "find.since"), (self.until, "find.until")):
            field.setPlaceholderText(say("find.date_hint"))
            field.setAccessibleName(say(word))

    # --- hands ---

    def _is_date(self, field: QLineEdit) -> bool:
        text = field.text().strip()
        return not text or date_of(text, self._today) is not None

    def _show_range(self) -> None:
        self._range.setVisible(self.spans.chosen == (Span.RANGE,))

    @Slot()
    def _on_span(self) -> None:
        self._show_range()
        self._on_changed()

    @Slot()
    def _on_place(self) -> None:
        """A village is chosen from the list; what is only typed asks for nothing yet."""
        if self.place.choice.area_code is not None or not self.place.text():
            self._on_changed()

    @Slot()
    def _on_changed(self, *_: object) -> None:
        for field in (self.since, self.until):
            mark_wrong(field, not self._is_date(field))
        self.changed.emit()


def _last_day(until: datetime) -> date:
    """The last day that counts, of a moment that is counted no more."""
    day = until.astimezone(WIB)
    return date.fromordinal(day.date().toordinal() - 1) if day == begin_of(day.date()) else day.date()
