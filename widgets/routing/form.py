"""The small form that changes a rule of routing, or adds one; its area comes from a map and stays as it is."""

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.ids import new_id
from storage.model.people import Agency
from storage.model.routing import RoadClass, RoutingRule
from storage.model.tickets import Category
from widgets import theme
from widgets.common.bookpage import BookForm
from widgets.common.fields import Choice, Tick
from widgets.common.forms import labelled, mark_wrong, side_by_side
from widgets.common.signals import Sent
from widgets.incidents.routing import road_word
from widgets.incidents.wording import category_name
from widgets.routing.lines import rule_words
from widgets.theme import Type

NAME_MOST = 120


class RuleForm(BookForm):
    """`submitted` is the whole rule, with the version that it was begun from (0: a new one)."""

    submitted = Sent[RoutingRule]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("routing.rules.change", "books.save", parent=parent)
        self._base: RoutingRule | None = None
        self._standing: RoutingRule | None = None
        self._agencies: tuple[Agency, ...] = ()
        self._categories: tuple[Category, ...] = ()
        self.name = QLineEdit(self)
        self.name.setFont(theme.font(Type.ROW))
        self.name.setMaxLength(NAME_MOST)
        self.agency, self.category, self.road = Choice(self), Choice(self), Choice(self)
        self.enabled = Tick("books.on_tick", self)
        self._lay_out()
        self.submit.clicked.connect(self._on_submit)
        self.theirs_wanted.connect(self._take_theirs)
        self.retranslate()

    def _lay_out(self) -> None:
        first = side_by_side(
            labelled("routing.rules.field.name", self.name, self),
            labelled("routing.rules.field.agency", self.agency, self),
            stretches=(2, 1),
        )
        second = side_by_side(
            labelled("routing.rules.field.category", self.category, self),
            labelled("routing.rules.field.road", self.road, self),
        )
        on = QVBoxLayout()
        on.addStretch(1)
        on.addWidget(self.enabled)
        on.addSpacing(theme.SPACE)
        second.addLayout(on)
        self.column.addLayout(first)
        self.column.addLayout(second)

    # --- values in ---

    def set_known(
        self, rules: tuple[RoutingRule, ...], agencies: tuple[Agency, ...], categories: tuple[Category, ...]
    ) -> None:
        """What stands in the record; where the rule in the form is another by now, the form says so."""
        self._agencies, self._categories = agencies, categories
        base = self._base
        now = next((one for one in rules if base is not None and one.id == base.id), None)
        if base is not None and base.version and now is not None and now.version != base.version:
            self._standing = now
        self.retranslate()

    def start(self, rule: RoutingRule) -> None:
        self._base, self._standing = rule, None
        self.set_busy(False)
        self.set_error("")
        mark_wrong(self.name, False)
        self.retranslate()
        self.name.setText(rule.name)
        self.enabled.setChecked(rule.enabled)
        for choice, value in ((self.agency, rule.agency_id), (self.category, rule.category), (self.road, rule.road)):
            choice.setCurrentIndex(_index(choice, value))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_new(self) -> None:
        if self._agencies:
            self.start(RoutingRule(new_id(), "", self._agencies[0].id))

    def is_of(self, rule: RoutingRule) -> bool:
        return self._base is not None and self._base.id == rule.id

    def overtaken(self) -> None:
        """The record refused: whoever saves again, having seen what stands now, writes over it."""
        if self._base is not None and self._standing is not None:
            self._base = replace(self._base, version=self._standing.version, boundary=self._standing.boundary)

    def draft(self) -> RoutingRule:
        """The rule as it stands in the fields."""
        assert self._base is not None, "a form that was not started has no rule"
        road = self.road.currentData()
        return replace(
            self._base,
            name=" ".join(self.name.text().split()),
            agency_id=self.agency.currentData(),
            category=str(self.category.currentData() or ""),
            road=RoadClass(road) if road else None,
            enabled=self.enabled.isChecked(),
        )

    # --- words ---

    def retranslate(self) -> None:
        base = self._base
        if base is None or base.version == 0:
            self.set_title("routing.rules.new")
        else:
            self.set_title("routing.rules.change", name=base.name)
        _fill(self.agency, [(one.name, one.id) for one in self._agencies])
        _fill(
            self.category, [(say("routing.rules.every"), ""), *((category_name(c), c.code) for c in self._categories)]
        )
        _fill(self.road, [(say("routing.rules.every"), None), *((road_word(one), one.value) for one in RoadClass)])
        standing = self._standing
        what = rule_words(standing, self._agencies, self._categories) if standing is not None else ""
        self.show_standing(say("routing.rules.standing", what=what) if what else "")

    # --- hands ---

    @Slot()
    def _take_theirs(self) -> None:
        if self._standing is not None:
            self.start(self._standing)

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        mark_wrong(self.name, not draft.name)
        if not draft.name:
            self.set_error(say("routing.rules.wrong"))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self.submitted.emit(draft)


def _fill(choice: Choice, entries: list[tuple[str, object]]) -> None:
    """These entries, on the value that was chosen before."""
    before = choice.currentData()
    choice.clear()
    for word, value in entries:
        choice.addItem(word, value)
    if choice.count():
        choice.setCurrentIndex(_index(choice, before))


def _index(choice: Choice, value: object) -> int:
    return next((at for at in range(choice.count()) if choice.itemData(at) == value), 0)
