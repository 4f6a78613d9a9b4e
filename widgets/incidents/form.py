"""A new ticket, or the fields of one that is there; made to be filled without a mouse."""

from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from resources.words import say
from storage.model.people import Agency
from storage.model.tickets import Category, Priority
from widgets import theme
from widgets.common.fields import Choice
from widgets.common.forms import labelled, mark_wrong, side_by_side
from widgets.common.placefield import PlaceField
from widgets.common.places import PlaceSearch
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm
from widgets.exercise.band import ExerciseMark
from widgets.incidents import wording
from widgets.incidents.alike_card import AlikeCard
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.routing_row import RoutingRow
from widgets.incidents.stills import StillView
from widgets.theme import Type

TITLE_MOST = 120


class TicketForm(WrittenForm):
    """Sends a draft that is filled as far as a form can tell; the record has the last word.

    Choosing a category sets its usual priority, and the agency that the rules of routing propose, until a person has
    set them. Where the rules ask, nobody is chosen until a person answers. `routing` is given how to ask them, and
    `exercise` what the next ticket belongs to.
    """

    submitted = Sent[TicketDraft]()
    likeness_asked = Sent[TicketDraft]()  # answered by `alike.set_alike`
    report_added = Sent[UUID, TicketDraft]()  # to this ticket, instead of a new one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tickets.form.head_new", "tickets.form.create", parent=parent)
        self._categories: tuple[Category, ...] = ()
        self._agencies: tuple[Agency, ...] = ()
        self._editing = False
        self._camera_id: UUID | None = None
        self._touched: set[QWidget] = set()
        self._began: TicketDraft | None = None
        self._still = StillView(self)
        self._still.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._still.set_empty_word("tickets.form.no_still")
        self._still.setFixedSize(352, 198)
        self._title = QLineEdit(self)
        self._category = Choice(self)
        self._place = QLineEdit(self)
        self._search = PlaceField(self)
        self._priority = Choice(self)
        self._agency = Choice(self)
        self.routing = RoutingRow(self)
        self.alike = AlikeCard(self)
        self.exercise = ExerciseMark(self)
        self._description = QPlainTextEdit(self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        for field in (self._title, self._place, self._description):
            field.setFont(theme.font(Type.ROW))
        self._search.follow(self._place)
        self._description.setMinimumHeight(40)  # a low screen takes from it, never from the buttons
        self._description.setMaximumHeight(72)
        self._description.setTabChangesFocus(True)
        fields = QVBoxLayout()
        fields.setSpacing(theme.PAD)
        fields.addLayout(labelled("tickets.field.title", self._title, self))
        fields.addLayout(labelled("tickets.field.category", self._category, self))
        fields.addLayout(labelled("tickets.field.place", self._place, self))
        fields.addLayout(labelled("telephone.field.search", self._search, self))
        fields.addWidget(self.routing)
        priority = labelled("tickets.field.priority", self._priority, self)
        self._agency_cell = QWidget(self)
        agency = labelled("tickets.field.agency", self._agency, self._agency_cell)
        agency.setContentsMargins(0, 0, 0, 0)
        self._agency_cell.setLayout(agency)
        agency_cell = QVBoxLayout()
        agency_cell.addWidget(self._agency_cell)
        fields.addLayout(side_by_side(priority, agency_cell, stretches=(2, 3)))
        fields.addLayout(labelled("tickets.field.description", self._description, self))
        fields.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        beside = QVBoxLayout()
        beside.setSpacing(theme.PAD)
        beside.addWidget(self._still)
        beside.addWidget(self.alike)
        beside.addStretch(1)
        row.addLayout(beside)
        row.addLayout(fields, 1)
        self.column.insertWidget(0, self.exercise)
        self.column.addLayout(row)
        self.setMinimumWidth(820)

    def _connect(self) -> None:
        self._category.activated.connect(self._on_category)
        self._category.currentIndexChanged.connect(self._take_defaults)
        self._priority.activated.connect(self._touched_priority)
        self._agency.activated.connect(self._touched_agency)
        self._search.changed.connect(self._take_defaults)
        self.routing.road_changed.connect(self._take_defaults)
        self.routing.chosen.connect(self._answered)
        self._agency.currentIndexChanged.connect(self._name_submit)
        self._category.currentIndexChanged.connect(self.alike.ask_soon)
        self._search.changed.connect(self.alike.ask_soon)
        self.alike.asked.connect(self._ask_alike)
        self.alike.chosen.connect(self._add_report)
        self.submit.clicked.connect(self._on_submit)

    # --- values in ---

    def set_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None:
        """What may be chosen; what is chosen already stays, where it is still there."""
        category, agency = self._category.currentData(), self._agency.currentData()
        self._categories, self._agencies = categories, agencies
        self.routing.set_agencies(agencies)
        self._fill_choices()
        _choose(self._category, category)
        _choose(self._agency, agency)

    def set_place_search(self, search: PlaceSearch) -> None:
        """How the gazetteer is asked; its answer stands beside the words of the place, never over them."""
        self._search.set_search(search)

    def set_still(self, image: QImage | None) -> None:
        """The picture that goes with the ticket."""
        self._still.set_image(image)

    def start(self, draft: TicketDraft, *, editing: bool = False) -> None:
        """Begin with these values, the keyboard on the title; editing leaves out agency and picture."""
        self._editing = editing
        self._camera_id = draft.camera_id
        self._touched = set()
        self.set_error("")
        self.set_busy(False)
        self._agency_cell.setVisible(not editing)
        self.routing.start()
        self.alike.start(asking=not editing)
        self._still.setVisible(not editing)
        self.setMinimumWidth(520 if editing else 820)
        self._title.setText(draft.title)
        self._place.setText(draft.place)
        self._search.start(draft.choice)
        self._description.setPlainText(draft.description)
        _choose(self._category, draft.category)
        _choose(self._priority, int(draft.priority))
        _choose(self._agency, draft.agency_id)
        if not editing:
            self.routing.ask(draft.category, draft.choice.point, draft.camera_id)
        for field in (self._title, self._place, self._category):
            mark_wrong(field, False)
        self._title.setFocus()
        self._title.selectAll()
        self.retranslate()
        self._began = self.draft()

    def draft(self) -> TicketDraft:
        """What stands in the fields now."""
        return TicketDraft(
            title=self._title.text().strip(),
            category=str(self._category.currentData() or ""),
            priority=Priority(self._priority.currentData()),
            place=self._place.text().strip(),
            agency_id=None if self._editing else self._agency.currentData(),
            description=self._description.toPlainText().strip(),
            camera_id=self._camera_id,
            choice=self._search.choice,
            road=None if self._editing else self.routing.road,
            exercise_id=None if self._editing else self.exercise.exercise_id,
            routing=None if self._editing else self.routing.routing,
        )

    # --- words ---

    def retranslate(self) -> None:
        self.set_title("tickets.form.head_edit" if self._editing else "tickets.form.head_new")
        self._title.setPlaceholderText(say("tickets.form.title_hint"))
        self._place.setPlaceholderText(say("tickets.form.place_hint"))
        self._description.setPlaceholderText(say("tickets.form.description_hint"))
        category, priority, agency = (one.currentData() for one in (self._category, self._priority, self._agency))
        self._fill_choices()
        _choose(self._category, category)
        _choose(self._priority, priority or int(Priority.MEDIUM))
        _choose(self._agency, agency)
        self._name_submit()

    def _fill_choices(self) -> None:
        category = [(say("tickets.form.category_none"), "")]
        category += [(wording.category_name(one), one.code) for one in self._categories]
        _fill(self._category, category)
        _fill(self._priority, [(wording.priority_word(one), int(one)) for one in Priority])
        agency: list[tuple[str, object]] = [(say("tickets.form.no_agency"), None)]
        agency += [(one.name, one.id) for one in self._agencies]
        _fill(self._agency, agency)

    @Slot()
    def _name_submit(self) -> None:
        if self._editing:
            self.submit.set_word("widgets.save")
        else:
            sent = self._agency.currentData() is not None
            self.submit.set_word("tickets.form.create_and_dispatch" if sent else "tickets.form.create")

    # --- hands ---

    @Slot()
    def _on_category(self) -> None:
        mark_wrong(self._category, False)

    @Slot()
    def _touched_priority(self) -> None:
        self._touched.add(self._priority)

    @Slot()
    def _touched_agency(self) -> None:
        self._touched.add(self._agency)

    @Slot(object)
    def _answered(self, agency_id: UUID) -> None:
        """The desk was asked whose it is, and says so."""
        self._touched.add(self._agency)
        _choose(self._agency, agency_id)

    @Slot()
    def _take_defaults(self) -> None:
        """Not while editing: there a person has chosen both before."""
        code = self._category.currentData()
        category = next((one for one in self._categories if one.code == code), None)
        if category is None or self._editing:
            return
        if self._priority not in self._touched:
            _choose(self._priority, int(category.priority))
        proposed = self.routing.proposed(category, self._search.choice.point, self._camera_id)
        if self._agency not in self._touched:
            _choose(self._agency, proposed)

    @Slot()
    def _ask_alike(self) -> None:
        self.likeness_asked.emit(self.draft())

    @Slot(object)
    def _add_report(self, ticket_id: UUID) -> None:
        self.set_error("")
        self.report_added.emit(ticket_id, self.draft())

    @property
    def is_written(self) -> bool:
        return self.draft() != self._began

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        faults = [
            (self._title, not draft.title, say("tickets.form.wrong.title")),
            (self._title, len(draft.title) > TITLE_MOST, say("tickets.form.wrong.title_long", most=TITLE_MOST)),
            (self._category, not draft.category, say("tickets.form.wrong.category")),
            (self._place, not draft.place, say("tickets.form.wrong.place")),
        ]
        found = [(field, sentence) for field, wrong, sentence in faults if wrong]
        for field in (self._title, self._category, self._place):
            mark_wrong(field, any(field is one for one, _ in found))
        if found:
            self.set_error(found[0][1])
            found[0][0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self.submitted.emit(draft)

    def changeEvent(self, event: QEvent) -> None:
        # The sentence of a fault is of the language it was said in.
        if event.type() == QEvent.Type.LanguageChange and self.error_line.text:
            self.set_error("")
        super().changeEvent(event)


def _fill(choice: Choice, entries: "list[tuple[str, object]] | list[tuple[str, str]] | list[tuple[str, int]]") -> None:
    choice.blockSignals(True)
    choice.clear()
    for word, value in entries:
        choice.addItem(word, value)
    choice.blockSignals(False)


def _choose(choice: Choice, value: object) -> None:
    """Choose the entry with this value, else the first."""
    at = next((row for row in range(choice.count()) if choice.itemData(row) == value), 0)
    if choice.count():
        choice.setCurrentIndex(at)
