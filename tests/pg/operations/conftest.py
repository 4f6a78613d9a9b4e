"""A record with something of most kinds in it, on the shipped PostgreSQL and on Debian's 15."""

from collections.abc import Iterator

import pytest
from pg.record.doors import PgDoors, template_of
from unit.storage.callers_contract import a_report
from unit.storage.city import City
from unit.storage.demo_values import JPEG

from storage.model.tickets import Act
from storage.pg.embedded import EmbeddedServer


@pytest.fixture(scope="module")
def doors(each_postgres: EmbeddedServer) -> Iterator[PgDoors]:
    doors = PgDoors(template_of(each_postgres))
    city = City(doors)
    ticket = city.open("dishub", still=JPEG, report=a_report())
    city.act(ticket, Act.ACCEPT, "dishub1", of="dishub")
    city.act(ticket, Act.NOTE, text="Pohon jatuh: \\ 'kutip' \t tab\nbaris Ā")
    city.act(city.open(report=a_report(caller_number="0813")), Act.ACKNOWLEDGE)
    yield doors
    doors.close()


@pytest.fixture
def city(doors: PgDoors) -> City:
    return City(doors)
