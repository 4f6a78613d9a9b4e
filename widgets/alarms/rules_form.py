"""The small form that changes an alarm rule or adds an exception; it says at once what the rule will do."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.alarms import AlarmKind, AlarmRule
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Priority
from widgets import theme
from widgets.alarms.rules_wording import OF_ZONES, SpanFault, read_span, rule_sentence, span_words, values_word
from widgets.alarms.wording import camera_word, kind_word
from widgets.common.bookpage import BookForm, SaidLine
from widgets.common.chips import Chip, ChipPicker
from widgets.common.fields import Choice, Tick
from widgets.common.forms import labelled, mark_wrong
from widgets.common.signals import Sent
from widgets.theme import Type

SPANS = ("min_duration_s", "cooldown_s")


class RuleForm(BookForm):
    """`submitted` is the whole rule, with the version that it was begun from (0: a new one)."""

    submitted = Sent[AlarmRule]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("books.rules.change", "books.save", parent=parent)
        self._base: AlarmRule | None = None
        self._standing: AlarmRule | None = None
        self._rules: tuple[AlarmRule, ...] = ()
        self._cameras: dict[UUID, Camera] = {}
        self._where_row = QWidget(self)
        self.kind, self.camera, self.zone = (Choice(self._where_row) for _ in range(3))
        self.priority = ChipPicker(self)
        self.spans = {name: QLineEdit(self) for name in SPANS}
        self.enabled = Tick("books.on_tick", self)
        self._said = SaidLine(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        where = QHBoxLayout(self._where_row)
        where.setContentsMargins(0, 0, 0, 0)
        where.setSpacing(theme.PAD)
        for name, choice in (("kind", self.kind), ("camera", self.camera), ("zone", self.zone)):
            where.addLayout(labelled(f"books.rules.field.{name}", choice, self._where_row), 1)
        values = QHBoxLayout()
        values.setSpacing(theme.PAD)
        cells = [labelled("books.rules.field.priority", self.priority, self)]
        for name, field in self.spans.items():
            field.setFont(theme.font(Type.ROW))
            field.setMaxLength(40)
            cells.append(labelled(f"books.rules.field.{name}", field, self))
        for cell, share in zip(cells, (5, 3, 3), strict=True):
            cell.addStretch(1)
            values.addLayout(cell, share)
        on = QVBoxLayout()
        on.addStretch(1)
        on.addWidget(self.enabled)
        on.addSpacing(theme.SPACE)
        values.addLayout(on)
        self.column.addWidget(self._where_row)
        self.column.addLayout(values)
        self.column.addWidget(self._said)

    def _connect(self) -> None:
        self.submit.clicked.connect(self._on_submit)
        self.theirs_wanted.connect(self._take_theirs)
        self.kind.currentIndexChanged.connect(self._point_changed)
        self.camera.currentIndexChanged.connect(self._camera_chosen)
        self.zone.currentIndexChanged.connect(self._changed)
        self.priority.changed.connect(self._changed)
        self.enabled.toggled.connect(self._changed)
        for field in self.spans.values():
            field.textChanged.connect(self._changed)

    # --- values in ---

    def set_known(self, rules: tuple[AlarmRule, ...], cameras: tuple[Camera, ...]) -> None:
        """What stands in the record; where the rule in the form is another by now, the form says so."""
        self._rules = rules
        self._cameras = {camera.id: camera for camera in cameras}
        if self._base is None or self._base.version == 0:
            return
        now = next((rule for rule in rules if rule.id == self._base.id), None)
        if now is not None and now.version != self._base.version:
            self._standing = now
            self._say_standing()

    def start(self, rule: AlarmRule) -> None:
        """Change this rule."""
        self._begin(rule)
        self._where_row.hide()
        self.spans["min_duration_s"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.spans["min_duration_s"].selectAll()

    def start_new(self, like: AlarmRule) -> None:
        """Add an exception; it begins with the kind, the values and the camera of `like`."""
        self._fill_choices(like)
        self._begin(replace(like, id=new_id(), camera_id=None, zone_id=None, enabled=True, version=0))
        self._where_row.show()
        self.camera.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, rule: AlarmRule) -> None:
        self._base, self._standing = rule, None
        self.show_standing("")
        self.set_error("")
        self.set_busy(False)
        self._fill(rule)
        self.retranslate()

    def _fill(self, rule: AlarmRule) -> None:
        self.priority.choose(int(rule.priority))
        for name, field in self.spans.items():
            field.setText(span_words(getattr(rule, name)))
            mark_wrong(field, False)
        self.enabled.setChecked(rule.enabled)
        self._changed()

    def _fill_choices(self, like: AlarmRule) -> None:
        for choice in (self.kind, self.camera):
            choice.blockSignals(True)
            choice.clear()
        for kind in AlarmKind:
            self.kind.addItem(kind_word(kind), kind.value)
        self.kind.setCurrentIndex(list(AlarmKind).index(like.kind))
        for at, camera in enumerate(sorted(self._cameras.values(), key=lambda one: one.number)):
            self.camera.addItem(camera_word(camera), camera.id)
            if camera.id == like.camera_id:
                self.camera.setCurrentIndex(at)
        for choice in (self.kind, self.camera):
            choice.blockSignals(False)
        self._fill_zones()

    def _fill_zones(self) -> None:
        camera = self._cameras.get(self.camera.currentData())
        fitting = self.kind.currentData() in {kind.value for kind in OF_ZONES}
        self.zone.clear()
        self.zone.addItem(say("books.rules.whole_camera"), None)
        for zone in camera.zones if camera is not None and fitting else ():
            self.zone.addItem(zone.name, zone.id)
        self.zone.setEnabled(self.zone.count() > 1)

    def is_of(self, rule: AlarmRule) -> bool:
        """Whether it is this rule that stands in the form."""
        return self._base is not None and self._base.id == rule.id

    def overtaken(self) -> None:
        """The record refused: whoever saves again, having seen what stands now, writes over it."""
        if self._base is not None and self._standing is not None:
            self._base = replace(self._base, version=self._standing.version)

    def focus_wrong(self, name: str) -> None:
        for field_name, field in self.spans.items():
            mark_wrong(field, field_name == name)
        if name in self.spans:
            self.spans[name].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- values out ---

    def draft(self) -> AlarmRule | tuple[str, SpanFault]:
        """The rule as it stands in the fields, or the first field that is no length of time, and why."""
        assert self._base is not None, "a form that was not started has no rule"
        seconds: dict[str, float] = {}
        for name, field in self.spans.items():
            read = read_span(field.text())
            if isinstance(read, SpanFault):
                return name, read
            seconds[name] = read
        rule = replace(
            self._base,
            priority=Priority(int(str(self.priority.chosen[0]))),
            min_duration_s=seconds["min_duration_s"],
            cooldown_s=seconds["cooldown_s"],
            enabled=self.enabled.isChecked(),
        )
        if rule.version == 0:
            point = {"camera_id": self.camera.currentData(), "zone_id": self.zone.currentData()}
            return replace(rule, kind=AlarmKind(self.kind.currentData()), **point)
        return rule

    # --- words ---

    def retranslate(self) -> None:
        base = self._base
        self.priority.set_chips(
            tuple(Chip(int(one), say(f"tickets.priority.{one.name.lower()}")[2:], one) for one in Priority)
        )
        if base is None or base.version == 0:
            self.set_title("books.rules.new")
        elif base.camera_id is None:
            self.set_title("books.rules.change", what=kind_word(base.kind))
        else:
            self.set_title("books.rules.change_exception", what=kind_word(base.kind))
        for field in self.spans.values():
            field.setToolTip(say("books.rules.span_hint"))
        self._say_standing()
        self._changed()

    def _say_standing(self) -> None:
        standing = self._standing
        self.show_standing(say("books.rules.standing", what=values_word(standing)) if standing is not None else "")

    @Slot()
    def _changed(self, *_: object) -> None:
        if self._base is None:
            return
        draft = self.draft()
        if isinstance(draft, AlarmRule):
            self._said.set_text(rule_sentence(draft, self._camera_of(draft)))
        else:
            self._said.set_text(say("books.rules.span_hint"))

    def _camera_of(self, rule: AlarmRule) -> Camera | None:
        return self._cameras.get(rule.camera_id) if rule.camera_id is not None else None

    # --- hands ---

    @Slot()
    def _point_changed(self) -> None:
        self._fill_zones()
        self._changed()

    @Slot()
    def _camera_chosen(self) -> None:
        self._fill_zones()
        self._changed()

    @Slot()
    def _take_theirs(self) -> None:
        if self._standing is not None:
            rule = self._standing
            self._begin(rule)
            self.spans["min_duration_s"].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        if not isinstance(draft, AlarmRule):
            name, fault = draft
            self.set_error(say(f"books.rules.wrong.{fault.value}", field=say(f"books.rules.field.{name}")))
            self.focus_wrong(name)
            return
        self.focus_wrong("")
        if draft.version == 0 and draft.camera_id is None:
            self.set_error(say("books.rules.wrong.no_camera"))
            return
        self.set_error(self.taken_sentence())
        if not self.error_line.text:
            self.submitted.emit(draft)

    def taken_sentence(self) -> str:
        """Why this cannot be added: its point has an exception already; empty where it has none."""
        draft = self.draft()
        if not isinstance(draft, AlarmRule):
            return ""
        point = (draft.kind, draft.camera_id, draft.zone_id)
        same = (rule for rule in self._rules if (rule.kind, rule.camera_id, rule.zone_id) == point)
        found = next((rule for rule in same if rule.id != draft.id), None)
        return say("books.rules.wrong.taken", what=values_word(found)) if found is not None else ""
