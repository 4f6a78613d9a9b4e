"""Whatever is changed by hand in a record's protection is found, and a record as it was made is clean."""

from collections.abc import Iterator

import psycopg
import pytest
from support.cluster import fresh_database

from storage.model.ids import new_id
from storage.model.people import Machine, Role
from storage.pg.embedded import EmbeddedServer
from storage.pg.engine import admin_engine
from storage.pg.migrate import make_pristine, migrate
from storage.pg.people import create_intake, create_person, enrol_station
from storage.pg.recover import recover
from storage.pg.seed import seed_basics
from storage.security.check import Drift, Finding, check, compare, pristine_facts
from storage.security.description import Facts
from storage.security.roles import make_machine

SITE = f"uji{new_id().hex[-8:]}"


def named(login: str) -> str:
    return f"{login}_{SITE}"


@pytest.fixture(scope="module")
def record(each_postgres: EmbeddedServer) -> str:
    """A superuser's DSN of a site of its own, with a login of most kinds."""
    admin_dsn = fresh_database(each_postgres)
    migrate(admin_dsn, site=SITE)
    seed_basics(admin_dsn)
    engine = admin_engine(admin_dsn)
    with engine.begin() as connection:
        for role in (Role.ADMINISTRATOR, Role.OPERATOR):
            create_person(connection, new_id(), named(role), role.value, role, "rahasia")
        create_intake(connection, named("intake"), "Intake", "rahasia")
        enrol_station(connection, new_id(), named("station"), "Stasiun", "rahasia")
    engine.dispose()
    for machine in Machine:
        make_machine(admin_dsn, machine, named(machine), "rahasia", SITE)
    return admin_dsn


