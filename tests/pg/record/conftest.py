"""A seeded record on PostgreSQL: one template a server, a copy of it for each module."""

from collections.abc import Iterator

import pytest
from pg.record.doors import PgDoors, Template, template_of
from unit.storage.city import City

from storage.pg.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def template(each_postgres: EmbeddedServer) -> Template:
    """A migrated and seeded database on the shipped PostgreSQL, then on Debian's 15."""
    return template_of(each_postgres)


@pytest.fixture(scope="module")
def doors(template: Template) -> Iterator[PgDoors]:
    """Logins into the module's own copy; closed with it."""
    doors = PgDoors(template)
    yield doors
    doors.close()


@pytest.fixture
def city(doors: PgDoors) -> City:
    return City(doors)
