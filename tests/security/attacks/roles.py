"""Becoming somebody else, making objects, and what a server can be asked for beside the record."""

from security.attacks.attack import EVERYBODY, Attack, Statement, everybody_but, plain
from security.conftest import World
from security.probes import VERIFIER

from storage.model.people import Machine, Role

ADMINISTRATOR = (Role.ADMINISTRATOR,)


def never(what: str, statement: str, refused: str = "42501", controlled: str = "") -> Attack:
    return Attack(what, EVERYBODY, refused, plain(statement), controlled=plain(controlled) if controlled else None)


def other_sessions(world: World) -> Statement:
    """Ends one of the superuser's sessions, or would."""
    pid = world.raw("superuser").info.backend_pid
    return "SELECT pg_terminate_backend(%s, 0)", (pid,)


def their_session(world: World) -> Statement:
    return "SELECT pg_cancel_backend(%s)", (world.raw(Role.SUPERVISOR).info.backend_pid,)


BECOMING = [
    never("become the owner of the tables", "SET ROLE siaga_owner"),
    never("become who makes logins", "SET ROLE siaga_registrar"),
    Attack(
        "become a supervisor",
        everybody_but(Role.SUPERVISOR),
        "42501",
        plain("SET ROLE siaga_supervisor"),
        Role.SUPERVISOR,
    ),
    never("become another person", "SET SESSION AUTHORIZATION operator3"),
    never("make a login", "CREATE ROLE penyusup LOGIN"),
    never("join another group", "GRANT siaga_supervisor TO wall1"),
    never("lend one's own login to another", "GRANT operator1 TO wall1"),
    never("take another's password", "ALTER ROLE operator3 PASSWORD 'x'"),
    never("lift another's timeouts for good", "ALTER ROLE operator3 SET statement_timeout = 0"),
    *(
        Attack(
            f"give oneself {attribute}",
            EVERYBODY,
            "42501",
            plain(f"DO $$ BEGIN EXECUTE format('ALTER ROLE %I {attribute}', session_user); END $$"),
        )
        for attribute in ("SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS", "CONNECTION LIMIT -1")
    ),
    Attack(
        "pass by row policies by switching them off",
        everybody_but(Machine.BACKUP, Role.STATION, Machine.NOTIFIER),
        "42501",
        plain("SELECT FROM siaga.ticket"),
        Machine.BACKUP,
        before=(plain("SET LOCAL row_security = off"),),
    ),
    Attack(
        "make a person",
        everybody_but(Role.ADMINISTRATOR),
        "42501",
        plain(f"SELECT siaga.create_person(gen_random_uuid(), 'penyusup', 'x', 'operator', NULL, '{VERIFIER}', false)"),
        Role.ADMINISTRATOR,
    ),
    Attack(
        "make a machine by way of a person",
        ADMINISTRATOR,
        "42501",
        plain(f"SELECT siaga.create_person(gen_random_uuid(), 'penyusup', 'x', 'intake', NULL, '{VERIFIER}', false)"),
        Role.ADMINISTRATOR,
        plain(f"SELECT siaga.create_person(gen_random_uuid(), 'penyusup', 'x', 'wall', NULL, '{VERIFIER}', false)"),
    ),
    Attack(
        "make a login that looks like one of the server's",
        ADMINISTRATOR,
        "SG002",
        plain(f"SELECT siaga.create_person(gen_random_uuid(), 'siaga_x', 'x', 'wall', NULL, '{VERIFIER}', false)"),
        Role.ADMINISTRATOR,
        plain(f"SELECT siaga.create_person(gen_random_uuid(), 'penyusup', 'x', 'wall', NULL, '{VERIFIER}', false)"),
    ),
    Attack(
        "take over a machine's login",
        ADMINISTRATOR,
        "42501",
        plain(f"SELECT siaga.reset_password('intake1', '{VERIFIER}')"),
        Role.ADMINISTRATOR,
        plain(f"SELECT siaga.reset_password('operator3', '{VERIFIER}')"),
    ),
    Attack(
        "give oneself a password without changing it",
        ADMINISTRATOR,
        "42501",
        plain(f"SELECT siaga.reset_password('administrator1', '{VERIFIER}')"),
        Role.ADMINISTRATOR,
        plain(f"SELECT siaga.reset_password('operator3', '{VERIFIER}')"),
    ),
]
OBJECTS = [
    never("make a table in the schema", "CREATE TABLE siaga.x (a integer)"),
    never("make a table in the schema of everybody", "CREATE TABLE public.x (a integer)"),
    never("make a temporary table that shadows a name", "CREATE TEMPORARY TABLE person (login text, role text)"),
    never(
        "make a function in a temporary schema", "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    ),
    never(
        "make an operator that shadows one",
        "CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
    ),
    never("make a cast", "CREATE CAST (text AS integer) WITH INOUT"),
    never("make a schema", "CREATE SCHEMA x"),
    never(
        "make an event trigger",
        "CREATE EVENT TRIGGER x ON ddl_command_start EXECUTE FUNCTION x()",
        controlled="DO $$ BEGIN"
        " CREATE FUNCTION siaga.x() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        " CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION siaga.x(); END $$",
    ),
    never("put a trigger on a table", "CREATE TRIGGER x BEFORE INSERT ON siaga.ticket EXECUTE FUNCTION siaga.stays()"),
    never("make an extension that calls other servers", "CREATE EXTENSION dblink"),
    never("copy the record away by a publication", "CREATE PUBLICATION x FOR TABLE siaga.ticket"),
    never("copy the record away by a replication slot", "SELECT pg_create_physical_replication_slot('x')"),
    never(
        "make a language of the machine's",
        "CREATE FUNCTION siaga.x(cstring) RETURNS int LANGUAGE internal AS 'int4in'",
    ),
    never("keep large objects beside the record", "SELECT lo_create(0)"),
    never("keep a file's bytes as a large object", "SELECT lo_from_bytea(0, 'x')"),
    never("hold a table for oneself alone", "LOCK TABLE siaga.ticket IN ACCESS EXCLUSIVE MODE"),
    never("have statistics gathered of hidden texts", "CREATE STATISTICS siaga.x ON title, place FROM siaga.ticket"),
    never("give a hidden text statistics again", "ALTER TABLE siaga.ticket ALTER title SET STATISTICS 100"),
    never("leave a transaction open without a session", "PREPARE TRANSACTION 'x'", "55000", controlled="SELECT 1"),
]
SERVER = [
    never("run a program on the server", "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'"),
    never("write a file on the server", "COPY (SELECT 1) TO '/dev/null'"),
    never("read a file of the server", "SELECT pg_read_file('PG_VERSION')"),
    never("list the server's folders", "SELECT pg_ls_dir('.')"),
    never("bring a file in as a large object", "SELECT lo_import('/dev/null')"),
    never("load a library", "LOAD 'plpgsql'"),
    never("have the server read its settings again", "SELECT pg_reload_conf()"),
    never(
        "change the database's settings",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 64', current_database()); END $$",
    ),
    never("read passwords' verifiers", "SELECT FROM pg_authid"),
    never("read the planner's statistics", "SELECT FROM pg_statistic"),
    never("read who may come in", "SELECT FROM pg_hba_file_rules"),
    never("have the server write to another file of its log of changes", "SELECT pg_switch_wal()"),
    never("move the server to another log", "SELECT pg_rotate_logfile()"),
    Attack("end the superuser's session", EVERYBODY, "42501", other_sessions, controlled=their_session),
    Attack("stop another's statement", everybody_but(Role.SUPERVISOR), "42501", their_session),
    Attack(
        "end a session by the administrator's function",
        everybody_but(Role.ADMINISTRATOR),
        "42501",
        plain("SELECT siaga.end_sessions('operator3')"),
        Role.ADMINISTRATOR,
    ),
    Attack(
        "read what others ask of the server",
        EVERYBODY,
        "no row",
        plain(
            "SELECT FROM pg_stat_activity WHERE query NOT IN ('', '<insufficient privilege>')"
            " AND usename <> session_user"
        ),
    ),
    Attack(
        "read statistics of tickets and callers",
        everybody_but(Machine.BACKUP),
        "no row",
        plain("SELECT FROM pg_stats WHERE tablename IN ('ticket', 'report', 'assignment')"),
    ),
]
ROLES = [*BECOMING, *OBJECTS, *SERVER]
