"""Clocks on the desk: read when the feed says so, told from then on without asking, and for whom."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.demo_values import fake_site
from unit.storage.test_fakes import FakeDoors

from console.presenters.clocks import ClocksPresenter
from console.presenters.jobs import ImmediateJobs
from resources.errors import SiagaError
from storage.model.calendar import DayKind, Doubt, SiteDay
from storage.model.clock_values import ClockClass, ClockTarget, Goal, Unit
from storage.model.ids import new_id
from storage.model.tickets import Act
from storage.service.commands import SetClockTarget, SetSiteDay
from storage.service.errors import Unreachable
from storage.testing import FakeSite
from widgets.incidents.clock_board import ClockBoard, Tone


class Desk:
    """A view that keeps what it was shown, and a desk's clock that is wrong by five minutes."""

    def __init__(self, site: FakeSite, login: str = "operator1") -> None:
        self.site, self.board = site, ClockBoard()
        self.boards = 0
        self.doubts: list[tuple[Doubt, int]] = []
        self.errors: list[SiagaError] = []
        self.presenter = ClocksPresenter(self, ImmediateJobs(), self.now)
        record = site.person(login)
        self.presenter.begin(record, record.me())
        self._heard = record.feed_position()

    def now(self) -> datetime:
        return self.site.now - timedelta(minutes=5)

    def hear(self) -> None:
        changes = self.site.person("operator1").changes_since(self._heard)
        self._heard = changes[-1].number if changes else self._heard
        self.presenter.changed(changes)

    def tone(self, ticket: UUID, after: float = 0.0) -> Tone | None:
        face = self.board.pressing(ticket, self.now() + timedelta(seconds=after))
        return face.tone if face is not None else None

    def show_clocks(self, board: ClockBoard) -> None:
        self.board = board
        self.boards += 1

    def show_doubt(self, doubt: Doubt, year: int) -> None:
        self.doubts.append((doubt, year))

    def show_error(self, error: SiagaError) -> None:
        self.errors.append(error)


@pytest.fixture
def site() -> FakeSite:
    return fake_site()


@pytest.fixture
def city(site: FakeSite) -> City:
    return City(FakeDoors(site))


def test_time_passes_on_the_desk_without_another_reading(site: FakeSite, city: City) -> None:
    ticket = city.open(category="fire")
    desk = Desk(site)
    shown = desk.boards
    assert [desk.tone(ticket, after) for after in (0, 50, 61)] == [Tone.CALM, Tone.NEAR, Tone.OVER]
    assert desk.boards == shown


def test_the_servers_clock_counts_and_not_the_desks(site: FakeSite, city: City) -> None:
    ticket = city.open(category="fire")
    site.pass_time(61)
    assert Desk(site).tone(ticket) is Tone.OVER


def test_what_happens_to_a_ticket_is_read_again(site: FakeSite, city: City) -> None:
    ticket = city.open(category="fire")
    desk = Desk(site)
    city.act(ticket, Act.PAUSE, why="citizen")
    desk.hear()
    assert desk.tone(ticket, 3600) is Tone.PAUSED
    city.act(ticket, Act.REJECT, text="Bukan")
    desk.hear()
    assert desk.tone(ticket) is None


def test_targets_and_days_off_that_change_are_read_again(site: FakeSite, city: City) -> None:
    desk, supervisor = Desk(site), city.person("supervisor1")
    goal = (ClockClass.COMPLAINT, Goal.VERIFY)
    stands = next(t for t in city.operator.clock_rules().targets.targets if (t.clock_class, t.goal) == goal)
    new = ClockTarget(new_id(), *goal, Unit.WORKING_DAYS, 1)
    supervisor.execute(SetClockTarget(key=new_id(), target=new, seen=stands.id))
    ticket = city.open(category="waste")
    desk.hear()
    first = desk.board.pressing(ticket, desk.now())
    assert first is not None
    assert first.deadline.target.amount == 1
    tomorrow = site.now.date() + timedelta(days=1)
    supervisor.execute(SetSiteDay(key=new_id(), day=SiteDay(new_id(), tomorrow, DayKind.OFF, "Libur daerah")))
    desk.hear()
    moved = desk.board.pressing(ticket, desk.now())
    assert moved is not None
    assert first.deadline.due_at is not None
    assert moved.deadline.due_at == first.deadline.due_at + timedelta(days=1)


def test_an_agency_is_shown_its_own_goals_and_the_citizens_promise(site: FakeSite, city: City) -> None:
    ticket = city.open("dishub", "polri", category="waste")
    goals = {one.goal for one in Desk(site, "dishub1").board.of_tickets[ticket]}
    assert goals == {Goal.AGENCY_ANSWER, Goal.RESOLVE}
    agencies = {one.agency for one in Desk(site, "dishub1").board.of_tickets[ticket] if one.agency}
    assert agencies == {"Dishub"}
    assert {one.agency for one in Desk(site).board.of_tickets[ticket]} == {"", "Dishub", "Polri"}


def test_the_board_sorts_by_what_is_due_first_and_by_what_has_no_clock_last(site: FakeSite, city: City) -> None:
    complaint, fire = city.open(category="waste"), city.open(category="fire")
    paused, done = city.open(category="fire"), city.open(category="fire")
    city.act(paused, Act.PAUSE, why="citizen")
    city.act(done, Act.ACKNOWLEDGE)
    city.act(done, Act.RESOLVE)
    desk = Desk(site)
    keys = {one: desk.board.due_key(one, desk.now()) for one in (done, paused, complaint, fire)}
    assert sorted(keys, key=keys.__getitem__) == [fire, complaint, paused, done]


def test_a_year_without_days_off_is_said_once(site: FakeSite, city: City) -> None:
    site.pass_time(400 * 86_400)
    for _ in range(2):
        city.open(category="waste")
    desk = Desk(site)
    city.open(category="waste")
    desk.hear()
    assert desk.doubts == [(Doubt.NO_DAYS, 2028)]


def test_who_leaves_leaves_no_clocks_and_a_record_that_is_gone_says_nothing_more(site: FakeSite, city: City) -> None:
    ticket = city.open(category="fire")
    desk = Desk(site)
    site.down = Unreachable(host="db")
    desk.presenter.refresh()
    assert desk.errors == []
    assert desk.tone(ticket) is Tone.CALM, "what is known goes on"
    desk.presenter.end()
    assert desk.tone(ticket) is None
