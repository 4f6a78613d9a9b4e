"""Tokens into Qt: colours, fonts and tinted icons, applied once to the application (docs/design/look.md)."""

import tomllib
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from string import Template

from PySide6.QtCore import QByteArray, QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from resources.errors import SiagaError
from storage.model.tickets import Priority
from video.events import TrafficState
from widgets.qtwords import speak

SPACE = 4
"""Every distance is a multiple of this, in px."""
GAP = 2 * SPACE
PAD = 3 * SPACE
ROW_HEIGHT = 36
RADIUS = 4
FAMILIES = ("Inter", "DejaVu Sans")


class Role(StrEnum):
    """What a colour is for; the value is its name in the theme's TOML."""

    WINDOW = "window"
    PANEL = "panel"
    RAISED = "raised"
    HOVER = "hover"
    CHOSEN = "chosen"
    LINE = "line"
    EDGE = "edge"
    TEXT = "text"
    SECOND = "second"
    FAINT = "faint"
    SELECTION = "selection"
    PRIMARY = "primary"
    PRIMARY_HOVER = "primary_hover"
    ON_PRIMARY = "on_primary"
    ON_BRIGHT = "on_bright"
    PRIORITY_1 = "priority_1"
    PRIORITY_2 = "priority_2"
    PRIORITY_3 = "priority_3"
    PRIORITY_4 = "priority_4"
    NORMAL = "normal"
    DENSE = "dense"
    CONGESTED = "congested"
    STOPPED = "stopped"
    STALE = "stale"
    LOST = "lost"
    MOTION = "motion"
    RED = "red"
    AMBER = "amber"
    AMBER_GROUND = "amber_ground"
    RED_GROUND = "red_ground"
    BAR = "bar"
    VOID = "void"


class Type(Enum):
    """A size of type: pixels, weight, letter spacing in % of the usual."""

    SMALL = (12, QFont.Weight.Normal, 100)
    BODY = (13, QFont.Weight.Normal, 100)
    ROW = (14, QFont.Weight.Normal, 100)
    HEAD = (12, QFont.Weight.DemiBold, 108)
    TITLE = (18, QFont.Weight.DemiBold, 100)
    CLOCK = (20, QFont.Weight.DemiBold, 100)
    WALL = (20, QFont.Weight.Normal, 100)
    FIGURE = (64, QFont.Weight.DemiBold, 100)


class BadTheme(SiagaError):
    """The theme's file lacks a colour, or names one that Qt cannot read; facts: name."""

    word = "widgets.theme.bad"


def themes() -> tuple[str, ...]:
    """Names of the themes that are there."""
    found = (file.name for file in files("resources").joinpath("look").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def _colors(theme: str) -> dict[Role, QColor]:
    table = tomllib.loads(files("resources").joinpath("look", f"{theme}.toml").read_text("utf-8"))["color"]
    colors = {role: QColor(str(table.get(role.value, ""))) for role in Role}
    for role, value in colors.items():
        if not value.isValid():
            raise BadTheme(name=role.value)
    return colors


def color(role: Role) -> QColor:
    """The colour of a role; a shared value, not to be changed."""
    return _colors("dark")[role]


@cache
def font(type_: Type, *, bold: bool = False, scale: float = 1.0) -> QFont:
    """The font of a size, with tabular figures; a shared value, not to be changed. The wall enlarges by `scale`."""
    size_px, weight, spacing = type_.value
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(max(1, round(size_px * scale)))
    made.setWeight(QFont.Weight.DemiBold if bold else weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    if spacing != 100:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, spacing)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def bold(type_: Type) -> QFont:
    """The heavier font of a size; a shared value, not to be changed."""
    return font(type_, bold=True)


def has_look_font() -> bool:
    """Whether the font of the look is installed; without it DejaVu Sans stands in."""
    return FAMILIES[0] in QFontDatabase.families()


def priority_role(priority: Priority) -> Role:
    return Role(f"priority_{int(priority)}")


def traffic_role(state: TrafficState) -> Role:
    """The colour of a road's state: free and unknown are normal, and normal has none."""
    if state in (TrafficState.DENSE, TrafficState.CONGESTED, TrafficState.STOPPED):
        return Role(state.value)
    return Role.NORMAL


@cache
def _renderer(name: str) -> QSvgRenderer:
    renderer = QSvgRenderer(QByteArray(files("resources").joinpath("icons", f"{name}.svg").read_bytes()))
    if not renderer.isValid():
        raise BadTheme(name=name)
    return renderer


@cache
def tinted(name: str, role: Role, side_px: int) -> QImage:
    """The icon as a square of `side_px` device pixels in the role's colour; a shared value."""
    renderer = _renderer(name)
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, side_px, side_px))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), color(role))
    painter.end()
    return image


