"""The folder beside the target in which an export is made, and what others have left there."""

import hashlib
import json
import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

import psutil

from video.evidence.durable import read_small, sync_folder, write_synced
from video.evidence.errors import BadName, FolderTaken
from video.evidence.naming import MANIFEST, is_plain

_PREFIX, _SUFFIX = ".", ".siaga-part"
_OWNER = "owner.json"
_FOREIGN_S = 24 * 3600.0
_OWNER_MOST = 4_096
_MANIFEST_MOST = 16_000_000
_SAME_S = 1.0  # between two readings of when a process began


@dataclass(frozen=True, slots=True)
class Workplace:
    """`content` becomes `target` by one rename; `shell` is what is removed afterwards."""

    shell: Path
    content: Path
    target: Path

    def publish(self) -> None:
        """Raises OSError, FolderTaken: never over something that is there."""
        if os.path.lexists(self.target):
            raise FolderTaken(folder=str(self.target))
        self.content.rename(self.target)

    def remove(self) -> None:
        """The work folder with all that is in it; the target is not touched. Raises OSError."""
        if self.shell.exists():
            shutil.rmtree(self.shell)
            sync_folder(self.target.parent)


def shell_of(target: Path) -> Path:
    """The work folder of an export to `target`."""
    return target.with_name(f"{_PREFIX}{target.name}{_SUFFIX}")


def prepare(target: Path) -> Workplace:
    """Make the work folder, after removing those of dead owners. Raises OSError, BadName, FolderTaken."""
    if not is_plain(target.name):
        raise BadName(folder=target.name)
    if os.path.lexists(target):
        raise FolderTaken(folder=str(target))
    shell = shell_of(target)
    if os.path.lexists(shell) and not _remove_dead(shell, None):
        raise FolderTaken(folder=str(target))
    shell.mkdir()
    content = shell / target.name
    try:
        write_synced(shell / _OWNER, json.dumps(_this_process()).encode())
        content.mkdir()
        sync_folder(shell)
        sync_folder(target.parent)
    except OSError:
        shutil.rmtree(shell, ignore_errors=True)
        raise
    now_s = shell.stat().st_mtime  # the disk's own clock: a stick may come from anywhere
    for other in target.parent.glob(f"{_PREFIX}*{_SUFFIX}"):
        if other != shell:
            _remove_dead(other, now_s)
    return Workplace(shell, content, target)


def _remove_dead(shell: Path, now_s: float | None) -> bool:
    """Remove a work folder that nobody works in any more; whether it is gone."""
    if shell.is_symlink() or not shell.is_dir() or not _is_dead(shell, now_s):
        return False
    shutil.rmtree(shell, ignore_errors=True)
    return not shell.exists()


def _is_dead(shell: Path, now_s: float | None) -> bool:
    """Where the owner cannot be asked, a day without a change has to do; without `now_s` it counts as alive."""
    owner = _owner(shell)
    if owner is None and not _has_content(shell):
        return True  # its process ended before it could say who it was
    if owner is not None and owner.get("host") == platform.node():
        return not _lives(owner)
    return now_s is not None and now_s - _newest_s(shell) > _FOREIGN_S


def _owner(shell: Path) -> dict[str, object] | None:
    try:
        value = json.loads(read_small(shell / _OWNER, _OWNER_MOST))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _has_content(shell: Path) -> bool:
    return any(path.is_dir() for path in shell.iterdir())


def _newest_s(shell: Path) -> float:
    return max(path.lstat().st_mtime for path in (shell, *shell.rglob("*")))


def _this_process() -> dict[str, object]:
    return {"host": platform.node(), "pid": os.getpid(), "began_s": psutil.Process().create_time()}


def _lives(owner: dict[str, object]) -> bool:
    """The same process, and not another that was given its number."""
    pid, began_s = owner.get("pid"), owner.get("began_s")
    if not isinstance(pid, int) or not isinstance(began_s, float):
        return False
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(float(process.create_time()) - began_s) < _SAME_S
    except psutil.AccessDenied:
        return True
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return False


def sweep(target: Path) -> bool:
    """Remove the work folder of `target` if its owner is dead; whether there was one and it is gone."""
    shell = shell_of(target)
    return os.path.lexists(shell) and _remove_dead(shell, None)


def is_published(target: Path, manifest_sha256: str) -> bool:
    """Whether the folder stands under its final name with this manifest. Raises nothing: no answer is a no."""
    try:
        manifest = read_small(target / MANIFEST, _MANIFEST_MOST)
        return not target.is_symlink() and hashlib.sha256(manifest).hexdigest() == manifest_sha256
    except OSError:
        return False
