"""What sounds: until it is answered, by priority, and never longer silent than a mute lasts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.presenters.sounding import CHIME_APART_S, CHIME_EVERY_S, Call, Sounding
from storage.model.alarms import Alarm, AlarmKind, AlarmState
from storage.model.ids import new_id
from storage.model.tickets import Priority

AT = datetime(2026, 11, 24, 7, 3, 54, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


def alarm(priority=Priority.HIGH, state=AlarmState.UNACKNOWLEDGED):
    return Alarm(new_id(), AlarmKind.CONGESTION, new_id(), None, priority, state, True, AT, AT, 1)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sounding(clock):
    return Sounding(clock, 600.0)


def chimes(sounding, clock, seconds):
    """How often it chimes in so many seconds, asked four times a second."""
    count = 0
    for _ in range(round(seconds * 4)):
        clock.seconds += 0.25
        count += sounding.step().chime
    return count


@pytest.mark.parametrize("priority", [Priority.CRITICAL, Priority.HIGH])
def test_the_call_of_the_upper_priorities_goes_on_until_it_is_answered(sounding, clock, priority):
    waiting = alarm(priority)
    sounding.set_alarms((waiting,))
    clock.seconds += 3600
    assert sounding.step().loop
    sounding.set_alarms((replace(waiting, state=AlarmState.ACKNOWLEDGED),))
    assert not sounding.step().loop


def test_an_alarm_that_returned_by_itself_still_sounds(sounding):
    sounding.set_alarms((alarm(state=AlarmState.RETURNED),))
    assert sounding.step().loop


@pytest.mark.parametrize("state", [AlarmState.ACKNOWLEDGED, AlarmState.SHELVED, AlarmState.TICKETED])
def test_what_was_answered_or_put_off_is_silent(sounding, state):
    sounding.set_alarms((alarm(state=state), alarm(Priority.LOW, state)))
    step = sounding.step()
    assert (step.loop, step.chime, step.call) == (False, False, Call.NONE)


@pytest.mark.parametrize("priority", [Priority.MEDIUM, Priority.LOW])
def test_the_lower_priorities_chime_at_once_and_then_every_twenty_seconds(sounding, clock, priority):
    sounding.set_alarms((alarm(priority),))
    step = sounding.step()
    assert (step.chime, step.loop) == (True, False)
    assert chimes(sounding, clock, CHIME_EVERY_S - 0.5) == 0
    assert chimes(sounding, clock, 0.5) == 1
    assert chimes(sounding, clock, 60) == 3


def test_a_new_alarm_chimes_before_its_turn_but_many_at_once_are_one_chime(sounding, clock):
    first = alarm(Priority.LOW)
    sounding.set_alarms((first,))
    assert sounding.step().chime
    clock.seconds += 1
    sounding.set_alarms((first, alarm(Priority.LOW), alarm(Priority.MEDIUM)))
    assert not sounding.step().chime
    clock.seconds += CHIME_APART_S
    assert sounding.step().chime
    assert chimes(sounding, clock, 10) == 0


def test_the_call_takes_the_place_of_the_chime(sounding):
    sounding.set_alarms((alarm(Priority.LOW), alarm(Priority.CRITICAL)))
    step = sounding.step()
    assert (step.loop, step.chime, step.call) == (True, False, Call.LOOP)


def test_a_mute_counts_down_and_ends_by_itself(sounding, clock):
    sounding.set_alarms((alarm(),))
    sounding.mute()
    step = sounding.step()
    assert (step.loop, step.call, step.mute_left_s) == (False, Call.LOOP, 600)
    clock.seconds += 599.5
    assert sounding.step().mute_left_s == 1
    clock.seconds += 0.5
    step = sounding.step()
    assert (step.loop, step.mute_left_s) == (True, None)


def test_a_new_alarm_of_the_first_priority_does_not_break_the_mute(sounding, clock):
    sounding.mute()
    clock.seconds += 10
    sounding.set_alarms((alarm(Priority.CRITICAL), alarm(Priority.LOW)))
    step = sounding.step()
    assert (step.loop, step.chime, step.mute_left_s) == (False, False, 590)


def test_a_second_mute_counts_from_the_beginning_and_an_unmute_ends_it(sounding, clock):
    sounding.mute()
    clock.seconds += 300
    sounding.mute()
    assert sounding.step().mute_left_s == 600
    sounding.unmute()
    assert not sounding.muted
    assert sounding.step().mute_left_s is None


def test_the_next_person_inherits_neither_mute_nor_alarms(sounding):
    sounding.set_alarms((alarm(),))
    sounding.mute()
    sounding.reset()
    step = sounding.step()
    assert (step.call, step.mute_left_s) == (Call.NONE, None)
