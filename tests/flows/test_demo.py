"""`main.py demo --headless`: the whole demo city on real parts, from nothing and again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.cluster import server_folder
from support.papers import text_of
from support.sources import ROOT

from storage.pg.embedded_process import processes_of
from video.events import StreamState

STATES = {state.value for state in StreamState}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Runs the demo with narrow, short films in folders of its own; its code, its JSON and all it said."""
    home, folder = server_folder(), tmp_path_factory.mktemp("demo")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SIAGA_", "DISPLAY"))}
    environment |= {
        "SIAGA_EMBEDDED_DIR": str(home / "s"),
        "SIAGA_DATA_DIR": str(folder / "data"),
        "SIAGA_CACHE_DIR": str(folder / "cache"),
        "SIAGA_DEMO_WIDTH": "640",
        "SIAGA_DEMO_FILM_S": "20",
    }

    def run(*arguments):
        command = [sys.executable, str(ROOT / "main.py"), "demo", *arguments]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)
        lines = [line for line in ended.stdout.splitlines() if line.startswith("{")]
        return ended.returncode, json.loads(lines[0]) if lines else None, ended.stdout + ended.stderr

    run.folder = folder
    run.data = home / "s" / "data"
    return run


@pytest.fixture(scope="module")
def first(demo):
    code, account, said = demo("--headless", "--busy", "--seconds", "10", "--json")
    # Read at once: every further run writes the report of its own time to the same place.
    account["read"] = text_of(Path(account["report"]).read_bytes())
    return code, account, said


def test_every_camera_of_the_demo_is_as_expected_and_painted(first):
    code, account, said = first
    assert code == 0, said
    assert [camera["id"] for camera in account["cameras"]] == list(range(101, 110))
    for camera in account["cameras"]:
        assert camera["state"] in camera["expected"]
        assert set(camera["expected"]) <= STATES
        assert min(camera["decoded"], camera["painted"]) > 20
        assert camera["delay_s"] < 3


def test_the_demos_account_tells_what_is_in_the_record(first):
    _, account, _ = first
    assert account["database"].startswith("18.")
    assert sum(account["tickets"].values()) >= 1  # the demo's people call and write
    assert account["sightings"] >= 1
    assert account["alarms"] >= 0


def test_the_demo_writes_the_report_that_its_account_names(first):
    _, account, _ = first
    assert "Operator 1" in account["read"]
    told = {0: "Tidak ada alarm", 1: "Satu alarm"}.get(account["alarms"], f"{account['alarms']} alarm")
    assert told in account["read"]


def test_the_demo_leaves_no_server_behind(first, demo):
    assert processes_of(demo.data) == []


def test_no_password_of_the_demo_is_printed_or_logged(first, demo):
    _, _, said = first
    secrets = json.loads((demo.folder / "data" / "demo" / "secrets.json").read_text())
    hidden = [secrets["camera_password"], secrets["station_password"], *(entry[2] for entry in secrets["people"])]
    log = (demo.folder / "data" / "log" / "siaga.log").read_text()
    assert all(len(one) > 10 for one in hidden)
    assert not [one for one in hidden if one in said or one in log]
    assert (demo.folder / "data" / "demo" / "secrets.json").stat().st_mode & 0o077 == 0


def test_the_second_start_renders_nothing_anew(first, demo):
    films = {path: path.stat().st_mtime_ns for path in (demo.folder / "cache" / "demo").glob("*.mp4")}
    assert len(films) == 18
    code, account, said = demo("--headless", "--seconds", "3", "--json")
    assert code == 0, said
    assert all(camera["painted"] > 0 for camera in account["cameras"])
    assert {path: path.stat().st_mtime_ns for path in films} == films


def test_a_demo_whose_passwords_were_lost_is_given_new_ones(first, demo):
    secrets = demo.folder / "data" / "demo" / "secrets.json"
    kept = json.loads(secrets.read_text())
    secrets.write_text(json.dumps({**kept, "station_password": "bukan-ini"}))
    code, _, said = demo("--headless", "--seconds", "3", "--json")
    assert code == 0, said
    assert json.loads(secrets.read_text())["station_password"] not in ("bukan-ini", kept["station_password"])


def test_without_a_display_the_demo_says_so_and_writes_pictures_of_desk_and_wall(first, demo):
    pictures = demo.folder / "pictures"
    code, _, said = demo("--seconds", "5", "--screenshots", str(pictures))
    assert code == 0, said
    assert "layar" in said
    assert {path.name for path in pictures.iterdir()} == {"desk.png", "wall.png", "laporan-shift.pdf"}
    assert all(path.stat().st_size > 30_000 for path in pictures.iterdir())
