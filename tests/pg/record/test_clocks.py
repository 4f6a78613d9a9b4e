"""Clocks on PostgreSQL alone: what an older record tells, several at once, and the seeded promises."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import psycopg
import pytest
from alembic import command
from pg.record.doors import PgDoors
from support.cluster import fresh_database
from unit.storage.city import City
from unit.storage.clocks_contract import late

from storage.model.clock_values import DEFAULT_CLASSES, DEFAULT_TARGETS, ClockClass, ClockTarget, Goal, Unit
from storage.model.ids import new_id
from storage.model.tickets import Act
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.service.commands import SetClockTarget
from storage.service.errors import AlreadyTaken, Stale

OLD_AGENCY = "INSERT INTO siaga.agency (id, code, name) VALUES (%s, 'dishub', 'Dishub')"
OLD_CATEGORY = "INSERT INTO siaga.category VALUES ('congestion', 'Kemacetan', 'Congestion', 2, 'dishub', 1)"
OLD_TICKET = (
    "INSERT INTO siaga.ticket (id, number, title, category, priority, opened_by, created_at)"
    " VALUES (%s, 'BKS-2026-000001', 'Macet', 'congestion', 2, 'operator1', '2026-11-24 01:00Z')"
)
OLD_ASSIGNMENT = (
    "INSERT INTO siaga.assignment (id, ticket_id, agency_id, state, dispatched_at) VALUES (%s, %s, %s, 'done', %s)"
)
OLD_AUDIT = (
    "INSERT INTO siaga.audit (subject, subject_id, act, actor, at, facts)"
    " VALUES ('ticket', %s, %s, 'operator1', %s, %s)"
)
EVENTS = "SELECT act, to_char(at AT TIME ZONE 'UTC', 'HH24:MI'), assignment_id FROM siaga.clock_event ORDER BY number"


@pytest.fixture
def third_revision(cluster: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """A superuser's DSN of a record as the third revision left it."""
    upgrade = command.upgrade

    def to_the_third(config: Any, _revision: str) -> None:
        upgrade(config, "r0003")

    admin_dsn = fresh_database(cluster)
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", to_the_third)
        migrate(admin_dsn, demo=True)
    return admin_dsn


def test_what_an_older_records_audit_tells_becomes_events_of_the_right_assignment(third_revision: str) -> None:
    agency, ticket, first, second = (new_id() for _ in range(4))
    told: tuple[tuple[str, str, str], ...] = (
        ("open", "01:00", "{}"),
        ("acknowledge", "01:01", "{}"),
        ("dispatch", "01:02", '{"agency": "Dishub"}'),
        ("accept", "01:03", '{"agency": "Dishub"}'),
        ("decline", "01:10", '{"agency": "Dishub"}'),
        ("dispatch", "01:20", '{"agency": "Dishub"}'),
        ("complete", "01:40", '{"agency": "Dishub"}'),
        ("edit", "01:41", "{}"),
        ("resolve", "01:50", "{}"),
    )
    with psycopg.connect(third_revision) as admin:
        admin.execute("SET session_replication_role = replica")  # nobody of the record writes here
        admin.execute(OLD_AGENCY, (agency,))
        admin.execute(OLD_CATEGORY)
        admin.execute(OLD_TICKET, (ticket,))
        for assignment, at in ((first, "01:02"), (second, "01:20")):
            admin.execute(OLD_ASSIGNMENT, (assignment, ticket, agency, f"2026-11-24 {at}Z"))
        for act, at, facts in told:
            admin.execute(OLD_AUDIT, (ticket, act, f"2026-11-24 {at}Z", facts))
    migrate(third_revision)
    with psycopg.connect(third_revision) as admin:
        events = admin.execute(EVENTS).fetchall()
    of: dict[str, UUID | None] = dict.fromkeys(("01:02", "01:03", "01:10"), first) | dict.fromkeys(
        ("01:20", "01:40"), second
    )
    assert events == [(act, at, of.get(at)) for act, at, _ in told if act != "edit"]


def test_the_record_begins_with_the_models_promises(third_revision: str) -> None:
    migrate(third_revision)
    with psycopg.connect(third_revision) as admin:
        targets = admin.execute("SELECT clock_class, goal, unit, amount FROM siaga.clock_target").fetchall()
        classes = admin.execute("SELECT category, clock_class FROM siaga.clock_category").fetchall()
    assert sorted(targets) == sorted(tuple(target) for target in DEFAULT_TARGETS)
    assert dict(classes) == DEFAULT_CLASSES


def test_of_several_who_replace_one_promise_exactly_one_does(doors: PgDoors) -> None:
    city = City(doors)
    rules = city.operator.clock_rules()
    goal = (ClockClass.INFORMATION, Goal.REPLY)
    (stands,) = (t for t in rules.targets.targets if (t.clock_class, t.goal) == goal)

    keepers = {login: doors.person(login) for login in ("supervisor1", "administrator1")}

    def replacing(login: str) -> bool:
        target = ClockTarget(new_id(), *goal, Unit.WORKING_DAYS, 7)
        try:
            keepers[login].execute(SetClockTarget(key=new_id(), target=target, seen=stands.id))
        except (Stale, AlreadyTaken):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(replacing, ["supervisor1", "administrator1"] * 4))
    assert done.count(True) == 1


def test_of_several_stations_that_raise_at_once_one_alarm_stands(doors: PgDoors) -> None:
    city = City(doors)
    tickets = [city.open(category="fire") for _ in range(4)]

    stations = {login: doors.station(login) for login in ("station1", "station2")}

    def raising(login: str) -> tuple[UUID, ...]:
        return stations[login].raise_clock_alarms(tuple(late(city, ticket) for ticket in tickets))

    with ThreadPoolExecutor(4) as pool:
        raised = list(pool.map(raising, ["station1", "station2"] * 3))
    listed = [one.about_ticket for one in city.operator.alarms() if one.about_ticket in tickets]
    assert sorted(listed) == sorted(tickets)
    assert sum(map(len, raised)) == len(tickets)


def test_who_ends_a_ticket_and_who_raises_its_alarm_take_turns(doors: PgDoors) -> None:
    city, station = City(doors), doors.station("station1")
    for _ in range(5):
        ticket = city.open(category="fire")
        new = late(city, ticket)
        with ThreadPoolExecutor(2) as pool:
            ending = pool.submit(city.act, ticket, Act.REJECT, text="Bukan")
            station.raise_clock_alarms((new,))
            ending.result()
        active = [one for one in station.open_alarms() if one.about_ticket == ticket and one.active]
        assert active == []
