"""The icon and the colour of each state of a clock: no two states share both."""

from widgets.incidents.clock_board import Tone
from widgets.theme import Role

ICONS = {
    Tone.CALM: "clock",
    Tone.NEAR: "warning",
    Tone.OVER: "error",
    Tone.PAUSED: "pause",
    Tone.WINDOW: "waiting",
    Tone.KEPT: "check",
    Tone.MISSED: "error",
    Tone.VOID: "close",
}
ROLES = {
    Tone.CALM: Role.SECOND,
    Tone.NEAR: Role.AMBER,
    Tone.OVER: Role.RED,
    Tone.PAUSED: Role.SECOND,
    Tone.WINDOW: Role.SECOND,
    Tone.KEPT: Role.SECOND,
    Tone.MISSED: Role.RED,
    Tone.VOID: Role.SECOND,
}
