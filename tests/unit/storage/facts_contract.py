"""A shift's facts and the wall's figures, whichever implementation answers.

Times that a command cannot set are those of the server, so a span here lies between two tickets: the one opened at its
begin counts, the one opened at its end does not. What cameras saw and lost is written with times of long ago.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from unit.storage.alarms_contract import A, acted, new_alarm, watched
from unit.storage.city import City
from unit.storage.city_contract import seen_by
from unit.storage.shift_contract import a_shift, on_shift, prepared, sign, sign_in

from storage.model.alarms import AlarmKind, Outage
from storage.model.callers import Channel, NewReport
from storage.model.ids import new_id
from storage.model.shift_facts import AlarmLine, CameraLine, Distribution, ShiftFacts
from storage.model.shifts import Side
from storage.model.tickets import Act, Priority, TicketState
from storage.service.commands import AddReport, NoteNuisance, SignOutOfShift, WriteLog

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_days: Iterator[int] = count()


def long_ago() -> datetime:
    """Ten in the morning of a day of the test's own, with eight more around it."""
    return datetime(2023, 1, 10, 10, 0, tzinfo=UTC) + 20 * next(_days) * DAY


def moment(city: City) -> datetime:
    """When the ticket that this opens was opened."""
    return city.detail(city.open(category="other")).ticket.created_at


def facts_since(city: City, since: datetime) -> ShiftFacts:
    """Of the span that ends now."""
    return city.operator.shift_facts(since, moment(city))


def zone_of(city: City, camera: UUID) -> UUID:
    (found,) = (one.zones[0].id for one in city.operator.cameras() if one.id == camera)
    return found


def sighted(city: City, camera: UUID, *states: tuple[datetime, str]) -> None:
    """What the camera's zone looked like from then on."""
    (lease,) = city.station("station1").claim_leases((camera,), seconds=600)
    zone = zone_of(city, camera)
    rows = tuple(seen_by(lease, zone_id=zone, seen_at=at, state=state) for at, state in states)
    assert city.station("station1").write_sightings(rows) == len(rows)


class FactsContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_ticket_is_told_with_the_times_of_its_acts(self, city: City) -> None:
        since = moment(city)
        ticket = city.open(priority=Priority.CRITICAL, category="fire", title="Gudang terbakar")
        city.act(ticket, Act.ACKNOWLEDGE)
        city.act(ticket, Act.DISPATCH, to="damkar")
        city.act(ticket, Act.DISPATCH, to="polri")
        for act in (Act.ACCEPT, Act.SET_OUT, Act.ARRIVE, Act.COMPLETE):
            city.act(ticket, act, of="damkar")
        city.act(ticket, Act.DECLINE, of="polri", text="Sudah ditangani")
        city.act(ticket, Act.RESOLVE)
        city.act(ticket, Act.CLOSE)
        told = {entry.act: entry.at for entry in reversed(city.detail(ticket).timeline)}
        facts = facts_since(city, since)
        (line,) = (one for one in facts.tickets if one.id == ticket)
        seen = city.detail(ticket).ticket
        assert (line.number, line.title, line.state) == (seen.number, "Gudang terbakar", TicketState.CLOSED)
        assert (line.category, line.priority, line.place) == ("fire", Priority.CRITICAL, seen.place)
        assert line.agencies == ("Damkar", "Polri")
        assert line.opened_at == seen.created_at
        assert line.dispatched_at == min(a.dispatched_at for a in seen.assignments)
        times = (line.acknowledged_at, line.accepted_at, line.on_scene_at, line.resolved_at, line.closed_at)
        assert times == tuple(told[act] for act in ("acknowledge", "accept", "arrive", "resolve", "close"))
        assert line.dispatched_at is not None
        assert line.resolved_at is not None
        assert facts.to_dispatch.longest_s == (line.dispatched_at - line.opened_at).total_seconds()
        assert facts.to_resolve.median_s == (line.resolved_at - line.opened_at).total_seconds()
        assert (facts.to_accept.count, facts.to_scene.count, facts.to_resolve.count) == (1, 1, 1)

    def test_a_reopened_ticket_is_not_resolved(self, city: City) -> None:
        since = moment(city)
        ticket = city.open()
        for act in (Act.ACKNOWLEDGE, Act.RESOLVE, Act.CLOSE):
            city.act(ticket, act)
        city.act(ticket, Act.REOPEN, "supervisor1", text="Macet lagi")
        (line,) = (one for one in facts_since(city, since).tickets if one.id == ticket)
        assert (line.resolved_at, line.closed_at, line.state) == (None, None, TicketState.IN_PROGRESS)
        city.act(ticket, Act.RESOLVE)
        (line,) = (one for one in facts_since(city, since).tickets if one.id == ticket)
        assert line.resolved_at == city.detail(ticket).timeline[-1].at

    def test_what_was_open_before_is_told_and_what_had_ended_is_not(self, city: City) -> None:
        waits, ended, back = city.open(), city.open(), city.open()
        for ticket in (ended, back):
            city.act(ticket, Act.REJECT, text="Bukan kejadian")
        since = moment(city)
        city.act(back, Act.REOPEN, "supervisor1", text="Ternyata ada")
        facts = facts_since(city, since)
        told = {line.id for line in facts.tickets}
        assert {waits, back} <= told
        assert ended not in told
        assert sum(opened for _, opened in facts.by_category) == 1

    def test_what_opens_at_the_begin_counts_and_at_the_end_does_not(self, city: City) -> None:
        first, last = city.open(), city.open()
        since, until = (city.detail(ticket).ticket.created_at for ticket in (first, last))
        facts = city.operator.shift_facts(since, until)
        assert (facts.since, facts.until) == (since, until)
        assert first in {line.id for line in facts.tickets}
        assert last not in {line.id for line in facts.tickets}
        assert facts.by_category == (("congestion", 1),)
        after = city.operator.shift_facts(until, until + HOUR)
        assert after.by_category[0] == ("congestion", 1)

    def test_counts_stand_most_first(self, city: City) -> None:
        since = moment(city)
        city.open("damkar", category="fire", priority=Priority.CRITICAL)
        city.open("damkar", "polri", category="fire", priority=Priority.CRITICAL)
        city.open(category="flood", priority=Priority.LOW)
        facts = facts_since(city, since)
        assert facts.by_category == (("fire", 2), ("flood", 1), ("other", 1))
        assert facts.by_agency == (("Damkar", 2), ("Polri", 1))
        assert dict(facts.by_priority) == {
            Priority.CRITICAL: 2,
            Priority.HIGH: 1,
            Priority.MEDIUM: 0,
            Priority.LOW: 1,
        }
        assert facts.to_dispatch == Distribution(2, 0.0, 0.0, 0.0, ((60.0, 2), (300.0, 2)))
        assert facts.to_accept.count == 0

    def test_an_agency_that_is_sent_again_accepts_what_it_was_sent_to_last(self, city: City) -> None:
        since = moment(city)
        ticket = city.open("dishub")
        city.act(ticket, Act.DECLINE, of="dishub", text="Tidak ada unit")
        city.act(ticket, Act.DISPATCH, to="dishub")
        city.act(ticket, Act.ACCEPT, of="dishub")
        facts = facts_since(city, since)
        sent = [one.dispatched_at for one in city.detail(ticket).ticket.assignments]
        accepted = city.detail(ticket).timeline[-1].at
        assert dict(facts.by_agency) == {"Dishub": 2}
        assert facts.to_accept.count == 1
        assert facts.to_accept.longest_s == (accepted - max(sent)).total_seconds()

    def test_reports_and_nuisance_calls_are_counted(self, city: City) -> None:
        since = moment(city)
        report = NewReport(Channel.TELEPHONE, "Ada asap", "Budi", "0812")
        ticket = city.open(report=report)
        city.operator.execute(AddReport(key=new_id(), ticket_id=ticket, report=report))
        for _ in range(3):
            city.operator.execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE))
        facts = facts_since(city, since)
        assert {line.id: line.reports for line in facts.tickets}[ticket] == 2
        assert facts.nuisance_calls == 3
        assert city.operator.shift_facts(facts.until, facts.until + HOUR).nuisance_calls == 0

    def test_alarms_are_counted_by_kind_and_what_became_of_them(self, city: City) -> None:
        station, camera = city.station("station1"), watched(city)
        since = moment(city)
        kinds = [AlarmKind.CONGESTION] * 3 + [AlarmKind.DARK]
        new = tuple(new_alarm(camera, kind=kind, zone_id=new_id()) for kind in kinds)
        assert len(station.raise_alarms(new)) == len(new)
        false, ticketed, shelved, _ = (alarm.id for alarm in new)
        acted(city, city.operator.alarm(false), A.FALSE_ALARM)
        city.open(alarm_id=ticketed)
        alarm = city.operator.alarm(shelved)
        until = alarm.raised_at + HOUR
        acted(city, acted(city, alarm, A.SHELVE, reason="Perbaikan jalan", until=until), A.UNSHELVE)
        facts = facts_since(city, since)
        assert facts.alarms == (AlarmLine("congestion", 3, 1, 1, 1), AlarmLine("dark", 1, 0, 0, 0))
        assert facts.busiest_10_minutes == 4

    def test_minutes_without_a_picture_are_clipped_to_the_span_and_counted_once(self, city: City) -> None:
        since, camera = long_ago(), watched(city)
        stretches = [(-HOUR, HOUR / 4), (HOUR / 2, HOUR), (HOUR * 3 / 4, HOUR * 5 / 4), (HOUR * 2, HOUR * 3)]
        outages = tuple(Outage(new_id(), camera, since + begin, since + end) for begin, end in stretches)
        city.station("station1").write_outages(outages)
        cameras = city.operator.shift_facts(since, since + 2 * HOUR).cameras
        seen = next(one for one in city.operator.cameras() if one.id == camera)
        assert cameras[0] == CameraLine(seen.number, seen.name, 60.0, 3)
        assert len(cameras) == len(city.operator.cameras())
        assert {line.minutes_lost for line in cameras[1:]} == {0.0}

    def test_congestion_is_told_by_full_hours(self, city: City) -> None:
        day, camera, other = long_ago(), watched(city), watched(city)
        sighted(
            city,
            camera,
            (day - HOUR, "stopped"),
            (day + HOUR / 4, "dense"),
            (day + HOUR / 2, "congested"),
            (day + HOUR * 3 / 2, "stopped"),
            (day + HOUR * 7 / 4, "free"),
        )
        sighted(city, other, (day + HOUR, "congested"), (day + HOUR * 5 / 4, "free"))
        facts = city.operator.shift_facts(day + HOUR / 12, day + 3 * HOUR)
        minutes = dict(facts.congestion_minutes)
        assert list(minutes) == [day, day + HOUR, day + 2 * HOUR]
        assert list(minutes.values()) == pytest.approx([40.0, 60.0, 0.0])

    def test_congestion_that_goes_on_counts_until_the_end_of_the_span(self, city: City) -> None:
        day, camera = long_ago(), watched(city)
        sighted(city, camera, (day + HOUR / 2, "congested"))
        assert city.operator.shift_facts(day, day + 2 * HOUR).congestion_minutes == ((day, 30.0), (day + HOUR, 60.0))
        sighted(city, camera, (day + HOUR * 5 / 4, "free"))
        assert city.operator.shift_facts(day, day + 2 * HOUR).congestion_minutes == ((day, 30.0), (day + HOUR, 15.0))

    def test_a_shift_that_has_not_come_is_empty(self, city: City) -> None:
        since = moment(city) + 365 * DAY
        facts = city.operator.shift_facts(since, since + 8 * HOUR)
        assert (facts.by_category, facts.by_agency, facts.alarms, facts.log) == ((), (), (), ())
        assert (facts.busiest_10_minutes, facts.nuisance_calls) == (0, 0)
        assert {line.minutes_lost for line in facts.cameras} == {0.0}
        assert sum(minutes for _, minutes in facts.congestion_minutes) == 0.0

    def test_the_people_and_lines_of_the_span_are_told(self, city: City) -> None:
        sign_in(city, "operator2", a_shift())
        gone = on_shift(city, "operator2")[0].id
        city.person("operator2").execute(SignOutOfShift(key=new_id()))
        before = new_id()
        city.operator.execute(WriteLog(key=new_id(), entry_id=before, text="Kemarin"))
        since = moment(city)
        sign_in(city, "operator2", a_shift())
        here = on_shift(city, "operator2")[0]
        city.operator.execute(WriteLog(key=new_id(), entry_id=new_id(), text="Genset diuji"))
        facts = facts_since(city, since)
        assert here in facts.sign_ins
        assert gone not in {one.id for one in facts.sign_ins}
        assert [entry.text for entry in facts.log] == ["Genset diuji"]

    def test_how_long_calls_took_is_told_of_those_that_were_measured(self, city: City) -> None:
        since = moment(city)
        for handled_s in (12.0, 45.5, None):
            city.open(report=NewReport(Channel.TELEPHONE, "Ada asap", handled_s=handled_s))
        facts = facts_since(city, since)
        assert facts.to_take_call == Distribution(2, 12.0, 45.5, 45.5, ((20.0, 1), (60.0, 2)))

    def test_the_handovers_of_shifts_that_end_in_the_span_stand_as_signed(self, city: City) -> None:
        first, second = a_shift(), a_shift()
        draft, signed = prepared(city, first), prepared(city, first)
        sign(city, "operator1", signed, Side.OUTGOING)
        sign(city, "operator2", signed, Side.INCOMING)
        unsigned = prepared(city, second)
        facts = city.operator.shift_facts(first.starts_at, first.ends_at)
        assert [one.id for one in facts.handovers] == [signed.id]
        assert facts.handovers[0].complete
        assert draft.id != signed.id
        assert city.operator.shift_facts(first.ends_at, second.ends_at).handovers == (unsigned,)

    @pytest.mark.parametrize("login", ["supervisor1", "administrator1", "auditor1"])
    def test_everybody_who_reads_shifts_reads_the_same_facts(self, city: City, login: str) -> None:
        since = moment(city)
        city.open("damkar", report=NewReport(Channel.TELEPHONE, "Ada asap"))
        city.operator.execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE))
        until = moment(city)
        mine, theirs = (record.shift_facts(since, until) for record in (city.operator, city.person(login)))
        assert replace(theirs, read_at=mine.read_at) == mine

    def test_the_wall_tells_how_many_were_dispatched_and_how_many_in_time(self, city: City) -> None:
        since = moment(city)
        city.open("damkar")
        late = city.open()
        city.act(late, Act.DISPATCH, to="polri")
        city.open()
        figures = city.person("wall1").wall_figures(since=since)
        assert (figures.dispatched, figures.dispatched_in_time) == (2, 2)
        city.act(late, Act.DISPATCH, to="dishub")
        assert city.person("wall1").wall_figures(since=since) == figures

    def test_the_wall_compares_today_with_the_days_before(self, city: City) -> None:
        today, camera = long_ago(), watched(city)
        yesterday, week = today - DAY, today - 7 * DAY
        for day, minutes in ((week, 14), (yesterday, 7), (today, 10)):
            sighted(city, camera, (day + HOUR / 4, "congested"), (day + HOUR / 4 + timedelta(minutes=minutes), "free"))
        figures = city.person("wall1").wall_figures(since=today)
        assert (len(figures.today), len(figures.usual)) == (96, 96)
        assert figures.today[:3] == pytest.approx((0.0, 10.0, 0.0))
        assert figures.usual[:3] == pytest.approx((0.0, 3.0, 0.0))

    def test_what_nobody_watched_is_told_apart_from_a_free_road(self, city: City) -> None:
        before_all = datetime(1998, 5, 21, tzinfo=UTC)
        figures = city.person("wall1").wall_figures(since=before_all)
        assert figures.today == (None,) * 96
        watched(city)
        city.let_pass(0.05)
        since = moment(city)
        city.let_pass(0.05)
        now = city.person("wall1").wall_figures(since=since)
        assert len(now.today) == 1
        assert now.today[0] is not None
        facts = facts_since(city, since)
        assert sum(minutes for _, minutes in facts.watched_minutes) == pytest.approx(
            (facts.until - since).total_seconds() / 60, rel=1e-3
        )
        assert [at for at, _ in facts.watched_minutes] == [at for at, _ in facts.congestion_minutes]
        long_past = city.operator.shift_facts(before_all, before_all + 2 * HOUR)
        assert long_past.watched_minutes == ((before_all, 0.0), (before_all + HOUR, 0.0))

    def test_the_wall_ends_its_day_with_the_quarter_that_runs(self, city: City) -> None:
        since = moment(city) - HOUR - HOUR / 12
        assert len(city.person("wall1").wall_figures(since=since).today) == 5
