"""The console's process is killed: no worker or shared memory stays, and the next start finds everything."""

import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from support.live_site import open_site
from support.own_process import ENVIRONMENT, command_of
from support.sources import ROOT
from support.video_room import until

from console.layout import LayoutFile, WindowLayout

SHARED = Path("/dev/shm")


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    site = open_site(cluster, tmp_path_factory.mktemp("site"))
    yield site
    site.close()


class Console:
    def __init__(self, site, folder):
        self.folder = folder
        self._seen = ([], 0.0)
        command = command_of("desk_process", site, folder)
        self.process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT)

    def children(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def memory(self):
        return [path.name for path in SHARED.glob(f"siaga_{self.process.pid}_*")]

    def has_settled(self):
        """Whether the same blocks are there as half a second ago."""
        before, self._seen = self._seen, (sorted(self.memory()), time.monotonic())
        if before[0] == self._seen[0]:
            self._seen = before
        return time.monotonic() - self._seen[1] >= 0.5


def sessions(site, login):
    """How many connections this login holds, by the server."""
    import psycopg

    with psycopg.connect(site.server.admin_dsn(site.database)) as connection:
        query = "select count(*) from pg_stat_activity where usename = %s and datname = %s"
        return connection.execute(query, [login, site.database]).fetchone()[0]


def test_a_killed_console_leaves_nothing_running_and_its_next_start_finds_its_layout(site, tmp_path):
    layout = LayoutFile(tmp_path / "layout.json")
    wanted = WindowLayout(4, (str(site.cameras[2].id), "", str(site.cameras[0].id)))
    layout.write(layout.read().__class__(wanted))
    console = Console(site, tmp_path)
    until(lambda: sessions(site, "operator1") > 0 and len(console.memory()) > 1, 30.0, "the desk is at work")
    until(console.has_settled, 10.0, "it makes no more memory: a block that is being made is swept at the next start")
    workers = console.children()
    assert workers

    console.process.send_signal(signal.SIGKILL)
    console.process.wait()
    until(lambda: not any(psutil.pid_exists(worker.pid) for worker in workers), 15.0, "its workers end by themselves")
    until(lambda: console.memory() == [], 15.0, "its shared memory is given back")

    again = Console(site, tmp_path)
    try:
        until(lambda: sessions(site, "operator1") > 0 and len(again.memory()) > 1, 30.0, "the desk is at work again")
        assert LayoutFile(tmp_path / "layout.json").read().desk == wanted
    finally:
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(20) == 0
    assert again.memory() == []
