"""The desk's switch for exercises: off by itself with the exercise and with the person."""

from unit.storage.demo_values import fake_site

from console.presenters.exercise import ExercisePresenter
from console.presenters.jobs import ImmediateJobs
from resources.errors import SiagaError
from storage.model.exercise import Exercise
from storage.model.feed import Change
from storage.testing import FakeSite


class View:
    def __init__(self) -> None:
        self.running: Exercise | None = None
        self.opening = self.may_run = self.may_open = False
        self.busy: list[bool] = []
        self.done = 0
        self.errors: list[SiagaError] = []

    def show_exercise(self, running: Exercise | None, *, opening: bool) -> None:
        self.running, self.opening = running, opening

    def show_rights(self, *, may_run: bool, may_open: bool) -> None:
        self.may_run, self.may_open = may_run, may_open

    def show_running(self, busy: bool) -> None:
        self.busy.append(busy)

    def show_done(self) -> None:
        self.done += 1

    def show_error(self, error: SiagaError) -> None:
        self.errors.append(error)


class Desk:
    def __init__(self, site: FakeSite, login: str) -> None:
        self.view, self._site, self._seen = View(), site, 0
        self.presenter = ExercisePresenter(self.view, ImmediateJobs())
        record = site.person(login)
        self.presenter.begin(record, record.me())

    def hear(self) -> None:
        """What the feed tells since the last time."""
        changes: tuple[Change, ...] = tuple(self._site.changes[self._seen :])
        self._seen = len(self._site.changes)
        self.presenter.changed(changes)


def test_every_desk_sees_an_exercise_that_a_supervisor_starts_and_none_takes_part_by_itself() -> None:
    site = fake_site()
    supervisor, operator, agency = (Desk(site, login) for login in ("supervisor1", "operator1", "dishub1"))
    supervisor.presenter.start("Simulasi banjir")
    assert (supervisor.view.done, supervisor.view.busy) == (1, [True, False])
    for desk in (supervisor, operator, agency):
        desk.hear()
        assert desk.view.running is not None
        assert desk.view.running.name == "Simulasi banjir"
        assert not desk.view.opening
    assert [(d.view.may_run, d.view.may_open) for d in (supervisor, operator, agency)] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_the_switch_ends_with_the_exercise() -> None:
    site = fake_site()
    supervisor, operator = Desk(site, "supervisor1"), Desk(site, "operator1")
    supervisor.presenter.start("Simulasi banjir")
    operator.hear()
    operator.presenter.open_in_exercise(True)
    assert operator.view.opening
    supervisor.hear()
    supervisor.presenter.finish()
    operator.hear()
    assert (operator.view.running, operator.view.opening) == (None, False)
    supervisor.presenter.start("Simulasi gempa")
    operator.hear()
    assert operator.view.running is not None
    assert not operator.view.opening, "another exercise is another decision"


def test_the_switch_ends_with_the_person() -> None:
    site = fake_site()
    desk = Desk(site, "supervisor1")
    desk.presenter.start("Simulasi banjir")
    desk.presenter.open_in_exercise(True)
    desk.presenter.end()
    assert (desk.view.running, desk.view.opening) == (None, False)
    record = site.person("operator1")
    desk.presenter.begin(record, record.me())
    assert desk.view.running is not None
    assert not desk.view.opening


def test_without_an_exercise_the_switch_does_nothing() -> None:
    desk = Desk(fake_site(), "operator1")
    desk.presenter.open_in_exercise(True)
    assert not desk.view.opening


def test_a_refused_start_is_said_where_it_was_asked() -> None:
    site = fake_site()
    first, second = Desk(site, "supervisor1"), Desk(site, "supervisor1")
    first.presenter.start("Pertama")
    second.presenter.start("Kedua")
    assert [error.word for error in second.view.errors] == ["errors.record.already_taken.exercise"]
    assert second.view.busy == [True, False]
