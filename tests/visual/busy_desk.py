"""The desk in a busy minute, with the demo city's own frames: as a person finds it, for the documentation."""

from dataclasses import replace
from functools import cache, partial

import cv2
import numpy as np
from numpy.typing import NDArray
from support import alarm_views, clock_views, views
from visual.test_desk_look import ROADS, desk

from console.presenters.sounding import Call, SoundState
from resources.words import say
from storage.model.alarms import AlarmLoad
from storage.model.callers import Channel
from storage.model.cameras import Camera, CameraZone
from storage.model.procedure_file import shipped
from storage.model.procedures import YES, ProcedureRun, StepAnswer
from storage.model.tickets import Priority, TicketState
from video.events import Analysis, TrafficState
from video.synthetic.city import demo_city
from video.synthetic.render import Renderer, tell
from widgets.incidents.procedure_values import Asker

AT_S = {102: 200.0, 105: 60.0}
"""The moment of each story that is worth a picture; elsewhere the twentieth second."""
FILM_RATE = 12.5
UNREAD = tuple(
    views.ticket(
        4190 + at,
        title=title,
        place=place,
        priority=priority,
        state=TicketState.NEW,
        channel=Channel.PUBLIC,
        created_at=views.ago(seconds),
        assignments=(),
        camera_id=None,
    )
    for at, (title, place, priority, seconds) in enumerate(
        (
            ("Air naik di underpass", "Underpass Tambun", Priority.MEDIUM, 80),
            ("Lampu jalan mati", "Jl. Fatahillah", Priority.LOW, 191),
        )
    )
)
"""What the public wrote and nobody has taken yet."""
OPEN = tuple(one if one.number else replace(one, number="BKS-2026-004186") for one in views.TICKETS)


@cache
def _film_picture(number: int) -> NDArray[np.uint8]:
    camera = next(one for one in demo_city() if one.number == number)
    return Renderer(tell(camera.scene), 640, 360).picture(round(AT_S.get(number, 20.0) * FILM_RATE))


def frame(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """One frame of the demo camera's film, BGRA at this size."""
    fitted = cv2.resize(_film_picture(number), (width, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(fitted, cv2.COLOR_BGR2BGRA))


def in_the_city(own: Camera) -> Camera:
    """A camera of `views` with the zones that the demo city's camera has at its place."""
    zones = demo_city()[views.CAMERAS.index(own)].zones
    known = tuple(CameraZone(views.id_of(500 + at), one.name, one.polygon) for at, one in enumerate(zones))
    return replace(own, zones=known)


def analysed(own: Camera, state: TrafficState) -> Analysis:
    """The camera's road in a state; without boxes, which would have to fit the frame."""
    return replace(views.analysis(in_the_city(own), state), boxes=())


def with_films(grid, cameras: tuple[Camera, ...], roads: tuple[TrafficState | None, ...], qtbot) -> None:
    """Put a frame of each camera's film into its tile of `grid`, with its road's state; waits until it is drawn."""
    for at, (own, road) in enumerate(zip(cameras, roads, strict=True)):
        tile = grid.tile(at)
        width, _ = tile.picture_size_px()
        number = demo_city()[views.CAMERAS.index(own)].number
        tile.set_camera(in_the_city(own))
        tile.set_picture(frame(number, width, width * 9 // 16), views.stamp(9))
        if road is not None:
            tile.set_analysis(analysed(own, road))
            # A tile takes five a second.
            qtbot.waitUntil(partial(_is_without_boxes, tile))


def _is_without_boxes(tile) -> bool:
    return tile._analysis.boxes == ()


def show_alarms(window, alarms=alarm_views.ALARMS, *, reads: bool = True) -> None:
    """Fill the desk's alarms, with the sound on."""
    window.alarms.show_access(reads=reads, acts=reads)
    window.alarms.show_cameras(alarm_views.CAMERAS)
    window.alarms.show_alarms(alarms, flood=False)
    window.alarms.show_load(AlarmLoad(3, 1))
    window.alarms.show_sound(SoundState(Call.LOOP, None, True))


def show_procedure(window) -> None:
    """The congestion's procedure, two steps in."""
    given = tuple(
        StepAnswer(views.id_of(700 + at), step, answer, "Operator 3", views.ago(40 - 9 * at))
        for at, (step, answer) in enumerate((("lihat", YES), ("sebab", "volume")))
    )
    congestion = next(one for one in shipped() if one.category == "congestion")
    window.procedure.set_asker(Asker("operator"), views.AGENCIES)
    window.procedure.set_run(ProcedureRun(views.id_of(4188), 4, congestion, given), ticket_open=True)


def busy_desk(tmp_path, show, qtbot):
    """Alarms, tickets, an inbox, and one ticket that is looked at; filled as the console fills it."""
    window = desk(tmp_path, show)
    with_films(window.grid, views.CAMERAS, tuple(ROADS.get(at) for at in range(9)), qtbot)
    window.header.set_shift(say("shift.header", name="Siang"))
    show_alarms(window)
    window.show_tickets((*OPEN, *UNREAD))
    window.show_now(views.NOW)
    window.show_detail(views.detail())
    window.detail.promise.set_board(clock_views.opened(views.id_of(4188), 42, "accident"))
    show_procedure(window)
    for at in range(2):
        window.show_still(replace(views.still(at), jpeg=_jpeg(frame(102, 640, 360))))
    return window


def _jpeg(picture: NDArray[np.uint8]) -> bytes:
    encoded, content = cv2.imencode(".jpg", picture[..., :3])
    assert encoded
    return content.tobytes()
