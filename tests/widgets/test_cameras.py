"""The camera list finds by number and word; the camera form lets no login into an address."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListView
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.cameras import Camera, Transport
from video.events import StreamState, TrafficState
from widgets.cameras.compass import wind
from widgets.cameras.drafts import CameraDraft
from widgets.cameras.form import CameraForm
from widgets.cameras.form_values import fault_of, url_fault
from widgets.cameras.list import CameraListView
from widgets.cameras.probe import ProbeBox, RegretLine
from widgets.cameras.rows import row_state
from widgets.common.buttons import KeyButton
from widgets.common.fields import SearchField
from widgets.common.places import PlaceChoice
from widgets.tiles import drag


@pytest.fixture
def listed(qtbot: QtBot) -> CameraListView:
    made = CameraListView()
    qtbot.addWidget(made)
    made.resize(232, 400)
    made.set_cameras(views.CAMERAS[::-1])
    with qtbot.waitExposed(made):
        made.show()
    return made


def view_of(listed: CameraListView) -> QListView:
    return listed.findChildren(QListView)[0]


def search(listed: CameraListView) -> SearchField:
    return listed.findChildren(SearchField)[0]


def names(listed: CameraListView) -> list[str]:
    model = view_of(listed).model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_cameras_stand_by_their_number(listed: CameraListView) -> None:
    assert names(listed)[0] == "101 Simpang SGC"
    assert len(names(listed)) == 9


@pytest.mark.parametrize(
    ("text", "found"), [("cikarang barat", [2, 1, 4, 7]), ("10", range(9)), ("109", [8]), ("plaza", [6]), ("zz", [])]
)
def test_a_search_finds_by_number_name_and_place(listed: CameraListView, text: str, found: list[int]) -> None:
    search(listed).setText(text)
    assert sorted(names(listed)) == sorted(f"{views.CAMERAS[at].number} {views.CAMERAS[at].name}" for at in found)


def test_a_number_and_enter_takes_that_camera(listed: CameraListView, qtbot: QtBot) -> None:
    listed.focus_search("1")
    qtbot.keyClicks(search(listed), "05")
    with qtbot.waitSignal(listed.camera_activated) as told:
        qtbot.keyClick(search(listed), Qt.Key.Key_Return)
    assert told.args == [views.camera_id(views.CAMERAS[4])]
    assert search(listed).text() == ""


def test_enter_takes_the_first_match_and_nothing_where_there_is_none(listed: CameraListView, qtbot: QtBot) -> None:
    told = Heard(listed.camera_activated)
    for text in ("bandung", "", "plaza"):
        search(listed).setText(text)
        qtbot.keyClick(search(listed), Qt.Key.Key_Return)
    assert told.told == [(views.camera_id(views.CAMERAS[6]),)]


def test_esc_empties_the_search_and_down_goes_to_the_list(listed: CameraListView, qtbot: QtBot) -> None:
    listed.focus_search("plaza")
    qtbot.keyClick(search(listed), Qt.Key.Key_Escape)
    assert len(names(listed)) == 9
    qtbot.keyClick(search(listed), Qt.Key.Key_Down)
    assert view_of(listed).hasFocus()
    with qtbot.waitSignal(listed.camera_activated) as told:
        qtbot.keyClick(view_of(listed), Qt.Key.Key_Return)
    assert told.args == [views.camera_id(views.CAMERAS[0])]


def test_the_selection_is_told_when_a_person_moves_it(listed: CameraListView) -> None:
    told = Heard(listed.camera_selected)
    listed.select(views.camera_id(views.CAMERAS[3]))
    assert len(told) == 0
    assert listed.selected_id() == views.camera_id(views.CAMERAS[3])
    view_of(listed).setCurrentIndex(view_of(listed).model().index(5, 0))
    assert told.told == [(views.camera_id(views.CAMERAS[5]),)]


def test_new_cameras_keep_the_selection(listed: CameraListView) -> None:
    listed.select(views.camera_id(views.CAMERAS[3]))
    listed.set_cameras(views.CAMERAS[2:])
    assert listed.selected_id() == views.camera_id(views.CAMERAS[3])


def test_a_right_click_asks_for_the_menu_of_that_camera(listed: CameraListView, qtbot: QtBot) -> None:
    view = view_of(listed)
    at = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.waitSignal(listed.menu_requested) as told:
        view.customContextMenuRequested.emit(at)
    assert told.args == [views.camera_id(views.CAMERAS[2]), view.viewport().mapToGlobal(at)]
    nowhere = Heard(listed.menu_requested)
    view.customContextMenuRequested.emit(QPoint(5, 395))
    assert len(nowhere) == 0


def test_a_row_can_be_dragged_to_a_tile(listed: CameraListView) -> None:
    model = view_of(listed).model()
    mime = model.mimeData([model.index(1, 0)])
    assert drag.camera_of(mime) == views.camera_id(views.CAMERAS[1])
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_only_what_is_not_normal_has_a_word() -> None:
    one = views.CAMERAS[0]
    live = views.health(one, StreamState.LIVE, age_s=0.1)
    assert row_state(live, TrafficState.FREE).word == ""
    assert row_state(live, TrafficState.STOPPED).word == "terhenti"
    lost = views.health(one, StreamState.LOST, age_s=60)
    assert row_state(lost, TrafficState.STOPPED).word == "putus", "a road that nobody sees has no state"
    assert row_state(views.health(one, StreamState.FROZEN, age_s=5.9), TrafficState.FREE).word == "beku 5 s"
    assert row_state(None, TrafficState.UNKNOWN).word == "menunggu"


def test_a_state_changes_its_own_row_alone_and_only_when_it_looks_different(listed: CameraListView) -> None:
    one = views.CAMERAS[4]
    listed.set_health(views.health(one, StreamState.LIVE, age_s=0.1))
    changed = Heard(view_of(listed).model().dataChanged)
    listed.set_health(views.health(one, StreamState.LIVE, age_s=0.2, decoded=9))
    assert len(changed) == 0
    listed.set_analysis(views.analysis(one, TrafficState.DENSE))
    assert [first.row() for first, *_ in changed.told] == [4]  # type: ignore[attr-defined]


def test_states_are_said_again_in_the_other_language(listed: CameraListView) -> None:
    one = views.CAMERAS[0]
    listed.set_health(views.health(one, StreamState.LOST))
    model = view_of(listed).model()
    assert "putus" in model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    set_language(Language.ENGLISH)
    QApplication.sendEvent(listed, QEvent(QEvent.Type.LanguageChange))
    assert "lost" in model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)


@pytest.fixture
def form(qtbot: QtBot) -> CameraForm:
    made = CameraForm()
    qtbot.addWidget(made)
    made.start(views.CAMERAS[1])
    with qtbot.waitExposed(made):
        made.show()
    return made


def field(form: CameraForm, name: str) -> QLineEdit:
    return next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == name)


def probe_button(form: CameraForm) -> KeyButton:
    return next(one for one in form.findChildren(KeyButton) if one.accessibleName() == "Periksa")


def test_an_unchanged_form_sends_the_camera_as_it_is_and_no_login(form: CameraForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.submitted) as sent:
        qtbot.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert sent.args == [CameraDraft(views.CAMERAS[1], None, None)]


def test_what_was_typed_is_sent_and_the_rest_of_the_camera_stays(form: CameraForm, qtbot: QtBot) -> None:
    field(form, "Nama").setText(" Jl. Urip Timur ")
    field(form, "Pengguna kamera").setText("siaga")
    field(form, "Sandi kamera").setText(" s3 ")
    draft = form.draft()
    assert draft.camera == replace(views.CAMERAS[1], name="Jl. Urip Timur")
    assert (draft.username, draft.password) == ("siaga", " s3 ")


def test_a_new_camera_sends_even_an_empty_login(form: CameraForm) -> None:
    form.start(None)
    assert (form.draft().username, form.draft().password, form.draft().camera.version) == ("", "", 0)


def test_a_draft_shows_no_password() -> None:
    assert "rahasia" not in repr(CameraDraft(views.CAMERAS[0], "admin", "rahasia"))


def wrong(**facts: object) -> Camera:
    return replace(views.CAMERAS[0], **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("camera", "fault"),
    [
        (wrong(number=0), ("number", "number")),
        (wrong(number=100_000), ("number", "number")),
        (wrong(name=""), ("name", "name")),
        (wrong(main_url="10.0.0.5"), ("main_url", "main_url")),
        (wrong(main_url="rtsp://[::1"), ("main_url", "main_url")),
        (wrong(main_url="rtsp://admin:x@10.0.0.5/main"), ("main_url", "credentials")),
        (wrong(sub_url="rtsp://admin@10.0.0.5/sub"), ("sub_url", "credentials")),
        (wrong(sub_url="rtsp://10.0.0.5/sub"), None),
    ],
)
def test_a_fault_is_told_with_its_field(camera: Camera, fault: tuple[str, str] | None) -> None:
    assert fault_of(camera) == fault


@pytest.mark.parametrize("url", ["rtsp://10.0.0.5:554/main", "file:///srv/clip.mp4", "https://cctv.example/1.m3u8"])
def test_an_address_with_scheme_and_place_is_one(url: str) -> None:
    assert url_fault(url) is None


def test_what_was_typed_is_dropped_only_when_esc_is_pressed_twice(form: CameraForm) -> None:
    left = Heard(form.cancelled)
    form.cancel.click()
    assert len(left) == 1, "nothing was changed"
    form.start(None, 110)
    field(form, "Nama").setText("Gerbang Tol Cibitung")
    form.cancel.click()
    assert len(left) == 1
    assert form.error_line.text == "Belum disimpan. Esc sekali lagi membuang isian ini."
    form.cancel.click()
    assert len(left) == 2


def test_a_fault_is_said_and_nothing_is_sent(form: CameraForm, qtbot: QtBot) -> None:
    sent, probed = Heard(form.submitted), Heard(form.probe_requested)
    field(form, "URL utama").setText("rtsp://admin:rahasia@10.0.0.5/main")
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(probe_button(form), Qt.MouseButton.LeftButton)
    assert (len(sent), len(probed)) == (0, 0)
    assert "URL" in form.error_line.text
    assert "rahasia" not in form.error_line.text
    assert field(form, "URL utama").hasFocus()


def test_a_probe_takes_what_stands_in_the_fields(form: CameraForm, qtbot: QtBot) -> None:
    field(form, "URL utama").setText("rtsp://10.0.0.9/main")
    with qtbot.waitSignal(form.probe_requested) as asked:
        qtbot.mouseClick(probe_button(form), Qt.MouseButton.LeftButton)
    assert asked.args[0].camera.main_url == "rtsp://10.0.0.9/main"


def test_a_probe_under_way_cannot_be_asked_again_and_ends_with_its_lines(form: CameraForm) -> None:
    box = form.findChildren(ProbeBox)[0]
    form.set_probe_busy(True)
    assert not probe_button(form).isEnabled()
    assert "Memeriksa" in box.text
    form.set_probe_lines(("H.264 1280×720", "12,5 gambar per detik"), ok=True)
    assert box.text == "H.264 1280×720\n12,5 gambar per detik"
    assert probe_button(form).isEnabled()
    form.set_probe_busy(False)
    assert box.text.startswith("H.264"), "the end of being busy does not wipe what was found"


def test_an_error_of_the_record_marks_its_field(form: CameraForm) -> None:
    form.set_error("Nomor 102 sudah dipakai.", "number")
    assert field(form, "Nomor").property("wrong")
    form.set_error("")
    assert not field(form, "Nomor").property("wrong")


def test_everything_of_a_camera_that_is_not_touched_comes_back_as_it_was(form: CameraForm) -> None:
    full = replace(
        views.CAMERAS[2],
        latitude=-6.2615,
        longitude=107.152837461,
        heading=47.5,
        group="Simpang Tambun",
        agency_id=views.AGENCIES[1].id,
        transport=Transport.UDP,
        aspect="4:3",
        record=False,
        onvif_url="http://10.0.0.5/onvif/device_service",
        ptz=True,
        replay_url="rtsp://nvr/1?a={since}&b={until}",
    )
    form.set_agencies(views.AGENCIES)
    form.start(full)
    assert form.draft().camera == full


def test_a_known_place_brings_its_point_and_the_heading_its_wind(form: CameraForm) -> None:
    form.fields.place.start(PlaceChoice("Pasar Cikarang", latitude=-6.26, longitude=107.15))
    form.fields.place.changed.emit()
    form.fields.texts["heading"].setText("47")
    camera = form.draft().camera
    assert (camera.place, camera.latitude, camera.longitude, camera.heading) == ("Pasar Cikarang", -6.26, 107.15, 47.0)
    assert wind(47) == "timur laut"
    assert [wind(heading) for heading in (0, 359, 22, 23, 180)] == ["utara", "utara", "utara", "timur laut", "selatan"]


def test_a_point_pasted_from_a_map_fills_both_fields(form: CameraForm) -> None:
    latitude = form.fields.texts["latitude"]
    latitude.setText("-6.2615, 107.1528")
    latitude.textEdited.emit(latitude.text())
    assert (form.draft().camera.latitude, form.draft().camera.longitude) == (-6.2615, 107.1528)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("latitude", "107,15", "tertukar"),
        ("longitude", "200", "Bujur"),
        ("heading", "360", "360"),
        ("aspect", "lebar", "4:3"),
        ("onvif_url", "rtsp://10.0.0.5/onvif", "http://"),
        ("replay_url", "rtsp://admin:x@nvr/1", "kolomnya"),
    ],
)
def test_a_value_that_cannot_be_is_told_at_its_field(form: CameraForm, name: str, text: str, said: str) -> None:
    sent = Heard(form.submitted)
    form.fields.texts[name].setText(text)
    form.submit.click()
    assert len(sent) == 0
    assert said in form.error_line.text
    assert form.fields.texts[name].property("wrong")
    assert form.fields.texts[name].hasFocus()


def test_half_a_point_is_refused(form: CameraForm) -> None:
    form.fields.texts["latitude"].setText("-6,2615")
    form.submit.click()
    assert "keduanya" in form.error_line.text


def test_a_new_camera_may_have_the_next_number_and_its_name_is_typed_first(form: CameraForm) -> None:
    form.start(None, 110)
    assert form.draft().camera.number == 110
    assert form.fields.texts["name"].hasFocus()


def test_both_addresses_are_judged_before_they_are_probed(form: CameraForm, qtbot: QtBot) -> None:
    probed = Heard(form.probe_requested)
    form.fields.texts["sub_url"].setText("10.0.0.5/sub")
    qtbot.mouseClick(probe_button(form), Qt.MouseButton.LeftButton)
    assert len(probed) == 0
    assert form.fields.texts["sub_url"].property("wrong")


def test_what_would_be_regretted_stands_below_the_probe_until_the_form_begins_anew(form: CameraForm) -> None:
    form.set_regrets(("Satu.", "Dua."))
    said = form.findChildren(RegretLine)[0]
    assert said.accessibleName() == "Satu. Dua."
    form.start(views.CAMERAS[0])
    assert said.accessibleName() == ""
