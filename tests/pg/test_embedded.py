"""The embedded server: its doors, its lifecycle, and what it says when it cannot run."""

import psycopg
from support.cluster import fresh_database

from storage.pg.embedded import EmbeddedServer


def test_x(each_postgres: EmbeddedServer):
    with psycopg.connect(fresh_database(each_postgres)) as c:
        assert c.execute("select 1").fetchone() == (1,)
