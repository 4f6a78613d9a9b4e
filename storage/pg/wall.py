"""The wall's part of a person's record on PostgreSQL."""

from datetime import datetime

from storage.model.wall import WallFigures, WallPush
from storage.pg import shift_facts, shift_queries
from storage.pg.unit_of_work import UnitOfWork


class PgWall:
    """`storage.service.record.Wall`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def wall_push(self) -> WallPush | None:
        with self._work.reading() as connection:
            return shift_queries.wall_push(connection)

    def wall_figures(self, *, since: datetime) -> WallFigures:
        with self._work.reading() as connection:
            return shift_facts.wall_figures(connection, since)
