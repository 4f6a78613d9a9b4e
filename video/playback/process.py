"""The playback process's main loop: orders in, reports out, and the sessions' clocks.

It ends by itself when the console is gone.
"""

import logging
from collections import deque
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from resources.redaction import RedactingFilter
from video.playback.orders import CloseProcess, CloseSession, Order, SessionOrder, TakeStill
from video.playback.page import Guard, Page
from video.playback.player import Player
from video.playback.reports import CameraFigures, Logged, PlaybackReport, SessionReport, StillTaken
from video.playback.session import PlayedSession
from video.playback.settings import PlaybackSettings
from video.recording.ring import Ring

_TURN_S, _IDLE_TURN_S = 0.02, 0.1
_REPORT_EVERY_S = 0.25
_CLOSE_WITHIN_S = 1.0
_LOGS_MOST = 200

_log = logging.getLogger(__name__)


class _LogToConsole(logging.Handler):
    """Keeps warnings and errors for the next report, redacted before they leave the process."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: deque[Logged] = deque(maxlen=_LOGS_MOST)
        self.redaction = RedactingFilter()
        self.addFilter(self.redaction)

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage() if not record.exc_text else f"{record.getMessage()}\n{record.exc_text}"
        self.records.append(Logged(record.levelno, record.name, text))

    def take(self) -> tuple[Logged, ...]:
        return tuple(self.records.popleft() for _ in range(len(self.records)))


class PlaybackProcess:
    """`run` until the console says so or is gone."""

    def __init__(
        self, pipe: "Connection[PlaybackReport, Order]", page: Page, root: Path, settings: PlaybackSettings
    ) -> None:
        self._pipe = pipe
        self._page = page
        self._guard = Guard(page)
        self._ring = Ring(root)
        self._settings = settings
        self._sessions: dict[str, PlayedSession] = {}
        self._leaving: list[Player] = []
        self._stills: deque[StillTaken] = deque()
        self._logs = _LogToConsole()
        self._handled = 0
        self._closing = False
        self._told: tuple[object, ...] = ()
        self._due_s = 0.0

    def run(self) -> None:
        logging.getLogger().addHandler(self._logs)
        try:
            while not self._closing:
                self._page.beat()
                self._turn()
        except (EOFError, OSError):
            _log.debug("the console is gone")
        self._close()

    def _turn(self) -> None:
        busy = any(session.busy for session in self._sessions.values())
        if self._pipe.poll(_TURN_S if busy else _IDLE_TURN_S):
            self._obey(self._pipe.recv())
            self._handled += 1
        now_s = monotonic()
        for session in self._sessions.values():
            session.tick(now_s)
        self._leaving = [player for player in self._leaving if not player.join(0)]
        self._report(now_s)

    def _obey(self, order: Order) -> None:
        match order:
            case SessionOrder():
                for camera in order.cameras:
                    if camera.recorder is not None:
                        self._logs.redaction.hide(camera.recorder.password)
                session = self._sessions.get(order.session)
                if session is None:
                    self._sessions[order.session] = PlayedSession(
                        order, self._ring, self._guard, self._settings, self._stills.append
                    )
                else:
                    session.apply(order)
            case CloseSession():
                leaving = self._sessions.pop(order.session, None)
                if leaving is not None:
                    self._leaving += leaving.stop()
            case TakeStill():
                asked = self._sessions.get(order.session)
                if asked is not None:
                    asked.take_still(order.camera_id, order.request)
                else:
                    self._stills.append(StillTaken(order.request, None))
            case CloseProcess():
                self._closing = True

    def _report(self, now_s: float) -> None:
        """Four times a second, and at once where something is new to a person."""
        reports = tuple(session.report() for session in self._sessions.values())
        told = tuple(_news(report) for report in reports)
        if told == self._told and not self._stills and now_s < self._due_s:
            return
        self._told, self._due_s = told, now_s + _REPORT_EVERY_S
        stills = tuple(self._stills.popleft() for _ in range(len(self._stills)))
        stuck = any(session.stuck(self._settings.stuck_after_s) for session in self._sessions.values())
        self._pipe.send(PlaybackReport(self._handled, reports, stills, self._logs.take(), stuck))

    def _close(self) -> None:
        deadline_s = monotonic() + _CLOSE_WITHIN_S
        players = [*self._leaving, *(player for session in self._sessions.values() for player in session.stop())]
        for player in players:
            player.stop()
        for player in players:
            player.join(deadline_s - monotonic())


def _news(report: SessionReport) -> tuple[object, ...]:
    """What of a report is not just time going by."""
    cameras = tuple((camera_id, _said(figures)) for camera_id, figures in report.cameras)
    return report.session, report.number, report.clock, report.playing, report.waiting, report.settled, cameras


def _said(figures: CameraFigures) -> tuple[object, ...]:
    return figures.condition, figures.until_us, figures.reason
