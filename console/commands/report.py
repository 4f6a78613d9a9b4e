"""`main.py report shift`: a shift's report as a PDF, without Qt."""

import getpass
import os
import sys
from datetime import datetime
from pathlib import Path

from console.clock import utc_now
from console.reports.context import plan_of
from console.reports.file import write_whole
from console.reports.making import read_material, set_report
from console.reports.span import checked, last_finished, parse_local
from console.settings import Settings
from resources.errors import SiagaError
from resources.words import language, say, sentence
from storage.model.shifts import ShiftPlan
from storage.pg.record import connect_person


class NoDatabase(SiagaError):
    """Neither the command line nor the settings name a database."""

    word = "console.command.no_dsn"


class NoLogin(SiagaError):
    """Nobody is there to type the login, and the command line has none."""

    word = "report.command.no_login"


class NoPassword(SiagaError):
    """Nobody is there to type the password, and the environment has none."""

    word = "report.command.no_password"


def shift_report(settings: Settings, *, dsn: str, login: str, since: str, until: str, out: Path) -> int:
    """Write the report to `out` in the language chosen for this command; 0.

    `since` and `until` are local times of the site; empty: the shift that ended last. Raises SiagaError.
    """
    begins, ends = span_of(plan_of(settings), since, until)
    dsn = dsn or settings.database
    if not dsn:
        raise NoDatabase
    record = connect_person(dsn, *credentials_of(login))
    try:
        _tell(say("report.progress.reading"))
        material = read_material(record, settings, begins, ends)
    finally:
        record.close()
    _tell(say("report.progress.setting", n=len(material.facts.tickets)))
    report = set_report(material, language())
    write_whole(out, report.pdf)
    if report.notice is not None:
        _tell(sentence(report.notice))
    sys.stdout.write(say("report.command.written", file=str(out)) + "\n")
    return 0


def span_of(plan: ShiftPlan, since: str, until: str) -> tuple[datetime, datetime]:
    """What is asked for; an end that is not given is that of the shift. Raises NoTime, BackwardSpan, LongSpan."""
    if not since and not until:
        last = last_finished(plan, utc_now())
        return last.starts_at, last.ends_at
    ends = parse_local(until, plan.zone) if until else plan.at(parse_local(since, plan.zone)).ends_at
    begins = parse_local(since, plan.zone) if since else last_finished(plan, ends).starts_at
    return checked(begins, ends)


def credentials_of(login: str) -> tuple[str, str]:
    """Login and password; what is not given, by --login and SIAGA_PASSWORD, is asked on the terminal.

    Raises NoLogin, NoPassword where there is no terminal.
    """
    asked = sys.stdin.isatty()
    if not login and not asked:
        raise NoLogin
    login = login or input(say("report.command.ask_login")).strip()
    password = os.environ.get("SIAGA_PASSWORD")
    if not password and not asked:
        raise NoPassword
    return login, password or getpass.getpass(f"{login}: ")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
