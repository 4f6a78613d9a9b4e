"""How the driver's errors become the record's, without a server."""

import psycopg
import pytest

from resources.words import Language, catalog, sentence
from storage.pg.engine import host_of
from storage.pg.errors import translate
from storage.service import errors
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, RecordError, Unreachable


@pytest.mark.parametrize(
    ("raised", "translated"),
    [
        (psycopg.errors.InsufficientPrivilege, Forbidden),
        (psycopg.errors.UniqueViolation, AlreadyTaken),
        (psycopg.errors.DuplicateObject, AlreadyTaken),
        (psycopg.errors.CheckViolation, Invalid),
        (psycopg.errors.NotNullViolation, Invalid),
        (psycopg.errors.NumericValueOutOfRange, Invalid),
        (psycopg.errors.AdminShutdown, Unreachable),
        (psycopg.errors.QueryCanceled, Unreachable),
        (psycopg.errors.LockNotAvailable, Unreachable),
        (psycopg.errors.DeadlockDetected, Unreachable),
        (psycopg.errors.TooManyConnections, Unreachable),
        (psycopg.errors.DiskFull, Unreachable),
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
