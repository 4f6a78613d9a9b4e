"""One login's work on the database: a read is one snapshot, a write is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from storage.pg.engine import host_of, login_connect, login_engine
from storage.pg.errors import translated
from storage.pg.schema import check_schema
from storage.security.guarded import assert_guarded


class UnitOfWork:
    """Transactions under one login. `open()` proves login, schema and guards; all raise RecordError subclasses."""

    def __init__(self, dsn: str, login: str, password: str, *, application: str) -> None:
        self.host = host_of(dsn)
        self.login = login
        self.connect = login_connect(dsn, login, password, application=application)
        self._engine = login_engine(self.connect)

    def open(self) -> None:
        """Connect once, so that a wrong password or another schema is known now; closes itself when that fails."""
        try:
            with self.reading() as connection:
                check_schema(connection)
                assert_guarded(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Several queries of one moment."""
        with translated(self.host), self._engine.connect() as connection:
            yield connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def writing(self, *, act: str = "") -> Iterator[sa.Connection]:
        """All or nothing; committed when the block ends without an error."""
        with translated(self.host, act=act), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()
