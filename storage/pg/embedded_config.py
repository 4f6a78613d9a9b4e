"""What the embedded server is told: its settings, who may come in, and by which door."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "postgres"
_MAP = "siaga"

_SETTINGS: dict[str, str] = {
    # People come over loopback; the superuser by the socket alone (see `access`).
    "listen_addresses": "127.0.0.1",
    "password_encryption": "scram-sha-256",
    "ssl": "off",
    # A workstation also decodes video: take little. No parallel workers, so a full /dev/shm cannot stop a query.
    "max_connections": "60",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "256MB",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "jit": "off",
    # A console that vanished holds its locks for a minute, not for two hours.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    # The log holds no statement and no value of a row, so no password: `terse` also cuts off the line "Failed
    # process was running: ..." after a crash.
    "logging_collector": "on",
    "log_filename": "siaga-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "lc_messages": "C",
}


@dataclass(frozen=True, slots=True)
class Doors:
    """How the server is reached: `sockets` is None where there are no unix sockets."""

    port: int
    sockets: Path | None


def initdb_options(major: int, *, with_password: Path | None) -> list[str]:
    """How a new cluster is laid down: UTF-8, sorted by code point on every platform, pages with checksums."""
    if major >= 17:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    elif sys.platform == "linux":
        locale = ["--locale=C.UTF-8", "--lc-messages=C"]
    else:
        locale = ["--locale=C"]
    local = ["--auth-local=peer"] if with_password is None else ["--auth-local=reject", f"--pwfile={with_password}"]
    options = ["--encoding=UTF8", "--auth-host=scram-sha-256", "--data-checksums", "--no-instructions"]
    return [f"--username={SUPERUSER}", *options, *locale, *local]


def settings_text(doors: Doors, conf: Path, log: Path, more: Mapping[str, str]) -> str:
    """The settings file; `more` overrides ours."""
    told = dict(_SETTINGS)
    if sys.platform != "win32":
        # The picture store may fill /dev/shm, and logind empties it: keep the server's small segments in files.
        told["dynamic_shared_memory_type"] = "mmap"
    told |= {
        "port": str(doors.port),
        "unix_socket_directories": "" if doors.sockets is None else str(doors.sockets),
        "hba_file": str(conf / "pg_hba.conf"),
        "ident_file": str(conf / "pg_ident.conf"),
        "log_directory": str(log),
    }
    if sys.platform != "win32":
        told["unix_socket_permissions"] = "0700"
    lines = [f"{name} = '{_quoted(value)}'" for name, value in (told | dict(more)).items()]
    return (
        "# Written by Siaga at each start; a setting of your own goes in by ALTER SYSTEM.\n" + "\n".join(lines) + "\n"
    )


def access_text(doors: Doors) -> str:
    """pg_hba: the superuser by the socket's peer, everybody else by SCRAM on loopback, nobody else at all.

    Where there are no unix sockets the superuser comes over loopback too, with a password in a private file.
    """
    rules = [
        f"local all {SUPERUSER} peer map={_MAP}",
        "local all all reject",
        f"host all {SUPERUSER} all reject",
        "host all all 127.0.0.1/32 scram-sha-256",
    ]
    if doors.sockets is None:
        rules = ["host all all 127.0.0.1/32 scram-sha-256"]
    return "\n".join(rules) + "\n"


def peers_text(accounts: set[str]) -> str:
    """pg_ident: the operating system's accounts that are the superuser."""
    return "".join(f'{_MAP} "{name}" {SUPERUSER}\n' for name in sorted(accounts))


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
