"""Numbers, times and the small things that all panels share."""

import sys
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard
from support.sources import ROOT

from resources.words import Language, set_language
from widgets import theme
from widgets.common import figures
from widgets.common.buttons import KeyButton, key_name
from widgets.common.headers import SectionHeader
from widgets.common.labels import ClockLabel, ElidedLabel
from widgets.common.notices import Banner, BusyBar, Tone


@pytest.mark.parametrize(
    ("seconds", "told", "said"),
    [
        (0, "00:00", "0 s"),
        (59.9, "00:59", "59 s"),
        (134, "02:14", "2 m 14 s"),
        (3599, "59:59", "59 m 59 s"),
        (3900, "1 j 05 m", "1 j 05 m"),
        (90_000, "1 hari", "1 hari"),
        (-3, "00:00", "0 s"),
    ],
)
def test_a_length_of_time_is_told_by_its_two_largest_parts(seconds: float, told: str, said: str) -> None:
    assert (figures.age(seconds), figures.span(seconds)) == (told, said)


def test_a_number_has_the_languages_decimal_sign() -> None:
    assert figures.decimal(0.912, 2) == "0,91"
    set_language(Language.ENGLISH)
    assert figures.decimal(0.912, 2) == "0.91"
    assert figures.span(200_000) == "2 days"


