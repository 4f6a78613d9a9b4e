"""The rules by which tickets find their agency, kept by supervisors and administrators."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QRectF, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.people import Agency
from storage.model.routing import RoutingRule
from storage.model.tickets import Category
from widgets import theme
from widgets.common.bookpage import BookPage
from widgets.common.buttons import KeyButton
from widgets.common.sections import NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.routing.form import RuleForm
from widgets.routing.lines import RuleLine, rule_lines
from widgets.theme import Role, Type

ROW_PX = 40
CELLS_X = (330, 480, 640, 760, 900)


class RoutingPage(BookPage):
    """`saved` is a rule to be written."""

    saved = Sent[RoutingRule]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("routing.rules.title", paint_rule, ROW_PX, parent)
        self._rules: tuple[RoutingRule, ...] = ()
        self._agencies: tuple[Agency, ...] = ()
        self._categories: tuple[Category, ...] = ()
        self._is_read = False
        self.form = RuleForm(self)
        self.change = KeyButton("books.change", "Return", primary=True, parent=self)
        self.switch = KeyButton("books.switch_off", "Ctrl+T", parent=self)
        self.add = KeyButton("routing.rules.add", "Ctrl+N", parent=self)
        self._keeping = (self.change, self.switch, self.add)
        for button in self._keeping:
            self.acts.addWidget(button)
        self.lay_out(self.form)
        self.list.chosen.connect(self._show_row)
        self.list.activated.connect(self._activated)
        self.change.clicked.connect(self._change)
        self.switch.clicked.connect(self._switch)
        self.add.clicked.connect(self._add)
        self.form.submitted.connect(self.saved)
        self.retranslate()

    # --- values in ---

    def set_rules(
        self, rules: tuple[RoutingRule, ...], agencies: tuple[Agency, ...], categories: tuple[Category, ...]
    ) -> None:
        """What stands in the record; what stands in the form stays there."""
        self._rules, self._agencies, self._categories = rules, agencies, categories
        self._is_read = True
        self.form.set_known(rules, agencies, categories)
        self.retranslate()

    def show_saved(self, rule: RoutingRule) -> None:
        self.back_to(rule.id, of_form=self.form.is_of(rule))

    def show_overtaken(self, sentence: str) -> None:
        self.form.overtaken()
        self.set_error(sentence)

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self.note.set_text(say("routing.rules.note") if self.may_edit else say("routing.rules.read_only"))
        lines: tuple[SectionLine, ...] = rule_lines(self._rules, self._agencies, self._categories)
        if not lines:
            lines = (NoteLine(say("routing.rules.none") if self._is_read else say("books.reading")),)
        self.fill(lines)
        self._show_row()

    @Slot()
    def _show_row(self) -> None:
        rule, row = self._rule(), self.list.row
        self.said.set_text(row.sentence if row is not None else "")
        self.switch.set_word("books.switch_off" if rule is None or rule.enabled else "books.switch_on")
        for button in self._keeping:
            button.setVisible(self.may_edit)
            button.setEnabled(rule is not None)
        self.add.setEnabled(bool(self._agencies))

    def _rule(self) -> RoutingRule | None:
        row = self.list.row
        return row.rule if isinstance(row, RuleLine) else None

    # --- hands ---

    @Slot(QModelIndex)
    def _activated(self, _: QModelIndex) -> None:
        self._change()

    @Slot()
    def _change(self) -> None:
        rule = self._rule()
        if rule is not None and self.may_edit:
            self.enter_form()
            self.form.start(rule)

    @Slot()
    def _add(self) -> None:
        if self._agencies and self.may_edit:
            self.enter_form()
            self.form.start_new()

    @Slot()
    def _switch(self) -> None:
        rule = self._rule()
        if rule is not None and self.may_edit:
            self.saved.emit(replace(rule, enabled=not rule.enabled))


def paint_rule(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    """Name, agency, category, road, area; one that is off is paler and says so."""
    if not isinstance(line, RuleLine):
        return
    tone = Role.TEXT if line.rule.enabled else Role.SECOND
    room = QRectF(rect.left() + theme.PAD, rect.top(), CELLS_X[0] - 2 * theme.PAD, rect.height())
    paint_cell(painter, room, line.rule.name, tone, Type.ROW)
    state = "" if line.rule.enabled else say("books.off")
    for at, text in zip(CELLS_X, (*line.cells, state), strict=True):
        following = next((x for x in CELLS_X if x > at), round(rect.width()))
        cell = QRectF(rect.left() + at, rect.top(), following - at - theme.GAP, rect.height())
        paint_cell(painter, cell, text, tone if at == CELLS_X[0] else Role.SECOND)
