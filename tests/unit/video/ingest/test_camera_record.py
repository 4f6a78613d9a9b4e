"""Suspicion, quarantine and the figures over several workers."""

from dataclasses import replace

from video.events import CameraId, CameraSource, StreamState
from video.ingest.camera_record import CameraRecord
from video.ingest.health import Limits, StreamFigures
from video.ingest.settings import VideoSettings

SETTINGS = VideoSettings()
SECRET = "kata-sandi-rahasia"


def record() -> CameraRecord:
    source = CameraSource(CameraId("1"), "rtsp://cam/1", username="operator-kamera", password=SECRET)
    return CameraRecord(source, asked_at_s=0.0)


def test_a_first_suspicion_gives_a_worker_of_its_own_and_no_quarantine() -> None:
    camera = record()
    camera.suspect_it(100.0, died_alone=False, settings=SETTINGS)
    assert camera.suspect
    assert not camera.quarantined
    assert camera.not_before_s == 0.0


def test_a_stream_that_kills_two_workers_of_its_own_is_quarantined_for_longer_each_time() -> None:
    camera = record()
    waits = []
    for now_s in (100.0, 110.0, 150.0, 220.0):
        camera.suspect_it(now_s, died_alone=True, settings=SETTINGS)
        waits.append(max(0.0, camera.not_before_s - now_s))
    assert waits == [0.0, 30.0, 60.0, 120.0]
    health = camera.health(221.0, Limits())
    assert (health.state, health.reason) == (StreamState.QUARANTINED, "stream.reason.quarantined")


def test_a_death_of_an_hour_ago_is_forgotten() -> None:
    camera = record()
    camera.suspect_it(100.0, died_alone=True, settings=SETTINGS)
    camera.suspect_it(3700.0, died_alone=True, settings=SETTINGS)
    assert not camera.quarantined


def test_counters_never_fall_when_a_worker_is_lost() -> None:
    camera = record()
    camera.figures = StreamFigures(decoded=500, reconnects=1, connected_at_s=1.0, frame_at_s=30.0, due_since_s=1.0)
    camera.earlier = replace(camera.earlier, decoded=100)
    assert camera.health(30.1, Limits()).decoded == 600
    camera._continue()
    health = camera.health(30.1, Limits())
    assert (health.decoded, health.reconnects, health.state) == (600, 1, StreamState.LIVE)
    assert health.age_s is not None
    assert health.age_s < 0.2


def test_a_live_stream_shows_no_reason_and_a_frozen_one_does() -> None:
    camera = record()
    camera.figures = StreamFigures(
        frame_at_s=30.0, due_since_s=1.0, connected_at_s=1.0, reason="stream.reason.timed_out"
    )
    assert camera.health(30.1, Limits()).reason == ""
    assert camera.health(35.0, Limits()).reason == "stream.reason.timed_out"


def test_no_login_shows_in_the_record_of_a_camera() -> None:
    text = repr(record()) + repr(record().health(1.0, Limits()))
    assert SECRET not in text
    assert "operator-kamera" not in text