def test_a_time_is_told_in_wib_and_must_have_a_zone() -> None:
    assert figures.clock(views.NOW) == "14:03:54"
    assert figures.day(datetime(2026, 12, 31, 18, 0, tzinfo=UTC)) == "Jum 1 Jan"
    with pytest.raises(ValueError, match="zone"):
        figures.clock(datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_clock_shows_the_moment_that_it_is_given(qtbot: QtBot) -> None:
    label = ClockLabel()
    qtbot.addWidget(label)
    label.set_now(views.NOW)
    assert label.text == "14:03:54 WIB"


def test_a_shortened_text_is_whole_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    label.set_text("Jl. Urip Sumoharjo arah timur")
    assert label.toolTip() == "Jl. Urip Sumoharjo arah timur"
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_a_buttons_key_works_in_its_window_and_stands_on_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = KeyButton("widgets.save", "Ctrl+S", parent=window)
    bare = KeyButton("widgets.save", parent=window)
    row = QHBoxLayout(window)
    row.addWidget(button)
    row.addWidget(bare)
    with qtbot.waitExposed(window):
        window.show()
    told = Heard(button.clicked)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(told) == 1
    assert button.sizeHint().width() > bare.sizeHint().width()
    assert "Ctrl S" in button.toolTip()
    button.setEnabled(False)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(told) == 1


def test_a_key_that_two_things_want_does_neither(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = KeyButton("widgets.save", "L", parent=window)
    button.resize(button.sizeHint())
    shortcut = QShortcut(QKeySequence("L"), window)
    with qtbot.waitExposed(window):
        window.show()
    clicked, fired = Heard(button.clicked), Heard(shortcut.activated)
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert (len(clicked), len(fired)) == (0, 0)


def test_a_buttons_key_survives_a_change_of_language(qtbot: QtBot) -> None:
    button = KeyButton("widgets.cancel", "Escape")
    qtbot.addWidget(button)
    set_language(Language.ENGLISH)
    QApplication.sendEvent(button, QEvent(QEvent.Type.LanguageChange))
    assert button.accessibleName() == "Cancel"
    assert button.shortcut() == QKeySequence("Escape")


@pytest.mark.parametrize(("key", "name"), [("Return", "Enter"), ("Ctrl+S", "Ctrl S"), ("Escape", "Esc"), ("L", "L")])
def test_a_key_is_named_as_on_the_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name


def test_a_banner_is_there_only_while_it_has_something_to_say(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    banner = Banner(window)
    with qtbot.waitExposed(window):
        window.show()
    assert not banner.isVisible()
    banner.show_notice(Tone.RED, "Basis data tidak terjangkau.", "widgets.people.change")
    assert banner.isVisible()
    action = next(one for one in banner.findChildren(KeyButton) if one.isVisible())
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    banner.clear()
    assert not banner.isVisible()
    assert banner.sentence == ""


def test_what_was_done_passes_by_itself_and_a_trouble_that_stood_there_is_back(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widgets.common.notices.PASSING_MS", 30)
    banner = Banner()
    qtbot.addWidget(banner)
    with qtbot.waitExposed(banner):
        banner.show_notice(Tone.AMBER, "Basis data tidak terjangkau.")
    banner.show_passing("Penanda disimpan.")
    assert banner.sentence == "Penanda disimpan."
    qtbot.waitUntil(lambda: banner.sentence == "Basis data tidak terjangkau.")
    banner.show_passing("Rekaman terkunci.")
    banner.clear_trouble()
    assert banner.sentence == "Rekaman terkunci."
    qtbot.waitUntil(lambda: not banner.isVisible())
    banner.show_notice(Tone.CALM, "Serah terima selesai.")
    banner.show_passing("Penanda disimpan.")
    banner.clear()
    assert banner.sentence == "Serah terima selesai."


def test_a_busy_bar_moves_only_while_busy(qtbot: QtBot) -> None:
    bar = BusyBar()
    qtbot.addWidget(bar)
    bar.resize(200, 2)
    still = bar.grab().toImage()
    bar.set_busy(True)
    qtbot.waitUntil(lambda: bar.grab().toImage() != still)
    bar.set_busy(False)
    assert bar.grab().toImage() == still


def test_a_header_says_how_many_there_are(qtbot: QtBot) -> None:
    header = SectionHeader("tickets.head", "K")
    qtbot.addWidget(header)
    header.set_count(5)
    assert header.accessibleName() == "Tiket terbuka 5"
    assert "K" in header.toolTip()


def luminance(role: theme.Role) -> float:
    tone = theme.color(role)
    parts = []
    for value in (tone.redF(), tone.greenF(), tone.blueF()):
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: theme.Role, other: theme.Role) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


R = theme.Role
INKS = (R.TEXT, R.SECOND, R.SELECTION, R.RED, R.AMBER, R.DENSE, R.CONGESTED, R.STOPPED, R.STALE, R.LOST)
GROUNDS = (R.WINDOW, R.PANEL, R.RAISED, R.HOVER, R.CHOSEN, R.BAR)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_what_matters_can_be_read_on_every_ground(ink: theme.Role, ground: theme.Role) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("priority", [R.PRIORITY_1, R.PRIORITY_2, R.PRIORITY_3, R.PRIORITY_4])
def test_a_priority_can_be_read_on_its_colour(priority: theme.Role) -> None:
    assert contrast(R.ON_BRIGHT, priority) >= 4.5


def test_the_primary_button_can_be_read() -> None:
    assert contrast(R.ON_PRIMARY, R.PRIMARY) >= 4.5
    assert contrast(R.ON_PRIMARY, R.PRIMARY_HOVER) >= 4.5


def test_every_icon_is_drawn_in_the_colour_asked_for() -> None:
    for path in sorted((ROOT / "resources" / "icons").glob("*.svg")):
        image = theme.tinted(path.stem, R.RED, 32)
        solid = [
            image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
        ]
        assert solid, path.stem
        assert set(solid) == {theme.color(R.RED).name()}, path.stem


def test_an_icon_that_is_not_there_is_not_drawn_as_nothing() -> None:
    with pytest.raises(FileNotFoundError):
        theme.tinted("no-such-icon", R.TEXT, 16)
    assert theme.icon("camera", R.TEXT).availableSizes() == [QSize(16, 16), QSize(32, 32)]


def test_none_survives_what_qt_takes_from_it() -> None:
    """PySide6 6.12 on Python 3.11 (resources/singletons.py); from 3.12 on it is immortal by itself."""
    assert sys.getrefcount(None) > 1 << 29
