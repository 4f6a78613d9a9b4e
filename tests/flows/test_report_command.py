"""`main.py report shift` on a real record: as a person runs it, without Qt, with a sentence for what goes wrong."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pg.record.doors import PgDoors, template_of
from pg.record.shift_data import RandomCity
from support.papers import pages, text_of
from support.sources import ROOT

from console.reports.speech import Speech
from resources.words import Language, say_in
from storage.model.tickets import OPEN_STATES

ZONE = ZoneInfo("Asia/Jakarta")
WITHOUT_QT = """
import runpy, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6"}:
            raise AssertionError(f"{name} was imported")

sys.meta_path.insert(0, NoQt())
if sys.argv[1] == "full":
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
del sys.argv[1]
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def doors(record_cluster):
    doors = PgDoors(template_of(record_cluster))
    yield doors
    doors.close()


@pytest.fixture(scope="module")
def city(doors):
    city = RandomCity(doors.admin(), 11)
    city.fill()
    return city


def report(tmp_path, doors, *arguments, login="operator1", password=None, dsn=None, disk="free"):
    """Run the command as a person would; its code, what it said, and the file. On a "full" disk no file grows."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIAGA_")}
    secret = doors.passwords[login] if password is None else password
    out = tmp_path / "laporan.pdf"
    options = {"--login": login, "--database": doors.dsn if dsn is None else dsn, "--out": str(out)}
    given = [part for option in options.items() if option[0] not in arguments for part in option]
    ended = subprocess.run(
        [
            *(sys.executable, "-c", WITHOUT_QT, disk, str(ROOT / "main.py")),
            *("--settings", str(tmp_path / "settings.toml"), "report", "shift"),
            *arguments,
            *given,
        ],
        env={**kept, "SIAGA_DATA_DIR": str(tmp_path / "data"), "SIAGA_PASSWORD": secret},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert "Traceback" not in said
    if secret:
        assert secret not in said
    return ended.returncode, said, out


def local(moment):
    return moment.astimezone(ZONE).isoformat(timespec="microseconds").removesuffix("+07:00")


@pytest.mark.parametrize("language", list(Language))
def test_a_span_is_reported_with_the_records_own_figures(tmp_path, doors, city, language):
    since, until = city.span
    code, said, out = report(tmp_path, doors, "--from", local(since), "--to", local(until), "--lang", language.value)
    assert (code, str(out) in said) == (0, True)
    facts = doors.person("operator1").shift_facts(since, until)
    text = text_of(out.read_bytes())
    speech = Speech(language, ZONE)
    assert all(line.number in text for line in facts.tickets)
    opened = sum(line.opened_at >= since for line in facts.tickets)
    assert say_in(language, "report.summary.opened", n=opened, count=opened) in text
    still = sum(line.state in OPEN_STATES for line in facts.tickets)
    assert say_in(language, "report.summary.open", n=still, count=still) in text
    for times in (facts.to_dispatch, facts.to_accept, facts.to_scene, facts.to_resolve):
        row = (speech.duration(value) for value in (times.median_s, times.p90_s, times.longest_s))
        assert f"{times.count} {' '.join(row)}".replace("\u00a0", " ") in text
    for agency, count in facts.by_agency:
        assert f"{agency} {count}" in text
    for camera in facts.cameras:
        if camera.outages:
            lost = speech.minutes(camera.minutes_lost).replace("\u00a0", " ")
            assert f"{camera.number} {camera.name} {camera.outages} {lost}" in text
    calls = facts.nuisance_calls
    if calls:
        assert say_in(language, "report.nuisance", n=calls, count=calls) in text


def test_without_a_span_it_is_the_shift_that_ended_last(tmp_path, doors):
    code, _, out = report(tmp_path, doors)
    first = pages(out.read_bytes())[0]
    assert code == 0
    assert any(f"Laporan Shift {name}" in first for name in ("Pagi", "Siang", "Malam"))


def test_a_beginning_alone_goes_to_the_end_of_its_shift(tmp_path, doors):
    code, _, out = report(tmp_path, doors, "--from", "2026-11-20T14:00", "--lang", "en")
    assert code == 0
    assert "Friday, 20 November 2026, 14:00–22:00 WIB" in pages(out.read_bytes())[0]


def test_the_language_may_stand_before_the_command_too(tmp_path, doors):
    settings = tmp_path / "settings.toml"
    settings.write_text('language = "en"\n')
    assert "Shift Report" in pages(report(tmp_path, doors)[2].read_bytes())[0]


REFUSED = {
    "backward": (["--from", "2026-11-24T14:00", "--to", "2026-11-24T13:00"], "harus sesudah"),
    "too long": (["--from", "2026-10-01T14:00", "--to", "2026-11-24T13:00"], "31 hari"),
    "no time": (["--from", "kemarin"], "kemarin"),
    "no folder": (["--out", "/tidak/ada/laporan.pdf"], "/tidak/ada/laporan.pdf"),
    "a folder": (["--out", str(ROOT)], str(ROOT)),
}


@pytest.mark.parametrize(("arguments", "word"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_said(tmp_path, doors, arguments, word):
    code, said, out = report(tmp_path, doors, *arguments)
    assert code == 2
    assert word in said
    assert not out.exists()
    assert [file.name for file in tmp_path.iterdir() if file.suffix != ".toml" and file.name != "data"] == []


def test_a_wrong_password_is_said_and_not_repeated(tmp_path, doors):
    code, said, out = report(tmp_path, doors, password="keliru-99-sekali")
    assert code == 2
    assert "kata sandi salah" in said
    assert not out.exists()


def test_an_unknown_database_and_an_unreachable_one_are_said(tmp_path, doors):
    unknown = doors.dsn.replace(doors.database, "tidak_ada")
    assert report(tmp_path, doors, dsn=unknown)[0] == 2
    code, said, _ = report(tmp_path, doors, dsn="host=127.0.0.1 port=1 dbname=siaga")
    assert code == 2
    assert "127.0.0.1" in said


def test_an_agencys_people_are_refused(tmp_path, doors):
    agency = next(login for login in doors.passwords if login.startswith("dishub"))
    code, said, out = report(tmp_path, doors, login=agency)
    assert code == 2
    assert "tidak berhak" in said
    assert not out.exists()


def test_without_a_database_a_login_or_a_terminal_it_says_what_is_missing(tmp_path, doors):
    assert "--database" in report(tmp_path, doors, dsn="")[1]
    assert "SIAGA_PASSWORD" in report(tmp_path, doors, password="")[1]
    assert "--login" in report(tmp_path, doors, "--login", "")[1]


def test_a_full_disk_is_said_and_the_report_of_before_still_stands(tmp_path, doors):
    (tmp_path / "laporan.pdf").write_text("yang lama")
    code, said, out = report(tmp_path, doors, disk="full")
    assert code == 2
    assert "Tidak ada ruang" in said
    assert out.read_text() == "yang lama"
    assert [file.name for file in tmp_path.iterdir() if file.name != "data"] == ["laporan.pdf"]


def test_a_device_is_not_replaced_by_a_file(tmp_path, doors):
    code, said, _ = report(tmp_path, doors, "--out", os.devnull)
    assert code == 2
    assert os.devnull in said
    assert Path(os.devnull).is_char_device()


def test_a_shift_of_1000_tickets_is_reported_in_under_5_s():
    command = [sys.executable, "-m", "benchmarks.report", "--json", "--rounds", "1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    result = json.loads(ended.stdout)
    assert (ended.returncode, result["rounds"][0]["tickets_told"]) == (0, 1000)
    assert result["worst_s"] < 5


def test_the_moment_the_report_was_made_is_the_servers(tmp_path, doors):
    before = datetime.now(UTC) - timedelta(minutes=1)
    _, _, out = report(tmp_path, doors)
    moments = {Speech(Language.INDONESIAN, ZONE).moment(before + timedelta(minutes=n)) for n in range(4)}
    first = pages(out.read_bytes())[0]
    assert any(f"Dibuat {moment} oleh" in first for moment in moments)
