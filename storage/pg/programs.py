"""PostgreSQL's own programs for dumps: the ones that fit a server's version, run so that no secret is seen."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.pg.embedded_errors import EmbeddedError
from storage.pg.embedded_host import Account, binaries_for, program
from storage.pg.tls import is_secured_by_tls
from storage.service.errors import RecordError

_VERSION = re.compile(r"\) (\d+)(?:\.(\d+))?")
_ALIKE_SINCE = 17
"""From here on a newer program writes and reads what an older server understands; before, it sets what that has not."""


class NoProgram(RecordError):
    """None of PostgreSQL's programs on this machine fits the server; facts: program, version (a major)."""

    word = "operations.no_program"


@dataclass(frozen=True, slots=True)
class Program:
    path: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def program_for(name: str, server: int, admin_dsn: str, named: Path | None = None) -> Program:
    """`name` ("pg_dump") in the version that fits a server of this major version; the nearest one.

    Looked for in `named`, on the PATH, where Debian keeps them, and among those of Siaga, which have no TLS.
    Raises NoProgram.
    """
    found = [one for folder in _folders(named, tls=is_secured_by_tls(admin_dsn)) if (one := _told(folder, name))]
    fitting = [one for one in found if one.major == server or one.major >= server >= _ALIKE_SINCE]
    if not fitting:
        raise NoProgram(program=name, version=server)
    return min(fitting, key=lambda one: one.major)


@contextmanager
def secret_of(admin_dsn: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The address without its password, and an environment that leads to it: neither is in a process list.

    The password stands in a file of this account alone, for as long as the block.
    """
    parts = conninfo_to_dict(admin_dsn)
    password = parts.pop("password", None)
    told = {**os.environ, "LC_ALL": "C"}
    if not password:
        yield make_conninfo("", **parts), told
        return
    with tempfile.TemporaryDirectory(prefix="siaga-") as folder:  # 0700
        file = Path(folder) / "pass"
        file.touch(mode=0o600)
        escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
        file.write_text(f"*:*:*:*:{escaped}\n", "utf-8")
        yield make_conninfo("", **parts), {**told, "PGPASSFILE": str(file)}


def _folders(named: Path | None, *, tls: bool) -> Iterator[Path]:
    if named is not None:
        yield named
    if found := shutil.which("pg_dump"):
        yield Path(found).resolve().parent
    if sys.platform == "linux":
        # Debian's /usr/bin/pg_dump is a wrapper that picks a version of its own.
        yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not tls:
        try:
            yield binaries_for(Account("ourselves"), None, _nothing)
        except EmbeddedError:
            return  # then there are those of the system alone


def _nothing() -> None:
    """Nobody is told of a copy: none is made for ourselves."""


def _told(folder: Path, name: str) -> Program | None:
    path = program(folder, name)
    if not path.is_file():
        return None
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return None  # one that does not run here is none
    found = _VERSION.search(told.stdout)
    return Program(path, ".".join(part for part in found.groups() if part)) if found else None
