"""The procedure beside a ticket, on a record in memory."""

from dataclasses import replace

import pytest
from support import views
from unit.storage.city import City
from unit.storage.demo_values import JPEG, fake_site
from unit.storage.procedures_contract import answer, skip
from unit.storage.test_fakes import FakeDoors

from console.presenters.camera_choice import Chosen, camera_for
from console.presenters.jobs import ImmediateJobs
from console.presenters.procedures import ProceduresPresenter
from storage.model.procedures import StepState, lines
from storage.model.tickets import Act
from storage.service.errors import Stale, Unreachable


class View:
    def __init__(self):
        self.asker = self.run = self.error = None
        self.open = self.busy = False
        self.notices, self.answered, self.busies = (), 0, []

    def show_asker(self, role, agency_code, agencies):
        self.asker = (role, agency_code)

    def show_run(self, run, *, ticket_open):
        self.run, self.open = run, ticket_open

    def show_busy(self, busy):
        self.busy = busy
        self.busies.append(busy)

    def show_notices(self, notices):
        self.notices = notices

    def show_answered(self):
        self.answered += 1

    def show_error(self, error):
        self.error = error


class HeldJobs:
    """Nothing runs until `run()`."""

    def __init__(self):
        self.held = []

    def submit(self, work, done, failed):
        self.held.append((work, done, failed))

    def run(self):
        held, self.held = self.held, []
        for job in held:
            ImmediateJobs().submit(*job)


class Room:
    """A person who looks at a fire."""

    def __init__(self, login="operator1", jobs=None):
        self.site = fake_site()
        self.city = City(FakeDoors(self.site))
        self.view, self.told = View(), []
        self.ticket = self.city.open("damkar", category="fire")
        self.presenter = ProceduresPresenter(self.view, jobs or ImmediateJobs(), self.told.extend)
        self.begin(login)

    def begin(self, login):
        record = self.city.person(login)
        self.presenter.begin(record, record.me())
        self.look()

    def look(self):
        self.presenter.look_at(self.city.detail(self.ticket))

    def state(self, step):
        return next(line.state for line in lines(self.view.run) if line.step.key == step)


def test_looking_at_a_ticket_shows_its_procedure_and_looking_away_none():
    room = Room()
    assert (room.view.run.procedure.category, room.view.open) == ("fire", True)
    assert room.view.asker == ("operator", None)
    room.presenter.look_at(None)
    assert room.view.run is None
    assert room.presenter.run is None


def test_an_agencys_officer_is_told_by_their_agencys_code():
    assert Room("damkar1").view.asker == ("agency", "damkar")


def test_an_answer_goes_out_is_told_and_shown():
    room = Room()
    room.presenter.answer("keluar", "done")
    assert room.view.answered == 1
    assert [change.id for change in room.told] == [room.ticket]
    assert room.state("keluar") is StepState.ANSWERED
    assert room.view.busies[-2:] == [True, False]


def test_several_answers_in_a_row_each_carry_the_version_that_stands():
    room = Room()
    for step in ("keluar", "damkar"):
        room.presenter.answer(step, "done")
    room.presenter.answer("asap", "yes", still=JPEG, camera_id=room.city.operator.cameras()[0].id)
    assert room.view.error is None
    assert room.city.detail(room.ticket).still_ids == (room.view.run.answers[-1].still_id,)


def test_a_stale_answer_is_said_and_what_stands_is_shown_for_the_next_try():
    room = Room()
    answer(room.city, room.ticket, "keluar", by="operator2")
    room.presenter.answer("damkar", "done")
    assert isinstance(room.view.error, Stale)
    assert room.view.answered == 0
    assert room.state("keluar") is StepState.ANSWERED
    room.presenter.answer("damkar", "done")
    assert room.state("damkar") is StepState.ANSWERED


def test_while_an_answer_is_under_way_no_second_one_goes_out():
    jobs = HeldJobs()
    room = Room(jobs=jobs)
    jobs.run()
    room.presenter.answer("keluar", "done")
    room.presenter.answer("keluar", "done")
    assert len(jobs.held) == 1
    jobs.run()
    jobs.run()
    assert len(room.view.run.answers) == 1


