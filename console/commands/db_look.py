"""`main.py db status` and `check`: how a record is doing, and whether it is still protected as the files say."""

from argparse import Namespace
from dataclasses import asdict

from console.commands.db_door import superuser_door
from console.commands.db_output import age, emit, size
from console.settings import Settings
from resources.words import say
from storage.pg.admin import connected, role_prefix
from storage.pg.engine import host_of
from storage.pg.errors import translated
from storage.pg.migrate import make_pristine
from storage.pg.status import RecordStatus, status_of
from storage.security.check import Finding, check

DRIFTED = 1
_SHOWN = 60
"""Letters of a definition that a person reads; `--json` has it whole."""


def show_status(settings: Settings, given: Namespace) -> int:
    with superuser_door(settings, given.database, given.embedded) as admin_dsn:
        status = status_of(admin_dsn)
    values = asdict(status) | {"read_at": status.read_at.isoformat(), "backup_at": None}
    if status.backup_at is not None:
        values["backup_at"] = status.backup_at.isoformat()
    emit(values, status_lines(status), as_json=given.json)
    return 0


def check_record(settings: Settings, given: Namespace) -> int:
    """DRIFTED where something is not as the files say."""
    with superuser_door(settings, given.database, given.embedded) as admin_dsn:
        findings = drift_of(admin_dsn)
    values = {"clean": not findings, "findings": [asdict(one) for one in findings]}
    emit(values, check_lines(findings), as_json=given.json)
    return DRIFTED if findings else 0


def drift_of(admin_dsn: str) -> tuple[Finding, ...]:
    """What `check` finds; raises NoRecord and what connecting raises."""
    with connected(admin_dsn) as connection:
        role_prefix(connection)
    with translated(host_of(admin_dsn)):
        return check(admin_dsn, make_pristine)


def status_lines(status: RecordStatus) -> list[str]:
    """A line each, the most important first."""
    lines = [say("operations.status.record", database=status.database, revision=status.revision, server=status.server)]
    if status.pending:
        lines.append(say("operations.status.pending", revisions=", ".join(status.pending)))
    lines.append(say(f"operations.protection.{status.protection.value}"))
    if status.backup_at is None:
        lines.append(say("operations.status.no_backup"))
    else:
        since = age((status.read_at - status.backup_at).total_seconds())
        lines.append(say("operations.status.backup", age=since, size=size(status.backup_bytes)))
    largest = ", ".join(f"{table.name} {size(table.bytes)}" for table in status.tables[:3])
    lines.append(say("operations.status.size", size=size(status.bytes), largest=largest))
    lines.append(say("operations.status.connections", open=status.connections, most=status.connections_most))
    lines += [
        say("operations.status.sessions", role=one.role, open=one.open, most=one.limit)
        for one in status.sessions
        if one.open
    ]
    if status.messages:
        told = ", ".join(f"{say(f'operations.message.{state}')} {count}" for state, count in status.messages)
        lines.append(say("operations.status.messages", told=told))
    return lines


def check_lines(findings: tuple[Finding, ...]) -> list[str]:
    if not findings:
        return [say("operations.check.clean")]
    return [say("operations.check.drift", n=len(findings)), *map(_line, findings)]


def _line(one: Finding) -> str:
    facts = {"part": say(f"operations.part.{one.kind}"), "name": one.name}
    facts |= {"expected": _short(one.expected), "found": _short(one.found)}
    return say(f"operations.check.{one.drift.value}", **facts)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
