"""The list of cameras, the form that adds one, and the pages over all of them."""

from dataclasses import replace

from support import camera_views, views
from visual.conftest import Grab, Show

from video.events import StreamState, TrafficState
from widgets.cameras.book import CameraBookPage
from widgets.cameras.find_page import CameraFindPage
from widgets.cameras.form import CameraForm
from widgets.cameras.health import CameraHealthPage
from widgets.cameras.health_values import HealthSpan
from widgets.cameras.import_page import CameraImportPage
from widgets.cameras.import_values import ImportState
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
    made.set_agencies(views.AGENCIES)
    show(made, 1060, 712)
    return made


def test_a_new_camera_is_probed_before_it_is_saved(show: Show, grab: Grab) -> None:
    made = form(show)
    made.start(None, 110)
    grab(made, "camera-form-new")


def test_a_probe_says_what_both_addresses_give_and_what_would_be_regretted(show: Show, grab: Grab) -> None:
    made = form(show)
    made.start(replace(camera_views.GROUPED[1], latitude=-6.2615, longitude=107.1528, heading=47.0))
    lines = (
        "H264 1920 × 1080, 12,5 gambar/detik, 2400 kbit/detik",
        "Gambar pertama setelah 840 ms; gambar kunci tiap 8 detik",
        "RTSP lewat TCP; masuk dengan digest",
    )
    made.set_probe_lines(lines, ok=True)
    made.set_probe_lines(("Kamera menolak sandinya. Periksa pengguna dan sandi.",), ok=False, sub=True)
    made.set_regrets(("Gambar kunci tiap 8 detik: gambar baru tampak setelah menunggu selama itu.",))
    grab(made, "camera-form-probed")


def test_a_login_in_an_address_is_refused_with_a_sentence(show: Show, grab: Grab) -> None:
    made = form(show)
    made.start(replace(views.CAMERAS[1], main_url="rtsp://admin:rahasia@10.10.4.2:554/main"))
    made.submit.click()
    grab(made, "camera-form-wrong")


def test_health_is_a_table_of_greys_in_which_only_what_is_ill_has_a_colour(show: Show, grab: Grab) -> None:
    page = CameraHealthPage()
    page.set_cameras(camera_views.GROUPED)
    for one in camera_views.states():
        page.set_health(one)
    show(page, 1180, 760)
    page.set_page(camera_views.health_page())
    page.start(HealthSpan.DAY)
    page.list.choose(camera_views.GROUPED[0].id)
    page.set_hours(camera_views.GROUPED[0].id, camera_views.SINCE, camera_views.UNTIL, camera_views.hours())
    grab(page, "camera-health")


def test_the_book_of_cameras_says_by_group_what_each_is_used_for(show: Show, grab: Grab) -> None:
    page = CameraBookPage()
    page.set_may_edit(True)
    for one in camera_views.states(lost=1):
        page.set_health(one)
    show(page, 1120, 720)
    page.set_book(camera_views.GROUPED, views.AGENCIES)
    page.start()
    grab(page, "camera-book")


def test_found_devices_say_in_their_rows_what_became_of_them(show: Show, grab: Grab) -> None:
    page = CameraFindPage()
    show(page, 1120, 640)
    page.set_state(camera_views.FOUND)
    page.take_focus()
    grab(page, "camera-find")


def test_a_file_with_errors_tells_each_with_its_line_and_column(show: Show, grab: Grab) -> None:
    page = CameraImportPage()
    show(page, 1040, 560)
    page.set_state(ImportState(camera_views.WRONG_FILE))
    page.take_focus()
    grab(page, "camera-import")
