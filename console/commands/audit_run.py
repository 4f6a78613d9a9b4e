"""Which of `main.py audit …` is carried out, and under whose login."""

import argparse
from uuid import UUID

from console.commands import erasing
from console.commands.audit import audit_verify
from console.commands.report import NoDatabase, credentials_of
from console.settings import Settings
from storage.pg.record import connect_person
from storage.service.errors import NotFound


def run_audit(settings: Settings, arguments: argparse.Namespace) -> int:
    """One command; its exit code. Raises SiagaError with a sentence."""
    if arguments.what == "verify":
        return audit_verify(
            settings,
            dsn=arguments.database,
            login=arguments.login,
            files=arguments.heads,
            keys=[" ".join(key) for key in arguments.key],
            as_json=arguments.json,
        )
    dsn = arguments.database or settings.database
    if not dsn:
        raise NoDatabase
    record = connect_person(dsn, *credentials_of(arguments.login))
    try:
        if arguments.what == "words":
            return erasing.show_words(record, arguments.ticket)
        if arguments.what == "ask-erasure":
            rows = tuple(arguments.rows)
            return erasing.ask(record, arguments.reason, arguments.ticket, rows, arguments.number)
        if arguments.what == "erasures":
            return erasing.show_erasures(record, settings.time_zone)
        return erasing.carry_out(record, _id_of(arguments.erasure))
    finally:
        record.close()


def _id_of(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None
