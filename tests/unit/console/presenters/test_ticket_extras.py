from dataclasses import replace

import pytest
from support import callers

from console.presenters.jobs import ImmediateJobs
from console.presenters.ticket_extras import TicketExtrasPresenter
from resources.errors import SiagaError
from storage.model.callers import Channel, Contact, Report
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import TicketDetail
from storage.service.errors import Forbidden, Unreachable

OPERATOR = Person(new_id(), "operator1", "Operator 1", Role.OPERATOR)
TICKET = callers.ticket(category="flood")
REPORT = Report(new_id(), TICKET.id, Channel.TELEPHONE, "Banjir", callers.NOW, "Operator 1", "Bu Ani", "0812")
CONTACT = Contact(new_id(), new_id(), "Regu jaga A")
JPEG = b"\xff\xd8 a picture \xff\xd9"


class View:
    def __init__(self):
        self.reports = self.contacts = self.error = None
        self.adding = []

    def show_reports(self, reports):
        self.reports = reports

    def show_contacts(self, contacts):
        self.contacts = contacts

    def show_adding(self, adding):
        self.adding.append(adding)

    def show_error(self, error):
        self.error = error


class ExtrasRecord(callers.CallRecord):
    def __init__(self):
        super().__init__()
        self.report_rows = {TICKET.id: (REPORT,)}
        self.contact_rows = (CONTACT,)
        self.read = 0

    def reports(self, ticket_id):
        self._reach()
        self.read += 1
        return self.report_rows.get(ticket_id, ())

    def contacts(self):
        self._reach()
        return self.contact_rows


class HeldJobs:
    def __init__(self):
        self.held = []

    def submit(self, work, done, failed):
        self.held.append((work, done, failed))

    def run(self):
        held, self.held = self.held, []
        for job in held:
            ImmediateJobs().submit(*job)


def detail(ticket=TICKET):
    return TicketDetail(ticket, (), (), ())


@pytest.fixture
def record():
    return ExtrasRecord()


@pytest.fixture
def view():
    return View()


@pytest.fixture
def presenter(view, record):
    made = TicketExtrasPresenter(view, ImmediateJobs())
    made.begin(record, OPERATOR)
    return made


def change(kind, row_id):
    return Change(1, kind, row_id, 1, "operator2", callers.NOW)


def test_the_reports_of_a_ticket_are_read_once_for_each_version_of_it(presenter, view, record):
    presenter.look_at(detail())
    presenter.look_at(detail())
    assert (view.reports, record.read) == ((REPORT,), 1)
    presenter.look_at(detail(replace(TICKET, version=2)))
    assert record.read == 2
    presenter.look_at(None)
    assert view.reports == ()


def test_a_report_that_came_in_elsewhere_is_read(presenter, view, record):
    presenter.look_at(detail())
    record.report_rows[TICKET.id] = (REPORT, replace(REPORT, id=new_id()))
    presenter.changed((change(Kind.REPORT, new_id()),))
    assert len(view.reports) == 1
    presenter.changed((change(Kind.REPORT, TICKET.id),))
    assert len(view.reports) == 2


@pytest.mark.parametrize(
    ("role", "reads"),
    [(Role.OPERATOR, True), (Role.AGENCY, True), (Role.AUDITOR, True), (Role.ADMINISTRATOR, False), (Role.WALL, False)],
)
def test_who_may_not_read_reports_is_not_told_so_at_every_ticket(view, record, role, reads):
    presenter = TicketExtrasPresenter(view, ImmediateJobs())
    presenter.begin(record, replace(OPERATOR, role=role))
    presenter.look_at(detail())
    assert bool(view.reports) is reads
    assert view.error is None


def test_the_contact_book_is_read_at_the_sign_in_and_when_it_changes(presenter, view, record):
    assert view.contacts == (CONTACT,)
    record.contact_rows = ()
    presenter.changed((change(Kind.CONTACT, CONTACT.id),))
    assert view.contacts == ()


def test_a_picture_says_that_it_is_on_its_way_until_the_record_has_it(presenter, view, record):
    presenter.preparing()
    presenter.preparing()
    presenter.add_still(TICKET.id, JPEG)
    assert view.adding[-1] is True, "the second one is still under way"
    presenter.add_still(TICKET.id, JPEG, camera_id := new_id())
    assert view.adding[-1] is False
    assert [(one.ticket_id, one.jpeg, one.camera_id) for one in record.done] == [
        (TICKET.id, JPEG, None),
        (TICKET.id, JPEG, camera_id),
    ]


def test_a_picture_that_does_not_come_is_said(presenter, view, record):
    presenter.preparing()
    presenter.not_added(SiagaError("broken"))
    assert (view.adding[-1], str(view.error)) == (False, "broken")
    presenter.preparing()
    record.down = Unreachable(host="db")
    presenter.add_still(TICKET.id, JPEG)
    assert view.adding[-1] is False
    assert isinstance(view.error, Unreachable)


def test_a_picture_that_is_ready_after_the_person_left_is_nobodys(presenter, view, record):
    presenter.preparing()
    presenter.end()
    presenter.add_still(TICKET.id, JPEG)
    assert record.done == []
    assert view.adding[-1] is False
    assert view.reports == view.contacts == ()


def test_reports_that_one_person_asked_for_never_reach_the_next(view, record):
    jobs = HeldJobs()
    presenter = TicketExtrasPresenter(view, jobs)
    presenter.begin(record, OPERATOR)
    jobs.run()
    presenter.look_at(detail())
    presenter.end()
    jobs.run()
    assert view.reports == ()


def test_a_refusal_is_said(presenter, view, record):
    record.down = Forbidden()
    presenter.look_at(detail())
    assert isinstance(view.error, Forbidden)
