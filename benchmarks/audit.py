"""What does the audit's chain cost each command, and how soon is a long audit checked?

A real PostgreSQL (the one that Siaga ships, without fsync). Four people at once open tickets with a dispatch, in pairs
with the chain's trigger and without. Then an audit of many rows is written, a head of it taken and signed, and all of
it checked as auditor against that head. Prints one JSON object; `ok` says whether it was proved and memory stayed flat.

    python -m benchmarks.audit --json [--rows 1000000] [--commands 400] [--pairs 4]
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from console.nodes.audit_heads import HeadTaker, is_signed
from storage.model.audit import AuditHead
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.pg.record import PgRecord, connect_person
from storage.pg.seed import DemoLogins, seed_demo
from storage.pg.station import connect_station
from storage.service.audit_verify import verify_audit
from storage.service.commands import OpenTicket

DATABASE = "audit_benchmark"
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "4GB"}
PEOPLE = ("operator1", "operator2", "operator3", "supervisor1")
CHAINS = 200_000
AT_ONCE = 50_000
GROWTH_MB = 60
FILL = """
INSERT INTO siaga.audit (subject, subject_id, act, actor, at, facts, said)
SELECT 'alarm', ('00000000-0000-0000-0000-' || lpad(to_hex((%(from)s + n) %% %(chains)s), 12, '0'))::uuid,
       'acknowledge', 'operator1', clock_timestamp(),
       jsonb_build_object('kind', 'congestion', 'state', 'acknowledged', 'camera', 101, 'priority', 2,
           'occupancy', 0.31, 'speed', 0.4, 'title', 'Macet'),
       CASE WHEN n %% 3 = 0 THEN 'Dilihat di kamera, arus lambat' ELSE '' END
FROM generate_series(1, %(count)s) n"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--commands", type=int, default=400)
    parser.add_argument("--pairs", type=int, default=4)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="siaga-audit-"))
    folder.chmod(0o755)
    server = EmbeddedServer(folder / "s", settings=FAST)
    server.start()
    try:
        result = measured(server, folder, arguments)
    finally:
        server.close()
        shutil.rmtree(folder)
    print(json.dumps(result, indent=None if arguments.json else 2))
    return 0 if result["ok"] else 1


def measured(server: EmbeddedServer, folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    admin_dsn, dsn = server.admin_dsn(DATABASE), server.dsn(DATABASE)
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {DATABASE}")
    migrate(admin_dsn, demo=True)
    logins = seed_demo(admin_dsn, [Camera(new_id(), 101, "Kamera 101", "rtsp://127.0.0.1/101")], ("kamera", "rahasia"))
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        commands = command_rates(admin, dsn, logins, arguments.commands, arguments.pairs)
        written_s = fill(admin, arguments.rows)
    checked = check(dsn, logins, folder)
    flat = checked["memory_mb"][1] - checked["memory_mb"][0] < GROWTH_MB
    values = {
        "load_1min": round(os.getloadavg()[0], 2),
        "cores": os.cpu_count(),
        "postgres": server.version,
        "rows_written_per_s": round(arguments.rows / written_s),
    }
    return {"ok": checked["proven"] and flat, **values, "commands_per_s": commands, "check": checked}


def command_rates(admin: psycopg.Connection, dsn: str, logins: DemoLogins, count: int, pairs: int) -> dict[str, Any]:
    desks = [connect_person(dsn, login, logins.people[login]) for login in PEOPLE]
    rates: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    open_tickets(desks, 40)  # to warm up
    for _ in range(pairs):
        for state, found in rates.items():
            admin.execute(f"ALTER TABLE siaga.audit {state} TRIGGER chains")
            began = time.perf_counter()
            open_tickets(desks, count)
            found.append(count / (time.perf_counter() - began))
    # What was written without the trigger is no chain.
    admin.execute("SET session_replication_role = replica")
    admin.execute("DELETE FROM siaga.audit; DELETE FROM siaga.audit_chain")
    admin.execute("SET session_replication_role = origin")
    admin.execute("ALTER TABLE siaga.audit ENABLE TRIGGER chains")
    for desk in desks:
        desk.close()
    return {name: round(statistics.median(rates[state])) for name, state in (("chained", "ENABLE"), ("not", "DISABLE"))}


def open_tickets(desks: list[PgRecord], count: int) -> None:
    agency = desks[0].agencies()[0].id

    def opened(desk: PgRecord) -> None:
        for _ in range(count // len(desks)):
            desk.execute(opening(agency))

    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(opened, desks))


def opening(agency: UUID) -> OpenTicket:
    return OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title="Lalu lintas terhenti",
        category="congestion",
        priority=Priority.HIGH,
        place="Jl. Urip Sumoharjo",
        agency_ids=(agency,),
    )


def fill(admin: psycopg.Connection, rows: int) -> float:
    """Seconds that it took, chains and all."""
    began = time.perf_counter()
    for begin in range(0, rows, AT_ONCE):
        admin.execute(FILL, {"from": begin, "chains": CHAINS, "count": min(AT_ONCE, rows - begin)})
    taken_s = time.perf_counter() - began
    admin.execute("VACUUM ANALYZE siaga.audit")
    return taken_s


def check(dsn: str, logins: DemoLogins, folder: Path) -> dict[str, Any]:
    station = connect_station(dsn, logins.station_login, logins.station_password)
    taker, heads = HeadTaker(folder / "data"), list[AuditHead]()
    taken_s = []
    for _ in range(2):
        began = time.perf_counter()
        heads.append(taker.take(station))
        taken_s.append(round(time.perf_counter() - began, 3))
    auditor = connect_person(dsn, "auditor1", logins.people["auditor1"])
    before, began, work = memory_mb(), time.perf_counter(), time.process_time()
    with auditor.reading_audit() as reading:
        trusted = frozenset({heads[0].fingerprint})
        verdict = verify_audit(reading, auditor.record_us(), heads, trusted, is_signed)
    checked_s, work_s = time.perf_counter() - began, time.process_time() - work
    for door in (station, auditor):
        door.close()
    return {
        "proven": verdict.proven,
        "rows": verdict.rows,
        "chains": verdict.chains,
        "first_head_s": taken_s[0],
        "next_head_s": taken_s[1],
        "checked_s": round(checked_s, 1),
        "own_work_s": round(work_s, 1),
        "rows_per_s": round(verdict.rows / checked_s),
        "memory_mb": [before, memory_mb()],
    }


def memory_mb() -> int:
    """The most that this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    raise SystemExit(main())