def test_a_record_that_is_gone_lets_the_person_try_again():
    room = Room()
    room.site.down = Unreachable(host="db")
    room.presenter.answer("keluar", "done")
    assert isinstance(room.view.error, Unreachable)
    assert room.view.busy is False
    room.site.down = None
    room.presenter.answer("keluar", "done")
    assert room.view.answered == 1


def test_an_answer_of_one_who_left_tells_the_next_nothing():
    jobs = HeldJobs()
    room = Room(jobs=jobs)
    jobs.run()
    room.presenter.answer("keluar", "done")
    room.presenter.end()
    jobs.run()
    assert room.view.answered == 0
    assert (room.view.run, room.view.notices, room.view.asker) == (None, (), ("", None))


def test_an_older_reading_that_comes_late_is_dropped():
    jobs = HeldJobs()
    room = Room(jobs=jobs)
    jobs.run()
    answer(room.city, room.ticket, "keluar", by="operator2")
    room.look()
    (late,) = jobs.held
    jobs.held = []
    old = room.view.run
    answer(room.city, room.ticket, "damkar", by="operator2")
    room.look()
    jobs.run()
    late[1](old)
    assert len(room.view.run.answers) == 2


def test_a_ticket_that_is_shown_again_unchanged_is_not_read_again():
    jobs = HeldJobs()
    room = Room(jobs=jobs)
    jobs.run()
    room.look()
    assert jobs.held == []


def test_a_closed_ticket_is_read_only():
    room = Room()
    room.city.act(room.ticket, Act.ACCEPT, of="damkar")
    room.city.act(room.ticket, Act.SET_OUT, of="damkar")
    room.city.act(room.ticket, Act.COMPLETE, of="damkar")
    room.city.act(room.ticket, Act.RESOLVE)
    assert room.presenter.left(room.ticket) > 0
    room.city.act(room.ticket, Act.CLOSE)
    room.look()
    assert room.view.open is False


def test_what_a_closing_would_leave_is_counted_for_the_ticket_that_is_looked_at():
    room = Room()
    before = room.presenter.left(room.ticket)
    room.presenter.skip("keluar", "Sudah di luar")
    assert room.presenter.left(room.ticket) == before - 1
    other = room.city.open(category="fire")
    assert room.presenter.left(other) == 0


def test_supervisors_are_told_of_skips_by_the_feed_and_say_that_they_know():
    room = Room("supervisor1")
    assert room.view.notices == ()
    told = skip(room.city, room.ticket, "keluar").changes
    room.presenter.changed(told)
    (notice,) = room.view.notices
    room.presenter.see(notice.id)
    assert room.view.notices == ()
    assert room.city.detail(room.ticket).timeline[-1].act == "see_steps"


@pytest.mark.parametrize("login", ["operator1", "damkar1", "auditor1"])
def test_others_are_not_asked_to_know_of_skips(login):
    room = Room(login)
    room.presenter.changed(skip(room.city, room.ticket, "keluar", by="operator2").changes)
    assert room.view.notices == ()


HERE = (-6.26, 107.15)
NEAR = replace(views.CAMERAS[0], latitude=-6.261, longitude=107.15)
FAR = replace(views.CAMERAS[1], latitude=-6.27, longitude=107.15)
GONE = replace(views.CAMERAS[2], latitude=-6.9, longitude=107.15)


def test_the_tickets_own_camera_comes_before_a_nearer_one():
    ticket = views.ticket(camera_id=FAR.id, latitude=HERE[0], longitude=HERE[1])
    assert camera_for(ticket, (NEAR, FAR)) == Chosen(FAR)


def test_without_one_the_nearest_that_is_switched_on_is_taken():
    ticket = views.ticket(camera_id=None, latitude=HERE[0], longitude=HERE[1])
    found = camera_for(ticket, (FAR, NEAR, GONE, views.CAMERAS[3]))
    assert found is not None
    assert found.camera == NEAR
    assert found.metres == pytest.approx(111, abs=2)
    assert camera_for(ticket, (replace(NEAR, enabled=False), FAR)).camera == FAR


def test_far_away_or_without_a_point_there_is_none():
    ticket = views.ticket(camera_id=None, latitude=HERE[0], longitude=HERE[1])
    assert camera_for(ticket, (GONE,)) is None
    assert camera_for(replace(ticket, latitude=None), (NEAR,)) is None
    assert camera_for(replace(ticket, camera_id=NEAR.id, latitude=None), (replace(NEAR, enabled=False),)) is None
