"""The PostgreSQL that a console starts itself, shares with others and stops (docs/design/embedded.md)."""

import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg.conninfo import make_conninfo

from storage.pg.embedded_config import SUPERUSER, Doors, access_text, initdb_options, peers_text, settings_text
from storage.pg.embedded_errors import (
    DiskFull,
    EmbeddedError,
    FolderInUse,
    NoPort,
    NotPermitted,
    OtherMajor,
    StillBusy,
    WouldNotStart,
    from_os,
    told_by,
)
from storage.pg.embedded_host import (
    Account,
    binaries_for,
    default_folder,
    make_reachable,
    program,
    runs_as_root,
    version_of,
)
from storage.pg.embedded_lock import FileLock, Users
from storage.pg.embedded_process import clear_remains, cluster_name, lives, read_pid_file

_LONGEST_SOCKET_PATH = 90  # the limit is 103 on macOS, 107 on Linux, with ".s.PGSQL.65535" in it
_ORPHAN_PATIENCE_S = 5.0
_PORT_TRIES = 4
_LEAST_SPACE_BYTES = 32 << 20  # two segments of the write-ahead log, without which no start succeeds
_POLL_S = 0.02


class Step(StrEnum):
    """What the first start is busy with; the value is a key of resources/words."""

    COPYING = "database.step.copying"
    CREATING = "database.step.creating"
    STARTING = "database.step.starting"


