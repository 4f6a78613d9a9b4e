"""What the command line says to bad input: a sentence that says what to do, a code that is not zero, no password."""

import os
import socket
import subprocess
import sys

import pytest
from support.cluster import database_of, fresh_database
from support.sources import ROOT
from support.video_room import PASSWORD, USER, make_clip

from console.entry import read_station
from storage.pg.people import change_password
from storage.pg.station import connect_station
from video.synthetic.server import RtspServer


def siaga(tmp_path, *arguments, **environment):
    """Run the command line as a person would; its code and everything it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIAGA_")}
    settings = ["--settings", str(tmp_path / "settings.toml"), "--lang", "en"]
    ended = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *settings, *arguments],
        env={**kept, "SIAGA_DATA_DIR": str(tmp_path / "data"), "QT_QPA_PLATFORM": "offscreen", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert "Traceback" not in said
    return ended.returncode, said


@pytest.fixture(scope="module")
def rtsp(tmp_path_factory):
    clip = make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", (640, 360), seconds=2)
    server = RtspServer({"101/main": clip}, username=USER, password=PASSWORD)
    server.start()
    yield server
    server.close()


def unused_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_a_probe_says_what_a_camera_gives(tmp_path, rtsp):
    code, said = siaga(
        tmp_path, "camera", "probe", rtsp.url("101/main"), "--username", USER, SIAGA_CAMERA_PASSWORD=PASSWORD
    )
    assert code == 0
    assert "640" in said
    assert "360" in said
    assert PASSWORD not in said


def test_a_probe_with_a_wrong_password_says_so_and_does_not_repeat_it(tmp_path, rtsp):
    code, said = siaga(
        tmp_path, "camera", "probe", rtsp.url("101/main"), "--username", USER, SIAGA_CAMERA_PASSWORD="keliru-99"
    )
    assert code == 1
    assert "password" in said.lower()
    assert "keliru-99" not in said


def test_a_password_inside_the_url_is_used_and_never_printed(tmp_path, rtsp):
    url = rtsp.url("101/main").replace("rtsp://", "rtsp://seseorang:keliru-99@")
    code, said = siaga(tmp_path, "camera", "probe", url)
    assert code == 1
    assert "keliru-99" not in said


@pytest.mark.parametrize("url", ["bukan sebuah alamat", "rtsp://", "/no/such/file.mp4", "gopher://x/y"])
def test_a_wrong_url_is_answered_with_a_sentence(tmp_path, url):
    code, said = siaga(tmp_path, "camera", "probe", url, "--timeout", "5")
    assert code != 0
    assert len(said.strip()) > 20


def test_a_port_where_nobody_listens_is_said(tmp_path):
    code, said = siaga(tmp_path, "camera", "probe", f"rtsp://127.0.0.1:{unused_port()}/x", "--timeout", "5")
    assert code == 1
    assert len(said.strip()) > 20


def test_a_file_that_is_no_video_is_said(tmp_path):
    text = tmp_path / "film.mp4"
    text.write_text("bukan video\n" * 50)
    code, said = siaga(tmp_path, "camera", "probe", str(text), "--timeout", "5")
    assert code == 1
    assert len(said.strip()) > 20


def test_a_broken_settings_file_stops_every_command_and_is_left_as_it_is(tmp_path):
    settings = tmp_path / "settings.toml"
    settings.write_text("language = \n")
    code, said = siaga(tmp_path, "desk", "--database", "host=127.0.0.1")
    assert code == 2
    assert str(settings) in said
    assert settings.read_text() == "language = \n"


def test_a_machine_that_is_no_station_is_told_how_to_become_one(tmp_path):
    code, said = siaga(tmp_path, "desk", "--database", "host=127.0.0.1 dbname=siaga")
    assert code == 2
    assert "enrol" in said


def test_a_desk_without_a_database_is_told_to_name_one(tmp_path):
    code, said = siaga(tmp_path, "desk")
    assert code == 2
    assert "--database" in said


def test_a_database_that_cannot_be_reached_is_said_by_the_commands_that_need_it(tmp_path):
    dsn = f"host=127.0.0.1 port={unused_port()} dbname=siaga"
    code, said = siaga(
        tmp_path,
        *("station", "enrol", "--database", dsn, "--administrator", "kepala", "--name", "Meja 1"),
        SIAGA_ADMINISTRATOR_PASSWORD="sandi-kepala",
    )
    assert code == 2
    assert "127.0.0.1" in said
    assert "sandi-kepala" not in said
    assert not (tmp_path / "data" / "station.json").exists()


def test_a_shared_database_is_prepared_and_a_station_enrolled_by_its_administrator(tmp_path, cluster):
    admin = fresh_database(cluster)
    code, said = siaga(tmp_path, "db", "prepare", "--database", admin, "--administrator", f"kepala{os.getpid()}")
    assert code == 0
    password = said.split("password: ")[1].split()[0]
    dsn = cluster.dsn(database_of(admin))
    change_password(dsn, f"kepala{os.getpid()}", password, "sandi-baru-yang-panjang")
    name = f"Meja {os.getpid()}"
    code, said = siaga(
        tmp_path,
        *("station", "enrol", "--database", dsn, "--administrator", f"kepala{os.getpid()}", "--name", name),
        SIAGA_ADMINISTRATOR_PASSWORD="sandi-baru-yang-panjang",
    )
    assert code == 0
    station = read_station(tmp_path / "data" / "station.json")
    record = connect_station(dsn, station.login, station.password)
    assert record.cameras() == ()
    record.close()
