"""The supervisors' wall at full HD, in what it tells and in what it does not know."""

from dataclasses import replace
from math import exp

from support import views
from visual.conftest import Grab, Show

from console.windows.wall import WallWindow
from storage.model.tickets import TicketState
from video.events import StreamState, TrafficState
from widgets.wall.push_form import PushForm
from widgets.wall.values import DataAge, Day, Pushed, StreamCount, WallNumbers

CAMERAS = (views.CAMERAS[1], views.CAMERAS[4], views.CAMERAS[2], views.CAMERAS[5])
ROADS = (TrafficState.STOPPED, TrafficState.CONGESTED, TrafficState.DENSE, TrafficState.FREE)
NUMBERS = WallNumbers(2, 5, 492.0, True, StreamCount(7, 1, 1), 0.92)
PUSHED = Pushed((102,), "Operator 3", views.ago(9), "BKS-2026-004188", "Lalu lintas terhenti, antrean sampai Tol")
FRESH = DataAge(views.NOW, views.ago(3600), stale=False)


class NoPictures:
    """Stands for the video room: the pictures of a baseline are handed over directly."""

    def show(self, camera_id, view, size):
        """Nothing is decoded here."""

    def hide(self, camera_id, view):
        """Nothing is decoded here."""

    def reader(self, camera_id, view):
        return None


def rush(quarter: float, *, size: float = 1.0) -> float:
    morning, evening = (exp(-(((quarter / 4 - hour) / 1.6) ** 2)) for hour in (7.2, 17.3))
    return size * (4 + 62 * morning + 78 * evening)


def usual() -> tuple[float, ...]:
    return tuple(rush(quarter) for quarter in range(96))


def today() -> tuple[float, ...]:
    return tuple(rush(quarter, size=1.2) + 1.1 * max(0, quarter - 44) for quarter in range(57))


def wall(show: Show, width: int = 1920, height: int = 1080) -> WallWindow:
    window = WallWindow(NoPictures(), full_screen=False)
    show(window, width, height)
    window.show_cameras(CAMERAS)
    for at, one in enumerate(CAMERAS):
        size = window.pictures.tile(at).picture_size_px()
        window.pictures.set_picture(views.camera_id(one), views.street(*size, night=at == 2), views.stamp(1))
        frozen = at == 3
        state = StreamState.FROZEN if frozen else StreamState.LIVE
        window.show_health(views.health(one, state, age_s=5.0 if frozen else 0.04, delay_s=0.1))
        window.show_analysis(views.analysis(one, ROADS[at]))
    window.show_numbers(NUMBERS)
    window.show_tickets(views.TICKETS)
    window.show_day(Day(today(), usual()))
    window.show_pushed(PUSHED)
    window.show_data(FRESH)
    window.show_now(views.NOW, views.NOW)
    return window


def test_the_wall_shows_figures_pictures_the_queue_and_the_day(show: Show, grab: Grab) -> None:
    grab(wall(show), "wall")


def test_a_wall_without_its_database_keeps_its_figures_and_says_from_when_they_are(show: Show, grab: Grab) -> None:
    window = wall(show)
    window.show_data(replace(FRESH, stale=True))
    window.show_now(views.NOW, views.NOW)
    window.show_pushed(None)
    grab(window, "wall-stale")


def test_a_quiet_wall_says_that_no_ticket_is_open_and_that_there_is_no_history(show: Show, grab: Grab) -> None:
    window = wall(show)
    window.show_numbers(WallNumbers(0, 0, None, False, StreamCount(9, 0, 0), None))
    window.show_tickets(())
    window.show_day(
        Day(tuple(None if quarter < 21 or 30 <= quarter < 32 else value for quarter, value in enumerate(today())))
    )
    window.show_pushed(None)
    grab(window, "wall-quiet")


def test_more_tickets_than_rows_are_counted(show: Show, grab: Grab) -> None:
    window = wall(show)
    more = tuple(views.ticket(4300 + at, state=TicketState.NEW, created_at=views.ago(60 * at)) for at in range(9))
    window.show_tickets((*views.TICKETS, *more))
    grab(window, "wall-many")


def test_a_wall_that_waits_for_its_database_says_since_when(show: Show, grab: Grab) -> None:
    window = WallWindow(NoPictures(), full_screen=False)
    show(window, 1920, 1080)
    window.show_data(DataAge(None, views.ago(54), stale=True))
    window.show_now(views.NOW, views.NOW)
    grab(window, "wall-waiting")


def test_what_goes_to_the_wall_is_chosen_in_order_with_a_reason_and_a_name(show: Show, grab: Grab) -> None:
    form = PushForm()
    show(form, 600, 500)
    form.set_person("Operator 3")
    form.set_standing(PUSHED)
    chosen = (views.CAMERAS[1].id, views.CAMERAS[4].id)
    form.start(views.CAMERAS, chosen, "Lalu lintas terhenti")
    form.submit.setFocus()
    grab(form, "wall-push")
