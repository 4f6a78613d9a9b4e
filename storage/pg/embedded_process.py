"""Which operating-system processes belong to one data folder, and whether its postmaster lives."""

import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psutil

_POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What `postmaster.pid` says; it may be of a server that is gone."""

    pid: int
    port: int | None


def read_pid_file(data: Path) -> Postmaster | None:
    """The postmaster that the data folder names, or None. A half-written file is none."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = abs(int(lines[0]))
    except (OSError, ValueError, IndexError):
        return None
    port = int(lines[3]) if len(lines) > 3 and lines[3].isdigit() else None
    return Postmaster(pid, port)


def lives(pid: int, data: Path) -> bool:
    """Whether `pid` is a running process that works in `data`; a zombie and a reused pid are not."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and _works_in(process, data)
    except psutil.NoSuchProcess:
        return False


def processes_of(data: Path) -> list[psutil.Process]:
    """Every living process that works in the data folder: PostgreSQL's all do, from start to end."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE and _works_in(process, data):
                found.append(process)
    return found


def clear_remains(data: Path, sockets: Path | None, *, patience_s: float) -> bool:
    """Make the folder of a dead postmaster startable: end its orphans, then remove its pid and lock files.

    PostgreSQL keeps its own hands off while a process with the old pid exists, even a zombie or a stranger, and
    that can be for ever. We know more: nobody works in the folder any more. Orphans of a killed postmaster end by
    themselves; one that is stuck is killed after `patience_s`, which costs nothing that was confirmed.
    Returns False when one of them will not go.
    """
    deadline = time.monotonic() + patience_s
    while orphans := processes_of(data):
        if time.monotonic() > deadline:
            break
        time.sleep(_POLL_S)
    for orphan in orphans:
        with suppress(psutil.NoSuchProcess):
            orphan.kill()
    deadline = time.monotonic() + patience_s
    while processes_of(data):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    (data / "postmaster.pid").unlink(missing_ok=True)
    if sockets is not None:
        for lock in sockets.glob(".s.PGSQL.*"):
            lock.unlink(missing_ok=True)
    return True


def cluster_name(data: Path) -> str:
    """The name that every process of this folder's server carries in its title."""
    return f"siaga-{sha256(str(data).encode()).hexdigest()[:16]}"


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return Path(process.cwd()) == data
    except psutil.AccessDenied:
        # Root in a container without CAP_SYS_PTRACE may not see where another account's process works. Titles are
        # open to all: the postmaster's has the folder, its children's the cluster's name.
        title = process.cmdline()
        return str(data) in title or any(word.startswith(f"postgres: {cluster_name(data)}: ") for word in title)
