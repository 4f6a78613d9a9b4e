"""A shift's papers against whoever holds the database, and against two who write at once."""

from collections.abc import Callable

import psycopg
import pytest
from pg.record.doors import PgDoors
from pg.record.test_at_once import together
from unit.storage.alarms_contract import watched
from unit.storage.city import City
from unit.storage.demo_values import LONG_AGO
from unit.storage.shift_contract import a_shift, on_shift, prepared, preparing, sign
from unit.storage.wall_contract import pushing

from storage.model.ids import new_id
from storage.model.shifts import Handover, Side
from storage.service.commands import SignHandover, SignInToShift, WriteLog
from storage.service.errors import AlreadyTaken, Forbidden, Stale

LOGINS = ("operator1", "operator2", "operator3", "supervisor1")
CHANGES = (
    "UPDATE siaga.log_entry SET text = 'x'",
    "DELETE FROM siaga.log_entry",
    "TRUNCATE siaga.log_entry",
    "UPDATE siaga.handover SET content = '{}', digest = digest",
    "DELETE FROM siaga.handover",
    "TRUNCATE siaga.handover CASCADE",
    "UPDATE siaga.handover_signature SET at = now()",
    "DELETE FROM siaga.handover_signature",
    "TRUNCATE siaga.handover_signature",
)


def signed(city: City) -> Handover:
    handover = prepared(city, a_shift())
    sign(city, "operator1", handover, Side.OUTGOING)
    sign(city, "operator2", handover, Side.INCOMING)
    return city.operator.handover(handover.id)


