"""`main.py wall`: the supervisors' wall on a machine of its own, without a person."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from console.commands.desk import NoDatabase
from console.commands.run_qt import run_loop
from console.entry import read_station, read_wall
from console.settings import Settings
from console.wall_app import WallRoom


def wall(settings: Settings, dsn: str, screen: str, begun: Callable[[WallRoom], None] | None = None) -> int:
    """Show the wall until its window is closed. Raises NoDatabase, NoStation, NoWall; what is away is waited for."""
    dsn = dsn or settings.database
    if not dsn:
        raise NoDatabase
    file = settings.station_file or settings.data_dir / "station.json"
    station, login = read_station(file), read_wall(file)

    def made(qt: QCoreApplication) -> WallRoom:
        return WallRoom(qt, settings, dsn, station, login, screen=screen)

    return run_loop(settings, made, begun)
