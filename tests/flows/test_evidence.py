"""`main.py evidence` as a person runs it who has a folder, a printed fingerprint, and nothing else of ours."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pg.record.doors import PgDoors, template_of
from support.films import BEGIN_US, CAMERA_B, SECOND_US, ignore, never, request, span, write_ring
from support.sources import ROOT

from console.clock import utc_now
from console.nodes.evidence import EvidenceExporter, EvidenceSite, EvidenceWish
from console.reports.making import read_material
from console.settings import Settings
from storage.pg.embedded import EmbeddedServer
from video.evidence.export import export
from video.evidence.key import SigningKey, grouped, station_key
from video.evidence.values import CameraSpan
from video.recording.ring import Ring

ALONE = """
import runpy, sys

BARRED = {"PySide6", "shiboken6", "av", "cv2", "numpy", "sqlalchemy", "psycopg", "storage", "pydantic_settings"}

class Alone:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in BARRED or name == "console.settings":
            raise AssertionError(f"{name} was imported")

sys.meta_path.insert(0, Alone())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run(*arguments: str, alone: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIAGA_")}
    program = ["-c", ALONE, str(ROOT / "main.py")] if alone else [str(ROOT / "main.py")]
    return subprocess.run(
        [sys.executable, *program, *arguments],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SigningKey]:
    root = tmp_path_factory.mktemp("evidence")
    write_ring(root / "ring", 2)
    write_ring(root / "ring", 2, camera_id=CAMERA_B, codec="hevc", b_frames=2)
    key = station_key(root / "station-key.pem")
    asked = request(span(0, 4), span(0, 2, CAMERA_B, 7, "Terminal\x1b[2J"))
    export(asked, Ring(root / "ring"), key, root / "bukti", ignore, never)
    return root / "bukti", key


def test_a_folder_is_checked_against_the_printed_fingerprint_with_nothing_of_ours_running(
    made: tuple[Path, SigningKey],
) -> None:
    folder, key = made
    told = run("evidence", "verify", str(folder), "--key", *grouped(key.fingerprint).split())
    assert (told.returncode, told.stderr) == (0, "")
    assert "UTUH" in told.stdout
    assert "Ditandatangani dengan kunci yang Anda sebutkan." in told.stdout
    assert "Sari Wulandari" in told.stdout
    assert "2026-11-24 14:16:00 WIB (UTC+07:00), 2026-11-24T07:16:00.000000Z" in told.stdout
    assert "Yang tidak terekam di antara kedua tanda: 2,0 detik." in told.stdout
    assert "\x1b" not in told.stdout


def test_without_a_fingerprint_it_says_that_it_proves_nothing_about_who_signed(made: tuple[Path, SigningKey]) -> None:
    told = run("--lang", "en", "evidence", "verify", str(made[0]))
    assert told.returncode == 0
    assert "proves nothing about who signed" in told.stdout
    assert grouped(made[1].fingerprint) in told.stdout


def test_another_key_than_the_printed_one_fails(made: tuple[Path, SigningKey]) -> None:
    told = run("evidence", "verify", str(made[0]), "--key", "ab" * 32)
    assert told.returncode == 1
    assert "kunci LAIN" in told.stdout
    assert "Sari Wulandari" not in told.stdout


def test_a_changed_film_is_named_in_a_sentence_and_as_json(made: tuple[Path, SigningKey], tmp_path: Path) -> None:
    folder = tmp_path / "bukti"
    shutil.copytree(made[0], folder)
    film = min(folder.glob("*.mp4"))
    film.write_bytes(film.read_bytes()[:-1] + b"!")
    told = run("evidence", "verify", str(folder), "--key", made[1].fingerprint, "--lang", "en")
    assert told.returncode == 1
    assert f"Changed: {film.name}." in told.stdout.splitlines()
    told = run("evidence", "verify", str(folder), "--key", made[1].fingerprint, "--json")
    values = json.loads(told.stdout)
    assert (told.returncode, values["whole"], values["signer_known"]) == (1, False, False)
    assert values["findings"] == [{"fault": "changed", "name": film.name}]


def test_half_a_fingerprint_is_refused_with_a_sentence(made: tuple[Path, SigningKey]) -> None:
    told = run("evidence", "verify", str(made[0]), "--key", made[1].fingerprint[:32])
    assert (told.returncode, told.stdout) == (2, "")
    assert "64" in told.stderr


def test_the_stations_fingerprint_is_printed_and_stays_the_same(tmp_path: Path) -> None:
    told = [run("evidence", "key", alone=False, SIAGA_DATA_DIR=str(tmp_path / "data")) for _ in range(2)]
    assert {one.returncode for one in told} == {0}
    key = station_key(tmp_path / "data" / "station-key.pem")
    assert {one.stdout.splitlines()[-1] for one in told} == {grouped(key.fingerprint)}


def test_on_a_real_record_the_row_names_whom_the_server_knows_and_the_shift_report_lists_it(
    record_cluster: EmbeddedServer, tmp_path: Path
) -> None:
    doors = PgDoors(template_of(record_cluster))
    try:
        record = doors.person("operator1")
        camera = record.cameras()[0]
        write_ring(tmp_path / "ring", 2, camera_id=str(camera.id))
        site = EvidenceSite(
            ring=tmp_path / "ring",
            data_dir=tmp_path / "data",
            site_name="Pusat Komando",
            station_id="station1",
            time_zone="Asia/Jakarta",
            clock=utc_now,
        )
        marked = CameraSpan(str(camera.id), camera.number, camera.name, BEGIN_US, BEGIN_US + 2 * SECOND_US)
        wish = EvidenceWish(spans=(marked,), reason="Permintaan Polres", place=tmp_path)
        kept = EvidenceExporter(site).export(record, record.me(), wish, ignore, never)
        assert kept.noted
        stated = json.loads((kept.exported.folder / "manifest.json").read_bytes())
        assert abs(stated["exported"]["clock_offset_us"]) < SECOND_US  # the server runs on this machine
        now = record.server_now()
        material = read_material(
            record, Settings(data_dir=tmp_path / "data"), now - timedelta(hours=1), now + timedelta(minutes=1)
        )
        (listed,) = material.context.evidence
        assert (listed.export.made_by, listed.export.made_at <= now) == (record.me().name, True)
        assert listed.export.manifest_sha256 == kept.exported.manifest_sha256
        told = run("evidence", "verify", str(kept.exported.folder), "--key", material.context.fingerprint)
        assert told.returncode == 0
    finally:
        doors.close()


def test_a_key_that_others_can_read_is_not_shown_but_refused(tmp_path: Path) -> None:
    station_key(tmp_path / "station-key.pem")
    (tmp_path / "station-key.pem").chmod(0o644)
    told = run("--lang", "en", "evidence", "key", alone=False, SIAGA_DATA_DIR=str(tmp_path))
    assert (told.returncode, told.stdout) == (2, "")
    assert "chmod 600" in told.stderr
