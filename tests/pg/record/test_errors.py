"""How the driver's errors become the record's, without a server."""

import psycopg
import pytest

from resources.words import Language, catalog, sentence
from storage.pg.engine import host_of
from storage.pg.errors import connect_problem, translate
from storage.pg.tls import NoTls
from storage.service import errors
from storage.service.errors import AlreadyTaken, BadLogin, Busy, Forbidden, Full, Invalid, RecordError, Unreachable


@pytest.mark.parametrize(
    ("raised", "translated"),
    [
        (psycopg.errors.InsufficientPrivilege, Forbidden),
        (psycopg.errors.UniqueViolation, AlreadyTaken),
        (psycopg.errors.DuplicateObject, AlreadyTaken),
        (psycopg.errors.CheckViolation, Invalid),
        (psycopg.errors.NotNullViolation, Invalid),
        (psycopg.errors.NumericValueOutOfRange, Invalid),
        (psycopg.errors.ProgramLimitExceeded, Invalid),
        (psycopg.errors.StatementTooComplex, Invalid),
        (psycopg.errors.AdminShutdown, Unreachable),
        (psycopg.errors.QueryCanceled, Busy),
        (psycopg.errors.LockNotAvailable, Busy),
        (psycopg.errors.DeadlockDetected, Busy),
        (psycopg.errors.TooManyConnections, Busy),
        (psycopg.errors.DiskFull, Full),
        (psycopg.OperationalError, Unreachable),
        (psycopg.DataError, Invalid),
        (psycopg.errors.UndefinedTable, RecordError),
    ],
)
def test_a_drivers_error_becomes_the_records_own(raised: type[psycopg.Error], translated: type[RecordError]) -> None:
    assert type(translate(raised("x"), "db")) is translated


def test_every_error_of_the_record_has_a_sentence_with_its_facts() -> None:
    made: list[RecordError] = [
        Unreachable(host="db"),
        errors.BadLogin(),
        Busy(),
        Full(),
        Forbidden(),
        errors.NotFound(),
        *(Invalid(field=field) for field in (*errors.INVALID_FIELDS, "heading")),
        errors.NotAllowedNow(act="close", state="new"),
        *(AlreadyTaken(field=field) for field in (*errors.TAKEN_FIELDS, "key")),
        errors.Stale(),
        errors.OtherSchema(console="r2", database="r1"),
    ]
    for error in made:
        assert sentence(error)
    assert {error.word for error in made} <= set(catalog(Language.ENGLISH))


def test_an_address_shows_its_host_and_never_its_password() -> None:
    assert host_of("postgresql://ani:rahasia@db.example/siaga") == "db.example"
    assert host_of("dbname=siaga") == "localhost"
    with pytest.raises(Unreachable) as refused:
        host_of("postgresql://ani:rahasia@[broken")
    assert "rahasia" not in str(refused.value) + repr(refused.value.facts)


SAID = 'connection failed: connection to server at "10.0.0.1", port 5432 failed: {}'


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ('FATAL:  password authentication failed for user "ani"', BadLogin),
        ('FATAL:  role "ani" is not permitted to log in', BadLogin),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »ani« fehlgeschlagen", BadLogin),
        ("fe_sendauth: no password supplied", BadLogin),
        ("FATAL:  the database system is starting up", Unreachable),
        ("FATAL:  the database system is not yet accepting connections", Unreachable),
        ("FATAL:  sorry, too many clients already", Unreachable),
        ('FATAL:  too many connections for role "ani"', Unreachable),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "ani", database "siaga"', Unreachable),
        ('FATAL:  database "siaga" does not exist', Unreachable),
        ("server does not support SSL, but SSL was required", NoTls),
        ("Connection refused", Unreachable),
        ("server closed the connection unexpectedly", Unreachable),
    ],
)
def test_only_a_refusal_of_the_login_is_called_one(said: str, translated: type[RecordError]) -> None:
    assert type(connect_problem(psycopg.OperationalError(SAID.format(said)), "ani", "db")) is translated
