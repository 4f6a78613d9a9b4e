"""The demo city as a running thing: its database, its cameras' films and the server that plays them."""

import logging
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from uuid import UUID, uuid5

from console.clock import utc_now
from console.entry import Credentials, DemoPerson, Entry
from console.nodes import demo_dome
from console.nodes.demo_dome import DemoDome
from console.nodes.demo_people import DemoSecrets, keep_secrets, read_secrets
from console.nodes.demo_video import Films, Projector
from console.settings import Settings
from resources.words import say
from storage.model.cameras import Camera, CameraZone
from storage.model.people import Role
from storage.pg.embedded import EmbeddedServer
from storage.pg.founding import create_database
from storage.pg.migrate import migrate
from storage.pg.record import connect_person
from storage.pg.seed import demo_is_seeded, seed_demo
from storage.pg.seed_history import seed_history
from storage.pg.seed_values import DEMO_PEOPLE
from storage.pg.station import connect_station
from storage.service.errors import BadLogin, Forbidden
from storage.service.record import Record
from video.events import StreamState
from video.onvif.values import Login
from video.synthetic.city import SyntheticCamera, demo_camera, demo_city

log = logging.getLogger(__name__)
DATABASE = "siaga_demo"
FIRST_PERSON = "operator1"
NOT_AT_A_DESK = frozenset({"wall1", "intake1"})
AGENCY_LOGINS = tuple(person.login for person in DEMO_PEOPLE if person.role is Role.AGENCY)
_CITY = UUID("5c1c0c5e-51a6-4a00-9a00-000000000000")
"""The namespace of the demo's ids, so that a camera is the same one at each start."""
EDGE_S = 14.0
"""How long after an outage's edge either state is right: 10 s until a stream counts as lost or is dialled again."""


def camera_id(number: int) -> UUID:
    return uuid5(_CITY, str(number))


