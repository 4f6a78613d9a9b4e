"""One ticket: what it is, what happened to it, and what may be done now."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from resources.words import say
from storage.model.callers import Contact, Report
from storage.model.tickets import Act, Still, Ticket, TicketDetail
from widgets import theme
from widgets.common.buttons import LinkButton
from widgets.common.labels import ElidedLabel, PriorityBadge, StateChip
from widgets.common.notices import BusyBar, EmptyState
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.exercise.band import ExerciseMark
from widgets.incidents import wording
from widgets.incidents.acts import ActRow
from widgets.incidents.clock_row import LINE_PX, ClockRow
from widgets.incidents.clock_words import ages
from widgets.incidents.contacts import ContactBook, contacts_of
from widgets.incidents.extras import CallButton, SnapButton, may_add_picture
from widgets.incidents.kin_line import KinLine
from widgets.incidents.photos import OfferedPhoto, PhotoCatcher
from widgets.incidents.reports import ReportLine, ReportList
from widgets.incidents.seals import SealLines
from widgets.incidents.stills import StillStrip, StillView
from widgets.incidents.timeline import Timeline
from widgets.theme import Role, Type

LEAST_PX = 240
MOMENT_KEY = "Q"
"""The desk's own key, which means the chosen alarm too."""


class TicketDetailView(WordedWidget):
    """Shows one ticket or says how to choose one.

    `act_requested(act, assignment_id)` is sent for every act but NOTE, which puts the keyboard into the note field;
    `note_written(text)` is what was written there. Acts that need a reason get it from whoever receives the signal.
    `still_wanted_from_camera(camera_id)` and `photo_offered(ticket_id, photo)` ask for one more picture; a photo is
    pasted or dropped, and nothing of it is read here.
    """

    act_requested = Sent[Act, UUID | None]()
    note_written = Sent[str]()
    still_requested = Sent[UUID]()
    camera_requested = Sent[UUID]()
    moment_requested = Sent[()]()  # the recording of when the ticket began
    still_wanted_from_camera = Sent[UUID]()
    photo_offered = Sent[UUID, OfferedPhoto]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail: TicketDetail | None = None
        self._now: datetime | None = None
        self._camera_name = ""
        self._mark, self._badge = ExerciseMark(self), PriorityBadge(self)
        self._title = ElidedLabel(Type.TITLE, parent=self)
        self._chip = StateChip(self)
        self._clocks = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._clocks.keep_whole()
        self._facts = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._camera, self._moment = LinkButton("camera", self), LinkButton("recorded", self)
        self._adding = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._adding_word = ""
        self._description = ElidedLabel(Type.BODY, Role.TEXT, parent=self)
        self._report_line, self.seals = ReportLine(self), SealLines(self)
        self.kin = KinLine(self)
        self.promise = ClockRow(self)
        self._timeline = Timeline(self)
        self._reports = ReportList(self)
        self._contacts = ContactBook(self)
        self._book: tuple[Contact, ...] = ()
        self._middle = QStackedWidget(self)
        self._strip, self._large = StillStrip(self), StillView(self)
        self._note = QLineEdit(self)
        self._note.setFont(theme.font(Type.ROW))
        self._note.setMaxLength(2000)
        self._note.hide()
        self._acts = ActRow(self)
        self._call, self._snap = CallButton(self), SnapButton(self)
        self._acts.set_tail((self._call, self._snap))
        self._photos = PhotoCatcher(self)
        self._dropping = False
        self._busy = BusyBar(self)
        self._empty = EmptyState("tickets.no_detail", "ticket", self)
        self._pages = QStackedWidget(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head = _row()
        for shown in (self._badge, self._title, self._chip):
            head.addWidget(shown)
        head.addStretch(1)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, theme.PAD, 16, 16)
        column.setSpacing(theme.GAP)
        column.addWidget(self._mark)
        column.addLayout(head)
        for row in self._rows():
            column.addLayout(row)
        for line in (self._description, self._report_line, self.seals, self.kin):
            column.addWidget(line)
        for view in (self._timeline, self._reports, self._contacts):
            self._middle.addWidget(view)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._middle, 1)
        middle.addWidget(self._strip)
        column.addLayout(middle, 1)
        column.addWidget(self._note)
        column.addWidget(self._acts)
        self._page = page
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
        self._pages.addWidget(self._large)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._busy)
        whole.addWidget(self._pages, 1)

    def _rows(self) -> tuple[QHBoxLayout, QHBoxLayout]:
        facts, promise = _row(), _row()
        facts.addWidget(self._facts)
        facts.addStretch(1)
        facts.addWidget(self._clocks)
        promise.addWidget(self.promise, 1)
        for one in (self._adding, self._camera, self._moment):
            one.setFixedHeight(LINE_PX)  # on the clock's line, also while all clocks are open below it
            one.hide()
            promise.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        promise.addStretch()
        return facts, promise

    def _connect(self) -> None:
        self._acts.chosen.connect(self._on_act)
        self._note.returnPressed.connect(self._on_note)
        self._note.installEventFilter(self)
        self._camera.clicked.connect(self._on_camera)
        self._moment.clicked.connect(self._on_moment)
        self._strip.wanted.connect(self.still_requested)
        self._strip.chosen.connect(self._enlarge)
        self._large.left.connect(self._shrink)
        self._report_line.clicked.connect(self._toggle_reports)
        self._call.clicked.connect(self._toggle_contacts)
        self._snap.clicked.connect(self._on_snap)
        self._contacts.left.connect(self._to_timeline)
        self._photos.caught.connect(self._on_photos)
        self._photos.hovered.connect(self._on_hovered)

    def minimumSizeHint(self) -> QSize:
        """At least `LEAST_PX` high, and as high as a note and a second line of buttons need now."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), LEAST_PX))

    # --- values in ---

    @property
    def detail(self) -> TicketDetail | None:
        return self._detail

    def set_detail(self, detail: TicketDetail | None) -> None:
        """Show this ticket; another one than before begins without a half-written note and with its row of stills."""
        before = self._detail.ticket.id if self._detail is not None else None
        self._detail = detail
        if detail is None or detail.ticket.id != before:
            self.clear_note()
            self._large.set_image(None)
            self._strip.set_ids(())
            self.set_reports(())
            self._middle.setCurrentWidget(self._timeline)
            self._say_adding("")
        elif self._adding_word == "tickets.extra.no_photo":
            self._say_adding("")  # it was said of the key before this one
        self.retranslate()
        self._call.set_detail(detail)
        self._snap.set_detail(detail)
        self._acts.set_detail(detail)
        self._photos.set_open(may_add_picture(detail))
        self.promise.set_detail(detail)
        self._contacts.set_groups(contacts_of(detail.ticket, self._book) if detail is not None else ())
        if detail is None:
            self._pages.setCurrentWidget(self._empty)
            return
        self._timeline.set_entries(detail.timeline)
        self._strip.set_ids(detail.still_ids)
        if self._pages.currentWidget() is not self._large or detail.ticket.id != before:
            self._pages.setCurrentWidget(self._page)

    def set_now(self, now: datetime) -> None:
        """The moment that the clocks are told from; aware."""
        self._now = now
        self.promise.set_now(now)
        self._tell_clocks()

    def set_camera_name(self, name: str) -> None:
        """The name of the ticket's camera, such as "102 Jl. Urip Sumoharjo"; empty for none."""
        self._camera_name = name
        self.retranslate()

    def set_still(self, still: Still) -> None:
        """A picture that was asked for by `still_requested`."""
        self._strip.set_still(still)

    def set_reports(self, reports: tuple[Report, ...]) -> None:
        """What people reported of this ticket, as far as the person may read it."""
        self._report_line.set_reports(reports)
        self._reports.set_reports(reports)
        if not reports and self._middle.currentWidget() is self._reports:
            self._to_timeline()

    def set_contacts(self, book: tuple[Contact, ...]) -> None:
        """The contact book of every agency."""
        self._book = book
        self._contacts.set_groups(contacts_of(self._detail.ticket, book) if self._detail is not None else ())

    def set_adding(self, adding: bool) -> None:
        """Whether a picture is on its way into the record."""
        self._say_adding("tickets.photo.adding" if adding else "")

    def set_busy(self, busy: bool) -> None:
        """While a command is under way nothing can be asked twice."""
        self._busy.set_busy(busy)
        self._acts.setEnabled(not busy)
        self._note.setEnabled(not busy)

    def focus_note(self) -> None:
        """Open the note field and put the keyboard into it."""
        self._note.show()
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_note(self) -> None:
        """The note was taken by the record."""
        self._note.clear()
        self._note.hide()

    # --- words ---

    def retranslate(self) -> None:
        self._note.setPlaceholderText(say("tickets.note_field"))
        self._note.setAccessibleName(say("tickets.act.note"))
        self._say_adding(self._adding_word)
        if self._detail is None:
            return
        ticket = self._detail.ticket
        self._mark.setVisible(ticket.exercise)
        self._badge.set_priority(ticket.priority)
        self._title.set_text(ticket.title)
        number = ticket.number or say("tickets.unshared")
        shared = Role.SECOND if ticket.number else Role.AMBER
        self._chip.set_state("" if ticket.number else "warning", f"{number} · {wording.state_word(ticket)}", shared)
        self._facts.set_text(" · ".join(self._facts_of(ticket)))
        for link in (self._camera, self._moment):
            link.setVisible(bool(self._camera_name) and ticket.camera_id is not None)
        self._moment.set_text(say("tickets.moment", key=MOMENT_KEY))
        full, brief = say("tickets.camera", name=self._camera_name), self._camera_name.split(" ")[0]
        known = bool(ticket.place) and ticket.place in self._camera_name  # it stands in the same row already
        self._camera.set_text(say("tickets.camera", name=brief) if known else full)
        self._camera.setToolTip(full)
        self._description.set_text(ticket.description.replace("\n", " "))
        self._description.setVisible(bool(ticket.description))
        if not any(act is Act.NOTE for act, _ in self._detail.acts):
            self._note.hide()
        self._tell_clocks()

    def _facts_of(self, ticket: Ticket) -> list[str]:
        place = wording.place_words(ticket.place, wording.choice_of(ticket))
        facts = [place] if place else []
        tasks = [f"{one.agency_name} {wording.assignment_word(one)}" for one in ticket.assignments]
        facts.append(", ".join(tasks) if tasks else say("tickets.no_agency"))
        facts += wording.transfer_words(ticket)
        owner = ticket.owner_name
        facts.append(say("tickets.owner", name=owner) if owner else say("tickets.no_owner"))
        return facts

    def _tell_clocks(self) -> None:
        self._clocks.set_text(ages(self._detail.ticket, self._now) if self._detail and self._now else "")

    # --- hands ---

    @Slot(object, object)
    def _on_act(self, act: Act, assignment_id: UUID | None) -> None:
        if act is Act.NOTE:
            self.focus_note()
        else:
            self.act_requested.emit(act, assignment_id)

    @Slot()
    def _on_camera(self) -> None:
        if self._detail is not None and self._detail.ticket.camera_id is not None:
            self.camera_requested.emit(self._detail.ticket.camera_id)

    @Slot()
    def _on_moment(self) -> None:
        self.moment_requested.emit()

    @Slot()
    def _on_note(self) -> None:
        text = self._note.text().strip()
        if text:
            self.note_written.emit(text)

    @Slot()
    def _toggle_reports(self) -> None:
        self._turn_to(self._reports)

    @Slot()
    def _toggle_contacts(self) -> None:
        self._turn_to(self._contacts)
        if self._middle.currentWidget() is self._contacts:
            self._contacts.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _turn_to(self, view: QWidget) -> None:
        """Show it instead of the timeline; a second time leads back."""
        back = self._middle.currentWidget() is view and self._pages.currentWidget() is self._page
        self._pages.setCurrentWidget(self._page)
        if back:
            self._to_timeline()
        else:
            self._middle.setCurrentWidget(view)

    @Slot()
    def _to_timeline(self) -> None:
        self._middle.setCurrentWidget(self._timeline)
        self.setFocus()

    @Slot()
    def _on_snap(self) -> None:
        if self._detail is not None and self._detail.ticket.camera_id is not None:
            self.still_wanted_from_camera.emit(self._detail.ticket.camera_id)

    @Slot(object)
    def _on_photos(self, photos: tuple[OfferedPhoto, ...]) -> None:
        self._say_adding("" if photos else "tickets.extra.no_photo")
        if self._detail is not None:
            for photo in photos:
                self.photo_offered.emit(self._detail.ticket.id, photo)

    def _say_adding(self, word: str) -> None:
        self._adding_word = word
        self._adding.set_text(say(word) if word else "")
        self._adding.setVisible(bool(word))

    @Slot(bool)
    def _on_hovered(self, dropping: bool) -> None:
        self._dropping = dropping
        self.update()

    @Slot(object)
    def _enlarge(self, image: QImage) -> None:
        self._large.set_image(image)
        self._large.setToolTip(say("tickets.still_shrink"))
        self._pages.setCurrentWidget(self._large)
        self._large.setFocus()

    @Slot()
    def _shrink(self) -> None:
        self._pages.setCurrentWidget(self._page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pages.currentWidget() is self._large:
            self._shrink()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._note
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            # Esc leaves the field, so that single letters are keys again; what is written stays in sight.
            self.setFocus()
            self._note.setVisible(bool(self._note.text()))
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(Role.PANEL))
        if self._dropping:
            painter.setPen(theme.color(Role.SELECTION))
            painter.drawRect(self.rect().adjusted(4, 4, -5, -5))


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.PAD)
    return row
