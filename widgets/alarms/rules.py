"""The alarm rules of the site: one a kind, and below them the exceptions of cameras and zones."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QModelIndex, QRectF, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.alarms import AlarmKind, AlarmRule
from storage.model.cameras import Camera
from widgets import theme
from widgets.alarms.rules_form import RuleForm
from widgets.alarms.rules_wording import held_word, rest_word, rule_sentence, state_word, where_word
from widgets.alarms.wording import kind_word
from widgets.common.bookpage import BookPage
from widgets.common.buttons import KeyButton
from widgets.common.labels import paint_priority
from widgets.common.sections import HeadLine, NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.theme import Role, Type

ROW_PX = 40
HELD_X, REST_X, STATE_X = 470, 620, 770


@dataclass(frozen=True, slots=True)
class RuleLine(RowLine):
    """A rule and the camera that it is of."""

    rule: AlarmRule
    camera: Camera | None


class RulesPage(BookPage):
    """`saved` is a rule to be written. Enter changes the chosen one, Ctrl+T switches it, Ctrl+N adds an exception."""

    saved = Sent[AlarmRule]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("books.rules.title", paint_rule, ROW_PX, parent)
        self._rules: tuple[AlarmRule, ...] = ()
        self._cameras: dict[UUID, Camera] = {}
        self.form = RuleForm(self)
        self.change = KeyButton("books.change", "Return", primary=True, parent=self)
        self.switch = KeyButton("books.switch_off", "Ctrl+T", parent=self)
        self.add = KeyButton("books.rules.add", "Ctrl+N", parent=self)
        for button in (self.change, self.switch, self.add):
            self.acts.addWidget(button)
        self.lay_out(self.form)
        self.change.clicked.connect(self._change)
        self.switch.clicked.connect(self._switch)
        self.add.clicked.connect(self._add)
        self.list.chosen.connect(self._on_chosen)
        self.list.activated.connect(self._activated)
        self.form.submitted.connect(self.saved)
        self.retranslate()

    # --- values in ---

    def set_rules(self, rules: tuple[AlarmRule, ...], cameras: tuple[Camera, ...]) -> None:
        """In any order; what stands in the form stays there."""
        self._rules = rules
        self._cameras = {camera.id: camera for camera in cameras}
        self.form.set_known(rules, cameras)
        self.retranslate()

    def show_saved(self, rule: AlarmRule) -> None:
        self.back_to(rule.id, of_form=self.form.is_of(rule))

    def show_overtaken(self, sentence: str) -> None:
        """Somebody was faster: what stands is shown, what was typed stays."""
        self.form.overtaken()
        self.set_error((self.is_editing and self.form.taken_sentence()) or sentence)

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self.note.set_text(say("books.rules.note") if self.may_edit else say("books.rules.read_only"))
        self.fill(self._lines())
        self._show_row()

    def _lines(self) -> tuple[SectionLine, ...]:
        site = [rule for rule in self._rules if rule.camera_id is None]
        order = list(AlarmKind)
        site.sort(key=lambda rule: order.index(rule.kind))
        own = [self._line(rule) for rule in self._rules if rule.camera_id is not None]
        own.sort(key=lambda line: _place(line, order))
        columns = (
            (say("books.rules.column.held"), HELD_X),
            (say("books.rules.column.rest"), REST_X),
            (say("books.rules.column.state"), STATE_X),
        )
        lines: list[SectionLine] = [HeadLine(say("books.rules.site"), len(site), columns)]
        lines += [self._line(rule) for rule in site] or [NoteLine(say("books.reading"))]
        lines.append(HeadLine(say("books.rules.exceptions"), len(own)))
        lines += own or [NoteLine(say("books.rules.no_exceptions"))]
        return tuple(lines)

    def _line(self, rule: AlarmRule) -> RuleLine:
        camera = self._cameras.get(rule.camera_id) if rule.camera_id is not None else None
        return RuleLine(rule.id, rule_sentence(rule, camera), rule, camera)

    def _show_row(self) -> None:
        row = self._row()
        self.said.set_text(row.sentence if row is not None else "")
        self.switch.set_word("books.switch_off" if row is None or row.rule.enabled else "books.switch_on")
        for button in (self.change, self.switch, self.add):
            button.setVisible(self.may_edit)
            button.setEnabled(row is not None)

    def _row(self) -> RuleLine | None:
        row = self.list.row
        return row if isinstance(row, RuleLine) else None

    # --- hands ---

    @Slot()
    def _on_chosen(self) -> None:
        self._show_row()

    @Slot(QModelIndex)
    def _activated(self, _: QModelIndex) -> None:
        self._change()

    @Slot()
    def _change(self) -> None:
        row = self._row()
        if row is not None and self.may_edit:
            self.enter_form()
            self.form.start(row.rule)

    @Slot()
    def _add(self) -> None:
        row = self._row()
        if row is None or not self.may_edit:
            return
        self.enter_form()
        self.form.start_new(row.rule)

    @Slot()
    def _switch(self) -> None:
        row = self._row()
        if row is not None and self.may_edit:
            self.set_error("")
            self.saved.emit(replace(row.rule, enabled=not row.rule.enabled))


def _place(line: RuleLine, order: list[AlarmKind]) -> tuple[int, int, str, Hashable]:
    """By camera, then the whole camera before its zones."""
    number = line.camera.number if line.camera is not None else 1_000_000
    return number, order.index(line.rule.kind), str(line.rule.zone_id or ""), str(line.key)


def paint_rule(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    """Priority, what and where, how long, how long it rests, on or off; what is off is paler and says so."""
    if not isinstance(line, RuleLine):
        return
    rule = line.rule
    tone = Role.TEXT if rule.enabled else Role.SECOND
    painter.setOpacity(1.0 if rule.enabled else 0.45)
    paint_priority(painter, QRectF(rect.left() + theme.PAD, rect.top() + 9, 22, 22), rule.priority)
    painter.setOpacity(1.0)
    left = rect.left() + theme.PAD + 32
    room = QRectF(left, rect.top(), rect.left() + HELD_X - left - theme.PAD, rect.height())
    name = kind_word(rule.kind)
    if rule.camera_id is not None:
        paint_cell(painter, room.adjusted(0, 3, 0, -18), where_word(rule, line.camera), tone)
        paint_cell(painter, room.adjusted(0, 20, 0, -3), name, Role.SECOND, Type.SMALL)
    else:
        paint_cell(painter, room, name, tone)
    for at, words in ((HELD_X, held_word(rule)), (REST_X, rest_word(rule))):
        paint_cell(painter, QRectF(rect.left() + at, rect.top(), 146, rect.height()), words, tone)
    state = QRectF(rect.left() + STATE_X, rect.top(), rect.right() - theme.PAD - rect.left() - STATE_X, rect.height())
    icon, role = ("check", Role.SECOND) if rule.enabled else ("muted", Role.AMBER)
    theme.paint_icon(painter, QRectF(state.left(), rect.center().y() - 7, 14, 14), icon, role)
    paint_cell(painter, state.adjusted(20, 0, 0, 0), state_word(rule.enabled), role)
