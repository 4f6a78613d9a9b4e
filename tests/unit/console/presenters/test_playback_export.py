"""An export as its presenter sees it: one at a time, under who asked for it, cancelled when they leave."""

import pytest
from support.playback_fakes import Shown
from support.small_site import small_site

from console.presenters.playback_export import ExportPresenter
from resources.errors import SiagaError
from storage.service.errors import Unreachable
from widgets.playback.values import ExportDone, ExportProgress

SPAN_US = (1_000_000, 61_000_000)
DONE = ExportDone("/media/usb/bukti", "ab" * 32, 3, 1000, 0.0)


class Exporter:
    """Keeps what it was asked; the test says how it ends."""

    def __init__(self):
        self.asked, self.cancelled, self.settling = [], 0, None

    def export(self, record, person, wish, progress, done, failed):
        self.asked.append((person, wish))
        self.progress, self.done, self.failed = progress, done, failed

    def settle(self, record, settled, failed):
        self.settling = settled, failed

    def cancel(self):
        self.cancelled += 1


class Desk:
    def __init__(self):
        self.view, self.exporter = Shown(), Exporter()
        self.presenter = ExportPresenter(self.view, self.exporter)
        self.site = small_site()

    def begin(self, login="operator1"):
        record = self.site.person(login)
        self.cameras = record.cameras()
        self.presenter.begin(record, record.me())

    def start(self):
        self.presenter.offer(self.cameras, (self.cameras[0].id,), SPAN_US, None)
        self.presenter.export((self.cameras[1].id,), "permintaan", "/media/usb", with_ticket=False)


@pytest.fixture
def desk():
    desk = Desk()
    desk.begin()
    return desk


def test_what_is_exported_is_the_marked_range_of_the_ticked_cameras(desk):
    desk.start()
    person, wish = desk.exporter.asked[0]
    assert person.login == "operator1"
    assert (wish.cameras, wish.since_us, wish.until_us) == ((desk.cameras[1],), *SPAN_US)
    desk.exporter.progress(ExportProgress(0.5))
    desk.exporter.done(DONE)
    assert desk.view.last("show_done") == (DONE,)
    assert desk.view.of("show_running") == [(False,), (True,), (False,)]


def test_while_one_runs_no_other_begins_and_its_own_range_is_shown(desk):
    desk.start()
    desk.presenter.offer((), (), (0, 0), None)
    assert desk.view.last("show_offer")[2] == SPAN_US
    desk.presenter.export((desk.cameras[0].id,), "lain", "/media/usb", with_ticket=False)
    assert len(desk.exporter.asked) == 1


def test_a_cancelled_one_is_told_as_cancelled_and_a_failed_one_as_failed(desk):
    desk.start()
    desk.presenter.cancel()
    desk.presenter.cancel()
    assert desk.exporter.cancelled == 1
    desk.exporter.failed(SiagaError("stopped"))
    assert desk.view.last("show_failed")[1] is True
    desk.start()
    desk.exporter.failed(SiagaError("disk"))
    assert desk.view.last("show_failed")[1] is False


def test_who_leaves_takes_their_export_along(desk):
    desk.start()
    desk.presenter.end()
    assert desk.exporter.cancelled == 1


def test_what_a_crash_left_without_a_row_is_settled_at_the_sign_in(desk):
    settled, failed = desk.exporter.settling
    settled(())
    assert desk.view.of("show_waiting") == []
    settled(("bukti-1",))
    assert desk.view.last("show_waiting") == (("bukti-1",),)
    failed(Unreachable(host="db"))
    assert desk.view.of("show_failed") == []


def test_who_may_not_export_is_not_asked_for_what_they_left():
    desk = Desk()
    desk.begin("dishub1")
    assert desk.exporter.settling is None
