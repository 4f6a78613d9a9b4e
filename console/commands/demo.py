"""`main.py demo`: the demo city with the real desk, seen or headless."""

import json
import sys
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Slot

from console.app import Desk
from console.bridge.ticker import Ticker
from console.clock import utc_now
from console.commands.demo_account import account_of
from console.commands.display import display_there
from console.commands.keeper import FAILED
from console.commands.offscreen import use_offscreen
from console.commands.run_qt import run_desk
from console.layout import WallLayout
from console.nodes.demo import AGENCY_LOGINS, DemoCity
from console.nodes.demo_story import Pace, Story
from console.settings import Settings
from resources.errors import SiagaError
from resources.words import say, sentence

TICK_S = 0.5
STORY_S = 2.0
RENDER_AGAIN_S = 60.0
WITHOUT_DISPLAY_S = 60.0
WATCH_MS = 250
BLIND_LAYOUT = "layout-headless.json"  # windows that nobody saw are not restored to somebody's monitors


def demo(
    settings: Settings, *, headless: bool, seconds: float, as_json: bool, screenshots: Path | None, pace: str
) -> int:
    """Run the demo; 0, or 1 when headless and a camera is not as the demo expects it."""
    blind = headless or not display_there()
    if blind:
        use_offscreen(settings.data_dir)
        seconds = seconds or WITHOUT_DISPLAY_S
    if blind and not headless:
        _tell(say("console.demo.no_display", seconds=round(seconds)))
        screenshots = screenshots or Path("out")
    city = DemoCity(settings, _tell)
    renderer = Ticker("siaga-films", city.render, every_s=RENDER_AGAIN_S)
    ticker = Ticker("siaga-demo", city.tick, every_s=TICK_S)
    story = Story(city.connect, AGENCY_LOGINS, Pace(pace), seed=round(utc_now().timestamp()))
    teller = Ticker("siaga-story", partial(_tell_on, story), every_s=STORY_S)
    try:
        entry = city.start()
        renderer.start()
        ticker.start()
        teller.start()
        ending = _Ending(city, settings, seconds, as_json=as_json, screenshots=screenshots, alone=blind)
        code = run_desk(settings, entry, ending.begin, layout=BLIND_LAYOUT if blind else "layout.json")
        return ending.code or code
    finally:
        city.stop_rendering()
        teller.close()
        story.close()
        renderer.close()
        ticker.close()
        city.close()


def _tell_on(story: Story) -> None:
    story.tick(monotonic())


class _Ending(QObject):
    """Watches the demo's progress; a demo with a time ends itself and gives its account."""

    def __init__(
        self,
        city: DemoCity,
        settings: Settings,
        seconds: float,
        *,
        as_json: bool,
        screenshots: Path | None,
        alone: bool,
    ) -> None:
        super().__init__()
        self._city = city
        self._settings = settings
        self._alone = alone
        self._seconds = seconds
        self._as_json = as_json
        self._screenshots = screenshots
        self._desk: Desk | None = None
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look)
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._give_account)
        self.code = 0

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        if self._screenshots is not None and desk.wall.layout_now is None:
            desk.wall.restore(WallLayout())
        self._watch.start()

    @Slot()
    def _look(self) -> None:
        """Time counts from when all cameras are there to be seen."""
        if self._desk is None:
            return
        if self._alone and self._desk.shift.sheets.sign_in_sheet.isVisible():
            self._desk.shift.shift.sign_in()  # nobody is there who could
        ready, every = self._city.progress()
        text = say("console.status.preparing", ready=ready, all=every) if ready < every else ""
        self._desk.window.status.set_work(text)
        if ready == every:
            self._watch.stop()
            if self._seconds:
                self._end.start(round(self._seconds * 1000))

    @Slot()
    def _give_account(self) -> None:
        """However it goes, the demo ends: a fault's code is that of a console that failed."""
        if self._desk is None:
            return
        self.code = FAILED
        try:
            self.code = self._account(self._desk)
        except SiagaError as error:
            _tell(sentence(error))
            self.code = 1
        finally:
            self._desk.window.close()

    def _account(self, desk: Desk) -> int:
        folder = self._screenshots or self._settings.data_dir / "demo"
        account, wrong = account_of(desk, self._city, self._settings, folder)
        if self._screenshots is not None:
            for file in desk.take_screenshots(self._screenshots):
                _tell(say("console.demo.screenshot", file=str(file)))
        if self._as_json:
            sys.stdout.write(json.dumps(account) + "\n")
            sys.stdout.flush()
        for told in wrong:
            _tell(told)
        return 1 if wrong else 0


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
