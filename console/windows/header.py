"""The desk's top line: the site, the grid, who is signed in, the time."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from console.layout import GRIDS
from resources.words import say
from storage.model.people import Person
from widgets import theme
from widgets.common.labels import ClockLabel
from widgets.common.signals import Sent
from widgets.people.chip import PeopleChip


class HeaderBar(QWidget):
    """Values in, wishes out."""

    grid_requested = Sent[int]()
    person_requested = Sent[()]()

    def __init__(self, site_name: str, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self._brand = QLabel("SIAGA", self)
        self._brand.setFont(theme.font(theme.Type.TITLE, bold=True))
        self._site = QLabel(site_name, self)
        self._site.setProperty("role", "muted")
        self._demo = QLabel(self)
        self._demo.setProperty("role", "chip")
        self._demo.setVisible(demo)
        self._clock = ClockLabel(parent=self)
        self._person = PeopleChip(self)
        self._shift = QLabel(self)
        self._shift.setProperty("role", "muted")
        self._grids = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(theme.PAD)
        row.addWidget(self._brand)
        row.addWidget(self._site)
        row.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for size in GRIDS:
            row.addWidget(self._grid_button(size))
        row.addSpacing(theme.PAD)
        self._row, self._before_shift = row, row.count()
        row.addWidget(self._shift)
        row.addWidget(self._person)
        row.addWidget(self._clock)
        self._grids.idClicked.connect(self._grid_clicked)
        self._person.clicked.connect(self._person_clicked)
        self.retranslate()

    def _grid_button(self, size: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(str(size))
        button.setCheckable(True)
        button.setProperty("role", "grid")
        button.setFixedSize(32, 28)
        self._grids.addButton(button, size)
        return button

    def add_figure(self, widget: QWidget) -> None:
        """Put a figure of the room (the alarm load) beside the shift."""
        self._row.insertWidget(self._before_shift, widget)

    def set_shift(self, text: str) -> None:
        """ "Shift Siang", or nothing."""
        self._shift.setText(text)

    def set_grid(self, size: int) -> None:
        self._grids.button(size).setChecked(True)

    def set_person(self, person: Person | None) -> None:
        self._person.set_person(person)

    def set_now(self, now: datetime) -> None:
        self._clock.set_now(now)

    @Slot(int)
    def _grid_clicked(self, size: int) -> None:
        self.grid_requested.emit(size)

    @Slot()
    def _person_clicked(self) -> None:
        self.person_requested.emit()

    def retranslate(self) -> None:
        self._demo.setText(say("console.header.demo"))
        self._demo.setToolTip(say("console.header.demo_hint"))
        for place, size in enumerate(GRIDS, start=1):
            button = self._grids.button(size)
            button.setToolTip(say("console.header.grid", size=size, key=f"Ctrl+{place}"))
            button.setAccessibleName(say("console.header.grid", size=size, key=f"Ctrl+{place}"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