@pytest.fixture
def admin(record: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(record, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def expected(record: str) -> Facts:
    """Made once for the module: each making takes as long as a migration."""
    return pristine_facts(record, make_pristine)


def test_a_record_as_it_was_made_has_no_drift_nor_one_with_a_disabled_person_or_a_recovered_administrator(
    record: str, admin: psycopg.Connection
) -> None:
    recover(record, named("administrator"))
    admin.execute("SELECT siaga.disable_person(%s)", (named("operator"),))
    try:
        assert check(record, make_pristine) == ()
    finally:
        admin.execute("SELECT siaga.enable_person(%s)", (named("operator"),))


def test_the_check_leaves_no_database_behind(record: str, admin: psycopg.Connection) -> None:
    def broken(_admin_dsn: str, _site: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(record, broken)
    assert admin.execute("SELECT 1 FROM pg_database WHERE datname LIKE 'siaga_check_%'").fetchall() == []


OPERATOR, OPERATORS = named("operator"), f"{SITE}_operator"
# What somebody does by hand, and what is found.
DRIFTS: dict[str, tuple[str, list[tuple[Drift, str, str]]]] = {
    "a grant more on a table": (
        f"GRANT DELETE ON siaga.ticket TO {OPERATORS}",
        [(Drift.OTHER, "grants", f"ticket to {OPERATORS}")],
    ),
    "a grant more on a column": (
        f"GRANT UPDATE (number) ON siaga.ticket TO {OPERATORS}",
        [(Drift.EXTRA, "grants", f"ticket.number to {OPERATORS}")],
    ),
    "a grant less": (
        f"REVOKE SELECT ON siaga.camera_secret FROM {SITE}_station",
        [(Drift.MISSING, "grants", f"camera_secret to {SITE}_station")],
    ),
    "a function for everybody": (
        "GRANT EXECUTE ON FUNCTION siaga.write_audit TO PUBLIC",
        [(Drift.EXTRA, "grants", "siaga.write_audit(text,uuid,text,jsonb,text) to PUBLIC")],
    ),
    "a disabled trigger": (
        "ALTER TABLE siaga.ticket DISABLE TRIGGER changes",
        [(Drift.OTHER, "triggers", "ticket.changes")],
    ),
    "foreign keys set aside": (
        "ALTER TABLE siaga.camera_secret DISABLE TRIGGER ALL",
        [(Drift.EXTRA, "triggers", "camera_secret foreign keys")],
    ),
    "an altered policy": (
        "ALTER POLICY agency_reads ON siaga.ticket USING (true)",
        [(Drift.OTHER, "policies", "ticket.agency_reads")],
    ),
    "a policy more": (
        "CREATE POLICY everybody ON siaga.report FOR SELECT TO PUBLIC USING (true)",
        [(Drift.EXTRA, "policies", "report.everybody")],
    ),
    "row policies off": (
        "ALTER TABLE siaga.report DISABLE ROW LEVEL SECURITY",
        [(Drift.OTHER, "relations", "report")],
    ),
    "a table's other owner": (
        "ALTER TABLE siaga.nuisance OWNER TO {superuser}",
        [(Drift.OTHER, "relations", "nuisance")],
    ),
    "a membership in the superuser": (
        f'GRANT {{superuser}} TO "{OPERATOR}"',
        [(Drift.EXTRA, "role_facts", f"member {{superuser}} has {OPERATOR}")],
    ),
    "a second group": (
        f'GRANT {SITE}_supervisor TO "{OPERATOR}"',
        [(Drift.EXTRA, "role_facts", f"member {SITE}_supervisor has {OPERATOR}")],
    ),
    "a login that passes by row policies": (
        f'ALTER ROLE "{OPERATOR}" BYPASSRLS',
        [(Drift.OTHER, "role_facts", f"role {OPERATOR}")],
    ),
    "a superuser among the people": (
        f'ALTER ROLE "{OPERATOR}" SUPERUSER',
        [(Drift.OTHER, "role_facts", f"role {OPERATOR}")],
    ),
    "a person without time limits": (
        f'ALTER ROLE "{OPERATOR}" RESET lock_timeout',
        [(Drift.MISSING, "role_facts", f"setting {OPERATOR} lock_timeout")],
    ),
    "triggers set aside for the whole database": (
        "ALTER DATABASE {database} SET session_replication_role = 'replica'",
        [(Drift.EXTRA, "role_facts", "setting of all here session_replication_role")],
    ),
    "a function that runs as its owner with another search path": (
        "ALTER FUNCTION siaga.my_role() SET search_path = public",
        [(Drift.OTHER, "functions", "siaga.my_role()")],
    ),
    "a function more": (
        "CREATE FUNCTION siaga.side_door() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        [(Drift.EXTRA, "functions", "siaga.side_door()"), (Drift.EXTRA, "grants", "siaga.side_door() to PUBLIC")],
    ),
    "a constraint that is gone": (
        "ALTER TABLE siaga.still DROP CONSTRAINT still_jpeg_check",
        [(Drift.MISSING, "constraints", "still.still_jpeg_check")],
    ),
    "a transition that the table does not have": (
        "INSERT INTO siaga.transition VALUES ('ticket', 'closed', 'edit', 'closed', 'wall', '{{}}')",
        [(Drift.EXTRA, "functions", "transition ticket closed edit wall")],
    ),
    "strangers who may connect": (
        "GRANT CONNECT ON DATABASE {database} TO PUBLIC",
        [(Drift.EXTRA, "grants", "database to PUBLIC")],
    ),
    "large objects for everybody": (
        "GRANT EXECUTE ON FUNCTION pg_catalog.lo_creat(integer) TO PUBLIC",
        [(Drift.EXTRA, "grants", "pg_catalog.lo_creat(integer) to PUBLIC")],
    ),
    "everybody's verifiers for the desk": (
        f"GRANT SELECT ON pg_catalog.pg_authid TO {OPERATORS}",
        [(Drift.EXTRA, "grants", f"pg_catalog.pg_authid to {OPERATORS}")],
    ),
    "estimates that tell": (
        "ALTER TABLE siaga.report ALTER words SET STATISTICS 100",
        [(Drift.OTHER, "columns", "report.words")],
    ),
    "a schema more": (
        "CREATE SCHEMA samping",
        [(Drift.EXTRA, "functions", "schema samping")],
    ),
}


def test_every_kind_of_drift_is_found_by_its_name_and_nothing_else_is(
    admin: psycopg.Connection, expected: Facts
) -> None:
    names = {"superuser": admin.info.user, "database": admin.info.dbname}
    with admin.transaction(force_rollback=True):
        for act, _ in DRIFTS.values():
            admin.execute(act.format(**names))
        told = [(one.drift, one.kind, one.name) for one in compare(admin, expected)]
    asked = [(drift, kind, name.format(**names)) for _, findings in DRIFTS.values() for drift, kind, name in findings]
    assert sorted(told) == sorted(set(asked))  # two acts are told of one role
    assert compare(admin, expected) == ()


def test_a_replaced_function_is_found_though_its_name_and_rights_are_the_same(
    admin: psycopg.Connection, expected: Facts
) -> None:
    row = admin.execute("SELECT pg_get_functiondef('siaga.assert_administrator()'::regprocedure)").fetchone()
    assert row is not None
    with admin.transaction(force_rollback=True):
        admin.execute(row[0].replace("IS DISTINCT FROM 'administrator'", "IS DISTINCT FROM 'wall'"))
        (told,) = compare(admin, expected)
    assert (told.drift, told.kind, told.name) == (Drift.OTHER, "functions", "siaga.assert_administrator()")


def must_not_run(_admin_dsn: str, _site: str) -> None:
    pytest.fail("the migrations need every group")


def test_a_group_that_is_gone_is_told_and_nothing_is_made_anew(record: str, admin: psycopg.Connection) -> None:
    admin.execute(f"ALTER ROLE {SITE}_wall RENAME TO {SITE}x_wall")
    try:
        told = [(one.drift, one.kind, one.name) for one in check(record, must_not_run)]
    finally:
        admin.execute(f"ALTER ROLE {SITE}x_wall RENAME TO {SITE}_wall")
    assert (Drift.MISSING, "role_facts", f"role {SITE}_wall") in told


def test_a_finding_tells_what_should_stand_and_what_stands(admin: psycopg.Connection, expected: Facts) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute("ALTER TABLE siaga.report DISABLE ROW LEVEL SECURITY")
        (finding,) = compare(admin, expected)
    assert isinstance(finding, Finding)
    assert "row policies on" in finding.expected
    assert "row policies off" in finding.found
