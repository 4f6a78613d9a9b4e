"""Recorded pictures as an operator sees them: the mode at full HD, the replay on a small desk, the evidence dialog."""

from support import playback, views
from visual.busy_desk import frame
from visual.conftest import Grab, Show

from console.windows.playback import PlaybackPane
from video.events import StreamState
from widgets.playback.band import RecordedBand
from widgets.playback.export_form import ExportForm
from widgets.playback.grid import Pair, RecordedGrid
from widgets.playback.values import ExportDone, Marked


def filled(pane: PlaybackPane) -> PlaybackPane:
    pane.show_rows(playback.ROWS, views.CAMERAS[0], read=True)
    pane.show_span(playback.SPAN, playback.NOW_US)
    pane.show_played(playback.PLAYED, playback.NOW_US)
    return pane


def with_film(tile, number: int) -> None:
    width, _ = tile.picture_size_px()
    tile.set_picture(frame(number, width, width * 9 // 16), views.stamp(1))


def test_the_recording_mode_of_nine_cameras(show: Show, grab: Grab) -> None:
    grid = RecordedGrid()
    grid.mirror(9, views.CAMERAS)
    pane = filled(PlaybackPane(grid, grid, RecordedBand()))
    pane.show_marked(Marked(playback.ago(1250), playback.ago(1050)))
    show(pane, 1248, 762)
    for at in range(9):
        with_film(grid.tile(at), 101 + at)
    grid.select(0)
    grab(pane, "playback-mode")


def test_the_replay_beside_live_on_a_small_desk(show: Show, grab: Grab) -> None:
    pair = Pair()
    pair.set_camera(views.CAMERAS[0])
    pane = filled(PlaybackPane(pair, pair, RecordedBand("playback_desk.replay", "F3")))
    show(pane, 694, 450)
    with_film(pair.live, 101)
    with_film(pair.recorded, 101)
    pair.set_health(views.health(views.CAMERAS[0], StreamState.LIVE, delay_s=0.1))
    grab(pane, "playback-replay")


def test_evidence_that_lies_complete(show: Show, grab: Grab) -> None:
    form = ExportForm()
    span_us = (playback.ago(1250), playback.ago(1050))
    form.start(views.CAMERAS[:4], (views.CAMERAS[0].id, views.CAMERAS[1].id), span_us, "BKS-2026-004188", "/media/usb")
    fingerprint = "3f2a9c41" * 8
    form.set_done(ExportDone("/media/usb/bukti-BKS-2026-004188-20261124T070000Z", fingerprint, 9, 48_200_000, 14.0))
    show(form, 640, 360)
    grab(form, "playback-evidence")
