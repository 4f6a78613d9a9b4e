"""How long does the report of a shift with 1,000 tickets take, from the record to the file?

A real PostgreSQL (the one that Siaga ships, without fsync) with as many tickets in one shift, each with its acts,
assignments and reports; then, as an operator: reading the facts, setting the PDF, writing the file. Prints one JSON
object; `ok` says whether it all took under 5 s.

    python -m benchmarks.report --json [--tickets 1000] [--rounds 3]
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from console.reports.file import write_whole
from console.reports.making import read_material, set_report
from console.settings import Settings
from resources.words import Language
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.pg.record import PgRecord, connect_person
from storage.pg.seed import seed_demo

LIMIT_S = 5.0
DATABASE = "report_benchmark"
SHIFT = timedelta(hours=8)
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
STEPS = ("acknowledge", "dispatch", "accept", "arrive", "resolve", "close")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--tickets", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="siaga-report-"))
    folder.chmod(0o755)
    server = EmbeddedServer(folder / "s", settings=FAST)
    server.start()
    try:
        result = measured(server, folder, arguments.tickets, arguments.rounds)
    finally:
        server.close()
        shutil.rmtree(folder)
    print(json.dumps(result, indent=None if arguments.json else 2))
    return 0 if result["ok"] else 1


def measured(server: EmbeddedServer, folder: Path, tickets: int, rounds: int) -> dict[str, Any]:
    """The first round is the cold one: fonts and words are read, too."""
    with filled(server, tickets) as (record, since):
        runs = [one_report(record, since, folder / "laporan.pdf") for _ in range(rounds)]
    worst_s = max(run["all_s"] for run in runs)
    return {
        "tickets": tickets,
        "rounds": runs,
        "worst_s": worst_s,
        "limit_s": LIMIT_S,
        "ok": worst_s < LIMIT_S,
        "postgres": server.version,
        "cores": os.cpu_count(),
        "load_1min": round(os.getloadavg()[0], 2),
    }


def one_report(record: PgRecord, since: datetime, out: Path) -> dict[str, float]:
    begun = time.perf_counter()
    material = read_material(record, Settings(), since, since + SHIFT)
    read = time.perf_counter()
    report = set_report(material, Language.INDONESIAN)
    made = time.perf_counter()
    write_whole(out, report.pdf)
    written = time.perf_counter()
    return {
        "facts_s": round(read - begun, 3),
        "pdf_s": round(made - read, 3),
        "write_s": round(written - made, 3),
        "all_s": round(written - begun, 3),
        "pdf_bytes": len(report.pdf),
        "tickets_told": len(material.facts.tickets),
    }


@contextmanager
def filled(server: EmbeddedServer, tickets: int) -> Iterator[tuple[PgRecord, datetime]]:
    """A demo record with `tickets` in the eight hours from the moment given; the operator's door to it."""
    admin_dsn = server.admin_dsn(DATABASE)
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {DATABASE}")
    migrate(admin_dsn, demo=True)
    logins = seed_demo(admin_dsn, [_camera(number) for number in range(101, 110)], ("kamera", "rahasia"))
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        since = fill(admin, tickets)
    record = connect_person(server.dsn(DATABASE), "operator1", logins.people["operator1"])
    try:
        yield record, since
    finally:
        record.close()


def fill(admin: psycopg.Connection, tickets: int) -> datetime:
    """Lives of tickets with times of their own, which no command can set: the triggers stand aside."""
    dice = random.Random(1)
    admin.execute("SET session_replication_role = replica")
    row = admin.execute("SELECT date_trunc('hour', now()) - interval '8 hours'").fetchone()
    assert row is not None
    since: datetime = row[0]
    agencies = admin.execute("SELECT id, name FROM siaga.agency ORDER BY name").fetchall()
    categories = [code for (code,) in admin.execute("SELECT code FROM siaga.category ORDER BY code")]
    with admin.transaction():
        for number in range(tickets):
            ticket, at = new_id(), since + SHIFT * (number / tickets)
            admin.execute(
                "INSERT INTO siaga.ticket (id, number, title, category, priority, state, place, opened_by, created_at)"
                " VALUES (%s, %s, %s, %s, %s, 'closed', 'Cikarang Selatan', 'operator1', %s)",
                (ticket, f"BKS-2026-{number:06}", "Macet karena truk mogok di lajur kiri", dice.choice(categories),
                 dice.randint(1, 4), at),
            )  # fmt: skip
            _live(admin, ticket, at, dice.choice(agencies), dice)
    admin.execute("ANALYZE")
    return since


def _live(
    admin: psycopg.Connection, ticket: object, at: datetime, agency: tuple[Any, str], dice: random.Random
) -> None:
    audit = (
        "INSERT INTO siaga.audit (subject, subject_id, act, actor, at, facts)"
        " VALUES ('ticket', %s, %s, 'operator1', %s, %s)"
    )
    admin.execute(audit, (ticket, "open", at, Jsonb({})))
    for step in STEPS:
        at += timedelta(seconds=dice.randint(5, 900))
        facts = {"agency": agency[1]} if step in ("dispatch", "accept", "arrive") else {}
        admin.execute(audit, (ticket, step, at, Jsonb(facts)))
        if step == "dispatch":
            admin.execute(
                "INSERT INTO siaga.assignment (id, ticket_id, agency_id, dispatched_at, state)"
                " VALUES (%s, %s, %s, %s, 'done')",
                (new_id(), ticket, agency[0], at),
            )


def _camera(number: int) -> Camera:
    return Camera(id=new_id(), number=number, name=f"Kamera {number}", main_url=f"rtsp://127.0.0.1/{number}")


if __name__ == "__main__":
    sys.exit(main())
