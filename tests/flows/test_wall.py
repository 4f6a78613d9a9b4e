"""The supervisors' wall as a process of its own, on real RTSP and PostgreSQL, without a person."""

import json
import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest
from support.live_site import open_site
from support.sources import ROOT
from support.video_room import until

from console.commands.database import enrol_station
from console.entry import read_station, read_wall, write_secret
from console.settings import Settings
from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.tickets import Priority
from storage.pg.embedded import EmbeddedServer
from storage.pg.embedded_process import processes_of
from storage.pg.record import connect_person
from storage.pg.station import connect_station
from storage.service.commands import OpenTicket, PushToWall, ReleaseWall
from storage.service.errors import Forbidden

PATIENCE_S = 30.0


@pytest.fixture
def own_site(server_home, tmp_path):
    """A site whose database this test may kill."""
    server = EmbeddedServer(server_home)
    server.start()
    site = open_site(server, tmp_path)
    yield site
    site.close()
    server.close()


class Wall:
    """A wall's process and what it says that it shows."""

    def __init__(self, site, folder):
        folder.mkdir()
        self._shows = folder / "shows.json"
        login = {"login": "wall1", "password": site.logins.people["wall1"]}
        station = {"login": site.logins.station_login, "password": site.logins.station_password, "wall": login}
        write_secret(folder / "station.json", station)
        told = folder / "told.json"
        told.write_text(json.dumps({"dsn": site.server.dsn(site.database), "folder": str(folder)}))
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
        command = [sys.executable, "-m", "support.wall_process", str(told)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)

    def shows(self, what):
        return json.loads(self._shows.read_text())[what] if self._shows.exists() else ""

    def until(self, condition, what, within_s=PATIENCE_S):
        try:
            return until(condition, within_s, what)
        except AssertionError as error:
            raise AssertionError(
                f"{error}; it shows {self._shows.read_text() if self._shows.exists() else '-'}"
            ) from None

    def close(self):
        self.process.terminate()
        code = self.process.wait(30)
        assert code == 0
        return code


@pytest.fixture
def walls(tmp_path):
    opened = []

    def opening(site, name="wall"):
        opened.append(Wall(site, tmp_path / name))
        return opened[-1]

    yield opening
    for wall in opened:
        wall.close()


def numbers(site):
    return [one.number for one in site.cameras]


def nobodys(site):
    """The cameras whose lease no station has."""
    login, dsn = site.logins, site.server.dsn(site.database)
    station = connect_station(dsn, login.station_login, login.station_password)
    try:
        return set(station.unanalysed(for_s=0.0))
    finally:
        station.close()


def kill_database(server_home):
    for process in processes_of(server_home / "data"):
        with suppress(ProcessLookupError):  # a backend ends with its postmaster
            os.kill(process.pid, signal.SIGKILL)


def test_the_wall_comes_up_alone_shows_what_is_pushed_grows_old_without_the_database_and_recovers(
    own_site, walls, server_home
):
    site = own_site
    wall = walls(site)
    wall.until(lambda: wall.shows("cameras") == numbers(site), "the cameras in order, nobody signed in")
    wall.until(lambda: len(wall.shows("painted")) == 4 and min(wall.shows("painted")) > 3, "four moving pictures")
    assert wall.shows("window") == [1920, 1080]
    assert wall.shows("sizes")[0][0] > 1100
    wall.until(lambda: wall.shows("queue") == "Tidak ada tiket terbuka", "an empty queue")
    assert nobodys(site) == {camera.id for camera in site.cameras if camera.analyse}

    operator = site.record("operator1")
    ticket = OpenTicket(
        key=new_id(),
        ticket_id=new_id(),
        title="Kecelakaan, 2 motor",
        category="other",
        priority=Priority.MEDIUM,
        place="Jl. Raya Industri",
        camera_id=site.cameras[3].id,
    )
    operator.execute(ticket)
    push = PushToWall(
        key=new_id(),
        push_id=new_id(),
        camera_ids=(site.cameras[3].id, site.cameras[2].id),
        reason="Semua perlu melihat",
        ticket_id=ticket.ticket_id,
    )
    operator.execute(push)
    took_s = wall.until(lambda: wall.shows("cameras")[:2] == [104, 103], "what was pushed")
    assert took_s < 3.0
    number = operator.ticket(ticket.ticket_id).ticket.number
    footer = wall.shows("footer")
    assert all(part in footer for part in ("104, 103", "Operator 1", number, "Semua perlu melihat"))
    assert "Kecelakaan, 2 motor" in wall.shows("queue")
    assert "1 tiket terbuka" in wall.shows("figures")

    kill_database(server_home)
    wall.until(lambda: "data dari " in wall.shows("footer"), "old data say so")
    painted = wall.shows("painted")[0]
    wall.until(lambda: wall.shows("painted")[0] > painted + 10, "the pictures go on")
    assert wall.shows("cameras")[:2] == [104, 103]
    assert "1 tiket terbuka" in wall.shows("figures")

    site.server.start()
    wall.until(lambda: "data dari " not in wall.shows("footer"), "fresh again by itself")
    site.record("operator2").execute(ReleaseWall(key=new_id(), push_id=push.push_id))
    wall.until(lambda: wall.shows("cameras") == numbers(site), "released: the former pictures")
    assert "dikirim ke dinding" not in wall.shows("footer")
    assert psutil.pid_exists(wall.process.pid)


def test_a_wall_that_comes_up_before_its_database_waits_in_its_frame_and_needs_nobody(own_site, walls, server_home):
    site = own_site
    kill_database(server_home)
    site.server.close()
    wall = walls(site)
    wall.until(lambda: "menunggu basis data sejak " in wall.shows("footer"), "it says since when it waits")
    assert wall.shows("queue").startswith("Menunggu basis data sejak ")
    assert wall.shows("cameras") == []
    assert wall.process.poll() is None
    site.server.start()
    wall.until(lambda: wall.shows("cameras") == numbers(site), "the cameras")
    wall.until(lambda: ". data " in wall.shows("footer"), "fresh data")
    assert wall.shows("queue") == "Tidak ada tiket terbuka"


def test_enrolling_a_wall_makes_a_login_that_reads_for_it_and_may_do_nothing(own_site, tmp_path, monkeypatch):
    site = own_site
    dsn = site.server.dsn(site.database)
    monkeypatch.setenv("SIAGA_ADMINISTRATOR_PASSWORD", site.logins.people["administrator1"])
    settings = Settings(data_dir=tmp_path / "layar")
    assert enrol_station(settings, dsn, "administrator1", "Layar Lobi", wall=True) == 0
    file = tmp_path / "layar" / "station.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    station, login = read_station(file), read_wall(file)
    assert (station.login, login.login) == ("station_layar_lobi", "wall_layar_lobi")
    connect_station(dsn, station.login, station.password).close()
    record = connect_person(dsn, login.login, login.password)
    try:
        assert record.me().role is Role.WALL
        assert not record.me().must_change_password
        assert record.tickets() == ()
        assert record.wall_push() is None
        push = PushToWall(key=new_id(), push_id=new_id(), camera_ids=(site.cameras[0].id,), reason="Sendiri")
        with pytest.raises(Forbidden):
            record.execute(push)
    finally:
        record.close()
