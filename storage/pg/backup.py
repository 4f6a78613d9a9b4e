"""A backup: a dump in PostgreSQL's own format, and beside it what it is and how to tell that it is whole."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from psycopg import sql

from storage.model.ids import new_id
from storage.model.people import Machine
from storage.pg.admin import connected, database_of, role_prefix
from storage.pg.digest import count_of, tables_of
from storage.pg.programs import Program, program_for, secret_of
from storage.security.roles import role_name
from storage.service.errors import RecordError

FORMAT = "siaga-backup-1"
_BLOCK = 1 << 20
_LOCK_WAIT = "--lock-wait-timeout=60000"
_SNAPSHOT = "SELECT pg_export_snapshot(), now(), (SELECT version_num FROM siaga.alembic_version)"

Progress = Callable[[int], None]
"""Told of the bytes that are written, or done, so far."""


class BackupFailed(RecordError):
    """PostgreSQL's program ended with an error; facts: program, what (its last words)."""

    word = "operations.backup.failed"


class NotKept(RecordError):
    """The backup's files cannot be written or read; facts: file, what."""

    word = "operations.backup.not_kept"


class NoManifest(RecordError):
    """Beside this file stands nothing that says what it is; facts: file."""

    word = "operations.backup.no_manifest"


class Damaged(RecordError):
    """The file is not the one that was written; facts: file."""

    word = "operations.backup.damaged"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is. `made_at` is the server's moment that it shows, `rows` counts each table at that moment."""

    file: str
    sha256: str
    bytes: int
    made_at: str
    database: str
    site: str
    server: str
    program: str
    revision: str
    rows: Mapping[str, int]
    format: str = FORMAT


def manifest_file(dump: Path) -> Path:
    return dump.with_suffix(".json")


def back_up(admin_dsn: str, folder: Path, progress: Progress, *, binaries: Path | None = None) -> tuple[Path, Manifest]:
    """Dump the record to a new file in `folder`, complete or not at all, and write it down in the record.

    `admin_dsn` is a superuser's, who then reads with the backup's rights alone, or the backup's own login. Raises
    NoRecord, NoProgram, BackupFailed, NotKept, and what connecting raises.
    """
    with connected(admin_dsn) as connection:
        site = role_prefix(connection)
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role_name(site, Machine.BACKUP))))
        connection.execute("COMMIT")
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute(_SNAPSHOT).fetchone()
        assert row is not None
        snapshot, made_at, revision = row
        rows = {table.name: count_of(connection, table) for table in tables_of(connection)}
        version = connection.info.server_version // 10_000
        dumper = program_for("pg_dump", version, admin_dsn, binaries)
        name = f"siaga-{database_of(admin_dsn)}-{made_at:%Y%m%dT%H%M%S}Z.dump"
        role = ["--role", role_name(site, Machine.BACKUP), f"--snapshot={snapshot}"]
        file = folder / name
        digest, size = _dump(dumper, admin_dsn, role, file, progress)
        manifest = Manifest(
            file=name,
            sha256=digest,
            bytes=size,
            made_at=made_at.isoformat(),
            database=database_of(admin_dsn),
            site=site,
            server=connection.info.parameter_status("server_version") or "",
            program=dumper.version,
            revision=revision,
            rows=rows,
        )
        _keep(manifest_file(file), manifest)
        connection.execute("COMMIT")
    with connected(admin_dsn) as connection:
        connection.execute("SELECT siaga.note_backup(%s, %s, %s)", (new_id(), digest, size))
    return file, manifest


def read_manifest(dump: Path) -> Manifest:
    """What stands beside a backup. Raises NoManifest for anything else."""
    try:
        told = json.loads(manifest_file(dump).read_text("utf-8"))
        manifest = Manifest(**told)
    except (OSError, ValueError, TypeError) as error:
        raise NoManifest(type(error).__name__, file=str(manifest_file(dump))) from error
    if manifest.format != FORMAT:
        raise NoManifest(manifest.format, file=str(manifest_file(dump)))
    return manifest


def check_file(dump: Path, manifest: Manifest, progress: Progress) -> None:
    """Read the whole file. Raises Damaged for another than was written, NotKept for one that cannot be read."""
    digest, read = sha256(), 0
    try:
        with dump.open("rb") as opened:
            while block := opened.read(_BLOCK):
                digest.update(block)
                read += len(block)
                progress(read)
    except OSError as error:
        raise NotKept(str(error), file=str(dump), what=error.strerror or "") from error
    if digest.hexdigest() != manifest.sha256:
        raise Damaged(file=str(dump))


def last_words(errors: IO[bytes]) -> str:
    """The last error that a program of PostgreSQL named, without its details: those hold whole statements."""
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").splitlines()
    said = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return said[-1][:300] if said else ""


def _dump(program: Program, admin_dsn: str, more: list[str], file: Path, progress: Progress) -> tuple[str, int]:
    """Write through our own hands, so that the digest costs no second reading, and who stops us stops the program."""
    half = file.with_suffix(".part")
    try:
        with os.fdopen(_private(half), "wb") as out:
            digest, size = _copied(program, admin_dsn, more, out, progress)
            out.flush()
            os.fsync(out.fileno())
        half.replace(file)
        _settle(file.parent)
    except OSError as error:
        raise NotKept(str(error), file=str(file), what=error.strerror or "") from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return digest, size


def _copied(program: Program, admin_dsn: str, more: list[str], out: IO[bytes], progress: Progress) -> tuple[str, int]:
    digest, size = sha256(), 0
    with secret_of(admin_dsn) as (address, environment), tempfile.TemporaryFile() as errors:
        command = [str(program.path), "--format=custom", "--no-password", _LOCK_WAIT, *more, f"--dbname={address}"]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment
        ) as running:
            assert running.stdout is not None
            try:
                while block := running.stdout.read(_BLOCK):
                    out.write(block)
                    digest.update(block)
                    size += len(block)
                    progress(size)
            except BaseException:
                running.kill()
                raise
        if running.returncode != 0:
            raise BackupFailed(program="pg_dump", what=last_words(errors))
    return digest.hexdigest(), size


def _keep(file: Path, manifest: Manifest) -> None:
    half = file.with_suffix(".json.part")
    try:
        with os.fdopen(_private(half), "w", encoding="utf-8") as out:
            json.dump(asdict(manifest), out, indent=1, sort_keys=True)
            out.flush()
            os.fsync(out.fileno())
        half.replace(file)
        _settle(file.parent)
    except OSError as error:
        raise NotKept(str(error), file=str(file), what=error.strerror or "") from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _private(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def _settle(folder: Path) -> None:
    """What was renamed is there after a power cut too."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
