"""The record on PostgreSQL, for a person's login."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.live.listener import FeedListener, FeedState
from storage.model.cameras import Camera, Place
from storage.model.feed import Change
from storage.model.people import Agency, Person
from storage.model.sightings import SightingRow
from storage.model.tickets import Category, Still, Ticket, TicketDetail
from storage.pg import (
    alarm_writes,  # noqa: F401 - registers its commands
    audit_writes,  # noqa: F401
    caller_writes,  # noqa: F401
    clock_writes,  # noqa: F401
    crew_writes,  # noqa: F401
    footage_writes,  # noqa: F401
    identity_writes,  # noqa: F401
    links_writes,  # noqa: F401
    procedure_writes,  # noqa: F401
    queries,
    routing_writes,  # noqa: F401
    search_writes,  # noqa: F401
    shift_writes,  # noqa: F401
)
from storage.pg.alarms import PgAlarms
from storage.pg.audit import PgAudit
from storage.pg.callers import PgCallers
from storage.pg.clocks import PgClocks
from storage.pg.crews import PgCrews
from storage.pg.footage import PgFootage
from storage.pg.identity import PgIdentities
from storage.pg.links import PgLinks
from storage.pg.procedures import PgProcedures
from storage.pg.routing import PgRouting
from storage.pg.search import PgSearch
from storage.pg.shifts import PgShifts
from storage.pg.unit_of_work import UnitOfWork
from storage.pg.wall import PgWall
from storage.pg.write import take_key, write
from storage.service.commands import ActOnAlarm, ActOnTicket, Command, EditTicket
from storage.service.errors import AlreadyTaken, RecordError, Stale
from storage.service.record import Outcome


def connect_person(dsn: str, login: str, password: str) -> "PgRecord":
    """Sign a person in; `dsn` has neither user nor password.

    Raises BadLogin, Unreachable, OtherSchema (nothing is changed then), or Forbidden for a login that is no person.
    """
    work = UnitOfWork(dsn, login, password, application="siaga desk")
    work.open()
    record = PgRecord(work)
    try:
        record.me()
    except RecordError:
        record.close()
        raise
    return record


class PgRecord(
    PgProcedures,
    PgRouting,
    PgCrews,
    PgAlarms,
    PgCallers,
    PgShifts,
    PgWall,
    PgFootage,
    PgAudit,
    PgLinks,
    PgIdentities,
    PgClocks,
    PgSearch,
):
    """`storage.service.record.Record` on PostgreSQL; several threads may call, each gets a connection of the pool."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def me(self) -> Person:
        with self._work.reading() as connection:
            return queries.me(connection)

    def cameras(self) -> tuple[Camera, ...]:
        with self._work.reading() as connection:
            return queries.cameras(connection)

    def agencies(self) -> tuple[Agency, ...]:
        with self._work.reading() as connection:
            return queries.agencies(connection)

    def categories(self) -> tuple[Category, ...]:
        with self._work.reading() as connection:
            return queries.categories(connection)

    def places(self) -> tuple[Place, ...]:
        with self._work.reading() as connection:
            return queries.places(connection)

    def tickets(self, *, open_only: bool = True, limit: int = 500) -> tuple[Ticket, ...]:
        with self._work.reading() as connection:
            return queries.tickets(connection, open_only=open_only, limit=limit)

    def ticket(self, ticket_id: UUID) -> TicketDetail:
        with self._work.reading() as connection:
            return queries.ticket_detail(connection, ticket_id)

    def still(self, still_id: UUID) -> Still:
        with self._work.reading() as connection:
            return queries.still(connection, still_id)

    def sightings(self, *, since: datetime, camera_id: UUID | None = None) -> tuple[SightingRow, ...]:
        with self._work.reading() as connection:
            return queries.sightings(connection, since=since, camera_id=camera_id)

    def feed_position(self) -> int:
        with self._work.reading() as connection:
            return queries.feed_position(connection)

    def changes_since(self, number: int, *, limit: int = 500) -> tuple[Change, ...]:
        with self._work.reading() as connection:
            return queries.changes_since(connection, number, limit=limit)

    def execute(self, command: Command) -> Outcome:
        """Do a command once: its key a second time gives the first outcome again and changes nothing."""
        act = command.act.value if isinstance(command, ActOnTicket | ActOnAlarm) else ""
        stale: Stale
        try:
            with self._work.writing(act=act) as connection:
                return self._write(connection, command)
        except Stale as error:
            stale = error
        if isinstance(command, ActOnTicket | EditTicket):
            stale.current = self.ticket(command.ticket_id)
        raise stale

    def _write(self, connection: sa.Connection, command: Command) -> Outcome:
        if take_key(connection, command):
            write(command, connection)
            # Number the changes now, so that the outcome can name them.
            connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
            return Outcome(queries.changes_of(connection, command.key), self._work.login)
        if not queries.is_my_key(connection, command.key):
            raise AlreadyTaken(field="key")
        return Outcome(queries.changes_of(connection, command.key), self._work.login)

    def follow(
        self, on_changes: Callable[[tuple[Change, ...]], None], on_state: Callable[[FeedState], None], *, after: int
    ) -> FeedListener:
        """A listener under this login, with a connection of its own; the caller starts and closes it."""
        return FeedListener(self._work.connect, self.changes_since, on_changes, on_state, after=after)

    def close(self) -> None:
        self._work.close()
