"""A stick that comes back may hold anything under our names; nobody waits for it without end."""

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from support.films import ignore, request, span

from video.evidence import process
from video.evidence.errors import Cancelled
from video.evidence.key import FILE_NAME, station_key
from video.evidence.naming import MANIFEST
from video.evidence.process import Apart, export_apart
from video.evidence.values import Exported
from video.evidence.workplace import is_published, prepare


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_bomb(path: Path) -> None:
    path.write_text("[" * 4_000)


def a_large_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 32)


KINDS = (a_pipe, an_endless_device, a_bomb, a_large_file)


@pytest.mark.parametrize("make", KINDS)
def test_a_work_folder_whose_owner_is_no_file_is_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    shell = tmp_path / ".bukti-x.siaga-part"
    (shell / "bukti-x").mkdir(parents=True)
    make(shell / "owner.json")
    assert prepare(tmp_path / "bukti-y").content.is_dir()
    assert shell.is_dir()


@pytest.mark.parametrize("make", KINDS)
def test_a_folder_whose_manifest_is_no_file_of_ours_is_not_published(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / MANIFEST)
    assert not is_published(tmp_path, hashlib.sha256(b"ours").hexdigest())


def test_an_owner_that_cannot_be_is_dead(tmp_path: Path) -> None:
    shell = tmp_path / ".bukti-x.siaga-part"
    (shell / "bukti-x").mkdir(parents=True)
    owner = {"host": platform.node(), "pid": 10**30, "began_s": 1.0}
    (shell / "owner.json").write_text(json.dumps(owner))
    prepare(tmp_path / "bukti-y")
    assert not shell.exists()


def hang(*arguments: object) -> None:
    Event().wait()


def test_a_disk_that_hangs_the_writing_does_not_hang_who_cancels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "export_here", hang)
    monkeypatch.setattr(process, "_END_S", 0.2)
    station_key(tmp_path / FILE_NAME)
    began_s = time.monotonic()

    def complete(exported: Exported) -> None:
        raise AssertionError(exported)

    with pytest.raises(Cancelled):
        export_apart(
            request(span(0, 2)),
            Apart(tmp_path, tmp_path / FILE_NAME),
            tmp_path / "bukti",
            ignore,
            lambda: True,
            complete=complete,
        )
    assert time.monotonic() - began_s < 10.0