@pytest.mark.parametrize("role", ["postgres", "siaga_owner"])
@pytest.mark.parametrize("statement", CHANGES)
def test_what_is_written_and_signed_is_changed_by_nobody(city: City, doors: PgDoors, statement: str, role: str) -> None:
    handover, entry = signed(city), new_id()
    city.operator.execute(WriteLog(key=new_id(), entry_id=entry, text="Genset diuji"))
    admin = doors.admin()
    if role != "postgres":
        admin.execute(f"SET ROLE {role}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="written once and stays"):
        admin.execute(statement)
    assert city.operator.handover(handover.id) == handover
    assert [one.text for one in city.operator.log_entries(since=LONG_AGO) if one.id == entry] == ["Genset diuji"]


def test_who_must_change_the_password_signs_nothing(city: City, doors: PgDoors) -> None:
    handover, operator = prepared(city, a_shift()), city.person("operator3")
    must = "UPDATE siaga.person SET must_change_password = %s WHERE login = 'operator3'"
    doors.admin().execute(must, (True,))
    try:
        for command in (
            SignHandover(key=new_id(), handover_id=handover.id, side=Side.OUTGOING, digest=handover.digest),
            SignInToShift(key=new_id(), span=a_shift()),
            WriteLog(key=new_id(), entry_id=new_id(), text="Genset diuji"),
            pushing(city),
        ):
            with pytest.raises(Forbidden):
                operator.execute(command)
    finally:
        doors.admin().execute(must, (False,))
    assert city.operator.handover(handover.id) == handover


def test_a_person_at_two_desks_is_on_one_shift(city: City, doors: PgDoors) -> None:
    first = doors.person("operator2")
    second = type(first)(first._work)
    for _ in range(5):
        commands = [SignInToShift(key=new_id(), span=a_shift()) for _ in range(2)]
        pairs = zip((first, second), commands, strict=True)
        results = together([_executing(record, command) for record, command in pairs])
        assert not [result for result in results if isinstance(result, Exception)]
        assert len(on_shift(city, "operator2")) == 1


def test_of_several_who_sign_one_side_at_once_one_has_signed(city: City, doors: PgDoors) -> None:
    for _ in range(5):
        handover = prepared(city, a_shift())
        command = {
            login: SignHandover(key=new_id(), handover_id=handover.id, side=Side.OUTGOING, digest=handover.digest)
            for login in LOGINS
        }
        results = together([_executing(doors.person(login), command[login]) for login in LOGINS])
        assert sum(isinstance(result, AlreadyTaken) for result in results) == len(LOGINS) - 1
        assert len(city.operator.handover(handover.id).signatures) == 1


def test_a_shift_is_not_prepared_anew_while_its_last_signature_comes(city: City, doors: PgDoors) -> None:
    for _ in range(8):
        span = a_shift()
        handover = prepared(city, span)
        sign(city, "operator1", handover, Side.OUTGOING)
        last = SignHandover(key=new_id(), handover_id=handover.id, side=Side.INCOMING, digest=handover.digest)
        anew = preparing(span)
        signing, preparing_anew = together(
            [_executing(doors.person("operator2"), last), _executing(doors.person("supervisor1"), anew)]
        )
        # Whoever was first: signed and nothing new, or something new and the signature Stale.
        assert isinstance(signing, Stale) != isinstance(preparing_anew, AlreadyTaken)
        assert city.operator.handover(handover.id).complete == isinstance(preparing_anew, AlreadyTaken)


def test_of_several_who_push_to_the_wall_at_once_one_stands_and_the_others_were_released(
    city: City, doors: PgDoors
) -> None:
    for _ in range(5):
        command = {login: pushing(city) for login in LOGINS}
        results = together([_executing(doors.person(login), command[login]) for login in LOGINS])
        assert not [result for result in results if isinstance(result, Exception)]
        ids = [one.push_id for one in command.values()]
        rows = doors.admin().execute(
            "SELECT p.id, p.released_at IS NULL FROM siaga.wall_push p WHERE p.id = ANY (%s)", (ids,)
        )
        assert sorted(standing for _, standing in rows) == [False, False, False, True]


def test_who_took_the_wall_is_who_released_the_former(city: City, doors: PgDoors) -> None:
    former = pushing(city)
    city.operator.execute(former)
    city.person("supervisor1").execute(pushing(city))
    query = "SELECT name FROM siaga.wall_push w JOIN siaga.person p ON p.id = w.released_by WHERE w.id = %s"
    assert doors.admin().execute(query, (former.push_id,)).fetchall() == [("Supervisor 1",)]


def test_the_audit_tells_who_signed_which_digest(city: City, doors: PgDoors) -> None:
    handover = signed(city)
    query = """
        SELECT act, actor, facts ->> 'side', facts ->> 'digest' FROM siaga.audit
        WHERE subject = 'shift' AND subject_id = %s ORDER BY number"""
    assert doors.admin().execute(query, (handover.id,)).fetchall() == [
        ("prepare_handover", "operator1", None, handover.digest),
        ("sign_handover", "operator1", "outgoing", handover.digest),
        ("sign_handover", "operator2", "incoming", handover.digest),
    ]


def _executing(record: object, command: object) -> Callable[[], object]:
    return lambda: record.execute(command)  # type: ignore[attr-defined]


@pytest.mark.parametrize("year", ["20000", "0044 BC"])
@pytest.mark.parametrize("table", ["handover", "shift_sign_in"])
def test_a_year_that_no_console_reads_does_not_get_into_a_list(
    city: City, doors: PgDoors, table: str, year: str
) -> None:
    day, _, era = year.partition(" ")
    begins, ends = (f"{day}-01-01 {hour}:00+00 {era}" for hour in ("06", "14"))
    columns, values = ("content, ", "'{}', ") if table == "handover" else ("", "")
    with pytest.raises(psycopg.errors.CheckViolation):
        doors.raw("operator1").execute(
            f"INSERT INTO siaga.{table} ({columns}id, shift_name, shift_starts_at, shift_ends_at)"
            f" VALUES ({values}%s, 'pagi', %s, %s)",
            (new_id(), begins, ends),
        )
    assert city.operator.handovers(since=LONG_AGO) is not None
    assert city.operator.sign_ins(since=LONG_AGO) is not None


def test_an_outage_of_a_year_that_no_console_reads_is_refused(city: City, doors: PgDoors) -> None:
    camera_id = watched(city)
    for began_at in ("20000-01-01", "infinity", "-infinity"):
        row = {"id": str(new_id()), "camera_id": str(camera_id), "began_at": began_at}
        with pytest.raises(psycopg.errors.CheckViolation):
            doors.raw("station1").execute("SELECT siaga.write_outages(%s)", (psycopg.types.json.Jsonb([row]),))
    assert city.station("station1").open_outages() == ()
