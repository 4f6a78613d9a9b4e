"""Pictures of views against baselines: a grab for each screen, theme and language, on Qt's offscreen platform.

`pytest tests/visual --update-baselines` writes the baselines anew; look at them before you commit them. What differs
goes to out/visual as `<name>.actual.png` and `<name>.diff.png`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "96")

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.require import require
from visual.comparing import compare

from resources.words import Language, set_language
from widgets import theme

BASELINES = Path(__file__).parent / "baselines"
OUT = Path(__file__).parents[2] / "out" / "visual"

Grab = Callable[[QWidget, str], None]
Show = Callable[[QWidget, int, int], QWidget]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-baselines", action="store_true", help="write the pictures of tests/visual anew")


@pytest.fixture(params=theme.themes())
def themed(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    """The application in a theme, on a machine that can draw it as the baselines were drawn."""
    require(qapp.platformName() == "offscreen", "the baselines are of Qt's offscreen platform")
    require(theme.has_look_font(), "the font Inter is not installed (Debian: fonts-inter)")
    theme.apply(qapp)
    qapp.setCursorFlashTime(0)
    return str(request.param)


@pytest.fixture(params=list(Language))
def tongue(request: pytest.FixtureRequest) -> Iterator[Language]:
    set_language(request.param)
    yield request.param
    set_language(Language.INDONESIAN)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Open a view at a size, as it stands on a desk."""

    def opened(widget: QWidget, width: int, height: int) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.move(QPoint(200, 200))
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return opened


@pytest.fixture
def grab(request: pytest.FixtureRequest, themed: str, tongue: Language) -> Grab:
    """Compare a view with its baseline, or write it where `--update-baselines` says so."""
    update = bool(request.config.getoption("--update-baselines", default=False))

    def grabbed(widget: QWidget, name: str) -> None:
        for _ in range(3):  # what was set just now is laid out before it is looked at, and what follows from it
            QApplication.sendPostedEvents()
        actual = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        path = BASELINES / themed / tongue.value / f"{name}.png"
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or compare(actual, QImage(str(path))).is_seen:
                assert actual.save(str(path))
            return
        assert path.exists(), f"{path.name} has no baseline; write it with --update-baselines and look at it"
        difference = compare(actual, QImage(str(path)))
        if difference.is_seen:
            OUT.mkdir(parents=True, exist_ok=True)
            stem = OUT / f"{themed}-{tongue.value}-{name}"
            actual.save(f"{stem}.actual.png")
            if difference.picture is not None:
                difference.picture.save(f"{stem}.diff.png")
            what = difference.reason or f"differs in {difference.share:.2%} of its pixels"
            pytest.fail(f"{name} ({themed}, {tongue.value}) {what}; see {stem.name}.*.png in out/visual")

    return grabbed
