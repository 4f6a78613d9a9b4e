"""The part of the desk that makes the shift's report, shows it, saves it and prints it."""

from collections.abc import Callable, Mapping

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.clock import utc_now
from console.presenters.report import ReportPresenter
from console.presenters.session import SessionListener
from console.settings import Settings
from console.windows.desk import DeskWindow
from console.windows.report_sheet import ReportSheet


class Papers(Part):
    """Setting and printing have a thread of their own: the desk's reads do not wait for a long report."""

    def __init__(self, window: DeskWindow, jobs: QtJobs, settings: Settings) -> None:
        super().__init__(window)
        self._setting = QtJobs(self)
        self.sheet = ReportSheet(window)
        self.presenter = ReportPresenter(self.sheet, jobs, self._setting, settings, utc_now)
        self.sheet.attach(self.presenter)
        self.sheet.failed.connect(window.show_error)
        self.sheet.refused.connect(window.show_calm)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.presenter,)

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"report": self.sheet.report}

    def close(self) -> None:
        self._setting.close()
