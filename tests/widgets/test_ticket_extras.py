"""A ticket's pictures from the view into the record in memory, under the roles that may."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard
from support.small_site import DISHUB, JPEG, new_ticket, small_site

from console.bridge.jobs import QtJobs
from console.bridge.pictures import NoPhoto, PhotoBridge
from console.presenters.jobs import ImmediateJobs
from console.presenters.ticket_extras import TicketExtrasPresenter
from console.windows.ticket_extras import TicketExtras
from resources.errors import SiagaError
from storage.model.callers import Channel, Contact, NewReport
from storage.model.ids import new_id
from storage.model.tickets import TicketDetail
from widgets.common.labels import ElidedLabel
from widgets.incidents.contacts import ContactBook
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.photos import OfferedPhoto
from widgets.incidents.reports import ReportLine


class Desk:
    """A detail of a ticket that came from a camera and is Dishub's, looked at by one person."""

    def __init__(self, jobs: QtJobs, login: str = "operator1") -> None:
        self.site = small_site()
        self.camera_id = next(iter(self.site.cameras))
        contact = Contact(new_id(), DISHUB.id, "Regu jaga A", phone="0811")
        self.site.contacts = {contact.id: contact}
        opened = new_ticket(
            camera_id=self.camera_id,
            agency_ids=(DISHUB.id,),
            report=NewReport(Channel.TELEPHONE, "Macet!", "Bu Ani", "0812"),
        )
        self.site.person("operator1").execute(opened)
        self.ticket_id = opened.ticket_id
        self.record = self.site.person(login)
        self.view = TicketDetailView()
        self.extras = TicketExtras(self.view)
        self.presenter = TicketExtrasPresenter(self.extras, ImmediateJobs())
        self.extras.attach(self.presenter, PhotoBridge(jobs, self.view))
        self.errors = Heard(self.extras.failed)
        self.presenter.begin(self.record, self.record.me())
        self.view.set_detail(self.now)
        self.extras.look_at(self.now)

    @property
    def now(self) -> TicketDetail:
        return self.record.ticket(self.ticket_id)

    def says(self, words: str) -> bool:
        return any(label.text == words for label in self.view.findChildren(ElidedLabel) if label.isVisible())


@pytest.fixture
def jobs() -> Iterator[QtJobs]:
    made = QtJobs()
    yield made
    made.close()


@pytest.fixture(params=["operator1", "dishub1"])
def desk(request: pytest.FixtureRequest, qtbot: QtBot, jobs: QtJobs) -> Desk:
    made = Desk(jobs, request.param)
    qtbot.addWidget(made.view)
    with qtbot.waitExposed(made.view):
        made.view.show()
    return made


def paste(desk: Desk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(QImage.fromData(views.jpeg(640, 360)))
    qtbot.keyClick(desk.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_pasted_photo_goes_into_the_record_and_is_said_meanwhile(desk: Desk, qtbot: QtBot) -> None:
    paste(desk, qtbot)
    assert desk.says("Menambahkan gambar …")
    qtbot.waitUntil(lambda: len(desk.now.still_ids) == 1, timeout=5000)
    assert desk.record.still(desk.now.still_ids[0]).jpeg.startswith(b"\xff\xd8\xff")
    qtbot.waitUntil(lambda: not desk.says("Menambahkan gambar …"))
    assert len(desk.errors) == 0


def test_a_file_that_is_no_photo_is_refused_with_its_name(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "surat.jpg"
    file.write_text("bukan gambar")
    desk.view.photo_offered.emit(desk.ticket_id, OfferedPhoto(path=file))
    qtbot.waitUntil(lambda: len(desk.errors) == 1, timeout=5000)
    ((error,),) = desk.errors.told
    assert isinstance(error, NoPhoto)
    assert error.facts["name"] == "surat.jpg"
    assert not desk.says("Menambahkan gambar …")
    assert desk.now.still_ids == ()


def test_the_cameras_picture_is_kept_with_the_ticket_it_was_asked_for(desk: Desk, qtbot: QtBot) -> None:
    asked = Heard(desk.extras.camera_still_wanted)
    qtbot.keyClick(desk.view, Qt.Key.Key_J)
    assert asked.told == [(str(desk.camera_id),)]
    desk.view.set_detail(None)
    desk.extras.look_at(None)
    desk.extras.still_taken(str(desk.camera_id), JPEG)
    assert len(desk.errors) == 0
    assert desk.record.still(desk.now.still_ids[0]).camera_id == desk.camera_id


def test_a_camera_that_gives_no_picture_is_said_once(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.view, Qt.Key.Key_J)
    desk.extras.still_failed(str(desk.camera_id), SiagaError("no picture"))
    desk.extras.still_failed(str(desk.camera_id), SiagaError("of somebody else"))
    desk.extras.still_taken(str(desk.camera_id), JPEG)
    assert [str(error) for (error,) in desk.errors.told] == ["no picture"]
    assert desk.now.still_ids == ()


def test_reports_and_contacts_stand_in_the_view(desk: Desk, qtbot: QtBot) -> None:
    assert "Bu Ani, 0812" in desk.view.findChildren(ReportLine)[0].accessibleName()
    qtbot.keyClick(desk.view, Qt.Key.Key_H)
    assert "0811" in desk.view.findChildren(ContactBook)[0].lines.accessibleDescription()


def test_who_leaves_takes_reports_and_contacts_along(desk: Desk) -> None:
    desk.presenter.end()
    assert not desk.view.findChildren(ReportLine)[0].isVisible()
    assert desk.view.findChildren(ContactBook)[0].lines.contacts == ()
