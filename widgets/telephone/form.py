"""A call is taken: fields in the order of the talk, from the first to the last by Enter alone."""

import re
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.callers import NumberHistory
from storage.model.people import Agency
from storage.model.tickets import Category, Priority, Ticket
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.chips import Chip, ChipPicker
from widgets.common.forms import FormBody, labelled, mark_wrong
from widgets.common.labels import StateChip
from widgets.common.placefield import PlaceField
from widgets.common.places import PlaceSearch
from widgets.common.signals import Sent
from widgets.exercise.band import ExerciseMark
from widgets.incidents import wording
from widgets.incidents.routing_row import RoutingRow
from widgets.telephone.caller import CallerRow
from widgets.telephone.drafts import CallDraft, faults_of, made_title
from widgets.telephone.parts import WORDS_PX, AnswerClock, HistoryLine, SimilarList, words_cell
from widgets.theme import Role, Type

NUMBER = re.compile(r"\+?[\d\s().-]*")
_NUMBER_DIGITS = 3  # 110, 112
_ASK_MS = 250
_PRIORITIES = {Qt.Key(Qt.Key.Key_0 + int(priority)): priority for priority in Priority}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TelephoneForm(FormBody):
    """Sends what the call told, as far as a form can tell that it is enough; the record has the last word.

    `number_written(number)` and `likeness_asked(draft)` come while it is filled; their answers come back by
    `set_history` and `set_similar`. A category brings its priority and agency until a person has set them.
    """

    submitted = Sent[CallDraft]()
    report_added = Sent[UUID, CallDraft]()  # to this ticket, instead of a new one
    nuisance_noted = Sent[str]()  # the number, empty where none was shown
    number_written = Sent[str]()
    likeness_asked = Sent[CallDraft]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("telephone.head", "tickets.form.create", key="Ctrl+Return", parent=parent)
        self._categories: tuple[Category, ...] = ()
        self._agencies: tuple[Agency, ...] = ()
        self._touched: set[QWidget] = set()
        self._leaving = False
        self.clock = AnswerClock(self)
        self._number, self._history = QLineEdit(self), HistoryLine(self)
        self._words = QPlainTextEdit(self)
        self._category = ChipPicker(self)
        self._priority = ChipPicker(self)
        self._place, self._title = QLineEdit(self), QLineEdit(self)
        self._search = PlaceField(self)
        self._similar = SimilarList(self)
        self._agency = ChipPicker(self, several=True)
        self.routing = RoutingRow(self)
        self.exercise = ExerciseMark(self)
        self.caller = CallerRow(self)
        self.nuisance = KeyButton("telephone.nuisance", "F8", parent=self)
        self._question = StateChip(self)
        self._ask = QTimer(self, interval=_ASK_MS, singleShot=True)
        self.fields: tuple[QWidget, ...] = (
            *(self._number, self._words, self._category, self._priority, self._place),
            *(self._search, self._agency, *self.caller.fields, self._title),
        )
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        for field in (self._number, self._words, self._place, self._title):
            field.setFont(theme.font(Type.ROW))
        self._number.setFixedWidth(216)
        for field, most in ((self._number, 24), (self._place, 200)):
            field.setMaxLength(most)
        self._words.setTabChangesFocus(True)
        self._words.setMaximumHeight(WORDS_PX)
        self._search.follow(self._place)
        two = QHBoxLayout()
        two.setSpacing(28)
        two.addLayout(self._heard(), 1)
        two.addLayout(self._where(), 1)
        self.column.addWidget(self.exercise)
        self.column.addLayout(two)
        self.caller.row.addLayout(labelled("telephone.field.title", self._title, self.caller), 2)
        self.column.addWidget(self.caller)
        self.column.addStretch(1)
        self.head.addWidget(self.clock)
        self.buttons.insertWidget(0, self.nuisance)
        self.buttons.insertWidget(1, self._question)
        for before, after in zip(self.fields, (*self.fields[1:], self.submit), strict=True):
            QWidget.setTabOrder(before, after)
            before.installEventFilter(self)
        self.setMinimumWidth(980)

    def _heard(self) -> QVBoxLayout:
        """The left side: who calls and what happened."""
        number = QHBoxLayout()
        number.setSpacing(theme.PAD)
        number.addLayout(labelled("telephone.field.number", self._number, self))
        number.addWidget(self._history, 1, Qt.AlignmentFlag.AlignBottom)
        self._history.setFixedHeight(36)
        side = QVBoxLayout()
        side.setSpacing(theme.PAD)
        side.addLayout(number)
        side.addLayout(words_cell(self._words, self))
        side.addLayout(labelled("telephone.field.category", self._category, self))
        side.addLayout(labelled("telephone.field.priority", self._priority, self))
        side.addStretch(1)
        return side

    def _where(self) -> QVBoxLayout:
        """The right side: where it is, what is known of it, and who is sent."""
        side = QVBoxLayout()
        side.setSpacing(theme.PAD)
        side.addLayout(labelled("telephone.field.place", self._place, self))
        side.addLayout(labelled("telephone.field.search", self._search, self))
        side.addWidget(self._similar)
        side.addWidget(self.routing)
        side.addLayout(labelled("telephone.field.agencies", self._agency, self))
        side.addWidget(self.caller.choice)
        side.addStretch(1)
        return side

    def _connect(self) -> None:
        self._number.textEdited.connect(self._on_number)
        self._words.textChanged.connect(self._on_written)
        self._category.changed.connect(self._on_category)
        self._priority.changed.connect(self._on_priority)
        self._place.textEdited.connect(self._on_place)
        self._search.changed.connect(self._on_place)
        self._agency.changed.connect(self._on_agency)
        self.routing.road_changed.connect(self._route)
        self.routing.chosen.connect(self._on_routed)
        self.caller.changed.connect(self._on_written)
        self._title.textEdited.connect(self._on_written)
        self._similar.chosen.connect(self._on_similar)
        self._ask.timeout.connect(self._on_ask)
        self.nuisance.clicked.connect(self._on_nuisance)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.leave)

    # --- values in ---

    def set_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None:
        """What may be chosen; what is chosen already stays, where it is still there."""
        self._categories, self._agencies = categories, agencies
        self.routing.set_agencies(agencies)
        self._fill()

    def set_place_search(self, search: PlaceSearch) -> None:
        self._search.set_search(search)

    def start(self) -> None:
        """An empty form, the keyboard on the number, and the clock begins."""
        self._touched = set()
        for field in (self._number, self._place, self._title):
            field.clear()
            mark_wrong(field, False)
        mark_wrong(self._words, False)
        self._words.clear()
        self._search.start(CallDraft().choice)
        self._category.choose()
        self._priority.choose(Priority.MEDIUM)
        self._agency.choose()
        self.caller.start()
        self.routing.start()
        self._history.set_history(None)
        self._similar.set_tickets((), asked=False)
        self.set_error("")
        self.set_busy(False)
        self._on_written()
        self.clock.start()
        self._number.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_history(self, number: str, history: NumberHistory | None) -> None:
        """What this number is known for; an answer for a number that stands there no longer is dropped."""
        if number == self.draft().number:
            self._history.set_history(history)

    def set_similar(self, tickets: tuple[Ticket, ...], metres: dict[UUID, float] | None = None) -> None:
        """Open tickets that the call may be about, and how far each is, where that is known."""
        draft = self.draft()
        self._similar.set_tickets(tickets, metres, asked=bool(draft.category and (draft.place or draft.choice.words)))

    def set_now(self, now: datetime) -> None:
        """The moment that ages are told from; aware."""
        self._similar.set_now(now)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.nuisance.setEnabled(not busy)
        self._similar.setEnabled(not busy)

    def draft(self) -> CallDraft:
        """What stands in the fields now."""
        category, priority = self._category.chosen, self._priority.chosen
        return CallDraft(
            number=self._number.text().strip(),
            words=self._words.toPlainText().strip(),
            category=str(category[0]) if category else "",
            priority=Priority(int(str(priority[0]))) if priority else Priority.MEDIUM,
            place=self._place.text().strip(),
            choice=self._search.choice,
            agency_ids=tuple(value for value in self._agency.chosen if isinstance(value, UUID)),
            caller_name=self.caller.name_kept,
            openness=self.caller.openness,
            contact=self.caller.contact_kept,
            handled_s=self.clock.elapsed_s,
            title=self._title.text().strip(),
            road=self.routing.road,
            exercise_id=self.exercise.exercise_id,
            routing=self.routing.routing,
        )

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self._number.setPlaceholderText(say("telephone.number_hint"))
        self._words.setPlaceholderText(say("telephone.words_hint"))
        self._place.setPlaceholderText(say("telephone.place_words_hint"))
        self._question.set_state("warning", say("telephone.leave"), Role.AMBER, framed=False)
        self._fill()

    def _fill(self) -> None:
        self._category.set_chips(tuple(Chip(one.code, wording.category_name(one)) for one in self._categories))
        names = ((one, wording.priority_word(one).split(" ", 1)[-1]) for one in Priority)
        self._priority.set_chips(tuple(Chip(one, name, one) for one, name in names))
        self._agency.set_chips(tuple(Chip(one.id, one.name) for one in self._agencies))
        self._say_made()

    def _say_made(self) -> None:
        """The title that is made where none is written, and what the button does."""
        draft = self.draft()
        category = next((one for one in self._categories if one.code == draft.category), None)
        made = made_title(wording.category_name(category) if category is not None else "", draft)
        self._title.setPlaceholderText(made or say("tickets.form.title_hint"))
        self.submit.set_word("tickets.form.create_and_dispatch" if draft.agency_ids else "tickets.form.create")

    # --- hands ---

    @Slot()
    def _on_written(self) -> None:
        self._leaving = False
        self._question.setVisible(False)
        self._say_made()

    @Slot()
    def _on_number(self) -> None:
        mark_wrong(self._number, False)
        self._history.set_history(None)
        self._on_written()
        self._ask.start()

    @Slot()
    def _on_ask(self) -> None:
        number = self.draft().number
        if sum(letter.isdigit() for letter in number) >= _NUMBER_DIGITS:
            self.number_written.emit(number)

    @Slot()
    def _on_category(self) -> None:
        """Its usual priority and agency, until a person has set them."""
        code = self.draft().category
        category = next((one for one in self._categories if one.code == code), None)
        if category is not None and self._priority not in self._touched:
            self._priority.choose(category.priority)
        self._route()
        self._on_written()
        self.likeness_asked.emit(self.draft())

    @Slot()
    def _route(self) -> None:
        """Whom the rules propose, until a person has chosen; where they ask, nobody is."""
        draft = self.draft()
        category = next((one for one in self._categories if one.code == draft.category), None)
        proposed = self.routing.proposed(category, draft.choice.point)
        if category is not None and self._agency not in self._touched:
            self._agency.choose(*([proposed] if proposed else []))

    @Slot(object)
    def _on_routed(self, agency_id: UUID) -> None:
        self._agency.choose(agency_id)
        self._on_agency()

    @Slot()
    def _on_priority(self) -> None:
        self._touched.add(self._priority)
        self._on_written()

    @Slot()
    def _on_agency(self) -> None:
        self._touched.add(self._agency)
        self._on_written()

    @Slot()
    def _on_place(self) -> None:
        mark_wrong(self._place, False)
        self._route()
        self._on_written()
        self.likeness_asked.emit(self.draft())

    @Slot(object)
    def _on_similar(self, ticket_id: UUID) -> None:
        if not self._number_is_wrong(self.draft()):
            self.set_error("")
            self.report_added.emit(ticket_id, self.draft())

    @Slot()
    def _on_nuisance(self) -> None:
        self.nuisance_noted.emit(self.draft().number)

    @Slot()
    def leave(self) -> None:
        """Leave it; what is written is dropped only when it is asked for twice."""
        if self._leaving or self.draft().is_blank:
            self.clock.stop()
            self.cancelled.emit()
        else:
            self._leaving = True
            self._question.setVisible(True)

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        if self._number_is_wrong(draft):
            return
        fields = {"words": self._words, "category": self._category, "place": self._place, "title": self._title}
        found = [(fields[name], sentence) for name, sentence in faults_of(draft)]
        for field in (self._words, self._place, self._title):
            mark_wrong(field, any(field is one for one, _ in found))
        if found:
            self._refuse(*found[0])
            return
        self.set_error("")
        self.submitted.emit(draft)

    def _number_is_wrong(self, draft: CallDraft) -> bool:
        wrong = not NUMBER.fullmatch(draft.number)
        mark_wrong(self._number, wrong)
        if wrong:
            self._refuse(self._number, say("telephone.wrong.number"))
        return wrong

    def _refuse(self, field: QWidget, sentence: str) -> None:
        self.set_error(sentence)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(watched, event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(None, event):
            super().keyPressEvent(event)

    def _key(self, watched: QObject | None, event: QKeyEvent) -> bool:
        """Enter goes on, Alt 1 to 4 sets the priority, Alt I how much is kept; whether it was one of these."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and event.key() == Qt.Key.Key_I:
            self.caller.turn()
            return True
        if held == Qt.KeyboardModifier.AltModifier and event.key() in _PRIORITIES:
            self._priority.choose(_PRIORITIES[Qt.Key(event.key())])
            self._on_priority()
            return True
        if held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Enter:
            self.submit.click()
            return True
        if held == Qt.KeyboardModifier.NoModifier and event.key() in _ENTER and watched in self.fields:
            if watched is self._search:
                self._search.take_marked()
            after = (
                one for one in self.fields[self.fields.index(watched) + 1 :] if one.isVisible() and one.isEnabled()
            )
            next(after, self.submit).setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        # The sentence of a fault is of the language it was said in.
        if event.type() == QEvent.Type.LanguageChange and self.error_line.text:
            self.set_error("")
        super().changeEvent(event)
