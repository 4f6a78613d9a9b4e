"""PostgreSQL keeps the contract of the record's ports, on the shipped version and on Debian's 15."""

from unit.storage.act_contract import ActContract
from unit.storage.city_contract import CityContract
from unit.storage.ticket_contract import TicketContract


class TestPgTickets(TicketContract):
    pass


class TestPgActs(ActContract):
    pass


class TestPgCity(CityContract):
    pass
