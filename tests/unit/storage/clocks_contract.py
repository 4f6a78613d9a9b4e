"""What clocks are told from, whichever implementation answers."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.links_contract import link, unlink
from unit.storage.transfer_contract import proposed

from storage.model.alarms import NO_CAMERA, Alarm, AlarmAct, AlarmKind, AlarmState, NewClockAlarm
from storage.model.calendar import USUAL_HOURS, DayKind, SiteDay, WorkWeek
from storage.model.clock_values import (
    DEFAULT_CLASSES,
    DEFAULT_TARGETS,
    CategoryClass,
    ClockClass,
    ClockTarget,
    Goal,
    PauseReason,
    Unit,
)
from storage.model.clocks import ClockAct, ClockState, TicketHistory, deadlines
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.tickets import Act, Priority, TicketState
from storage.service.commands import (
    ActOnAlarm,
    EditTicket,
    RemoveSiteDay,
    SetCategoryClass,
    SetClockTarget,
    SetSiteDay,
    SetWorkWeek,
)
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotAllowedNow, NotFound, Stale
from storage.service.record import Outcome

A = ClockAct


def told(history: TicketHistory) -> list[tuple[ClockAct, str]]:
    return [(event.act, event.agency) for event in history.events]


def standing(city: City, clock_class: ClockClass, goal: Goal, category: str | None = None) -> ClockTarget | None:
    rules = city.operator.clock_rules()
    now = city.operator.clock_sheet().read_at + timedelta(hours=1)
    point = (category, clock_class, goal)
    return next((t for t in rules.targets.standing(now) if (t.category, t.clock_class, t.goal) == point), None)


def setting(city: City, target: ClockTarget, by: str = "supervisor1") -> Outcome:
    stands = standing(city, target.clock_class, target.goal, target.category)
    command = SetClockTarget(key=new_id(), target=target, seen=stands.id if stands else None)
    return city.person(by).execute(command)


def edit(city: City, ticket: UUID, **fields: object) -> None:
    version = city.detail(ticket).ticket.version
    city.operator.execute(EditTicket(key=new_id(), ticket_id=ticket, expected_version=version, **fields))  # type: ignore[arg-type]


class ClockContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_what_happens_to_a_ticket_is_told_in_its_order_with_the_assignment(self, city: City) -> None:
        ticket = city.open("dishub")
        for act in (Act.ACCEPT, Act.SET_OUT, Act.ARRIVE, Act.COMPLETE):
            city.act(ticket, act, "dishub1", of="dishub")
        city.act(ticket, Act.RESOLVE)
        city.act(ticket, Act.REOPEN, text="Belum selesai")
        history = city.operator.clock_history(ticket)
        assert told(history) == [
            (A.OPEN, ""),
            (A.DISPATCH, "Dishub"),
            *((act, "Dishub") for act in (A.ACCEPT, A.SET_OUT, A.ARRIVE, A.COMPLETE)),
            (A.RESOLVE, ""),
            (A.REOPEN, ""),
        ]
        mine = city.detail(ticket).ticket.assignments[0]
        assert {event.assignment_id for event in history.events} == {None, mine.id}
        assert history.events[0].at == city.detail(ticket).ticket.created_at
        assert history.events[0].answered
        assert (history.number, history.category) == (city.detail(ticket).ticket.number, "congestion")

    def test_what_comes_from_outside_waits_for_an_answer(self, city: City) -> None:
        ticket = city.open(by="intake1")
        assert not city.operator.clock_history(ticket).events[0].answered
        city.act(ticket, Act.CLAIM)
        assert told(city.operator.clock_history(ticket))[-1] == (A.CLAIM, "")

    def test_the_sheet_has_the_open_tickets_and_the_moment_it_was_read(self, city: City) -> None:
        ticket, closed = city.open(), city.open()
        city.act(closed, Act.REJECT, text="Bukan apa-apa")
        sheet = city.operator.clock_sheet()
        mine = {one.ticket_id: one for one in sheet.histories}
        assert mine[ticket] == city.operator.clock_history(ticket)
        assert closed not in mine
        assert sheet.read_at >= mine[ticket].events[-1].at
        assert closed not in {one.ticket_id for one in city.station("station1").clock_sheet().histories}

    def test_a_station_measures_the_same_as_the_desk(self, city: City) -> None:
        ticket = city.open("dishub")
        city.act(ticket, Act.PAUSE, why="weather", text="Hujan")
        told_to_station = {one.ticket_id: one for one in city.station("station1").clock_sheet().histories}
        assert told_to_station[ticket] == city.operator.clock_history(ticket)
        assert city.station("station1").clock_rules() == city.operator.clock_rules()

    def test_an_agency_sees_its_own_part_alone(self, city: City) -> None:
        ticket = city.open("dishub", "polri")
        acts = [(e.act, e.agency) for e in city.person("polri1").clock_history(ticket).events]
        assert acts == [(A.OPEN, ""), (A.DISPATCH, "Polri")]
        with pytest.raises(NotFound):
            city.person("damkar1").clock_history(ticket)
        assert ticket not in {one.ticket_id for one in city.person("damkar1").clock_sheet().histories}

    def test_a_pause_needs_its_reason_and_is_there_once(self, city: City) -> None:
        ticket = city.open()
        with pytest.raises(Invalid) as refused:
            city.act(ticket, Act.PAUSE)
        assert refused.value.facts["field"] == "pause"
        with pytest.raises(NotAllowedNow):
            city.act(ticket, Act.RESUME)
        city.act(ticket, Act.PAUSE, why="citizen", text="Menunggu foto")
        detail = city.detail(ticket)
        assert detail.ticket.paused is PauseReason.CITIZEN
        assert (detail.timeline[-1].act, dict(detail.timeline[-1].facts)) == ("pause", {"reason": "citizen"})
        assert detail.timeline[-1].text == "Menunggu foto"
        with pytest.raises(NotAllowedNow):
            city.act(ticket, Act.PAUSE, why="permit")
        event = city.operator.clock_history(ticket).events[-1]
        assert (event.act, event.reason) == (A.PAUSE, PauseReason.CITIZEN)
        city.act(ticket, Act.RESUME, "operator2")
        assert city.detail(ticket).ticket.paused is None
        assert told(city.operator.clock_history(ticket))[-1] == (A.RESUME, "")

    @pytest.mark.parametrize("login", ["dishub1", "wall1", "auditor1", "administrator1"])
    def test_only_the_desk_pauses(self, city: City, login: str) -> None:
        ticket = city.open("dishub")
        with pytest.raises(Forbidden):
            city.act(ticket, Act.PAUSE, login, why="citizen")

    def test_what_ends_a_ticket_ends_its_pause(self, city: City) -> None:
        ticket = city.open()
        city.act(ticket, Act.PAUSE, why="citizen")
        city.act(ticket, Act.REJECT, text="Laporan ganda")
        assert city.detail(ticket).ticket.paused is None
        city.act(ticket, Act.REOPEN, "supervisor1", text="Bukan ganda")
        assert city.detail(ticket).ticket.paused is None

    def test_other_acts_leave_a_pause_as_it_is(self, city: City) -> None:
        ticket = city.open()
        city.act(ticket, Act.PAUSE, why="permit")
        city.act(ticket, Act.NOTE, text="Sudah ditelepon")
        city.act(ticket, Act.DISPATCH, to="dishub")
        edit(city, ticket, title="Judul lain")
        assert city.detail(ticket).ticket.paused is PauseReason.PERMIT

    def test_a_duplicates_clocks_stand_still_until_it_is_taken_back(self, city: City) -> None:
        child, parent = city.open(category="fire"), city.open(category="fire")
        link(city, child, parent)
        assert told(city.operator.clock_history(child))[-1] == (A.LINK, "")
        assert (A.LINK, "") not in told(city.operator.clock_history(parent))
        unlink(city, child)
        assert told(city.operator.clock_history(child))[-1] == (A.UNLINK, "")

    def test_who_is_handed_a_ticket_begins_at_nought(self, city: City) -> None:
        ticket = proposed(city)
        asked = city.detail(ticket).ticket.transfers[0]
        accept = replace(city.acting(city.detail(ticket), Act.ACCEPT_TRANSFER), transfer_id=asked.id)
        city.person("polri1").execute(accept)
        history = city.operator.clock_history(ticket)
        assert told(history)[-3:] == [(A.TRANSFER, "Dishub"), (A.DISPATCH, "Polri"), (A.ACCEPT, "Polri")]
        rules = city.operator.clock_rules()
        found = deadlines(history, rules.targets, rules.calendar(), history.events[-1].at)
        on_scene = {one.agency: one for one in found if one.goal is Goal.ON_SCENE}
        assert on_scene["Dishub"].void
        assert (on_scene["Polri"].spent, on_scene["Polri"].void) == (0, False)

    def test_a_ticket_has_its_categorys_class_until_an_edit_says_otherwise(self, city: City) -> None:
        ticket = city.open()
        assert city.detail(ticket).ticket.clock_class is None
        edit(city, ticket, clock_class=ClockClass.OVERSIGHT)
        assert city.detail(ticket).ticket.clock_class is ClockClass.OVERSIGHT
        assert city.operator.clock_history(ticket).clock_class is ClockClass.OVERSIGHT
        assert dict(city.detail(ticket).timeline[-1].facts) == {"clock_class": "oversight"}
        edit(city, ticket, clock_class="")
        assert city.operator.clock_history(ticket).clock_class is None


class ClockRuleContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_record_begins_with_the_usual_promises_and_hours(self, city: City) -> None:
        rules = city.operator.clock_rules()
        first = min(t.since for t in rules.targets.targets if t.since is not None)
        began = {(t.clock_class, t.goal, t.unit, t.amount) for t in rules.targets.standing(first)}
        assert began == set(DEFAULT_TARGETS)
        assert {c.category: c.clock_class for c in rules.targets.classes if c.since == first} == DEFAULT_CLASSES
        assert (rules.weeks[0].hours, rules.zone) == (USUAL_HOURS, "Asia/Jakarta")
        assert {t.warn_percent for t in rules.targets.standing(first)} == {80}

    @pytest.mark.parametrize(("login", "seconds"), [("supervisor1", 45), ("administrator1", 46)])
    def test_a_target_holds_for_what_is_opened_from_then_on(self, city: City, login: str, seconds: int) -> None:
        older = city.open(category="fire")
        city.let_pass(0.02)
        new = ClockTarget(new_id(), ClockClass.EMERGENCY, Goal.DISPATCH, Unit.SECONDS, seconds, "fire", 50)
        outcome = setting(city, new, login)
        assert [(change.kind, change.id) for change in outcome.changes] == [(Kind.CLOCK_RULE, new.id)]
        city.let_pass(0.02)
        younger = city.open(category="fire")
        rules, sheet = city.operator.clock_rules(), city.operator.clock_sheet()
        amounts = {
            history.ticket_id: one.target.amount
            for history in sheet.histories
            for one in deadlines(history, rules.targets, rules.calendar(), sheet.read_at)
            if one.goal is Goal.DISPATCH
        }
        assert amounts[younger] == seconds
        assert amounts[older] != seconds

    def test_who_did_not_see_what_stands_is_told(self, city: City) -> None:
        new = ClockTarget(new_id(), ClockClass.INCIDENT, Goal.ON_SCENE, Unit.SECONDS, 900)
        stands = standing(city, new.clock_class, new.goal)
        assert stands is not None
        supervisor = city.person("supervisor1")
        with pytest.raises(Stale):
            supervisor.execute(SetClockTarget(key=new_id(), target=new, seen=None))
        supervisor.execute(SetClockTarget(key=new_id(), target=new, seen=stands.id))
        with pytest.raises(Stale):
            supervisor.execute(SetClockTarget(key=new_id(), target=replace(new, id=new_id()), seen=stands.id))

    @pytest.mark.parametrize(
        ("field", "fields"),
        [
            ("amount", {"amount": 0}),
            ("amount", {"amount": 1001}),
            ("warn_percent", {"warn_percent": 0}),
            ("warn_percent", {"warn_percent": 101}),
        ],
    )
    def test_a_target_that_is_none_is_refused(self, city: City, field: str, fields: dict[str, int]) -> None:
        target = ClockTarget(new_id(), ClockClass.OVERSIGHT, Goal.VERIFY, Unit.WORKING_DAYS, 3)
        with pytest.raises(Invalid) as refused:
            setting(city, replace(target, **fields))  # type: ignore[arg-type]
        assert refused.value.facts["field"] == field

    def test_a_category_gets_its_class_and_gets_another(self, city: City) -> None:
        supervisor, first = city.person("supervisor1"), CategoryClass(new_id(), "lampion", ClockClass.INCIDENT)
        supervisor.execute(SetCategoryClass(key=new_id(), change=first, seen=None))
        second = CategoryClass(new_id(), "lampion", ClockClass.INFORMATION)
        with pytest.raises(Stale):
            supervisor.execute(SetCategoryClass(key=new_id(), change=second, seen=None))
        supervisor.execute(SetCategoryClass(key=new_id(), change=second, seen=first.id))
        rules = city.operator.clock_rules()
        now = city.operator.clock_sheet().read_at + timedelta(seconds=1)
        assert rules.targets.class_of("lampion", now) is ClockClass.INFORMATION

    def test_the_sites_own_days_are_added_and_taken_back(self, city: City) -> None:
        supervisor = city.person("supervisor1")
        day = SiteDay(new_id(), date(2031, 8, 15), DayKind.OFF, "Hari jadi Kabupaten Bekasi")
        supervisor.execute(SetSiteDay(key=new_id(), day=day))
        assert day in city.operator.clock_rules().days
        assert city.operator.clock_rules().calendar().hours(day.day) == ()
        again = replace(day, id=new_id(), kind=DayKind.WORKING)
        with pytest.raises(AlreadyTaken) as taken:
            supervisor.execute(SetSiteDay(key=new_id(), day=again))
        assert taken.value.facts["field"] == "day"
        outcome = supervisor.execute(RemoveSiteDay(key=new_id(), day_id=day.id))
        assert [(c.kind, c.version) for c in outcome.changes] == [(Kind.CLOCK_RULE, 2)]
        assert day.id not in {one.id for one in city.operator.clock_rules().days}
        with pytest.raises(Stale):
            supervisor.execute(RemoveSiteDay(key=new_id(), day_id=day.id))
        with pytest.raises(NotFound):
            supervisor.execute(RemoveSiteDay(key=new_id(), day_id=new_id()))
        with pytest.raises(Invalid):
            supervisor.execute(SetSiteDay(key=new_id(), day=replace(day, id=new_id(), name=" ")))
        supervisor.execute(SetSiteDay(key=new_id(), day=again))
        assert [one.kind for one in city.operator.clock_rules().days if one.day == day.day] == [DayKind.WORKING]

    def test_hours_hold_from_a_later_day_and_are_never_changed_backwards(self, city: City) -> None:
        supervisor = city.person("supervisor1")
        week = WorkWeek(new_id(), date(2031, 9, 1), ("08:00-16:00",) * 6 + ("",))
        supervisor.execute(SetWorkWeek(key=new_id(), week=week))
        assert week in city.operator.clock_rules().weeks
        for field, other in (
            ("since", replace(week, id=new_id(), since=date(2020, 1, 1))),
            ("hours", replace(week, id=new_id(), since=date(2031, 9, 2), hours=("",) * 7)),
            ("hours", replace(week, id=new_id(), since=date(2031, 9, 2), hours=("08:00-16:00",) * 6)),
            ("hours", replace(week, id=new_id(), since=date(2031, 9, 2), hours=("16:00-08:00", *[""] * 6))),
            ("hours", replace(week, id=new_id(), since=date(2031, 9, 2), hours=("08:00-12:00 11:00-16:00", *[""] * 6))),
        ):
            with pytest.raises(Invalid) as refused:
                supervisor.execute(SetWorkWeek(key=new_id(), week=other))
            assert refused.value.facts["field"] == field
        with pytest.raises(AlreadyTaken):
            supervisor.execute(SetWorkWeek(key=new_id(), week=replace(week, id=new_id())))

    @pytest.mark.parametrize("login", ["operator1", "dishub1", "wall1", "auditor1"])
    def test_nobody_else_sets_what_is_measured_against(self, city: City, login: str) -> None:
        week = WorkWeek(new_id(), date(2032, 9, 1), USUAL_HOURS)
        day = SiteDay(new_id(), date(2032, 8, 15), DayKind.OFF, "Libur")
        target = ClockTarget(new_id(), ClockClass.INCIDENT, Goal.ANSWER, Unit.SECONDS, 600)
        change = CategoryClass(new_id(), "karnaval", ClockClass.INCIDENT)
        for command in (
            SetWorkWeek(key=new_id(), week=week),
            SetSiteDay(key=new_id(), day=day),
            SetClockTarget(key=new_id(), target=target, seen=None),
            SetCategoryClass(key=new_id(), change=change, seen=None),
        ):
            with pytest.raises(Forbidden):
                city.person(login).execute(command)


def late(city: City, ticket: UUID, kind: AlarmKind = AlarmKind.SLA_BREACH) -> NewClockAlarm:
    seen = city.detail(ticket).ticket
    priority = Priority.HIGH if kind is AlarmKind.SLA_BREACH else Priority.MEDIUM
    return NewClockAlarm(new_id(), kind, ticket, seen.version, priority, f"{seen.number} {seen.title}", 12.0)


def alarm_of(city: City, ticket: UUID) -> Alarm | None:
    return next((one for one in city.operator.alarms() if one.about_ticket == ticket), None)


class ClockAlarmContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_an_alarm_at_a_ticket_is_there_once_for_the_site(self, city: City) -> None:
        ticket = city.open()
        new = late(city, ticket)
        assert city.station("station1").raise_clock_alarms((new,)) == (new.id,)
        assert city.station("station2").raise_clock_alarms((late(city, ticket),)) == ()
        assert city.station("station1").raise_clock_alarms((new,)) == (new.id,), "a lost answer is asked for again"
        alarm = alarm_of(city, ticket)
        assert alarm is not None
        assert (alarm.id, alarm.camera_id, alarm.held_s) == (new.id, NO_CAMERA, 12.0)
        assert alarm.subject == f"{city.detail(ticket).ticket.number} Lalu lintas terhenti"
        assert alarm in city.station("station1").open_alarms()

    def test_late_is_worse_than_nearly_late_and_wants_a_new_answer(self, city: City) -> None:
        ticket, station = city.open(), city.station("station1")
        warning = late(city, ticket, AlarmKind.SLA_WARNING)
        station.raise_clock_alarms((warning,))
        first = alarm_of(city, ticket)
        assert first is not None
        acknowledge = ActOnAlarm(
            key=new_id(), alarm_id=first.id, expected_version=first.version, act=AlarmAct.ACKNOWLEDGE
        )
        city.operator.execute(acknowledge)
        assert station.raise_clock_alarms((replace(late(city, ticket), priority=Priority.MEDIUM),)) == (warning.id,)
        worse = alarm_of(city, ticket)
        assert worse is not None
        assert (worse.kind, worse.state) == (AlarmKind.SLA_BREACH, AlarmState.UNACKNOWLEDGED)
        assert station.raise_clock_alarms((late(city, ticket, AlarmKind.SLA_WARNING),)) == ()

    def test_a_ticket_that_was_acted_on_is_measured_anew_first(self, city: City) -> None:
        ticket = city.open()
        new = late(city, ticket)
        city.act(ticket, Act.NOTE, text="Sebentar")
        assert city.station("station1").raise_clock_alarms((new,)) == ()
        assert alarm_of(city, ticket) is None

    @pytest.mark.parametrize(("act", "more"), [(Act.REJECT, {"text": "Bukan"}), (Act.PAUSE, {"why": "citizen"})])
    def test_what_ends_or_stops_the_ticket_returns_its_alarm(self, city: City, act: Act, more: dict[str, str]) -> None:
        ticket = city.open()
        city.station("station1").raise_clock_alarms((late(city, ticket),))
        outcome = city.act(ticket, act, **more)
        alarm = alarm_of(city, ticket)
        assert alarm is not None
        assert (alarm.state, alarm.active) == (AlarmState.RETURNED, False)
        assert {change.kind for change in outcome.changes} >= {Kind.TICKET, Kind.ALARM}

    def test_any_station_returns_it(self, city: City) -> None:
        ticket = city.open()
        new = late(city, ticket)
        city.station("station1").raise_clock_alarms((new,))
        city.station("station2").return_alarms((new.id,))
        alarm = alarm_of(city, ticket)
        assert alarm is not None
        assert not alarm.active

    def test_a_pause_that_is_the_agencys_alone_leaves_the_alarm(self, city: City) -> None:
        ticket = city.open()
        city.station("station1").raise_clock_alarms((late(city, ticket),))
        city.act(ticket, Act.PAUSE, why="weather")
        alarm = alarm_of(city, ticket)
        assert alarm is not None
        assert alarm.active
        assert city.detail(ticket).ticket.state is TicketState.NEW

    def test_every_state_of_a_clock_is_told_apart(self, city: City) -> None:
        """The record's own events lead to the model's states."""
        ticket = city.open(category="fire")
        rules, calendar = city.operator.clock_rules(), city.operator.clock_rules().calendar()
        sheet = city.operator.clock_sheet()
        history = next(one for one in sheet.histories if one.ticket_id == ticket)
        found = {one.goal: one for one in deadlines(history, rules.targets, calendar, sheet.read_at)}
        assert found[Goal.ANSWER].state(sheet.read_at) is ClockState.KEPT
        assert found[Goal.DISPATCH].state(sheet.read_at + timedelta(hours=1)) is ClockState.OVER
