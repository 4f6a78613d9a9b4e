"""Recorded time as values for views: rows, marks and places, around a frozen moment."""

import math

from console.presenters.playback import Played
from console.presenters.playback_span import TimelineSpan
from storage.model.tickets import Priority
from support import views
from video.events import CameraId
from widgets.playback.values import SECOND_US, Mark, MarkKind, Place, Row, TilePlace, Transport
from widgets.playback.wording import us_of

NOW_US = us_of(views.NOW)
SPAN = TimelineSpan.ending(NOW_US)
AT_US = NOW_US - 9 * 60 * SECOND_US


def ago(seconds: float) -> int:
    return NOW_US - round(seconds * SECOND_US)


def camera_id(at: int) -> CameraId:
    return CameraId(str(views.CAMERAS[at].id))


def wave() -> tuple[tuple[int, int], ...]:
    """Motion that swells and ebbs, one value each three seconds."""
    found = []
    for second in range(0, 1700, 3):
        level = 70 + 60 * math.sin(second / 90) + 50 * math.sin(second / 17)
        found.append((ago(1700 - second), max(0, min(255, round(level)))))
    return tuple(found)


MARKS = (
    Mark(MarkKind.ALARM, ago(1210), "Kendaraan mogok", ago(1090), Priority.HIGH, views.id_of(1)),
    Mark(MarkKind.TICKET, ago(1150), "BKS-2026-004188 Lalu lintas terhenti", None, Priority.CRITICAL, views.id_of(2)),
    Mark(MarkKind.ALARM, ago(500), "Lalu lintas terhenti", ago(380), Priority.CRITICAL, views.id_of(3)),
    Mark(MarkKind.BOOKMARK, ago(260), "truk merah menyerempet motor", id=views.id_of(4)),
)


def row(at: int) -> Row:
    """Camera 101 + `at`: the first has a gap and every kind of mark."""
    camera = views.CAMERAS[at]
    spans = ((ago(1800), ago(700)), (ago(580), ago(0))) if at % 4 == 0 else ((ago(1800), ago(0)),)
    if at == 7:
        spans = ()
    marks = MARKS if at == 0 else MARKS[at % 4 : at % 4 + 1]
    locks = ((ago(1300), ago(1000)),) if at == 0 else ()
    return Row(camera_id(at), camera.number, camera.name, spans, wave() if at == 0 else (), marks, locks)


ROWS = tuple(row(at) for at in range(9))
PLACES = {camera_id(at): TilePlace(Place.SHOWN) for at in range(9)} | {
    camera_id(7): TilePlace(Place.GAP),
    camera_id(5): TilePlace(Place.LOADING),
    camera_id(8): TilePlace(Place.FAILED),
}
PLAYED = Played(Transport(AT_US, 2.0, True), PLACES)
