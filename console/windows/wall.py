"""The supervisors' wall as a window: figures, pictures, the queue and the day, full screen on a chosen monitor."""

from datetime import datetime

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from console.bridge.pump import GridPump, Pictures
from console.presenters.waiting import WAITING_LIMITS_S
from console.windows.monitor import MonitorPlace
from resources.words import say
from storage.model.cameras import Camera
from storage.model.tickets import Ticket
from video.events import Analysis, StreamHealth
from widgets import theme
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role
from widgets.wall import figures, footer
from widgets.wall.chart import DayChart
from widgets.wall.figures import FigureRow
from widgets.wall.footer import WallFooter, data_sentence
from widgets.wall.pictures import WallPictures, width_for
from widgets.wall.queue import WallQueue
from widgets.wall.scaling import scale_for
from widgets.wall.values import DataAge, Day, Pushed, WallNumbers

CHART = 330
"""Its height, in px of a full HD wall; the queue gets what is left."""
LEAST_QUEUE_SHARE = 0.3
"""Of the window's width, where the pictures would leave less."""


class WallWindow(WordedWidget):
    """Implements WallView. `view` names its pictures in the store: one a process. It takes no order but of F10, F11."""

    closed = Sent["WallWindow"]()
    parked = Sent[str]()  # the monitor that is gone

    def __init__(
        self,
        pictures: Pictures,
        screen: str = "",
        *,
        full_screen: bool = True,
        view: str = "wall",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.place = MonitorPlace(self, screen, full_screen=full_screen)
        self.figures = FigureRow(self)
        self.pictures = WallPictures(self)
        self.queue = WallQueue(self)
        self.queue.set_limits(WAITING_LIMITS_S)
        self.chart = DayChart(self)
        self.footer = WallFooter(self)
        self.pump = GridPump(self.pictures, pictures, view, self)
        self._parts = (self.figures, self.pictures, self.queue, self.chart, self.footer)
        self._data: DataAge | None = None
        self.resize(1280, 720)
        self.setMinimumSize(640, 360)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.place.parked.connect(self.parked)
        self.pictures.changed.connect(self._pictures_changed)
        QShortcut(QKeySequence("F11"), self).activated.connect(self.place.toggle_full_screen)
        QShortcut(QKeySequence("F10"), self).activated.connect(self.place.to_next_screen)

    def start(self) -> None:
        self.place.find()
        self.pump.start()

    # What comes in.

    def show_now(self, now: datetime, waiting_until: datetime) -> None:
        self.figures.set_now(now)
        self.queue.set_now(waiting_until)

    def show_numbers(self, numbers: WallNumbers) -> None:
        self.figures.set_numbers(numbers)

    def show_tickets(self, tickets: tuple[Ticket, ...]) -> None:
        self.queue.set_tickets(tickets)

    def show_day(self, day: Day) -> None:
        self.chart.set_day(day)

    def show_pushed(self, pushed: Pushed | None) -> None:
        self.footer.set_pushed(pushed)

    def show_data(self, data: DataAge) -> None:
        self._data = data
        self.footer.set_data(data)
        self._say_waiting()
        for part in (self.figures, self.queue, self.chart):
            part.set_stale(data.stale)

    def show_cameras(self, cameras: tuple[Camera | None, ...]) -> None:
        if cameras != self.pictures.cameras:
            self.pictures.set_cameras(cameras)

    def show_analysis(self, analysis: Analysis) -> None:
        self.pictures.set_analysis(analysis)

    def show_health(self, health: StreamHealth) -> None:
        self.pictures.set_health(health)

    def _say_waiting(self) -> None:
        """The frame says what it waits for, and why where that is known."""
        data = self._data
        waiting = data_sentence(data) if data is not None and data.read_at is None else ""
        lines = [waiting[:1].upper() + waiting[1:]] if waiting else []
        self.pictures.set_waiting(lines[0] if lines else say("wall.data.no_cameras"))
        self.queue.set_waiting("\n".join([*lines, data.why] if data is not None and data.why else lines))

    # Geometry and words.

    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = self.width(), self.height()
        scale = scale_for(width, height)
        for part in self._parts:
            part.set_scale(scale)
        top, bottom = round(figures.HEIGHT * scale), round(footer.HEIGHT * scale)
        middle = height - top - bottom
        pictures = min(width_for(middle), round(width * (1 - LEAST_QUEUE_SHARE)))
        chart = min(round(CHART * scale), middle // 2)
        right = width - pictures - 1
        self.figures.setGeometry(0, 0, width, top)
        self.pictures.setGeometry(0, top, pictures, middle)
        self.queue.setGeometry(QRect(pictures + 1, top, right, middle - chart))
        self.chart.setGeometry(QRect(pictures + 1, top + middle - chart, right, chart))
        self.footer.setGeometry(0, top + middle, width, bottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color(Role.LINE))

    def retranslate(self) -> None:
        self.setWindowTitle(say("wall.window.title"))
        self._say_waiting()

    @Slot()
    def _pictures_changed(self) -> None:
        self.pump.sync()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pump.close()
        self.closed.emit(self)
        event.accept()
