"""The roles and functions that hold more rights than a person are closed to everybody who does not need them."""

import pytest
from security.conftest import LOGINS, World

from storage.model.people import Machine, Role
from storage.security.permissions import COLUMNS


def column(world: World, query: str) -> list[object]:
    return [row[0] for row in world.raw("superuser").execute(query).fetchall()]


def test_the_public_may_execute_no_function_of_the_record(world: World) -> None:
    open_to_all = """
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE pronamespace = 'siaga'::regnamespace
            AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)"""
    assert column(world, open_to_all) == []


def test_every_function_of_the_record_pins_its_search_path(world: World) -> None:
    query = """
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'siaga'::regnamespace
            AND NOT coalesce('search_path=siaga, pg_temp' = ANY (proconfig), false)"""
    assert column(world, query) == []
    assert len(column(world, "SELECT 1 FROM pg_proc WHERE pronamespace = 'siaga'::regnamespace AND prosecdef")) > 10


def test_only_the_people_functions_belong_to_the_role_that_makes_roles(world: World) -> None:
    query = """
        SELECT proname::text FROM pg_proc JOIN pg_roles r ON r.oid = proowner
        WHERE pronamespace = 'siaga'::regnamespace AND rolname = 'siaga_registrar' ORDER BY proname"""
    assert column(world, query) == [
        "change_my_password",
        "create_intake",
        "create_person",
        "disable_person",
        "enable_person",
        "end_holders",
        "end_sessions",
        "enrol_station",
        "make_login",
        "reset_password",
    ]


def test_owner_registrar_and_groups_cannot_log_in(world: World) -> None:
    query = "SELECT rolname::text FROM pg_roles WHERE starts_with(rolname, 'siaga_') AND rolcanlogin"
    assert column(world, query) == []
    assert len(column(world, "SELECT 1 FROM pg_roles WHERE starts_with(rolname, 'siaga_')")) == len(COLUMNS) + 2


def test_nobody_who_logs_in_holds_more_than_one_group(world: World) -> None:
    query = """
        SELECT u.rolname || ' ' || count(*) FROM pg_auth_members m
        JOIN pg_roles u ON u.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
        WHERE u.rolcanlogin AND NOT u.rolsuper GROUP BY u.rolname HAVING count(*) <> 1"""
    assert column(world, query) == []


@pytest.mark.parametrize("role", list(Role))
def test_no_login_creates_roles_or_databases_or_passes_by_row_policies(world: World, role: Role) -> None:
    row = world.raw("superuser").execute(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = %s",
        (LOGINS[role],),
    )
    assert row.fetchone() == (False, False, False, False, False)


def test_the_backup_alone_passes_by_row_policies_and_no_machine_does_more(world: World) -> None:
    rows = world.raw("superuser").execute(
        "SELECT rolname, rolbypassrls, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles"
        " WHERE rolname = ANY (%s) ORDER BY rolname",
        ([LOGINS[machine] for machine in Machine],),
    )
    assert rows.fetchall() == [("backup1", True, False), ("notifier1", False, False)]


@pytest.mark.parametrize("role", COLUMNS)
def test_each_login_has_its_timeouts_without_the_clients_help(world: World, role: Role | Machine) -> None:
    raw = world.raw(role)
    found = [
        raw.execute(f"SHOW {name}").fetchone()[0]
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    ]
    assert found == ["5s", "30s", "15s"]


def test_every_table_whose_rows_are_not_everybodys_has_row_policies(world: World) -> None:
    query = """
        SELECT relname::text FROM pg_class WHERE relnamespace = 'siaga'::regnamespace AND relkind = 'r'
            AND relrowsecurity ORDER BY relname"""
    assert column(world, query) == [
        "alarm",
        "alarm_rule",
        "area",
        "assignment",
        "audit",
        "audit_chain",
        "audit_head",
        "backup",
        "bookmark",
        "camera",
        "change",
        "clock_category",
        "clock_event",
        "clock_target",
        "command",
        "contact",
        "erasure",
        "evidence_export",
        "evidence_span",
        "exercise",
        "footage_lock",
        "identity",
        "nuisance",
        "outbox",
        "person",
        "place",
        "procedure",
        "procedure_notice",
        "ptz_hold",
        "report",
        "routing",
        "routing_rule",
        "saved_filter",
        "site_day",
        "step_answer",
        "still",
        "ticket",
        "ticket_link",
        "ticket_procedure",
        "transfer",
        "unit",
        "unit_task",
        "unsealing",
        "work_week",
    ]
