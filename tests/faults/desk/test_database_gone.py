"""The database is killed under a running desk and comes back: nothing confirmed is lost, and the video goes on."""

import pytest
from support.cluster import kill_server
from support.live_site import open_site

from resources.words import say
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.pg.embedded import EmbeddedServer
from storage.service.commands import OpenTicket
from video.events import CameraId, StreamState

PATIENCE_MS = 20_000


@pytest.fixture
def own_site(server_home, tmp_path):
    """A site whose database this test may kill."""
    server = EmbeddedServer(server_home)
    server.start()
    site = open_site(server, tmp_path)
    yield site
    site.close()
    server.close()


def opening(title):
    return OpenTicket(
        key=new_id(), ticket_id=new_id(), title=title, category="other", priority=Priority.LOW, place="Simpang"
    )


def test_the_video_goes_on_without_the_database_and_confirmed_tickets_are_there_when_it_is_back(
    own_site, desks, qtbot, server_home
):
    site = own_site
    desk = desks.open(site.entry())
    camera_id = CameraId(str(site.cameras[0].id))
    qtbot.waitUntil(lambda: desk.tickets.signed_in and desk.window.grid.painted(camera_id) > 2, timeout=PATIENCE_MS)
    confirmed = opening("Sebelum putus")
    desk.tickets.open_ticket(confirmed)
    qtbot.waitUntil(lambda: _titles(desk) == ["Sebelum putus"], timeout=PATIENCE_MS)

    kill_server(server_home / "data")
    qtbot.waitUntil(lambda: desk.window.banner.isVisible(), timeout=PATIENCE_MS)
    painted = desk.window.grid.painted(camera_id)
    qtbot.waitUntil(lambda: desk.window.grid.painted(camera_id) > painted + 10, timeout=PATIENCE_MS)
    assert desk.video.supervisor.health()[camera_id].state is StreamState.LIVE
    assert _titles(desk) == ["Sebelum putus"]
    desk.tickets.open_ticket(opening("Saat putus"))
    qtbot.waitUntil(lambda: "127.0.0.1" in desk.window.banner.sentence, timeout=PATIENCE_MS)

    site.server.start()
    connected = say("console.record.connected")
    qtbot.waitUntil(lambda: connected in desk.window.status.record_text(), timeout=PATIENCE_MS)
    desk.tickets.open_ticket(opening("Sesudah pulih"))
    qtbot.waitUntil(lambda: "Sesudah pulih" in _titles(desk), timeout=PATIENCE_MS)
    assert "Sebelum putus" in _titles(desk)
    assert "Saat putus" not in _titles(desk)


def test_a_desk_that_starts_before_its_database_shows_why_and_comes_to_life_with_it(own_site, desks, qtbot):
    site = own_site
    entry = site.entry()
    site.server.close()
    desk = desks.open(entry)
    qtbot.waitUntil(lambda: desk.login.form.error_line.text != "", timeout=PATIENCE_MS)
    site.server.start()
    camera_id = CameraId(str(site.cameras[0].id))
    qtbot.waitUntil(lambda: desk.window.grid.painted(camera_id) > 2, timeout=PATIENCE_MS)
    desk.session.sign_in(entry.first.login, entry.first.password)
    qtbot.waitUntil(lambda: desk.tickets.signed_in, timeout=PATIENCE_MS)


def _titles(desk):
    return [ticket.title for ticket in desk.window.right.ticket_list.tickets()]
