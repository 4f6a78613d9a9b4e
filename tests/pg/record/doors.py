"""Real logins to a real record, for the contract tests and whatever else needs a seeded database."""

import time
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.conninfo import conninfo_to_dict
from support.cluster import database_of, fresh_database
from unit.storage.demo_values import SECOND_STATION, SECRET, demo_camera

from storage.model.ids import new_id
from storage.model.people import Machine
from storage.pg.embedded import EmbeddedServer
from storage.pg.engine import admin_engine
from storage.pg.migrate import migrate
from storage.pg.outbox import PgOutbox, connect_notifier
from storage.pg.people import enrol_station
from storage.pg.record import PgRecord, connect_person
from storage.pg.seed import DemoLogins, seed_demo
from storage.pg.station import PgStationRecord, connect_station
from storage.security.roles import make_machine


@dataclass(frozen=True)
class Template:
    """A seeded database that is copied, never connected to; its logins hold in every copy."""

    server: EmbeddedServer
    database: str
    passwords: dict[str, str]


MACHINES = {Machine.NOTIFIER: "notifier1", Machine.BACKUP: "backup1"}

_templates: dict[int, Template] = {}


def template_of(server: EmbeddedServer) -> Template:
    """The server's seeded template, made at the first asking."""
    if id(server) not in _templates:
        admin_dsn = fresh_database(server)
        migrate(admin_dsn, demo=True)
        logins = seed_demo(admin_dsn, [demo_camera(n) for n in (101, 102, 103)], SECRET)
        passwords = {**logins.people, **_stations(admin_dsn, logins), **_machines(admin_dsn)}
        _templates[id(server)] = Template(server, database_of(admin_dsn), passwords)
    return _templates[id(server)]


def _stations(admin_dsn: str, logins: DemoLogins) -> dict[str, str]:
    engine = admin_engine(admin_dsn)
    with engine.begin() as connection:
        enrol_station(connection, new_id(), *SECOND_STATION, logins.station_password)
    engine.dispose()
    return {logins.station_login: logins.station_password, SECOND_STATION[0]: logins.station_password}


def _machines(admin_dsn: str) -> dict[str, str]:
    for machine, login in MACHINES.items():
        make_machine(admin_dsn, machine, login, login)
    return {login: login for login in MACHINES.values()}


class PgDoors:
    """Logins into a copy of the template, each connected once and kept until `close()`."""

    def __init__(self, template: Template) -> None:
        self.admin_dsn = fresh_database(template.server, template.database)
        self.passwords = template.passwords
        migrate(self.admin_dsn)  # a copy begins without the template's rights on the database itself
        parts = conninfo_to_dict(self.admin_dsn)
        self.database = str(parts["dbname"])
        self.dsn = f"host=127.0.0.1 port={template.server.port} dbname={self.database}"
        self._people: dict[str, PgRecord] = {}
        self._stations: dict[str, PgStationRecord] = {}
        self._notifier: PgOutbox | None = None
        self._raw: list[psycopg.Connection] = []

    def person(self, login: str) -> PgRecord:
        if login not in self._people:
            self._people[login] = connect_person(self.dsn, login, self.passwords[login])
        return self._people[login]

    def station(self, login: str) -> PgStationRecord:
        if login not in self._stations:
            self._stations[login] = connect_station(self.dsn, login, self.passwords[login])
        return self._stations[login]

    def notifier(self) -> PgOutbox:
        if self._notifier is None:
            login = MACHINES[Machine.NOTIFIER]
            self._notifier = connect_notifier(self.dsn, login, self.passwords[login])
        return self._notifier

    def let_pass(self, seconds: float) -> None:
        """The server's clock decides, so it has to go on."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(0.01)

    def raw(self, login: str) -> psycopg.Connection:
        """A plain driver connection of this login, without anything of ours between; closed with the doors."""
        connection = psycopg.connect(self.dsn, user=login, password=self.passwords[login], autocommit=True)
        self._raw.append(connection)
        return connection

    def admin(self) -> psycopg.Connection:
        """The superuser's connection; closed with the doors."""
        connection = psycopg.connect(self.admin_dsn, autocommit=True)
        self._raw.append(connection)
        return connection

    def close(self) -> None:
        for door in (*self._people.values(), *self._stations.values(), *self._raw):
            door.close()
        if self._notifier is not None:
            self._notifier.close()


def id_of(connection: psycopg.Connection, query: str, *values: object) -> UUID:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return row[0]
