"""A station killed at each step of an export: no row without its folder, no half folder, and the next try succeeds."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from faults.evidence.exporter import FileRecord, exporter, run
from support.cluster import wait_until
from support.films import write_ring
from support.sources import ROOT

from video.evidence.steps import Step
from video.evidence.verify import verify

ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
PUBLISHED = {Step.RENAMED, Step.TARGET_SYNCED, Step.CLEARED, Step.ROW_WRITTEN, Step.NOTE_REMOVED}


def station(root: Path) -> Path:
    write_ring(root / "ring", 2)
    (root / "stick").mkdir()
    return root


def killed_at(steps: list[Step], folder: Path) -> dict[Step, Path]:
    """A station for each step, each exporting in a process of its own that is killed there."""
    for step in steps:
        (folder / step.value).mkdir()
    roots = {step: station(folder / step.value) for step in steps}
    command = [sys.executable, "-m", "faults.evidence.exporter", *map(str, roots.values())]
    told = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [-signal.SIGKILL] * len(steps)
    return roots


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[Step, Path]:
    return killed_at(list(Step), tmp_path_factory.mktemp("killed"))


def published(root: Path) -> list[Path]:
    return [path for path in (root / "stick").iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("step", list(Step))
def test_a_kill_leaves_no_row_without_its_folder_no_half_folder_and_the_next_try_succeeds(
    killed: dict[Step, Path], step: Step
) -> None:
    root = killed[step]
    rows = FileRecord(root / "rows").rows()
    folders = published(root)
    assert len(folders) == (1 if step in PUBLISHED else 0)
    assert all(verify(folder, None).whole for folder in folders)
    assert {row["folder"] for row in rows.values()} <= {folder.name for folder in folders}
    assert len(rows) == (1 if step in {Step.ROW_WRITTEN, Step.NOTE_REMOVED} else 0)

    run(root, "", minutes=0 if step not in PUBLISHED else 1)

    again = published(root)
    assert len(again) == len(folders) + 1
    assert all(verify(folder, None).whole for folder in again)
    assert {row["folder"] for row in FileRecord(root / "rows").rows().values()} == {folder.name for folder in again}
    assert [path.name for path in (root / "stick").iterdir() if path.name.startswith(".")] == []
    assert list((root / "data" / "evidence-pending").iterdir()) == []


def test_a_console_that_is_killed_takes_the_process_that_writes_with_it_and_nothing_is_left(tmp_path: Path) -> None:
    root = station(tmp_path)
    command = [sys.executable, "-m", "faults.evidence.exporter", "--apart", str(root)]
    told = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=False)
    assert told.returncode == -signal.SIGKILL
    wait_until(lambda: not list((root / "stick").iterdir()), "the process apart has cleared up")
    assert FileRecord(root / "rows").rows() == {}
    assert not (root / "data" / "evidence-pending").exists()


def test_settling_twice_at_the_same_time_writes_one_row(tmp_path: Path) -> None:
    root = killed_at([Step.RENAMED], tmp_path)[Step.RENAMED]
    made, record, _ = exporter(root, "", 0)
    other, _, _ = exporter(root, "", 0)
    assert made.settle(record).written + other.settle(record).written == 1
    assert len(record.rows()) == 1