class DemoCity:
    """`start()` gives the way in, `render()` makes the films, `tick()` serves them, `close()` ends what it began."""

    def __init__(self, settings: Settings, told: Callable[[str], None]) -> None:
        self._secrets_file = settings.data_dir / "demo" / "secrets.json"
        self._server = EmbeddedServer(
            settings.embedded_dir,
            name="demo",
            binaries=settings.postgres_binaries,
            progress=lambda step: told(say(step.value)),
        )
        self._films = Films(settings.cache_dir / "demo", settings.demo_width, settings.demo_film_s)
        self._projector, self._dome = Projector(), DemoDome()
        self._serving: dict[int, float] = {}
        self._passwords: dict[str, str] = {}
        self.version = ""

    def start(self) -> Entry:
        """The database with its people, and the server with the films that are ready. Raises SiagaError."""
        self._server.start()
        self.version = self._server.version
        create_database(self._server.admin_dsn(), DATABASE)
        admin = self._server.admin_dsn(DATABASE)
        migrate(admin, demo=True)
        kept = read_secrets(self._secrets_file)
        port = self._projector.start(kept.port, kept.camera_user, kept.camera_password)
        dome_port = self._start_dome(kept, port)
        as_kept = port == kept.port and dome_port == kept.dome_port
        if not as_kept or not demo_is_seeded(admin) or not self._opens(kept):
            kept = self._seed(admin, replace(kept, port=port, dome_port=dome_port))
        self.tick()
        self._passwords = {login: password for login, _, password in kept.people}
        people = tuple(
            DemoPerson(name, Credentials(login, password))
            for login, name, password in kept.people
            if login not in NOT_AT_A_DESK
        )
        first = next(person.credentials for person in people if person.credentials.login == FIRST_PERSON)
        station = Credentials(kept.station_login, kept.station_password)
        return Entry(self._server.dsn(DATABASE), station, demo=True, first=first, people=people)

    def tick(self) -> None:
        """Serve what is ready, and raise again what fell: the camera server, the database."""
        if self._server.pid is None:
            log.warning("the demo's database was gone and is started again")
            self._server.start()
        if self._projector.revive():
            self._serving.clear()
        self._dome.revive()
        for camera in demo_city():
            film = self._films.ready(camera)
            if film is not None and camera.number not in self._serving:
                self._projector.play(film)
                self._serving[camera.number] = monotonic()

    def render(self) -> None:
        """Render the films that are missing; blocks until they are there or the city closes."""
        self._films.render()

    def stop_rendering(self) -> None:
        self._films.close()

    def connect(self, login: str) -> Record:
        """The record as one of the demo's people reads it. Raises KeyError for a login that is none of theirs."""
        return connect_person(self._server.dsn(DATABASE), login, self._passwords[login])

    def progress(self) -> tuple[int, int]:
        """How many cameras are served, and how many there are."""
        return len(self._serving), len(demo_city())

    def close(self) -> None:
        self._dome.close()
        self._projector.close()
        self._server.close()

    def expected(self, camera: SyntheticCamera) -> frozenset[StreamState]:
        """The states in which this camera may be now, by the demo's own schedule."""
        begun = self._serving.get(camera.number)
        if begun is None:
            return frozenset({StreamState.WAITING})
        age_s = monotonic() - begun
        states = set()
        for edge_s in (age_s - EDGE_S, age_s):
            down = any(outage.covers(max(edge_s, 0.0)) for outage in camera.outages)
            states.update({StreamState.LOST, StreamState.FROZEN} if down else {StreamState.LIVE})
        return frozenset(states)

    def _start_dome(self, kept: DemoSecrets, port: int) -> int:
        """Its port; 0 and a word in the log where it cannot listen: everything else of the demo goes on."""
        own = demo_camera(demo_dome.NUMBER)
        streams = (rtsp_at(port, own.main_path), rtsp_at(port, own.sub_path))
        try:
            return self._dome.start(kept.dome_port, Login(kept.camera_user, kept.camera_password), streams)
        except OSError as error:
            log.warning("the demo's dome could not be started: %s", error)
            return 0

    def _opens(self, kept: DemoSecrets) -> bool:
        """Whether the kept passwords are those of the database: either may have been removed or made anew."""
        if not kept.people:
            return False
        try:
            connect_station(self._server.dsn(DATABASE), kept.station_login, kept.station_password).close()
        except (BadLogin, Forbidden):
            return False
        return True

    def _seed(self, admin: str, kept: DemoSecrets) -> DemoSecrets:
        cameras = [record_of(camera, kept.port, self._dome.address) for camera in demo_city()]
        logins = seed_demo(admin, cameras, (kept.camera_user, kept.camera_password))
        seed_history(admin, cameras, logins.station_login, utc_now())
        names = {person.login: person.name for person in DEMO_PEOPLE}
        kept = replace(
            kept,
            station_login=logins.station_login,
            station_password=logins.station_password,
            people=tuple((login, names[login], password) for login, password in logins.people.items()),
        )
        keep_secrets(self._secrets_file, kept)
        return kept


def rtsp_at(port: int, path: str) -> str:
    return f"rtsp://127.0.0.1:{port}/{path}"


def record_of(camera: SyntheticCamera, port: int, dome: str) -> Camera:
    """The demo camera as the record keeps it; `dome` is the address of the one that can be moved."""
    own_id, moves = camera_id(camera.number), camera.number == demo_dome.NUMBER
    return Camera(
        id=own_id,
        number=camera.number,
        name=camera.name,
        main_url=rtsp_at(port, camera.main_path),
        sub_url=rtsp_at(port, camera.sub_path),
        place=camera.place,
        latitude=camera.latitude,
        longitude=camera.longitude,
        heading=camera.heading,
        group=camera.group,
        onvif_url=dome if moves else "",
        ptz=moves,
        zones=tuple(CameraZone(uuid5(own_id, zone.id), zone.name, zone.polygon) for zone in camera.zones),
    )
