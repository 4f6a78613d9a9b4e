"""`main.py desk`: the operator's desk on a shared database."""

from console.commands.run_qt import run_desk
from console.entry import Entry, read_station
from console.settings import Settings
from resources.errors import SiagaError


class NoDatabase(SiagaError):
    """Neither the command line nor the settings name a database."""

    word = "console.command.no_dsn"


def desk(settings: Settings, dsn: str) -> int:
    """Open the desk. Raises NoDatabase, NoStation."""
    dsn = dsn or settings.database
    if not dsn:
        raise NoDatabase
    station = read_station(settings.station_file or settings.data_dir / "station.json")
    return run_desk(settings, Entry(dsn=dsn, station=station))
