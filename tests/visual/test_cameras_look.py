"""The list of cameras and the form that adds one."""

from dataclasses import replace

from support import views
from visual.conftest import Grab, Show

from video.events import StreamState, TrafficState
from widgets.cameras.form import CameraForm
from widgets.cameras.list import CameraListView

ROADS = {1: TrafficState.STOPPED, 2: TrafficState.DENSE, 4: TrafficState.CONGESTED}
STREAMS = {5: (StreamState.FROZEN, 5.0), 7: (StreamState.LOST, 134.0), 8: (StreamState.WAITING, 0.0)}


def listed(show: Show) -> CameraListView:
    view = CameraListView()
    show(view, 232, 380)
    view.set_cameras(views.CAMERAS)
    for at, one in enumerate(views.CAMERAS):
        state, age_s = STREAMS.get(at, (StreamState.LIVE, 0.1))
        view.set_health(views.health(one, state, age_s=age_s))
        view.set_analysis(views.analysis(one, ROADS.get(at, TrafficState.FREE)))
    view.set_shown(frozenset(views.camera_id(one) for one in views.CAMERAS[:4]))
    view.select(views.camera_id(views.CAMERAS[2]))
    return view


def test_the_camera_list_gives_a_word_to_what_is_not_normal(show: Show, grab: Grab) -> None:
    grab(listed(show), "cameras-list")


def test_a_search_without_a_match_says_how_to_go_back(show: Show, grab: Grab) -> None:
    view = listed(show)
    view.focus_search("Bandung")
    grab(view, "cameras-list-no-match")


def form(show: Show) -> CameraForm:
    made = CameraForm()
    show(made, 640, 640)
    return made


def test_a_new_camera_is_probed_before_it_is_saved(show: Show, grab: Grab) -> None:
    made = form(show)
    made.start(None)
    grab(made, "camera-form-new")


def test_a_probe_says_what_the_address_gives(show: Show, grab: Grab) -> None:
    made = form(show)
    made.start(views.CAMERAS[1])
    made.set_probe_lines(
        (
            "H.264 1280×720, 12,5 gambar per detik",
            "Gambar kunci tiap 2 s, gambar pertama setelah 1,1 s",
            "Suara: tidak ada",
        ),
        ok=True,
    )
    grab(made, "camera-form-probed")


def test_a_login_in_an_address_is_refused_with_a_sentence(show: Show, grab: Grab) -> None:
    made = form(show)
    made.start(replace(views.CAMERAS[1], main_url="rtsp://admin:rahasia@10.10.4.2:554/main"))
    made.submit.click()
    made.set_probe_lines(("Kamera menolak sandinya. Periksa pengguna dan sandi.",), ok=False)
    grab(made, "camera-form-wrong")
