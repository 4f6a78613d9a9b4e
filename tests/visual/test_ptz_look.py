"""A zoomed tile, tiles whose cameras can be moved, and one in hand."""

from dataclasses import replace

from PySide6.QtCore import QPointF
from support import views
from visual.conftest import Grab, Show

from resources.words import say
from video.events import StreamState, TrafficState
from widgets.tiles.grid import TileGrid
from widgets.tiles.ptz import PtzControls
from widgets.tiles.ptz_forms import PresetForm, TakeOverForm
from widgets.tiles.ptz_mark import mark_ended, mark_of


def test_what_is_zoomed_who_moves_what_and_what_is_in_hand_are_told_by_icon_and_word(show: Show, grab: Grab) -> None:
    grid = TileGrid()
    grid.set_grid(4)
    show(grid, 1246, 706)
    for at, one in enumerate(views.CAMERAS[:4]):
        own = replace(one, ptz=at > 0)
        grid.assign(at, own)
        grid.set_picture(views.camera_id(own), views.street(*grid.tile(at).picture_size_px()), views.stamp(5))
        grid.set_health(views.health(own, StreamState.LIVE, delay_s=0.1))
        grid.set_analysis(views.analysis(own, TrafficState.DENSE, standing=True))
    zoomed = grid.tile(0)
    grid.grab()
    zoomed._zooming.wheel(480, QPointF(250, 240), zoomed._target)
    zoomed._zoomed()
    grid.tile(1).set_marks((mark_of("", None, mine=False),))
    grid.tile(2).set_marks((mark_of("Rina", views.ago(110), mine=False),))
    grid.tile(3).set_marks((mark_of("Operator 1", views.ago(20), mine=True),))
    grid.select(3)
    controls = PtzControls(grid.tile(3))
    controls.set_may_save(True)
    controls.set_spots(("Lampu merah timur", "Pasar", "Jembatan penyeberangan orang utara"))
    grab(grid, "tiles-ptz")


def test_whoever_takes_a_camera_over_is_asked_why(show: Show, grab: Grab) -> None:
    form = TakeOverForm()
    form.start(104, "Fly Over Tegal Gede", "Rina")
    grab(show(form, 560, 260), "ptz-take-over")


def test_what_a_preset_would_lose_is_said_before_it_is_lost(show: Show, grab: Grab) -> None:
    form = PresetForm()
    form.start(104, "Fly Over Tegal Gede", (("1", "Lampu merah timur"), ("2", "Pasar")))
    form._which.setCurrentIndex(1)
    form.remove.click()
    grab(show(form, 560, 310), "ptz-preset")


def test_a_camera_that_was_let_go_says_so_on_its_tile(show: Show, grab: Grab) -> None:
    grid = TileGrid()
    grid.set_grid(1)
    show(grid, 414, 233)
    one = replace(views.CAMERAS[3], ptz=True)
    grid.assign(0, one)
    grid.set_picture(views.camera_id(one), views.street(*grid.tile(0).picture_size_px()), views.stamp(5))
    grid.set_health(views.health(one, StreamState.LIVE, delay_s=0.1))
    grid.tile(0).set_marks((mark_ended(say("ptz.ended.unused")),))
    grab(grid, "tile-ptz-ended")
