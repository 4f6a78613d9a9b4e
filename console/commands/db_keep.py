"""`main.py db backup`, `restore`, `move` and `recover`: the record kept, brought back, moved, opened again."""

from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from console.commands.database import NotWritten
from console.commands.db_door import superuser_door
from console.commands.db_look import DRIFTED, check_lines, drift_of
from console.commands.db_meter import Meter
from console.commands.db_output import emit, size
from console.entry import write_secret
from console.settings import Settings
from resources.words import say
from storage.pg.admin import database_of
from storage.pg.backup import back_up, read_manifest
from storage.pg.move import move
from storage.pg.recover import recover
from storage.pg.restore import audit_is_whole, restore


def make_backup(settings: Settings, given: Namespace) -> int:
    meter = Meter(say("operations.backup.writing"))
    with superuser_door(settings, given.database, given.embedded, superuser=False) as admin_dsn:
        file, manifest = back_up(admin_dsn, given.folder, meter.to, binaries=settings.postgres_binaries)
    meter.end()
    lines = [say("operations.backup.done", file=str(file), size=size(manifest.bytes), rows=sum(manifest.rows.values()))]
    emit({"file": str(file), "bytes": manifest.bytes, "sha256": manifest.sha256}, lines, as_json=given.json)
    return 0


def bring_back(settings: Settings, given: Namespace) -> int:
    """DRIFTED where the restored record is not protected as the files say, or its audit is not whole."""
    manifest = read_manifest(given.file)
    reading = Meter(say("operations.restore.checking"), manifest.bytes)
    writing = Meter(say("operations.restore.writing"), 100)
    with superuser_door(settings, given.database, given.embedded, made=True) as admin_dsn:
        done = restore(admin_dsn, given.file, reading.to, binaries=settings.postgres_binaries, restoring=writing.to)
        writing.end()
        database = database_of(admin_dsn)
        lines = [say("operations.restore.done", database=database, rows=done.rows)]
        file = _keep_logins(given.logins or settings.data_dir / f"logins-{database}.json", dict(done.passwords))
        findings, whole = drift_of(admin_dsn), audit_is_whole(admin_dsn)
    if file:
        lines.append(say("operations.restore.logins", n=len(done.passwords), file=file))
    lines += check_lines(findings)
    lines.append(say("operations.restore.audit_whole" if whole else "operations.restore.audit_broken"))
    values = {"database": database, "rows": done.rows, "logins_file": file, "audit_whole": whole}
    emit(values | {"findings": len(findings)}, lines, as_json=given.json)
    return DRIFTED if findings or not whole else 0


def move_record(settings: Settings, given: Namespace) -> int:
    meter = Meter(say("operations.move.copying"))

    def progress(_table: str, done: int, total: int) -> None:
        meter.total = max(1, total)
        meter.to(done)

    with ExitStack() as doors:
        source = doors.enter_context(superuser_door(settings, given.source, given.from_embedded))
        target = doors.enter_context(superuser_door(settings, given.database, given.embedded, made=True))
        moved = move(source, target, progress)
        meter.end()
        findings, database = drift_of(target), database_of(target)
    lines = [say("operations.move.done", database=database, rows=moved.rows, logins=moved.logins)]
    lines += check_lines(findings)
    values = {"database": database, "rows": moved.rows, "logins": moved.logins, "findings": len(findings)}
    emit(values, lines, as_json=given.json)
    return DRIFTED if findings else 0


def recover_administrator(settings: Settings, given: Namespace) -> int:
    with superuser_door(settings, given.database, given.embedded) as admin_dsn:
        password = recover(admin_dsn, given.administrator)
    lines = [say("operations.recover.done", login=given.administrator)]
    lines.append(say("console.command.one_time", password=password))
    emit({"administrator": given.administrator, "one_time_password": password}, lines, as_json=given.json)
    return 0


def _keep_logins(file: Path, passwords: dict[str, str]) -> str:
    """One-time passwords in a file of this account alone; its name, empty where there are none."""
    if not passwords:
        return ""
    try:
        write_secret(file, dict(passwords))
    except OSError as error:
        raise NotWritten(str(error), file=str(file), what=error.strerror or "") from error
    return str(file)
