"""An export is whole under its name or leaves nothing, and says in words what stood in its way."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from support.films import (
    BEGIN_US,
    CAMERA_A,
    CAMERA_B,
    SECOND_US,
    header,
    ignore,
    moved,
    never,
    packets,
    request,
    span,
    write_ring,
    write_segment,
)
from support.require import require

from resources.words import sentence
from video.evidence import export as exporting
from video.evidence.canonical import parsed
from video.evidence.errors import (
    BadName,
    BadRequest,
    Cancelled,
    EvidenceDiskFull,
    EvidenceError,
    EvidenceNotWritten,
    FolderTaken,
    NothingRecorded,
)
from video.evidence.export import export
from video.evidence.key import SigningKey, station_key
from video.evidence.naming import film_stem, folder_name, is_plain
from video.evidence.steps import Step
from video.evidence.values import MarkedMoment, StillPicture
from video.evidence.verify import verify
from video.recording.ring import Ring


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    write_ring(tmp_path / "ring")
    write_ring(tmp_path / "ring", camera_id=CAMERA_B, codec="mjpeg")
    return Ring(tmp_path / "ring")


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return station_key(tmp_path / "station-key.pem")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "bukti-1"


def manifest_of(folder: Path) -> dict:
    return parsed((folder / "manifest.json").read_bytes())


def test_several_cameras_lie_in_one_folder_that_verifies(ring: Ring, key: SigningKey, target: Path) -> None:
    told: list[float] = []
    asked = request(span(), span(1, 3, CAMERA_B, 7, "Terminal"), stills=(StillPicture(CAMERA_A, BEGIN_US, b"jpeg"),))
    done = export(asked, ring, key, target, told.append, never)
    verdict = verify(target, key.fingerprint)
    assert (verdict.findings, verdict.signer_known) == ((), True)
    assert done.folder == target
    assert done.files == len(list(target.iterdir())) == 9
    assert done.size == sum(path.stat().st_size for path in target.iterdir())
    assert [camera["number"] for camera in manifest_of(target)["cameras"]] == [12, 7]
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert [path.name for path in target.parent.iterdir()] == ["bukti-1"]


def test_the_manifest_says_who_why_when_and_how_far_the_clock_was_off(
    ring: Ring, key: SigningKey, target: Path
) -> None:
    marks = (MarkedMoment(CAMERA_A, BEGIN_US + SECOND_US, "truk menabrak"),)
    export(request(bookmarks=marks), ring, key, target, ignore, never)
    stated = manifest_of(target)
    assert stated["person"] == {"name": "Sari Wulandari", "login": "sari"}
    assert stated["reason"] == "Permintaan Polres Metro Bekasi"
    assert stated["ticket"] == "BKS-2026-001234"
    assert stated["exported"]["clock_offset_us"] == -12_345
    assert stated["station"] == {"id": "station_ruang_1", "key_fingerprint": key.fingerprint}
    assert stated["cameras"][0]["mark_in"] == "2026-11-24T07:15:00.000000Z"
    assert stated["bookmarks"][0]["text"] == "truk menabrak"


def test_people_read_what_is_missing_and_how_to_check_in_both_languages(
    ring: Ring, key: SigningKey, target: Path
) -> None:
    export(request(span(0, 9), clock_offset_us=None), ring, key, target, ignore, never)
    indonesian = (target / "BACA-SAYA.txt").read_bytes().decode()
    english = (target / "README.txt").read_bytes().decode()
    assert "TIDAK ADA REKAMAN: 2026-11-24 14:15:06 WIB" in indonesian
    assert "NOT RECORDED: 2026-11-24 14:15:06 WIB (2026-11-24 07:15:06.000 UTC)" in english
    assert "(3.0 detik)" in indonesian
    assert "register tidak terjangkau" in indonesian
    assert all("openssl pkeyutl -verify" in text and key.fingerprint[:8] in text for text in (indonesian, english))
    assert indonesian.count("\r\n") == indonesian.count("\n") > 20


@pytest.mark.parametrize(
    ("offset_us", "said"),
    [(0, " 0.000 "), (-400, " 0.000 "), (499, " 0.000 "), (-12_345, " -0.012 "), (2_000_600, " +2.001 ")],
)
def test_a_clock_that_agrees_to_the_millisecond_has_no_sign(
    ring: Ring, key: SigningKey, target: Path, offset_us: int, said: str
) -> None:
    export(request(clock_offset_us=offset_us), ring, key, target, ignore, never)
    (line,) = [
        one for one in (target / "README.txt").read_text("utf-8").splitlines() if "clock" in one and "second" in one
    ]
    assert said in line


def test_what_people_typed_cannot_pose_as_a_line_of_the_page(ring: Ring, key: SigningKey, target: Path) -> None:
    export(request(reason="uji\r\nTIDAK ADA BAGIAN\x1b[2J"), ring, key, target, ignore, never)
    lines = (target / "BACA-SAYA.txt").read_text("utf-8").splitlines()
    assert "Alasan: uji TIDAK ADA BAGIAN [2J" in lines


def test_no_credential_comes_into_the_folder(ring: Ring, key: SigningKey, target: Path) -> None:
    secret = "rtsp://admin:R4hasia-Sekali@10.0.0.5/ch1"
    marks = (MarkedMoment(CAMERA_A, BEGIN_US, f"lihat {secret}"),)
    asked = request(span(name=secret), reason=secret, bookmarks=marks, ticket_number="password=R4hasia-Sekali")
    export(asked, ring, key, target, ignore, never)
    assert not [path.name for path in target.iterdir() if b"R4hasia" in path.read_bytes()]


def test_the_rings_segments_are_held_for_as_long_as_they_are_copied(ring: Ring, key: SigningKey, target: Path) -> None:
    told: list[str] = []

    @contextmanager
    def hold() -> Iterator[None]:
        told.append("held")
        yield
        told.append("released")

    export(request(), ring, key, target, ignore, never, hold=hold(), reached=told.append)
    assert told[:2] == ["held", Step.HELD]
    assert told[-1] == "released"
    assert told.index(Step.VIDEO_NAMED) < told.index(Step.RENAMED) < told.index("released")


def test_the_steps_come_in_the_order_that_the_design_names(ring: Ring, key: SigningKey, target: Path) -> None:
    told: list[Step] = []
    export(request(), ring, key, target, ignore, never, reached=told.append)
    assert told == [step for step in Step if step not in {Step.ROW_WRITTEN, Step.NOTE_REMOVED}]


@pytest.mark.parametrize("after", [0, 1, 25, 70, 120])
def test_who_cancels_finds_nothing_at_the_target(ring: Ring, key: SigningKey, target: Path, after: int) -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > after

    with pytest.raises(Cancelled) as stopped:
        export(request(span(), span(camera_id=CAMERA_B)), ring, key, target, ignore, cancelled)
    assert list(target.parent.iterdir()) == []
    assert "Tidak ada yang tersimpan" in sentence(stopped.value)


def test_what_lies_there_already_is_never_touched(ring: Ring, key: SigningKey, target: Path) -> None:
    target.mkdir()
    (target / "surat.txt").write_text("penting")
    with pytest.raises(FolderTaken):
        export(request(), ring, key, target, ignore, never)
    assert [path.name for path in target.parent.iterdir()] == ["bukti-1"]
    assert (target / "surat.txt").read_text() == "penting"


def test_what_appears_there_during_the_export_is_not_written_over(ring: Ring, key: SigningKey, target: Path) -> None:
    with pytest.raises(FolderTaken):
        export(request(), ring, key, target, ignore, never, complete=lambda _: target.mkdir())
    assert list(target.iterdir()) == []
    assert [path.name for path in target.parent.iterdir()] == ["bukti-1"]


def test_a_folder_that_is_missing_is_said_and_not_made(ring: Ring, key: SigningKey, tmp_path: Path) -> None:
    with pytest.raises(EvidenceNotWritten) as refused:
        export(request(), ring, key, tmp_path / "dicabut" / "bukti", ignore, never)
    assert str(tmp_path / "dicabut") in sentence(refused.value)
    assert not (tmp_path / "dicabut").exists()


@pytest.mark.parametrize("name", ["bukti 14:15", "a/../b", "con", "..", "bukti.", "büro", "x" * 200, "-rf"])
def test_a_name_that_not_every_disk_takes_is_refused(ring: Ring, key: SigningKey, target: Path, name: str) -> None:
    with pytest.raises((BadName, EvidenceNotWritten)):
        export(request(), ring, key, target.parent / name, ignore, never)
    assert list(target.parent.iterdir()) == []


def test_cameras_without_a_recording_make_no_folder(ring: Ring, key: SigningKey, target: Path) -> None:
    with pytest.raises(NothingRecorded):
        export(request(span(camera_id="never-seen"), span(100, 200)), ring, key, target, ignore, never)
    assert list(target.parent.iterdir()) == []


def test_a_camera_without_a_recording_beside_another_is_one_long_gap(ring: Ring, key: SigningKey, target: Path) -> None:
    done = export(request(span(), span(camera_id="never-seen")), ring, key, target, ignore, never)
    assert done.gaps_us == 6 * SECOND_US
    assert manifest_of(target)["cameras"][1]["files"] == []


@pytest.mark.parametrize("asked", [request(span(3, 3)), request(span(3, 2)), request(reason=" ")])
def test_a_request_that_makes_no_sense_is_refused(ring: Ring, key: SigningKey, target: Path, asked: object) -> None:
    with pytest.raises(BadRequest):
        export(asked, ring, key, target, ignore, never)


def test_a_codec_that_mp4_does_not_hold_is_said(tmp_path: Path, key: SigningKey, target: Path) -> None:
    write_segment(tmp_path / "other", moved(packets("h264", 2), BEGIN_US), header(codec="av1"))
    with pytest.raises(EvidenceNotWritten) as refused:
        export(request(), Ring(tmp_path / "other"), key, target, ignore, never)
    assert "av1" in sentence(refused.value)
    assert list(target.parent.iterdir()) == []


def test_too_little_room_is_seen_before_anything_is_written(
    ring: Ring, key: SigningKey, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(target.parent)
    monkeypatch.setattr(exporting, "disk_usage", lambda _: usage._replace(free=exporting._BESIDE_BYTES))
    with pytest.raises(EvidenceDiskFull):
        export(request(), ring, key, target, ignore, never)
    assert list(target.parent.iterdir()) == []


@pytest.fixture
def small_disk() -> Iterator[Path]:
    require(os.geteuid() == 0 and shutil.which("mount"), "only root can mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="siaga-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "siaga-test", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    require(mounted.returncode == 0, f"this machine does not let us mount a small disk: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


@pytest.mark.parametrize("free_kb", [0, 4, 20, 60, 150, 400, 900])
def test_a_disk_that_fills_up_on_the_way_leaves_nothing_and_says_so(
    tmp_path: Path, key: SigningKey, small_disk: Path, monkeypatch: pytest.MonkeyPatch, free_kb: int
) -> None:
    stream = [replace(one, payload=one.payload + bytes(20_000)) for one in packets("mjpeg", 6)]
    write_segment(tmp_path / "ring", moved(stream, BEGIN_US), header(codec="mjpeg"))
    monkeypatch.setattr(exporting, "needed_bytes", lambda *_: 0)
    (small_disk / "stuffing").write_bytes(bytes((2048 - free_kb) * 1024))
    with pytest.raises(EvidenceDiskFull) as refused:
        export(request(), Ring(tmp_path / "ring"), key, small_disk / "bukti", ignore, never)
    assert "ruang" in sentence(refused.value)
    assert [path.name for path in small_disk.iterdir()] == ["stuffing"]


def dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def leave(shell: Path, owner: object) -> None:
    (shell / "isi").mkdir(parents=True)
    (shell / "isi" / "half.mp4").write_bytes(b"half")
    if owner is not None:
        (shell / "owner.json").write_text(owner if isinstance(owner, str) else json.dumps(owner))


def test_what_a_dead_export_left_is_swept_by_the_next_one(ring: Ring, key: SigningKey, target: Path) -> None:
    host = os.uname().nodename
    leave(target.parent / ".bukti-0.siaga-part", {"host": host, "pid": dead_pid(), "began_s": 1.0})
    leave(target.parent / ".bukti-1.siaga-part", {"host": host, "pid": os.getpid(), "began_s": 1.0})
    export(request(), ring, key, target, ignore, never)
    assert [path.name for path in target.parent.iterdir()] == ["bukti-1"]


def test_what_a_living_export_writes_is_left_alone(ring: Ring, key: SigningKey, target: Path) -> None:
    other = target.with_name("bukti-2")

    def meanwhile(_: object) -> None:
        export(request(), ring, key, other, ignore, never)
        with pytest.raises(FolderTaken):
            export(request(), ring, key, target, ignore, never)

    export(request(), ring, key, target, ignore, never, complete=meanwhile)
    assert verify(target, key.fingerprint).whole
    assert verify(other, key.fingerprint).whole


@pytest.mark.parametrize("owner", [{"host": "lain", "pid": 1, "began_s": 1.0}, "{", None])
def test_what_nobody_can_be_asked_about_is_left_for_a_day(
    ring: Ring, key: SigningKey, target: Path, owner: object
) -> None:
    shell = target.parent / ".bukti-0.siaga-part"
    leave(shell, owner)
    export(request(), ring, key, target, ignore, never)
    assert (shell / "isi" / "half.mp4").exists()
    for path in (*shell.rglob("*"), shell):
        os.utime(path, (1.0, 1.0))
    export(request(), ring, key, target.with_name("bukti-2"), ignore, never)
    assert not shell.exists()


def test_a_link_in_the_place_of_a_work_folder_is_not_followed(
    ring: Ring, key: SigningKey, target: Path, tmp_path: Path
) -> None:
    leave(tmp_path / "milik-orang", None)
    (target.parent / ".bukti-1.siaga-part").symlink_to(tmp_path / "milik-orang")
    with pytest.raises(EvidenceError):
        export(request(), ring, key, target, ignore, never)
    assert (tmp_path / "milik-orang" / "isi" / "half.mp4").exists()


def test_names_are_plain_whatever_a_camera_is_called() -> None:
    named = [film_stem(1, span(name=name)) for name in ("Simpang: SGA/utara", "Jalan é̶ 日本", "con", "../../etc", "")]
    assert named == ["01-k12-simpang-sga-utara", "01-k12-jalan-e", "01-k12-con", "01-k12-etc", "01-k12"]
    assert is_plain(folder_name("BKS/2026 001", BEGIN_US))
    assert folder_name("", BEGIN_US) == "bukti-20261124T071500Z"
