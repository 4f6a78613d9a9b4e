"""An exercise is marked in its number, counts nowhere, and can become real, never the other way round."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from unit.storage.alarms_contract import new_alarm
from unit.storage.city import City
from unit.storage.links_contract import link, linking, refused, unlink

from storage.model.alarms import AlarmKind
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.links import LinkRefusal
from storage.model.shift_facts import ShiftFacts
from storage.model.tickets import Act
from storage.service.commands import EndExercise, StartExercise
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, LinkRefused, NotFound, Stale


def opened(facts: ShiftFacts) -> set[UUID]:
    """Those of the span itself: what was open before is in a shift's facts too."""
    return {line.id for line in facts.tickets if line.opened_at >= facts.since}


class ExerciseContract:
    """Subclassed by the tests; they give the fixture `city`."""

    @pytest.fixture
    def running(self, city: City) -> Iterator[UUID]:
        """An exercise that a supervisor has started, ended after the test."""
        exercise = new_id()
        city.person("supervisor1").execute(StartExercise(key=new_id(), exercise_id=exercise, name="Simulasi banjir"))
        yield exercise
        if city.operator.exercise() is not None:
            city.person("supervisor1").execute(EndExercise(key=new_id(), exercise_id=exercise))

    def test_everybody_sees_which_exercise_runs_and_who_started_it(self, city: City, running: UUID) -> None:
        for login in ("operator1", "dishub1", "wall1"):
            seen = city.person(login).exercise()
            assert seen is not None
            assert (seen.id, seen.name, seen.started_by) == (running, "Simulasi banjir", "Supervisor 1")
        with pytest.raises(AlreadyTaken):
            city.person("supervisor1").execute(StartExercise(key=new_id(), exercise_id=new_id(), name="Kedua"))

    def test_it_ends_once_for_all(self, city: City, running: UUID) -> None:
        told = city.person("supervisor1").execute(EndExercise(key=new_id(), exercise_id=running)).changes
        assert [(one.kind, one.id, one.version) for one in told] == [(Kind.EXERCISE, running, 2)]
        assert city.operator.exercise() is None
        with pytest.raises(Stale):
            city.person("supervisor1").execute(EndExercise(key=new_id(), exercise_id=running))
        with pytest.raises(NotFound):
            city.person("supervisor1").execute(EndExercise(key=new_id(), exercise_id=new_id()))
        with pytest.raises(Invalid):
            city.open(exercise_id=running)

    @pytest.mark.parametrize("login", ["operator1", "administrator1", "dishub1", "auditor1"])
    def test_only_a_supervisor_runs_exercises(self, city: City, running: UUID, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).execute(EndExercise(key=new_id(), exercise_id=running))

    def test_a_start_needs_a_name(self, city: City) -> None:
        with pytest.raises(Invalid):
            city.person("supervisor1").execute(StartExercise(key=new_id(), exercise_id=new_id(), name=" "))

    def test_a_ticket_of_it_is_marked_and_one_beside_it_is_not(self, city: City, running: UUID) -> None:
        drill, real = city.detail(city.open(exercise_id=running)).ticket, city.detail(city.open()).ticket
        assert (drill.exercise, real.exercise) == (True, False)
        assert (drill.number or "").startswith("LAT-")
        assert not (real.number or "").startswith("LAT-")

    def test_no_real_alarm_goes_into_an_exercise(self, city: City, running: UUID) -> None:
        lost = new_alarm(city.operator.cameras()[2].id, kind=AlarmKind.CAMERA_LOST, zone_id=None)
        (alarm,) = city.station("station1").raise_alarms((lost,))
        with pytest.raises(Invalid):
            city.open(exercise_id=running, alarm_id=alarm)
        assert alarm in {one.id for one in city.operator.alarms()}
        city.station("station1").return_alarms((alarm,))

    def test_a_supervisor_makes_it_real_with_a_reason_and_its_number_loses_the_mark(
        self, city: City, running: UUID
    ) -> None:
        ticket = city.open(exercise_id=running)
        marked = city.detail(ticket).ticket.number or ""
        for login, text, refusal in (("operator1", "Sungguhan", Forbidden), ("supervisor1", " ", Invalid)):
            with pytest.raises(refusal):
                city.act(ticket, Act.MAKE_REAL, login, text=text)
        city.act(ticket, Act.MAKE_REAL, "supervisor1", text="Ada korban sungguhan")
        seen = city.detail(ticket).ticket
        assert (seen.exercise, f"LAT-{seen.number}") == (False, marked)
        assert Act.MAKE_REAL not in {act for act, _ in city.person("supervisor1").ticket(ticket).acts}

    def test_an_exercise_and_a_real_ticket_are_never_linked(self, city: City, running: UUID) -> None:
        drill, other, real = city.open(exercise_id=running), city.open(exercise_id=running), city.open()
        for child, parent in ((real, drill), (drill, real)):
            assert refused(city, linking(city, child, parent)) is LinkRefusal.EXERCISE
        link(city, other, drill)
        assert Act.MAKE_REAL not in {act for act, _ in city.person("supervisor1").ticket(drill).acts}
        with pytest.raises(LinkRefused):
            city.act(drill, Act.MAKE_REAL, "supervisor1", text="Ada korban sungguhan")
        unlink(city, other)
        city.act(drill, Act.MAKE_REAL, "supervisor1", text="Ada korban sungguhan")

    def test_it_counts_in_no_figure_and_is_told_apart(self, city: City, running: UUID) -> None:
        city.let_pass(0.01)
        moment = city.operator.server_now()
        city.let_pass(0.01)
        drill, real = city.open("dishub", exercise_id=running), city.open("dishub")
        until = city.operator.server_now() + timedelta(seconds=1)
        facts = city.operator.shift_facts(moment, until)
        assert opened(facts) == {real}
        assert facts.exercise_tickets == 1
        assert facts.by_agency == (("Dishub", 1),)
        assert facts.to_dispatch.count == 1
        assert sum(count for _, count in facts.by_priority) == 1
        assert city.operator.wall_figures(since=moment).dispatched == 1
        city.act(drill, Act.MAKE_REAL, "supervisor1", text="Ada korban sungguhan")
        again = city.operator.shift_facts(moment, until)
        assert (again.exercise_tickets, opened(again)) == (0, {drill, real})
