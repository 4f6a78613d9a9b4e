"""Tiles in every state, as they stand on the desk."""

from support import views
from visual.conftest import Grab, Show

from storage.model.cameras import Camera
from video.events import StreamState, TrafficState
from widgets.tiles.grid import TileGrid
from widgets.tiles.tile import CameraTile


def filled(grid: TileGrid, at: int, one: Camera, *, night: bool = False) -> None:
    grid.assign(at, one)
    grid.set_picture(views.camera_id(one), views.street(*grid.tile(at).picture_size_px(), night=night), views.stamp(5))


def test_every_state_of_a_tile_is_told_by_icon_word_and_colour(show: Show, grab: Grab) -> None:
    grid = TileGrid()
    show(grid, 1246, 706)
    for at, one in enumerate(views.CAMERAS[:8]):
        if at == 6:
            grid.assign(at, one)
        else:
            filled(grid, at, one, night=at == 5)
    cameras = views.CAMERAS
    grid.set_health(views.health(cameras[0], StreamState.LIVE, delay_s=0.12))
    grid.set_analysis(views.analysis(cameras[0], TrafficState.FREE))
    grid.set_health(views.health(cameras[1], StreamState.LIVE, delay_s=0.08))
    grid.set_analysis(views.analysis(cameras[1], TrafficState.STOPPED, standing=True))
    grid.set_health(views.health(cameras[2], StreamState.LIVE, delay_s=0.1))
    grid.set_analysis(views.analysis(cameras[2], TrafficState.DENSE))
    grid.set_health(views.health(cameras[3], StreamState.LATE, delay_s=3.24))
    grid.set_analysis(views.analysis(cameras[3], TrafficState.CONGESTED))
    grid.set_health(views.health(cameras[4], StreamState.QUARANTINED, reason="tiles.unnamed_reason"))
    grid.set_health(views.health(cameras[5], StreamState.FROZEN, age_s=5.4))
    grid.set_health(views.health(cameras[6], StreamState.WAITING))
    grid.set_health(views.health(cameras[7], StreamState.LOST, age_s=134))
    grid.select(0)
    grab(grid, "tiles-states")


def test_sixteen_small_tiles_keep_their_names_and_states(show: Show, grab: Grab) -> None:
    grid = TileGrid()
    grid.set_grid(16)
    show(grid, 960, 546)
    states = list(StreamState)
    roads = (TrafficState.FREE, TrafficState.STOPPED, TrafficState.CONGESTED, TrafficState.DENSE)
    for at in range(14):
        one = views.camera(at, "Perempatan Jl. Ki Hajar Dewantara" if at % 4 == 1 else "")
        filled(grid, at, one)
        state = states[at % len(states)] if at % 2 else StreamState.LIVE
        grid.set_health(views.health(one, state, delay_s=1.3, age_s=4000))
        grid.set_analysis(views.analysis(one, roads[at % 4]))
    grab(grid, "tiles-sixteen")


def test_one_tile_alone_shows_where_a_vehicle_stands(show: Show, grab: Grab) -> None:
    tile = CameraTile()
    show(tile, 960, 600)
    one = views.CAMERAS[2]
    tile.set_camera(one)
    tile.set_picture(views.street(960, 540), views.stamp(1))
    tile.set_health(views.health(one, StreamState.LIVE, delay_s=0.1))
    tile.set_analysis(views.analysis(one, TrafficState.DENSE, standing=True))
    tile.set_selected(True)
    tile.set_note("1280×720 H.264")
    grab(tile, "tile-large")
