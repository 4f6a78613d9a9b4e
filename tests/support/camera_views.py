"""Cameras in groups, their health over a day, a file's check and found devices, as the pages show them."""

from dataclasses import replace
from datetime import timedelta

from storage.model.camera_csv import CameraLine, LineError, Standing
from storage.model.camera_health import CameraHour, CameraTrouble, worst_first
from storage.model.cameras import Camera
from support import views
from video.events import StreamHealth, StreamState
from widgets.cameras.find_values import ChannelState, DeviceState, FindState, FoundChannel, FoundDevice
from widgets.cameras.health_values import HealthPage, HealthRow, HealthSpan
from widgets.cameras.import_values import CheckedFile, LineFailure

GROUPED: tuple[Camera, ...] = tuple(
    replace(
        camera,
        group="Simpang Tambun" if at < 4 else "Terminal" if at < 6 else "",
        record=at != 2,
        sub_url=f"rtsp://10.10.4.{at}/sub" if at % 2 else "",
        agency_id=views.AGENCIES[at % 3].id,
        enabled=at != 5,
        ptz=at == 1,
    )
    for at, camera in enumerate(views.CAMERAS)
)
UNTIL = views.NOW
SINCE = UNTIL.replace(minute=0, second=0, microsecond=0) - timedelta(hours=24)
_SPAN_S = (UNTIL - SINCE).total_seconds()


def states(lost: int = 3) -> tuple[StreamHealth, ...]:
    """The first so many are lost, the others live."""
    return tuple(
        views.health(camera, StreamState.LOST if at < lost else StreamState.LIVE, age_s=134.0 if at < lost else 0.1)
        for at, camera in enumerate(GROUPED)
    )


def health_page() -> HealthPage:
    one = GROUPED
    ill = (
        CameraTrouble(one[0].id, _SPAN_S, 9600, 400, 0, 241, 2.2, 20_000_000_000, 0),
        CameraTrouble(one[1].id, _SPAN_S, 1200, 60, 500, 12, 4.1, 22_000_000_000, 0),
        CameraTrouble(one[2].id, _SPAN_S * 0.6, 0, 300, 0, 2, 0.4, 10_000_000_000, 900),
        CameraTrouble(one[8].id, 0, 0, 0, 0, 0, 0, 0, 0),
    )
    well = tuple(CameraTrouble(camera.id, _SPAN_S, 0, 0, 0, 0, 0.3, 20_000_000_000, 0) for camera in one[3:8])
    by_id = {camera.id: camera for camera in one}
    troubles = worst_first((*ill, *well))
    return HealthPage(
        HealthSpan.DAY, SINCE, UNTIL, tuple(HealthRow(by_id[each.camera_id], each, _SPAN_S) for each in troubles)
    )


def hours() -> tuple[CameraHour, ...]:
    """The first camera's day, with three hours that nobody watched."""
    lost, frozen = (0, 0, 1800, 0, 600, 0, 3600), (0, 300)
    return tuple(
        CameraHour(
            GROUPED[0].id, SINCE + timedelta(hours=at), 3600, min(lost[at % 7], 3600), frozen[at % 2], 0, at, 1.0, 10**9
        )
        for at in range(24)
        if at not in (5, 6, 7)
    )


_LINES = (
    CameraLine(
        5, Standing.NEW, replace(views.CAMERAS[0], number=301, name="Simpang Baru", main_url="rtsp://10.3.0.1/1")
    ),
    CameraLine(6, Standing.CHANGED, views.CAMERAS[3], ("name", "group", "password")),
    CameraLine(7, Standing.UNCHANGED, views.CAMERAS[4]),
)
_ERRORS = (
    LineError(3, "lintang", "swapped", "Lintang 107,15 terlalu besar; lintang dan bujur tampaknya tertukar."),
    LineError(4, "nomor", "duplicate", "Nomor ini sudah ada di baris 2."),
)
GOOD_FILE = CheckedFile("kamera.csv", _LINES, (), ("catatan",))
WRONG_FILE = CheckedFile("kamera.csv", _LINES, _ERRORS)
FAILURE = LineFailure(_LINES[1], "Kamera ini baru saja diubah orang lain.")


def _offered(key: str, number: int, **values: object) -> FoundChannel:
    camera = replace(views.CAMERAS[0], number=number, name="HIKVISION DS-2CD2143", main_url=f"rtsp://{key}", version=0)
    return FoundChannel(key, camera, "H264 1920×1080 25/dtk", "", **values)  # type: ignore[arg-type]


FOUND = FindState(
    (
        FoundDevice(
            "a", "10.10.4.21", "Gerbang 1", "DS-2CD2143G2", state=DeviceState.READY, channels=(_offered("a#1", 110),)
        ),
        FoundDevice(
            "b",
            "10.10.4.22",
            "NVR Terminal",
            state=DeviceState.READY,
            channels=(
                _offered("b#1", 111, is_chosen=False, state=ChannelState.SAVED),
                _offered("b#2", 112, state=ChannelState.REFUSED, sentence="Nomor ini sudah dipakai."),
                _offered("b#3", 0, known=104, is_chosen=False),
            ),
        ),
        FoundDevice(
            "c",
            "10.10.4.23",
            "Parkir",
            is_chosen=True,
            state=DeviceState.FAILED,
            sentence="10.10.4.23 tidak menerima nama pengguna atau kata sandi ini.",
        ),
        FoundDevice("d", "10.10.4.24", known=(103,)),
    ),
    was_searched=True,
)
