"""A console that is killed under its keeper is there again by itself, in the same windows."""

import signal
import subprocess
import sys

import psutil
import pytest
from support.live_site import open_site
from support.own_process import ENVIRONMENT, command_of
from support.sources import ROOT
from support.video_room import until

from console.layout import Layout, LayoutFile, WindowLayout
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.service.commands import OpenTicket

KEEPING = "import sys; from console.commands.keeper import Keeper; sys.exit(Keeper(sys.argv[1:]).run())"


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    site = open_site(cluster, tmp_path_factory.mktemp("site"))
    yield site
    site.close()


@pytest.fixture
def keeper(site, tmp_path):
    console = command_of("desk_process", site, tmp_path)
    with subprocess.Popen([sys.executable, "-c", KEEPING, *console], cwd=ROOT, env=ENVIRONMENT) as keeper:
        yield keeper
        keeper.send_signal(signal.SIGTERM)
        assert keeper.wait(20) == 0


def console_of(keeper):
    """The kept console, once it has its video workers."""
    try:
        children = psutil.Process(keeper.pid).children()
        return children[0] if children and len(children[0].children(recursive=True)) > 1 else None
    except psutil.NoSuchProcess:
        return None  # it died while we looked


def test_a_killed_console_is_there_again_with_the_same_windows_and_all_that_was_confirmed(site, keeper, tmp_path):
    layout = LayoutFile(tmp_path / "layout.json")
    wanted = Layout(WindowLayout(4, (str(site.cameras[2].id),)), (WindowLayout(1, (str(site.cameras[0].id),)),))
    layout.write(wanted)
    until(lambda: console_of(keeper), 30.0, "the console is at work")
    first = console_of(keeper)
    ticket_id = new_id()
    opening = OpenTicket(
        key=new_id(), ticket_id=ticket_id, title="Truk mogok", category="other", priority=Priority.LOW, place="Simpang"
    )
    site.record("operator1").execute(opening)

    first.send_signal(signal.SIGKILL)
    until(lambda: (now := console_of(keeper)) and now.pid != first.pid, 30.0, "another console is at work")

    until(lambda: layout.read().desk.slots[:1] == wanted.desk.slots[:1], 10.0, "the desk shows what it showed")
    assert [window.slots for window in layout.read().windows] == [window.slots for window in wanted.windows]
    assert site.record("operator2").ticket(ticket_id).ticket.title == "Truk mogok"
