"""Alarms while several desks and stations write, and what a client without our manners is refused."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from pg.record.doors import PgDoors
from pg.record.test_at_once import LOGINS, together
from support.cluster import wait_until
from unit.storage.alarms_contract import acting, carried_on, led_to, new_alarm, raised, watched
from unit.storage.city import City
from unit.storage.city_contract import added

from storage.model.alarms import Alarm, AlarmAct, AlarmKind, AlarmState
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.service.errors import NotFound, Stale, Unreachable

ACTS = (AlarmAct.ACKNOWLEDGE, AlarmAct.SHELVE, AlarmAct.FALSE_ALARM, AlarmAct.ACKNOWLEDGE)
NEXT = {AlarmState.ACKNOWLEDGED: AlarmAct.SHELVE, AlarmState.SHELVED: AlarmAct.UNSHELVE}
STATIONS = ("station1", "station2")


def of_camera(city: City, camera_id: UUID) -> list[Alarm]:
    return [alarm for alarm in city.operator.alarms() if alarm.camera_id == camera_id]


def kill(doors: PgDoors, login: str) -> None:
    """End the login's sessions and wait until they are gone."""
    query = "SELECT 1 FROM pg_stat_activity WHERE usename = %s AND datname = %s"
    ended = query.replace("SELECT 1", "SELECT pg_terminate_backend(pid)")
    assert doors.admin().execute(ended, (login, doors.database)).rowcount >= 1
    wait_until(lambda: not doors.admin().execute(query, (login, doors.database)).fetchone(), "the session is gone")


def test_of_several_who_act_on_an_alarm_at_once_one_does_and_the_others_are_told(city: City, doors: PgDoors) -> None:
    for login in LOGINS:
        doors.person(login)
    for _ in range(5):
        alarm = raised(city)
        commands = [acting(alarm, act) for act in ACTS]
        results = together([lambda n=n, c=c: doors.person(n).execute(c) for n, c in zip(LOGINS, commands, strict=True)])
        assert sum(isinstance(result, Stale) for result in results) == len(LOGINS) - 1
        after = city.operator.alarm(alarm.id)
        assert after.version == alarm.version + 1
        assert after.state is not AlarmState.UNACKNOWLEDGED


def test_a_ticket_made_of_one_alarm_by_several_desks_at_once_is_one_ticket(city: City, doors: PgDoors) -> None:
    desks = [doors.person(login) for login in LOGINS]
    for _ in range(5):
        alarm = raised(city)
        commands = [city.opening("dishub", alarm_id=alarm.id) for _ in desks]
        results = together([lambda d=d, c=c: d.execute(c) for d, c in zip(desks, commands, strict=True)])
        assert sum(isinstance(result, Stale) for result in results) == len(desks) - 1
        won = next(c for c, result in zip(commands, results, strict=True) if not isinstance(result, Stale))
        assert city.operator.alarm(alarm.id).ticket_id == won.ticket_id
        for lost in [command for command in commands if command is not won]:
            with pytest.raises(NotFound):
                city.operator.ticket(lost.ticket_id)


def test_what_two_stations_raise_at_once_is_one_alarm(city: City, doors: PgDoors) -> None:
    stations = [doors.station(login) for login in STATIONS]
    for _ in range(5):
        cameras = [added(city).id for _ in range(3)]
        lost = [
            tuple(new_alarm(c, kind=AlarmKind.CAMERA_LOST, zone_id=None) for c in order)
            for order in (cameras, cameras[::-1])
        ]
        answers = together([lambda s=s, n=n: s.raise_alarms(n) for s, n in zip(stations, lost, strict=True)])
        assert sum(len(answer) for answer in answers) == len(cameras)  # type: ignore[arg-type]
        for camera_id in cameras:
            (alarm,) = of_camera(city, camera_id)
            assert alarm.version == 1


def test_stations_and_desks_that_write_the_same_alarms_do_not_stop_each_other(city: City, doors: PgDoors) -> None:
    cameras = [added(city).id for _ in range(4)]
    desk = doors.person("operator2")

    def raise_and_return(login: str, order: list[UUID]) -> None:
        station = doors.station(login)
        for _ in range(15):
            station.raise_alarms(tuple(new_alarm(c, kind=AlarmKind.CAMERA_LOST, zone_id=None) for c in order))
            station.return_alarms(tuple(a.id for a in station.open_alarms() if a.camera_id in order)[::-1])
            station.end_shelving()

    def answer() -> int:
        refused = 0
        for _ in range(30):
            for alarm in [a for a in desk.alarms() if a.camera_id in cameras]:
                act = NEXT.get(alarm.state, AlarmAct.ACKNOWLEDGE)
                try:
                    desk.execute(acting(alarm, act))
                except Stale:
                    refused += 1
        return refused

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(raise_and_return, n, o) for n, o in zip(STATIONS, (cameras, cameras[::-1]), strict=True)]
        running.append(pool.submit(answer))
        for future in running:
            future.result(60)
    assert all(len(of_camera(city, camera_id)) <= 1 for camera_id in cameras)
    query = """SELECT count(*) FROM siaga.alarm WHERE closed_at IS NULL AND camera_id = ANY (%s)
        GROUP BY camera_id, zone_id, family HAVING count(*) > 1"""
    assert doors.admin().execute(query, (cameras,)).fetchall() == []


