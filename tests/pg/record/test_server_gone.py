"""The database killed under the desk and back: what was confirmed is there, once, and a command sent again is one."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from support.cluster import kill_server, wait_until
from unit.storage.demo_values import SECRET

from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.tickets import Priority
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.pg.record import PgRecord, connect_person
from storage.pg.seed import seed_demo
from storage.pg.seed_values import DemoPerson
from storage.service.commands import OpenTicket
from storage.service.errors import Unreachable
from storage.service.record import Outcome

PEOPLE = (DemoPerson("operator1", "Operator 1", Role.OPERATOR),)


class Desk:
    """Opens tickets without end; a command that was not confirmed is sent again until it is."""

    def __init__(self, record: PgRecord) -> None:
        self._record = record
        self._stop = Event()
        self.confirmed: dict[OpenTicket, Outcome] = {}
        self.refused = 0

    def run(self) -> None:
        agency = self._record.agencies()[0].id
        while not self._stop.is_set():
            command = OpenTicket(
                key=new_id(),
                ticket_id=new_id(),
                title="Macet",
                category="congestion",
                priority=Priority.HIGH,
                place="",
                agency_ids=(agency,),
            )
            self.confirmed[command] = self._sent(command)

    def _sent(self, command: OpenTicket) -> Outcome:
        deadline = time.monotonic() + 60
        while True:
            try:
                return self._record.execute(command)
            except Unreachable:
                self.refused += 1
                assert time.monotonic() < deadline, "the database did not come back"
                self._stop.wait(0.02)

    def stop(self) -> None:
        self._stop.set()


def test_nothing_confirmed_is_lost_and_nothing_is_done_twice_when_the_database_is_killed(server_home: Path) -> None:
    with EmbeddedServer(server_home) as server, ThreadPoolExecutor(1) as pool:
        migrate(server.admin_dsn(), demo=True)
        passwords = seed_demo(server.admin_dsn(), [], SECRET, PEOPLE).people
        record = connect_person(server.dsn("postgres"), "operator1", passwords["operator1"])
        desk = Desk(record)
        running = pool.submit(desk.run)

        def went_on(since: int) -> bool:
            if running.done():
                running.result()
            return len(desk.confirmed) > since + 20

        try:
            for _ in range(2):
                before, refused = len(desk.confirmed), desk.refused
                wait_until(lambda before=before: went_on(before), "tickets were confirmed")
                kill_server(server.data)
                wait_until(lambda refused=refused: desk.refused > refused, "the desk noticed")
                with pytest.raises(Unreachable):
                    record.tickets()
                server.start()
            before = len(desk.confirmed)
            wait_until(lambda: went_on(before), "tickets are confirmed again")
        finally:
            desk.stop()
        running.result(60)
        kept = record.tickets(open_only=False, limit=100_000)
        assert sorted(ticket.id for ticket in kept) == sorted(command.ticket_id for command in desk.confirmed)
        assert all(len(ticket.assignments) == 1 for ticket in kept)
        assert len({ticket.number for ticket in kept}) == len(kept)
        heard = [change for change in record.changes_since(0, limit=100_000) if change.id == kept[0].id]
        assert tuple(heard) == next(o for c, o in desk.confirmed.items() if c.ticket_id == kept[0].id).changes
        for command, outcome in list(desk.confirmed.items())[-3:]:
            assert record.execute(command) == outcome
        record.close()
