"""A site on real parts: a database with the demo's people, four RTSP cameras, and desks that are opened on it."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from console.app import Desk
from console.clock import utc_now
from console.entry import Credentials, DemoPerson, Entry
from console.settings import Settings
from storage.model.cameras import Camera, CameraZone
from storage.model.ids import new_id
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.pg.record import PgRecord, connect_person
from storage.pg.seed import DemoLogins, seed_demo
from storage.service.commands import SignInToShift
from support.cluster import database_of, fresh_database
from support.video_room import make_clip
from video.synthetic.server import RtspServer

USER, PASSWORD = "kamera", "Rahasia/#77@x"
NUMBERS = (101, 102, 103, 104)
JAMMED = 102
# How full the disk of the machine is that tests run on must raise no alarm in them.
ANY_DISK = {"recording_keep_free_gb": 0.0, "recording_keep_free_percent": 0.0}
QUICK = {"reconnect_floor_s": 0.2, "reconnect_cap_s": 1.0, "lease_s": 5.0, **ANY_DISK}


@dataclass
class LiveSite:
    server: EmbeddedServer
    database: str
    rtsp: RtspServer
    clip: Path
    cameras: list[Camera]
    logins: DemoLogins
    stack: ExitStack = field(default_factory=ExitStack)

    def credentials(self, login: str) -> Credentials:
        return Credentials(login, self.logins.people[login])

    def entry(self, login: str | None = "operator1") -> Entry:
        people = tuple(DemoPerson(name, self.credentials(name)) for name in self.logins.people)
        station = Credentials(self.logins.station_login, self.logins.station_password)
        first = self.credentials(login) if login else None
        return Entry(self.server.dsn(self.database), station, demo=True, first=first, people=people)

    def record(self, login: str) -> PgRecord:
        """The record as this person reads it elsewhere; closed with the site."""
        record = connect_person(self.server.dsn(self.database), login, self.logins.people[login])
        self.stack.callback(record.close)
        return record

    def close(self) -> None:
        self.stack.close()
        self.rtsp.close()


def open_site(
    server: EmbeddedServer,
    folder: Path,
    *,
    on_shift: bool = True,
    jam: tuple[Path, tuple[CameraZone, ...]] | None = None,
) -> LiveSite:
    """Seed a fresh database of `server` and serve its cameras; the caller closes it.

    With `jam` (a film and its zones) camera 102 shows that.

    Its operators and supervisor are on the shift that runs, so that no desk asks them.
    """
    clip = make_clip(folder / "main.mp4", (640, 360), seconds=4)
    films = {number: jam[0] if jam and number == JAMMED else clip for number in NUMBERS}
    paths = {f"{number}/{which}": films[number] for number in NUMBERS for which in ("main", "sub")}
    rtsp = RtspServer(paths, username=USER, password=PASSWORD)
    rtsp.start()
    admin = fresh_database(server)
    migrate(admin, demo=True)
    cameras = [
        Camera(
            new_id(),
            number,
            f"Kamera {number}",
            rtsp.url(f"{number}/main"),
            rtsp.url(f"{number}/sub"),
            zones=jam[1] if jam and number == JAMMED else (),
        )
        for number in NUMBERS
    ]
    logins = seed_demo(admin, cameras, (USER, PASSWORD))
    site = LiveSite(server, database_of(admin), rtsp, clip, cameras, logins)
    if on_shift:
        for login in ("operator1", "operator2", "supervisor1"):
            span = Settings().shift_plan.at(utc_now())
            site.record(login).execute(SignInToShift(key=new_id(), span=span))
    return site


class Desks:
    """Opens desks in this process, each with a folder of its own, and closes them in the reverse order."""

    def __init__(self, qapp: QApplication, folder: Path) -> None:
        self._qapp = qapp
        self._folder = folder
        self._stack = ExitStack()

    def open(self, entry: Entry, name: str = "") -> Desk:
        folder = self._folder / name if name else Path(tempfile.mkdtemp(dir=self._folder))
        desk = Desk(self._qapp, Settings(data_dir=folder, cache_dir=folder, **QUICK), entry)
        self._stack.callback(desk.close)
        desk.start()
        return desk

    def close(self) -> None:
        self._stack.close()
