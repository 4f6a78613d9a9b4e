"""A record that is no demo, of a site of its own: its roles and logins meet nobody else's of the cluster."""

from dataclasses import dataclass, field

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from unit.storage.city import City

from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg.embedded import EmbeddedServer
from storage.pg.engine import admin_engine
from storage.pg.migrate import migrate
from storage.pg.outbox import PgOutbox
from storage.pg.people import create_person, enrol_station
from storage.pg.record import PgRecord, connect_person
from storage.pg.seed import seed_basics
from storage.pg.station import PgStationRecord
from support.cluster import fresh_database

PEOPLE = {"operator1": Role.OPERATOR, "supervisor1": Role.SUPERVISOR, "administrator1": Role.ADMINISTRATOR}


@dataclass
class OwnRecord:
    """Doors for a City; every login is called `<name>_<site>`, its password the same."""

    server: EmbeddedServer
    site: str = field(default_factory=lambda: f"uji{new_id().hex[-8:]}")

    def __post_init__(self) -> None:
        self.admin_dsn = fresh_database(self.server)
        migrate(self.admin_dsn, site=self.site)
        seed_basics(self.admin_dsn)
        engine = admin_engine(self.admin_dsn)
        with engine.begin() as connection:
            for name, role in PEOPLE.items():
                create_person(connection, new_id(), self.login(name), name, role, self.login(name))
            enrol_station(connection, new_id(), self.login("station1"), "Stasiun", self.login("station1"))
        engine.dispose()
        self._open: list[PgRecord] = []

    def login(self, name: str) -> str:
        return f"{name}_{self.site}"

    def dsn(self, admin_dsn: str = "", server: EmbeddedServer | None = None) -> str:
        """How people reach this record, or the one of another database of a server."""
        return (server or self.server).dsn(str(conninfo_to_dict(admin_dsn or self.admin_dsn)["dbname"]))

    def person(self, login: str) -> PgRecord:
        self._open.append(connect_person(self.dsn(), self.login(login), self.login(login)))
        return self._open[-1]

    def city(self) -> City:
        return City(self)

    def station(self, login: str) -> PgStationRecord:
        raise LookupError(login)

    def notifier(self) -> PgOutbox:
        raise LookupError("notifier")

    def let_pass(self, seconds: float) -> None:
        raise LookupError(seconds)

    def admin(self) -> psycopg.Connection:
        return psycopg.connect(self.admin_dsn, autocommit=True)

    def beside(self, server: EmbeddedServer | None = None) -> str:
        """A superuser's DSN of a database that is not there yet."""
        return make_conninfo((server or self.server).admin_dsn(), dbname=f"baru_{new_id().hex[-10:]}")

    def leave(self) -> None:
        """Everybody signs out."""
        while self._open:
            self._open.pop().close()
