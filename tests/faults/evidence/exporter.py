"""Processes that the fault tests kill: one export with its row each, ended by SIGKILL at the step that it is told.

Its record is a file of rows, each on the disk before `execute` returns, so that what was promised outlives the kill.
"""

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from support.films import BEGIN_US, CAMERA_A, SECOND_US, ignore, never

from console.nodes.evidence import EvidenceExporter, EvidenceSite, EvidenceWish
from storage.model.people import Person, Role
from storage.service.commands import KeepExport
from video.evidence.export import export
from video.evidence.key import read_key
from video.evidence.steps import Step
from video.evidence.values import CameraSpan
from video.recording.ring import Ring

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
PERSON = Person(UUID(int=1), "sari", "Sari Wulandari", Role.OPERATOR)


class FileRecord:
    """Rows by their command's key, once each."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def rows(self) -> dict[str, dict[str, str]]:
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return {row["key"]: row for row in map(json.loads, lines)}

    def me(self) -> Person:
        return PERSON

    def exports(self, *, since: datetime) -> tuple[()]:
        return ()

    def server_now(self) -> datetime:
        return NOW

    def execute(self, command: KeepExport) -> None:
        if str(command.key) in self.rows():
            return
        row = {"key": str(command.key), "folder": command.export.folder, "sha256": command.export.manifest_sha256}
        with self.file.open("a") as out:
            out.write(json.dumps(row) + "\n")
            out.flush()
            os.fsync(out.fileno())


def exporter(root: Path, at: str, minutes: int) -> tuple[EvidenceExporter, FileRecord, EvidenceWish]:
    """The station in `root`, killed at the step `at`; `minutes` later is another folder's name."""

    def reached(step: Step) -> None:
        if step == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def write(request, place, folder, progress, cancelled, *, complete, hold=None):
        key = read_key(place.key_file)
        return export(
            *(request, Ring(place.ring), key, folder, progress, cancelled),
            complete=complete,
            hold=hold,
            reached=reached,
        )

    site = EvidenceSite(
        ring=root / "ring",
        data_dir=root / "data",
        site_name="Pusat Komando",
        station_id="station1",
        time_zone="Asia/Jakarta",
        clock=lambda: NOW + timedelta(minutes=minutes),
    )
    marked = CameraSpan(CAMERA_A, 12, "Simpang SGA", BEGIN_US, BEGIN_US + 2 * SECOND_US)
    wish = EvidenceWish(spans=(marked,), reason="Permintaan Polres", place=root / "stick")
    return EvidenceExporter(site, write=write, reached=reached), FileRecord(root / "rows"), wish


def run(root: Path, at: str, minutes: int = 0) -> None:
    made, record, wish = exporter(root, at, minutes)
    made.settle(record)
    made.export(record, PERSON, wish, ignore, never)


def run_and_report(root: Path, at: str) -> int:
    """Export in a process of its own; how it ended (a signal: negative). Without threads forking is safe."""
    child = os.fork()
    if child == 0:
        try:
            run(root, at)
        finally:
            os._exit(1)  # it was to be killed
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_while_it_is_written(root: Path) -> None:
    """Export in a process apart, as the desk does, and be killed as soon as it has told how far it is."""

    def die(_: float) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    site, record, wish = exporter(root, "", 0)
    EvidenceExporter(site.site).export(record, PERSON, wish, die, never)


if __name__ == "__main__" and sys.argv[1] == "--apart":
    die_while_it_is_written(Path(sys.argv[2]))
elif __name__ == "__main__":
    print(json.dumps([run_and_report(Path(root), Path(root).name) for root in sys.argv[1:]]))