def paint_icon(painter: QPainter, rect: QRectF, name: str, role: Role) -> None:
    """Draw the icon into `rect`, sharp on any screen."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawImage(rect, tinted(name, role, max(1, round(rect.width() * ratio))))


def icon(name: str, role: Role = Role.TEXT) -> QIcon:
    """The icon for what Qt itself paints (menus, actions)."""
    made = QIcon()
    for side_px in (16, 32):
        made.addPixmap(QPixmap.fromImage(tinted(name, role, side_px)))
    return made


def _palette() -> QPalette:
    palette = QPalette()
    group = QPalette.ColorGroup
    pairs = {
        QPalette.ColorRole.Window: Role.PANEL,
        QPalette.ColorRole.WindowText: Role.TEXT,
        QPalette.ColorRole.Base: Role.RAISED,
        QPalette.ColorRole.AlternateBase: Role.PANEL,
        QPalette.ColorRole.Text: Role.TEXT,
        QPalette.ColorRole.PlaceholderText: Role.FAINT,
        QPalette.ColorRole.Button: Role.RAISED,
        QPalette.ColorRole.ButtonText: Role.TEXT,
        QPalette.ColorRole.BrightText: Role.RED,
        QPalette.ColorRole.Light: Role.EDGE,
        QPalette.ColorRole.Midlight: Role.LINE,
        QPalette.ColorRole.Mid: Role.LINE,
        QPalette.ColorRole.Dark: Role.WINDOW,
        QPalette.ColorRole.Shadow: Role.WINDOW,
        QPalette.ColorRole.Highlight: Role.PRIMARY,
        QPalette.ColorRole.HighlightedText: Role.ON_PRIMARY,
        QPalette.ColorRole.Accent: Role.SELECTION,
        QPalette.ColorRole.Link: Role.SELECTION,
        QPalette.ColorRole.LinkVisited: Role.SELECTION,
        QPalette.ColorRole.ToolTipBase: Role.RAISED,
        QPalette.ColorRole.ToolTipText: Role.TEXT,
    }
    for qt_role, role in pairs.items():
        palette.setColor(qt_role, color(role))
    for qt_role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(group.Disabled, qt_role, color(Role.FAINT))
    return palette


def style_sheet() -> str:
    """The style sheet with the theme's values. It has no icons: Qt would read them untinted."""
    values = {role.value: color(role).name() for role in Role}
    return Template(files("resources").joinpath("look", "style.qss").read_text("utf-8")).substitute(values)


def apply(app: QApplication) -> None:
    """Dress the application; call once, before the first window is made."""
    app.setStyle("Fusion")
    app.setPalette(_palette())
    app.setFont(font(Type.BODY))
    app.setStyleSheet(style_sheet())
    speak(app)


def retranslate(app: QApplication) -> None:
    """Tell every window that the language was changed; Qt hands it on to the widgets, which say their words again."""
    speak(app)
    for widget in app.topLevelWidgets():
        app.postEvent(widget, QEvent(QEvent.Type.LanguageChange))