def test_a_raise_that_was_sent_again_after_its_connection_was_killed_is_one_alarm(city: City, doors: PgDoors) -> None:
    new = new_alarm(watched(city))
    station = doors.station("station1")
    assert station.raise_alarms((new,)) == (new.id,)
    kill(doors, "station1")
    assert station.raise_alarms((new,)) == (new.id,)
    assert len(of_camera(city, new.camera_id)) == 1


def test_a_raise_whose_connection_is_killed_before_its_commit_leaves_nothing(city: City, doors: PgDoors) -> None:
    new = new_alarm(watched(city), priority=Priority.LOW)
    before = city.operator.feed_position()
    holder, station = doors.admin(), doors.station("station1")
    with ThreadPoolExecutor(1) as pool, holder.transaction():
        holder.execute("SELECT 1 FROM siaga.camera WHERE id = %s FOR UPDATE", (new.camera_id,))
        raising = pool.submit(station.raise_alarms, (new,))
        waits = (
            "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND usename = 'station1' AND wait_event_type = 'Lock'"
        )
        wait_until(lambda: doors.admin().execute(waits, (doors.database,)).fetchone(), "the station waits")
        kill(doors, "station1")
        with pytest.raises(Unreachable):
            raising.result(20)
    assert of_camera(city, new.camera_id) == []
    assert city.operator.feed_position() == before
    assert station.raise_alarms((new,)) == (new.id,)


def test_a_ticket_that_was_there_before_does_not_carry_an_alarm_on(city: City, doors: PgDoors) -> None:
    alarm, ticket = raised(city), city.open()
    raw = doors.raw("operator1")
    with pytest.raises(psycopg.Error) as refused:
        raw.execute("UPDATE siaga.alarm SET act = 'ticket', ticket_id = %s WHERE id = %s", (ticket, alarm.id))
    assert refused.value.sqlstate == "SG002"
    assert city.operator.alarm(alarm.id) == alarm


def test_an_act_takes_nothing_but_its_own_arguments(city: City, doors: PgDoors) -> None:
    """Ticket, reason and time that an act has no use for are not kept."""
    alarm, ticket = raised(city), city.open()
    doors.raw("operator1").execute(
        "UPDATE siaga.alarm SET act = 'acknowledge', reason = 'x', shelved_until = now(), ticket_id = %s WHERE id = %s",
        (ticket, alarm.id),
    )
    after = city.operator.alarm(alarm.id)
    assert (after.state, after.reason, after.shelved_until, after.ticket_id) == (
        AlarmState.ACKNOWLEDGED,
        "",
        None,
        None,
    )


def test_who_did_what_with_an_alarm_is_in_the_audit(city: City, doors: PgDoors) -> None:
    alarm = led_to(city, AlarmState.SHELVED)
    carried_on(city, alarm, "operator2")
    query = "SELECT act, actor, said FROM siaga.audit WHERE subject = 'alarm' AND subject_id = %s ORDER BY number"
    assert doors.raw("auditor1").execute(query, (alarm.id,)).fetchall() == [
        ("raise", "station1", ""),
        ("shelve", "operator1", "Pasar tumpah"),
        ("ticket", "operator2", ""),
    ]
    assert doors.raw("operator1").execute(query, (alarm.id,)).fetchall() == []


def test_the_load_counts_ten_minutes_of_the_servers_clock(city: City, doors: PgDoors) -> None:
    alarm = raised(city)
    before = city.operator.alarm_load().raised
    age = "UPDATE siaga.alarm SET raised_at = now() - interval '10 minutes 1 second' WHERE id = %s"
    admin = doors.admin()
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute(age, (alarm.id,))
    assert city.operator.alarm_load().raised == before - 1


def test_an_alarm_of_an_unknown_kind_is_refused_whole(city: City, doors: PgDoors) -> None:
    raw, camera_id = doors.raw("station1"), watched(city)
    new = {"camera_id": str(camera_id), "priority": 3, "occupancy": 0, "speed": 0, "held_s": 1, "cooldown_s": 0}
    rows = [{"id": str(new_id()), "kind": kind, **new} for kind in ("dark", "meteor")]
    with pytest.raises(psycopg.errors.CheckViolation):
        raw.execute("SELECT siaga.raise_alarms(%s)", (psycopg.types.json.Jsonb(rows),))
    assert of_camera(city, camera_id) == []


def test_a_reason_of_line_ends_is_no_reason_to_shelve(city: City, doors: PgDoors) -> None:
    alarm = raised(city)
    with pytest.raises(psycopg.Error) as refused:
        doors.raw("operator1").execute(
            "UPDATE siaga.alarm SET act = 'shelve', reason = E'\\n\\t', shelved_until = now() + interval '1 hour'"
            " WHERE id = %s",
            (alarm.id,),
        )
    assert (refused.value.sqlstate, city.operator.alarm(alarm.id)) == ("SG002", alarm)
