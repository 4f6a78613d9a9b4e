"""Engines: a small pool for one login, with the timeouts that keep a dead network from holding the desk."""

from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from storage.pg.errors import connect_problem
from storage.pg.tls import secured
from storage.service.errors import RecordError, Unreachable

_OPTIONS = (
    "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s -c timezone=UTC"
    " -c search_path=siaga"
)
ANSWER_S = 35.0
"""A server that lives ends each statement within 30 s; one that says nothing for longer hangs."""

R = TypeVar("R")
Connect = Callable[[], psycopg.Connection[Any]]


class AnsweredConnection(psycopg.Connection[Any]):
    """Ends when the server does not answer in `ANSWER_S`: libpq alone would wait for as long as the socket is open."""

    longer_s: float | None = None  # while something is asked that takes long

    def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = None) -> R:
        patience_s = self.longer_s or ANSWER_S
        try:
            return super().wait(gen, interval, patience_s if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if error.sqlstate is not None or self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
        self.pgconn.finish()  # what was asked may still be done: this connection is of no use any more
        raise psycopg.OperationalError(f"no answer within {patience_s:g} s")


def login_connect(dsn: str, login: str, password: str, *, application: str) -> Connect:
    """How one login connects, as often as it is called.

    `dsn` is any libpq address without user and password; several hosts and `target_session_attrs` pass through.
    Connecting raises BadLogin, Unreachable, or why TLS or SCRAM failed (storage/pg/tls.py); a `dsn` that libpq cannot
    read raises Unreachable at once, one that would lead over a network in plain text PlainAddress.
    """
    host = host_of(dsn)
    conninfo = make_conninfo(
        secured(dsn),
        user=login,
        application_name=application,
        connect_timeout=5,
        keepalives_idle=10,
        keepalives_interval=3,
        keepalives_count=3,
        tcp_user_timeout=15000,
        options=_OPTIONS,
    )

    def connect() -> psycopg.Connection[Any]:
        problem: RecordError
        try:
            return AnsweredConnection.connect(conninfo, password=password)
        except psycopg.OperationalError as error:
            problem = connect_problem(error, login, host)
        raise problem  # outside the handler: the driver's error holds the password

    return connect


def login_engine(connect: Connect) -> sa.Engine:
    """An engine for one login with at most four connections, none of them opened yet."""
    return _engine(connect, pool_size=1, max_overflow=3)


def host_of(dsn: str) -> str:
    """The host in a libpq address, to be shown to a person; raises Unreachable where libpq cannot read it."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        pass
    else:
        return str(parts.get("host") or parts.get("hostaddr") or "localhost")
    raise Unreachable(host="?")


def admin_engine(admin_dsn: str) -> sa.Engine:
    """An engine for the superuser's maintenance: migrations and seeds."""
    conninfo = make_conninfo(admin_dsn, application_name="siaga db", connect_timeout=5)
    return _engine(lambda: psycopg.connect(conninfo), pool_size=1, max_overflow=0)


def _engine(creator: Connect, **pool: int) -> sa.Engine:
    return sa.create_engine(
        "postgresql+psycopg://", creator=creator, pool_pre_ping=True, pool_timeout=10, hide_parameters=True, **pool
    )
