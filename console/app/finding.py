"""The part of the desk that finds tickets, the closed ones too."""

from collections.abc import Callable, Mapping
from datetime import datetime

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.presenters.session import SessionListener
from console.presenters.ticket_find import FindPresenter
from console.windows.desk import DeskWindow
from console.windows.find_sheet import FindSheet
from console.windows.telephone_sheet import TelephoneSheet
from storage.model.feed import Change


class Finding(Part):
    """Wires the search to its sheet; what is chosen there is shown on the desk."""

    def __init__(
        self, window: DeskWindow, jobs: QtJobs, telephone: TelephoneSheet, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(window)
        self._clock = clock
        self.sheet = FindSheet(window)
        self.presenter = FindPresenter(self.sheet, jobs, clock)
        self.sheet.attach(self.presenter)
        self.sheet.ticket_chosen.connect(window.take_ticket)
        self.sheet.refused.connect(window.show_calm)
        telephone.place_search_known.connect(self.sheet.set_place_search)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.presenter,)

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"find_ticket": self.sheet.open_find}

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)

    def second(self) -> None:
        self.sheet.show_now(self._clock())
        self.presenter.tick()
