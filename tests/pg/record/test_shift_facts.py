"""Every figure of a shift equals a plain query of its own over randomised data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pg.record import shift_reference as reference
from pg.record.doors import PgDoors, Template
from pg.record.shift_data import RandomCity
from pg.record.shift_reference import Reference, plain

from storage.model import counting
from storage.model.shift_facts import Distribution, ShiftFacts
from storage.pg import shift_facts

SEEDS = range(5)
READERS = ("operator1", "supervisor1", "auditor1", "administrator1")
QUARTER = timedelta(minutes=15)


class Filled:
    """A database of its own, filled by one seed, with the facts as an operator reads them."""

    def __init__(self, template: Template, seed: int) -> None:
        self.doors = PgDoors(template)
        self.admin = self.doors.admin()
        self.city = RandomCity(self.admin, seed)
        with self.admin.transaction():
            self.city.fill()
        self.since, self.until = self.city.span
        self.facts = self.doors.person("operator1").shift_facts(self.since, self.until)
        self.reference = Reference(self.admin, self.since, self.until, self.facts.read_at)


@pytest.fixture(scope="module", params=SEEDS)
def filled(request: pytest.FixtureRequest, template: Template) -> Iterator[Filled]:
    filled = Filled(template, request.param)
    yield filled
    filled.doors.close()


def same_minutes(ours: list[tuple[datetime, float]], theirs: list[tuple[datetime, float]]) -> bool:
    if [at for at, _ in ours] != [at for at, _ in theirs]:
        return False
    return [minutes for _, minutes in ours] == pytest.approx([minutes for _, minutes in theirs], abs=1e-6)


def told(minutes: float, watched: float) -> float | None:
    """What is said of a quarter in which nothing was seen and nobody watched."""
    return None if minutes == watched == 0 else minutes


def assert_same(ours: Distribution, theirs: tuple[object, ...]) -> None:
    count, median, p90, longest, within = theirs
    assert (ours.count, [n for _, n in ours.within]) == (count, within)
    assert [ours.median_s, ours.p90_s, ours.longest_s] == pytest.approx([median, p90, longest], abs=1e-6)


def test_the_tickets_of_the_span_and_their_times(filled: Filled) -> None:
    assert [plain(line) for line in filled.facts.tickets] == filled.reference.rows(reference.TICKETS)
    assert len(filled.facts.tickets) > 5


def test_the_counts_of_what_was_opened_and_dispatched(filled: Filled) -> None:
    facts, rows = filled.facts, filled.reference.rows
    assert list(facts.by_category) == rows(reference.BY_CATEGORY)
    assert list(facts.by_priority) == rows(reference.BY_PRIORITY)
    assert list(facts.by_agency) == rows(reference.BY_AGENCY)


def test_the_distributions_of_the_response_times(filled: Filled) -> None:
    facts, theirs = filled.facts, filled.reference.distribution
    arriving = reference.TO_AGENCY.format(act="arrive")
    accepting = reference.TO_AGENCY.format(act="accept")
    assert_same(facts.to_take_call, theirs(reference.TO_TAKE_CALL, counting.CALL_LIMITS_S))
    assert facts.to_take_call.count > 0
    assert_same(facts.to_dispatch, theirs(reference.TO_DISPATCH, counting.DISPATCH_LIMITS_S))
    assert_same(facts.to_accept, theirs(accepting, counting.ACCEPT_LIMITS_S))
    assert_same(facts.to_scene, theirs(arriving, counting.SCENE_LIMITS_S))
    assert_same(facts.to_resolve, theirs(reference.TO_RESOLVE, counting.RESOLVE_LIMITS_S))


def test_what_was_lost_of_each_camera(filled: Filled) -> None:
    ours = [plain(line) for line in filled.facts.cameras]
    assert ours == sorted(ours, key=lambda line: (-line[2], line[0]))
    theirs = {row[0]: row for row in filled.reference.rows(reference.CAMERAS)}
    assert {(n, name, outages) for n, name, _, outages in ours} == {(n, name, o) for n, name, _, o in theirs.values()}
    # The reference looks once a second; each end of an outage may be off by one.
    outages = {number: count for number, _, _, count in ours}
    for number, _, minutes, _ in ours:
        assert minutes == pytest.approx(theirs[number][2], abs=(outages[number] + 1) / 60)
    assert len(ours) == 3


def test_the_alarms_and_their_busiest_minutes(filled: Filled) -> None:
    assert [plain(line) for line in filled.facts.alarms] == filled.reference.rows(reference.ALARMS)
    assert filled.facts.busiest_10_minutes == filled.reference.one(reference.BUSIEST)
    assert filled.facts.busiest_10_minutes >= 4


def test_the_congestion_by_hour(filled: Filled) -> None:
    hour = timedelta(hours=1)
    first = filled.since.replace(minute=0, second=0, microsecond=0)
    ours = list(filled.facts.congestion_minutes)
    until = min(filled.until, filled.facts.read_at)
    theirs = dict(filled.reference.rows(reference.CONGESTION, first=first, width=hour, until=until))
    assert [at for at, _ in ours] == [first + n * hour for n in range(len(ours))]
    assert ours[-1][0] < filled.until <= ours[-1][0] + hour
    assert same_minutes(ours, [(at, theirs.get(at, 0.0)) for at, _ in ours])
    assert sum(minutes for _, minutes in ours) > 0


def test_the_watched_minutes_by_hour(filled: Filled) -> None:
    hour = timedelta(hours=1)
    first = filled.since.replace(minute=0, second=0, microsecond=0)
    theirs = dict(filled.reference.rows(reference.WATCHED, first=first, width=hour))
    ours = list(filled.facts.watched_minutes)
    assert same_minutes(ours, [(at, theirs.get(at, 0.0)) for at, _ in ours])


def test_the_papers_and_calls_of_the_span(filled: Filled) -> None:
    facts, theirs = filled.facts, filled.reference
    assert [one.id for one in facts.sign_ins] == theirs.ids(reference.SIGN_INS)
    assert [one.id for one in facts.handovers] == theirs.ids(reference.HANDOVERS)
    assert [one.id for one in facts.log] == theirs.ids(reference.LOG)
    assert facts.nuisance_calls == theirs.one(reference.NUISANCE) > 0


def test_the_figures_of_the_wall(filled: Filled) -> None:
    since = filled.city.now - timedelta(hours=6, minutes=25)
    with filled.doors.person("wall1")._work.reading() as connection:
        ours = shift_facts.wall_figures(connection, since)
        now = connection.exec_driver_sql("SELECT now()").scalar_one()
    theirs = Reference(filled.admin, since, now, now)
    assert (ours.dispatched, ours.dispatched_in_time) == theirs.rows(reference.DISPATCHED)[0]
    quarters = theirs.rows(reference.CONGESTION, first=since, width=QUARTER)
    watched = theirs.rows(reference.WATCHED, first=since, width=QUARTER)
    today = [told(minutes, seen) for (_, minutes), (_, seen) in zip(quarters, watched, strict=True)]
    assert list(ours.today) == pytest.approx(today, abs=1e-6)
    begin = since - timedelta(days=7)
    week = theirs.rows(reference.CONGESTION, since=begin, until=since, first=begin, width=QUARTER)
    lit = theirs.rows(reference.WATCHED, since=begin, until=since, first=begin, width=QUARTER)
    quarters_told = [told(minutes, seen) for (_, minutes), (_, seen) in zip(week, lit, strict=True)]
    days = [[value for value in quarters_told[n::96] if value is not None] for n in range(96)]
    assert list(ours.usual) == pytest.approx([sum(day) / len(day) if day else None for day in days], abs=1e-6)
    assert min(seen for _, seen in lit) < 1 < max(seen for _, seen in lit)
    assert sum(value for value in quarters_told if value is not None) > 0


@pytest.mark.parametrize("login", READERS[1:])
def test_everybody_who_may_read_them_reads_the_same_facts(filled: Filled, login: str) -> None:
    def settled(facts: ShiftFacts) -> ShiftFacts:
        # What goes on grows between two readings.
        return replace(facts, read_at=filled.facts.read_at, cameras=(), congestion_minutes=(), watched_minutes=())

    theirs = filled.doors.person(login).shift_facts(filled.since, filled.until)
    assert settled(theirs) == settled(filled.facts)
