"""A backup brought back into an empty database: whole or not at all, with its logins, and looked at afterwards."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import sql

from storage.pg.admin import connected, database_of, with_database
from storage.pg.audit_reading import PgAuditReading
from storage.pg.backup import BackupFailed, Manifest, Progress, check_file, last_words, read_manifest
from storage.pg.digest import count_of, tables_of
from storage.pg.founding import create_database
from storage.pg.logins import logins_of, make_logins
from storage.pg.migrate import migrate
from storage.pg.programs import Program, program_for, secret_of
from storage.pg.revisions import is_known
from storage.pg.schema import SCHEMA
from storage.security.roles import ensure_roles
from storage.service.audit_verify import verify_audit
from storage.service.errors import OtherSchema, RecordError

_RELATIONS = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
        OR n.nspname = 'siaga'"""


class NotEmpty(RecordError):
    """Something is in this database already; facts: database."""

    word = "operations.not_empty"


class OlderServer(RecordError):
    """The backup comes from a newer PostgreSQL than this server's; facts: backup, server."""

    word = "operations.restore.older_server"


class NotEqual(RecordError):
    """What came back is not what was written down; facts: table."""

    word = "operations.not_equal"


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    rows: int
    passwords: Mapping[str, str] = field(repr=False)  # one-time, of the logins that had to be made


def restore(
    admin_dsn: str, dump: Path, progress: Progress, *, binaries: Path | None = None, restoring: Progress | None = None
) -> Restored:
    """Bring `dump` into the database of `admin_dsn`, which is made where it is missing and must be empty.

    `progress` is told of the bytes that were checked, `restoring` of the parts of 100 that are in. Whatever goes wrong,
    the database is as it was. A backup of an earlier revision is brought to this program's. Raises NoManifest, Damaged,
    OtherSchema, NotEmpty, OlderServer, NoProgram, NotEqual, AlreadyTaken and what connecting raises.
    """
    manifest = read_manifest(dump)
    if not is_known(manifest.revision):
        raise OtherSchema(console=SCHEMA, database=manifest.revision)
    check_file(dump, manifest, progress)
    with fresh_database(admin_dsn):
        ensure_roles(admin_dsn, manifest.site)
        with connected(admin_dsn) as connection:
            server = connection.info.server_version // 10_000
        program = program_for("pg_restore", server, admin_dsn, binaries)
        if program.major < int(manifest.program.partition(".")[0]):
            raise OlderServer(backup=manifest.program, server=server)
        _run(program, admin_dsn, dump, restoring)
        _compare(admin_dsn, manifest)
        with connected(admin_dsn) as connection:
            passwords = make_logins(connection, logins_of(connection), manifest.site)
        migrate(admin_dsn, site=manifest.site)
    return Restored(manifest, sum(manifest.rows.values()), passwords)


@contextmanager
def fresh_database(admin_dsn: str) -> Iterator[None]:
    """An empty database for a block: made where it is missing, and gone again where the block fails.

    One that was there and is empty is emptied again. Raises NotEmpty before the block.
    """
    name = database_of(admin_dsn)
    made = create_database(with_database(admin_dsn, "postgres"), name)
    if not made:
        assert_empty(admin_dsn)
    try:
        yield
    except BaseException:
        _put_back(admin_dsn, name, made=made)
        raise


def audit_is_whole(admin_dsn: str) -> bool:
    """Whether every chain of the audit holds together, as far as the database alone can tell."""
    with connected(admin_dsn) as connection:
        return verify_audit(PgAuditReading(connection, ()), 0, (), frozenset(), _no_signature).whole


def _no_signature(_key: bytes, _content: bytes, _signature: bytes) -> bool:
    return False  # no head is looked at


def assert_empty(admin_dsn: str) -> None:
    with connected(admin_dsn) as connection:
        row = connection.execute(_RELATIONS).fetchone()
        schema = connection.execute("SELECT to_regnamespace('siaga')::text").fetchone()
    if row is None or row[0] or (schema is not None and schema[0]):
        raise NotEmpty(database=database_of(admin_dsn))


def _put_back(admin_dsn: str, name: str, *, made: bool) -> None:
    with connected(with_database(admin_dsn, "postgres") if made else admin_dsn, autocommit=True) as connection:
        if made:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        else:
            connection.execute("DROP SCHEMA IF EXISTS siaga CASCADE")


def _run(program: Program, admin_dsn: str, dump: Path, restoring: Progress | None) -> None:
    """One transaction; the program tells of each part that it comes to."""
    parts = _parts(program, dump)
    with secret_of(admin_dsn) as (address, environment), tempfile.TemporaryFile() as errors:
        command = [str(program.path), "--single-transaction", "--exit-on-error", "--no-password", "--verbose"]
        command += [f"--dbname={address}", str(dump)]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
        ) as running:
            assert running.stderr is not None
            try:
                for done, line in enumerate(running.stderr, 1):
                    errors.write(line)
                    if restoring is not None:
                        restoring(min(99, 100 * done // max(1, parts)))
            except BaseException:
                running.kill()
                raise
        if running.returncode != 0:
            raise BackupFailed(program="pg_restore", what=last_words(errors))


def _parts(program: Program, dump: Path) -> int:
    listed = subprocess.run([program.path, "--list", dump], capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise BackupFailed(program="pg_restore", what=listed.stderr.strip()[:300])
    return sum(1 for line in listed.stdout.splitlines() if not line.startswith(";"))


def _compare(admin_dsn: str, manifest: Manifest) -> None:
    with connected(admin_dsn) as connection:
        found = {table.name: count_of(connection, table) for table in tables_of(connection)}
    wrong = sorted(name for name in {*found, *manifest.rows} if found.get(name) != manifest.rows.get(name))
    if wrong:
        raise NotEqual(table=wrong[0])
