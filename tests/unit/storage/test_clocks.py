"""A ticket's clocks: each failure that is known of others, and that nothing of them is ever lost."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.storage.clock_values import DAMKAR, POLRI, TARGETS, Story, at, calendar, own, week

from resources.calendars import NationalYear
from storage.model.calendar import Calendar, Doubt
from storage.model.clock_values import (
    DEFAULT_TARGETS,
    CategoryClass,
    ClockClass,
    ClockTarget,
    ClockTargets,
    Goal,
    PauseReason,
    Unit,
)
from storage.model.clocks import ClockAct, ClockState, Deadline, TicketHistory, alarming, deadlines, pressing
from storage.model.ids import new_id

A = ClockAct
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=n) for n in (1, 60, 3600, 86_400))
USUAL = calendar()


def of(
    history: TicketHistory,
    now: datetime,
    goal: Goal,
    assignment: UUID | None = None,
    *,
    targets: ClockTargets = TARGETS,
    by: Calendar = USUAL,
) -> Deadline:
    found = deadlines(history, targets, by, now)
    return next(one for one in found if (one.goal, one.assignment_id) == (goal, assignment))


def test_an_emergency_is_answered_sent_and_reached_by_the_second() -> None:
    story = Story(answered=False).then(10 * SECOND, A.CLAIM).then(61 * SECOND, A.DISPATCH, DAMKAR)
    story.then(15 * MINUTE, A.ARRIVE, DAMKAR)
    answer, sent, there = (
        of(story.told(), story.now, goal, which)
        for goal, which in ((Goal.ANSWER, None), (Goal.DISPATCH, None), (Goal.ON_SCENE, DAMKAR))
    )
    assert (answer.spent, answer.state(story.now)) == (10, ClockState.KEPT)
    assert (sent.spent, sent.state(story.now)) == (61, ClockState.MISSED)
    assert (there.spent, there.state(story.now)) == (900, ClockState.KEPT), "on the second is in time"


def test_a_clock_is_calm_then_near_then_over() -> None:
    story = Story()
    sent = of(story.told(), story.now, Goal.DISPATCH)
    states = [sent.state(story.now + n * SECOND) for n in (0, 47, 48, 60, 61)]
    assert states == [ClockState.RUNNING, ClockState.RUNNING, ClockState.NEAR, ClockState.NEAR, ClockState.OVER]


def test_who_opens_a_ticket_at_the_desk_has_answered_it() -> None:
    assert of(Story().told(), Story().now, Goal.ANSWER).state(Story().now) is ClockState.KEPT
    waiting = Story(answered=False)
    assert of(waiting.told(), waiting.now, Goal.ANSWER).state(waiting.now + 16 * SECOND) is ClockState.OVER
    assert Goal.DISPATCH not in {one.goal for one in deadlines(waiting.told(), TARGETS, USUAL, waiting.now)}


def test_a_pause_is_kept_when_the_target_changes() -> None:
    story = Story("2026-11-23 10:00").on("2026-11-24 10:00", A.PAUSE, reason=PauseReason.CITIZEN)
    story.on("2026-11-26 10:00", A.RESUME)
    before = of(story.told("waste"), story.now, Goal.RESOLVE)
    assert before.due_at == at("2026-12-15 10:00")
    shorter = of(story.told("waste", ClockClass.INFORMATION), story.now, Goal.RESOLVE)
    assert shorter.due_at == at("2026-12-02 10:00")
    assert (before.spent, shorter.spent) == (1, 1)
    emergency = of(story.told("fire"), story.now, Goal.DISPATCH)
    assert emergency.spent == 24 * 3600


def test_a_target_that_changes_later_is_no_promise_of_an_older_ticket() -> None:
    story = Story("2026-11-23 10:00")
    later = ClockTarget(
        new_id(), ClockClass.COMPLAINT, Goal.RESOLVE, Unit.WORKING_DAYS, 2, since=at("2026-11-24 08:00")
    )
    targets = replace(TARGETS, targets=(*TARGETS.targets, later))
    assert of(story.told("waste"), story.now, Goal.RESOLVE, targets=targets).target.amount == 14
    newer = Story("2026-11-24 09:00")
    assert of(newer.told("waste"), newer.now, Goal.RESOLVE, targets=targets).target.amount == 2


def test_a_category_that_is_corrected_brings_its_own_promise_from_the_begin() -> None:
    story = Story("2026-11-24 09:00").then(2 * MINUTE, A.DISPATCH, DAMKAR)
    wrong = of(story.told("congestion"), story.now, Goal.DISPATCH)
    right = of(story.told("fire"), story.now, Goal.DISPATCH)
    assert (wrong.state(story.now), right.state(story.now)) == (ClockState.KEPT, ClockState.MISSED)


def test_a_class_that_a_category_gets_later_is_that_of_later_tickets() -> None:
    change = CategoryClass(new_id(), "waste", ClockClass.INCIDENT, since=at("2026-11-24 08:00"))
    targets = replace(TARGETS, classes=(*TARGETS.classes, change))
    goals = [
        {one.goal for one in deadlines(Story(begin).told("waste"), targets, USUAL, at(begin))}
        for begin in ("2026-11-23 10:00", "2026-11-24 10:00")
    ]
    assert Goal.VERIFY in goals[0]
    assert Goal.DISPATCH in goals[1]


def test_a_categorys_own_target_goes_before_everybodys_and_can_take_a_goal_away() -> None:
    own_one = ClockTarget(new_id(), ClockClass.EMERGENCY, Goal.ON_SCENE, Unit.SECONDS, 300, category="fire")
    none = ClockTarget(new_id(), ClockClass.EMERGENCY, Goal.DISPATCH, Unit.SECONDS, None, category="fire")
    targets = replace(TARGETS, targets=(*TARGETS.targets, own_one, none))
    story = Story().then(SECOND, A.DISPATCH, DAMKAR)
    assert of(story.told(), story.now, Goal.ON_SCENE, DAMKAR, targets=targets).target.amount == 300
    assert of(story.told("flood"), story.now, Goal.ON_SCENE, DAMKAR, targets=targets).target.amount == 900
    assert Goal.DISPATCH not in {one.goal for one in deadlines(story.told(), targets, USUAL, story.now)}


def test_what_stands_paused_is_never_over_however_long_it_stands() -> None:
    story = Story().then(59 * SECOND, A.PAUSE, reason=PauseReason.CITIZEN)
    held = of(story.told(), story.now, Goal.DISPATCH)
    later = story.now + 30 * DAY
    assert (held.due_at, held.reason, held.state(later)) == (None, PauseReason.CITIZEN, ClockState.PAUSED)
    assert alarming(deadlines(story.told(), TARGETS, USUAL, later), later) is None
    story.then(30 * DAY, A.RESUME)
    on = of(story.told(), story.now, Goal.DISPATCH)
    assert (on.state(story.now + SECOND), on.state(story.now + 2 * SECOND)) == (ClockState.NEAR, ClockState.OVER)


def test_what_was_over_before_the_pause_stays_over_but_alarms_nobody() -> None:
    story = Story().then(2 * MINUTE, A.PAUSE, reason=PauseReason.CITIZEN)
    held = of(story.told(), story.now, Goal.DISPATCH)
    assert held.stopped
    assert held.state(story.now + HOUR) is ClockState.OVER
    assert alarming([held], story.now + HOUR) is None


def test_a_pause_after_the_offices_closed_does_not_take_a_breach_back() -> None:
    story = Story("2026-11-20 16:30")  # a Friday: 3 working days end on Wednesday when the offices close
    story.on("2026-11-25 20:00", A.PAUSE, reason=PauseReason.CITIZEN)
    assert of(story.told("waste"), story.now, Goal.VERIFY).state(story.now) is ClockState.OVER


def test_the_citizen_waits_through_what_only_stops_the_agency() -> None:
    story = Story("2026-11-23 10:00").on("2026-11-23 11:00", A.DISPATCH, assignment=DAMKAR)
    story.on("2026-11-23 11:00", A.PAUSE, reason=PauseReason.WEATHER).on("2026-11-25 11:00", A.RESUME)
    assert of(story.told("waste"), story.now, Goal.RESOLVE).spent == 2 + Fraction(2, 15)
    assert of(story.told("waste"), story.now, Goal.AGENCY_ANSWER, DAMKAR).spent == 0


def test_a_second_agency_inherits_nobodys_time() -> None:
    story = Story().then(30 * SECOND, A.DISPATCH, POLRI).then(14 * MINUTE, A.DECLINE, POLRI)
    story.then(timedelta(), A.DISPATCH, DAMKAR)
    second = of(story.told(), story.now, Goal.ON_SCENE, DAMKAR)
    assert (second.spent, second.due_at) == (0, story.now + 15 * MINUTE)
    first = of(story.told(), story.now, Goal.ON_SCENE, POLRI)
    assert (first.spent, first.state(story.now)) == (840, ClockState.VOID)
    assert of(story.told(), story.now + DAY, Goal.DISPATCH).state(story.now + DAY) is ClockState.KEPT


def test_the_clock_of_a_reopened_ticket_goes_on_where_it_stood() -> None:
    story = Story("2026-11-23 10:00").on("2026-11-25 10:00", A.RESOLVE).on("2026-11-25 11:00", A.CLOSE)
    done = of(story.told("waste"), story.now, Goal.RESOLVE)
    assert (done.spent, done.state(story.now)) == (2, ClockState.KEPT)
    story.on("2026-12-07 10:00", A.REOPEN)
    again = of(story.told("waste"), story.now, Goal.RESOLVE)
    assert (again.spent, again.met_at, again.due_at) == (2, None, at("2026-12-23 10:00"))
    story.on("2026-12-08 10:00", A.RESOLVE)
    assert of(story.told("waste"), story.now, Goal.RESOLVE).spent == 3


def test_a_pause_ends_with_the_ticket_and_does_not_come_back_with_it() -> None:
    story = Story("2026-11-23 10:00").on("2026-11-24 10:00", A.PAUSE, reason=PauseReason.CITIZEN)
    story.on("2026-11-25 10:00", A.RESOLVE).on("2026-11-26 10:00", A.REOPEN)
    on = of(story.told("waste"), at("2026-11-27 10:00"), Goal.RESOLVE)
    assert (on.spent, on.stopped) == (2, False)


def test_a_rejected_ticket_has_kept_what_it_answered_and_lost_the_rest() -> None:
    story = Story("2026-11-23 10:00").on("2026-11-24 10:00", A.REJECT)
    states = {one.goal: one.state(story.now) for one in deadlines(story.told("waste"), TARGETS, USUAL, story.now)}
    assert states[Goal.VERIFY] is ClockState.KEPT
    assert states[Goal.RESOLVE] is ClockState.VOID
    assert pressing(deadlines(story.told("waste"), TARGETS, USUAL, story.now), story.now) is None


def test_the_citizen_has_ten_days_to_answer_back_and_nobody_is_late_after_them() -> None:
    story = Story("2026-11-23 10:00").on("2026-11-25 10:00", A.RESOLVE)
    found = deadlines(story.told("waste"), TARGETS, USUAL, story.now)
    window = pressing(found, story.now)
    assert window is not None
    assert (window.goal, window.due_at) == (Goal.REPLY, at("2026-12-09 10:00"))
    assert alarming(found, at("2026-12-20 10:00")) is None


def test_the_clock_of_a_duplicate_stands_still_while_it_is_linked() -> None:
    story = Story().then(20 * SECOND, A.LINK).then(DAY, A.UNLINK)
    assert of(story.told(), story.now, Goal.DISPATCH).due_at == story.now + 40 * SECOND
    linked = replace(story.told(), events=tuple(story.events[:2]))
    assert of(linked, story.now, Goal.DISPATCH).state(story.now) is ClockState.PAUSED


def test_midnight_and_the_year_are_no_edge_for_seconds() -> None:
    story = Story("2026-12-31 23:59:30")
    assert of(story.told(), story.now, Goal.DISPATCH).due_at == at("2027-01-01 00:00:30")


def test_seconds_are_seconds_when_the_clocks_are_changed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2026, 3, 29, 1, 55, tzinfo=berlin)
    story = Story()
    story.now = begin
    story.events = [replace(story.events[0], at=begin)]
    story.then(timedelta(), A.DISPATCH, DAMKAR)
    there = of(story.told(), begin, Goal.ON_SCENE, DAMKAR, by=calendar(berlin, (week(),), years={}))
    assert there.due_at is not None
    assert there.due_at.timestamp() - begin.timestamp() == 900


def test_a_holiday_that_is_decreed_late_moves_what_runs() -> None:
    story = Story("2026-11-24 10:00")
    moved = calendar(days=(own(at("2026-11-26 10:00").date()),))
    assert of(story.told("waste"), story.now, Goal.VERIFY).due_at == at("2026-11-27 10:00")
    assert of(story.told("waste"), story.now, Goal.VERIFY, by=moved).due_at == at("2026-11-30 10:00")


def test_a_deadline_into_a_year_without_days_off_says_so() -> None:
    none: dict[int, NationalYear] = {}
    story = Story("2026-11-24 10:00")
    assert of(story.told("waste"), story.now, Goal.VERIFY, by=calendar(years=none)).doubt is Doubt.NO_DAYS
    assert of(story.told("waste"), story.now, Goal.VERIFY).doubt is None
    assert of(story.told("fire"), story.now, Goal.DISPATCH, by=calendar(years=none)).doubt is None


def test_what_is_late_presses_before_what_is_due_and_a_pause_before_nothing() -> None:
    story = Story("2026-11-23 10:00").on("2026-11-23 11:00", A.DISPATCH, assignment=DAMKAR)
    found = deadlines(story.told("waste"), TARGETS, USUAL, story.now)
    early, late = pressing(found, story.now), pressing(found, at("2026-12-20 10:00"))
    assert early is not None
    assert late is not None
    assert (early.goal, late.goal) == (Goal.AGENCY_ANSWER, Goal.AGENCY_ANSWER)
    story.on("2026-11-24 10:00", A.PAUSE, reason=PauseReason.MATERIAL)
    paused = pressing(deadlines(story.told("waste"), TARGETS, USUAL, story.now), story.now)
    assert paused is not None
    assert paused.goal is Goal.RESOLVE, "the agency's clock stands, the citizen's does not"
    emptied = replace(TARGETS, targets=())
    assert pressing(deadlines(story.told("waste"), emptied, USUAL, story.now), story.now) is None


def test_the_defaults_are_what_the_field_asks_for() -> None:
    amounts = {(kind, goal): amount for kind, goal, _, amount in DEFAULT_TARGETS}
    seconds = [amounts[ClockClass.EMERGENCY, goal] for goal in (Goal.ANSWER, Goal.DISPATCH, Goal.ON_SCENE)]
    assert seconds == [15, 60, 900]
    for kind, days in ((ClockClass.INFORMATION, 5), (ClockClass.COMPLAINT, 14), (ClockClass.OVERSIGHT, 60)):
        goals = (Goal.VERIFY, Goal.AGENCY_ANSWER, Goal.REPLY, Goal.RESOLVE)
        assert [amounts[kind, goal] for goal in goals] == [3, 5, 10, days]


ACTS = st.tuples(
    st.integers(0, 400_000),
    st.sampled_from([A.PAUSE, A.RESUME, A.RESOLVE, A.REOPEN, A.LINK, A.UNLINK, A.DISPATCH, A.CLOSE, A.REJECT]),
    st.sampled_from(list(PauseReason)),
)


def told(acts: list[tuple[int, ClockAct, PauseReason]]) -> Story:
    story = Story("2026-11-23 10:00")
    for after, act, reason in acts:
        story.then(after * SECOND, act, DAMKAR if act is A.DISPATCH else None, reason)
    return story


@settings(max_examples=80, deadline=None)
@given(acts=st.lists(ACTS, max_size=8), later=st.integers(0, 2_000_000))
def test_whatever_happens_a_clock_runs_forward_and_never_longer_than_the_world(
    acts: list[tuple[int, ClockAct, PauseReason]], later: int
) -> None:
    story = told(acts)
    for category in ("fire", "waste"):
        now, then = story.now, story.now + later * SECOND
        for one, after in zip(
            deadlines(story.told(category), TARGETS, USUAL, now),
            deadlines(story.told(category), TARGETS, USUAL, then),
            strict=True,
        ):
            assert 0 <= one.spent <= after.spent
            days = one.target.unit is Unit.WORKING_DAYS
            most = USUAL.between(one.began_at, now) if days else Fraction((now - one.began_at) // SECOND)
            assert one.spent <= most
            assert one.due_at == after.due_at, "the time that passes moves no deadline"
            if one.stopped:
                assert one.spent == after.spent
            over = one.due_at is not None and (one.met_at or now) > one.due_at
            assert one.spent >= one.target.amount if over else one.spent <= one.target.amount


@settings(max_examples=60, deadline=None)
@given(
    before=st.integers(1, 400_000),
    paused=st.integers(0, 400_000),
    category=st.sampled_from(["fire", "waste"]),
    kind=st.sampled_from(list(ClockClass)),
)
def test_no_pause_is_lost_whatever_the_promise_becomes(
    before: int, paused: int, category: str, kind: ClockClass
) -> None:
    story = Story("2026-11-23 10:00", answered=False).then(before * SECOND, A.PAUSE, reason=PauseReason.CITIZEN)
    story.then(paused * SECOND, A.RESUME)
    bare = Story("2026-11-23 10:00", answered=False)
    for one in deadlines(story.told(category, kind), TARGETS, USUAL, story.now):
        same = of(bare.told(category, kind), bare.now + before * SECOND, one.goal)
        assert one.spent == same.spent