class EmbeddedServer:
    """One PostgreSQL server in one folder, shared by every process of this account that starts it.

    The first `start()` starts it, later ones adopt it, the last `close()` stops it; a user that died without closing
    is not counted. `data_dir` is the server's home (default: by account and `name`), `binaries` a folder with
    another `postgres`, `settings` overrides of postgresql.conf, `sockets=False` the way without unix sockets.
    Raises `storage.pg.embedded_errors` subclasses only.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        *,
        name: str = "main",
        binaries: Path | None = None,
        settings: Mapping[str, str] | None = None,
        progress: Callable[[Step], None] | None = None,
        sockets: bool = sys.platform != "win32",
        timeout_s: float = 60.0,
    ) -> None:
        self.home = (default_folder(name) if data_dir is None else data_dir).absolute()
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.adopted = False
        self.version = ""
        self._conf = self.home / "conf"
        self._named_binaries = binaries
        self._settings = dict(settings or {})
        self._progress = progress or _say_nothing
        self._with_sockets = sockets
        self._timeout_s = timeout_s
        self._lock = FileLock(self.home / "lock")
        self._users = Users(self.home / "users")
        self._account: Account | None = None
        self._binaries = Path()

    def start(self) -> None:
        """Have the server running and answering. Safe to call again: a server that died meanwhile is started again."""
        try:
            self._prepare()
            with self._lock.held(self._timeout_s):
                self._check_data()
                self.adopted = self._answers() or self._answers_soon()
                if not self.adopted:
                    self._launch()
                self._users.join()
        except OSError as error:
            raise from_os(error, self.home) from error
        except subprocess.SubprocessError as error:
            raise WouldNotStart(str(error), log=str(self.log)) from error

    def close(self) -> None:
        """Leave the server; the last one stops it. Nothing if we never started."""
        if not self._users.joined:
            return
        try:
            with self._lock.held(self._timeout_s):
                self._users.leave()
                if self._users.others() == 0:
                    self._stop()
        except OSError as error:
            raise from_os(error, self.home) from error
        except subprocess.SubprocessError as error:
            raise WouldNotStart(str(error), log=str(self.log)) from error

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def admin_dsn(self, database: str = "postgres") -> str:
        """How the superuser comes in: by the socket's peer, so without a password where there are sockets."""
        doors = self._doors()
        if doors.sockets is None:
            password = self._password_file().read_text("ascii").strip()
            return make_conninfo(self.dsn(database), user=SUPERUSER, password=password)
        return make_conninfo(
            host=str(doors.sockets), port=doors.port, user=SUPERUSER, dbname=database, connect_timeout=5
        )

    def dsn(self, database: str) -> str:
        """How people and stations come in: TCP on loopback; add user and password."""
        doors = self._doors()
        return make_conninfo(
            host="127.0.0.1",
            port=doors.port,
            dbname=database,
            connect_timeout=5,
            sslmode="disable",
            gssencmode="disable",
        )

    @property
    def port(self) -> int:
        return self._doors().port

    @property
    def pid(self) -> int | None:
        """The postmaster's process, or None when it does not run."""
        postmaster = read_pid_file(self.data)
        return postmaster.pid if postmaster and lives(postmaster.pid, self.data) else None

    # -- folders -----------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._account = Account.current()
        self._binaries = binaries_for(self._account, self._named_binaries, lambda: self._progress(Step.COPYING))
        self.version = version_of(self._binaries, self._account)
        if self._account.drop_to is None:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._conf.mkdir(mode=0o700, exist_ok=True)
        else:
            make_reachable(self._conf)
        self._account.check_reach(self.home)
        self._account.check_reach(self._binaries)
        (self.home / "users").mkdir(mode=0o700, exist_ok=True)
        self._account.own(self.log)
        if self._with_sockets:
            self._own_socket_folder()

    def _own_socket_folder(self) -> None:
        folder = self._socket_folder()
        self._runs_as.own(folder)
        if folder.parent == self.home:
            return
        if folder.is_symlink() or folder.owner() != self._runs_as.name or folder.stat().st_mode & 0o077:
            raise NotPermitted("the socket folder belongs to somebody else", folder=str(folder))

    def _socket_folder(self) -> Path:
        near = self.home / "run"
        if len(str(near)) <= _LONGEST_SOCKET_PATH - len("/.s.PGSQL.65535"):
            return near
        return Path("/tmp") / f"siaga-{sha256(str(self.home).encode()).hexdigest()[:20]}"

    @property
    def _runs_as(self) -> Account:
        if self._account is None:
            raise WouldNotStart("start() was not called", log=str(self.log))
        return self._account

    # -- data --------------------------------------------------------------------------------------------------

    def _check_data(self) -> None:
        mark = self.data / "PG_VERSION"
        if mark.is_file():
            major = mark.read_text().strip()
            ours = self.version.partition(".")[0]
            if major != ours:
                raise OtherMajor(str(self.data), folder=str(self.data), data=major, binaries=ours)
            return
        if self.data.exists() and any(self.data.iterdir()):
            raise FolderInUse(str(self.data), folder=str(self.data))
        self._create()

    def _create(self) -> None:
        """Lay a cluster down beside its place and move it in when it is whole: half a one is never started."""
        self._progress(Step.CREATING)
        fresh = self.home / "data.new"
        _remove(fresh)
        self._runs_as.own(fresh)
        password = None if self._with_sockets else self._make_password()
        options = initdb_options(int(self.version.partition(".")[0]), with_password=password)
        if self._settings.get("fsync") == "off":
            options.append("--no-sync")
        made = self._run("initdb", "-D", fresh, *options)
        if made.returncode != 0:
            _remove(fresh)
            raise told_by(made.stdout, folder=self.home, log=self.log)
        (fresh / "postgresql.conf").write_text("include '../conf/server.conf'\n")
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def _make_password(self) -> Path:
        path = self._password_file()
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        self._runs_as.hand_over(path)
        path.write_text(secrets.token_urlsafe(32), "ascii")
        return path

    def _password_file(self) -> Path:
        return self._conf / "superuser"

    # -- running -----------------------------------------------------------------------------------------------

    def _answers(self) -> bool:
        """Whether our postmaster lives and a real connection reaches this very data folder."""
        postmaster = read_pid_file(self.data)
        if postmaster is None or not lives(postmaster.pid, self.data):
            return False
        with suppress(psycopg.OperationalError, OSError), psycopg.connect(self.admin_dsn()) as connection:
            row = connection.execute("select current_setting('data_directory')").fetchone()
            return row is not None and Path(row[0]) == self.data
        return False

    def _answers_soon(self) -> bool:
        """Wait for a living postmaster that starts, recovers or stops; False when it is gone, and its place clear."""
        deadline = time.monotonic() + self._timeout_s
        while self.pid is not None:
            if self._answers():
                return True
            if time.monotonic() > deadline:
                self._refuse_full_disk("recovery goes on")
                raise StillBusy(str(self.data), seconds=round(self._timeout_s))
            time.sleep(_POLL_S)
        sockets = self._socket_folder() if self._with_sockets else None
        if not clear_remains(self.data, sockets, patience_s=_ORPHAN_PATIENCE_S):
            raise StillBusy(str(self.data), seconds=round(_ORPHAN_PATIENCE_S))
        return False

    def _launch(self) -> None:
        self._progress(Step.STARTING)
        refusal: EmbeddedError = NoPort()
        for attempt in range(_PORT_TRIES):
            self._write_conf(fresh_port=attempt > 0)
            try:
                self._run_postgres()
            except NoPort as error:  # somebody took it between our look and the server's
                refusal = error
                continue
            return
        raise refusal

    def _run_postgres(self) -> None:
        first_words = self.log / "start.log"
        first_words.unlink(missing_ok=True)
        told_before = {path: path.stat().st_size for path in self.log.glob("*.log")}
        wait = ["-w", "-t", str(round(self._timeout_s)), "-s"]
        started = self._run("pg_ctl", "start", "-D", self.data, "-l", first_words, *wait)
        if started.returncode == 0 and self._answers():
            return
        if self.pid is not None:
            raise StillBusy(started.stdout, seconds=round(self._timeout_s))
        self._refuse_full_disk(started.stdout)  # then the log could not be written either
        raise told_by(started.stdout + self._words_since(told_before), folder=self.home, log=self.log)

    def _refuse_full_disk(self, told: str) -> None:
        if shutil.disk_usage(self.home).free < _LEAST_SPACE_BYTES:
            raise DiskFull(told, folder=str(self.home))

    def _run(self, name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [program(self._binaries, name), *arguments]
        return self._runs_as.run(command, cwd=self.home, timeout_s=self._timeout_s + 10)

    def _words_since(self, sizes: Mapping[Path, int]) -> str:
        """What the log files gained: there PostgreSQL says why it gave up."""
        gained = []
        for path in self.log.glob("*.log"):
            words = path.read_bytes()
            known = sizes.get(path, 0)
            gained.append(words[known if known <= len(words) else 0 :].decode("utf-8", "replace"))
        return "\n".join(gained)

    def _stop(self) -> None:
        postmaster = read_pid_file(self.data)
        if postmaster is None:
            return
        for mode in ("fast", "immediate"):  # "immediate" leaves a recovery for the next start, and loses nothing
            self._run("pg_ctl", "stop", "-D", self.data, "-m", mode, "-W", "-s")
            deadline = time.monotonic() + self._timeout_s / 2
            while time.monotonic() < deadline:
                if not lives(postmaster.pid, self.data):
                    return
                time.sleep(_POLL_S)
        raise StillBusy(str(self.data), seconds=round(self._timeout_s))

    # -- doors -------------------------------------------------------------------------------------------------

    def _doors(self) -> Doors:
        """Where the server listens, as remembered; another process may have moved it."""
        port = self._remembered_port()
        if port is None:
            raise WouldNotStart("no port is remembered", log=str(self.log))
        return Doors(port, self._socket_folder() if self._with_sockets else None)

    def _remembered_port(self) -> int | None:
        try:
            return int((self._conf / "port").read_text())
        except (OSError, ValueError):
            postmaster = read_pid_file(self.data)
            return postmaster.port if postmaster else None

    def _write_conf(self, *, fresh_port: bool) -> None:
        """Write settings and access rules, with the remembered port if it is still free."""
        port = _free_port(0 if fresh_port else self._remembered_port() or 0)
        doors = Doors(port, self._socket_folder() if self._with_sockets else None)
        accounts = {self._runs_as.name} | ({"root"} if runs_as_root() else set())
        named = {"cluster_name": cluster_name(self.data)}
        written = {
            "server.conf": settings_text(doors, self._conf, self.log, named | self._settings),
            "pg_hba.conf": access_text(doors),
            "pg_ident.conf": peers_text(accounts),
            "port": f"{port}\n",
        }
        for name, text in written.items():
            fresh = self._conf / f"{name}.new"
            fresh.write_text(text, "utf-8")
            fresh.chmod(0o644)
            fresh.replace(self._conf / name)


def _free_port(wanted: int) -> int:
    """`wanted` if it can be bound on loopback, else another one. Raises NoPort."""
    for port in (wanted, 0):
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise NoPort


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _say_nothing(step: Step) -> None:
    """The progress of nobody."""
