"""Counting each camera's hours: what passed in which state, over edges of hours and a record that is gone."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from console.nodes import camera_hours
from console.nodes.camera_hours import LONGEST_STEP_S, WRITE_EVERY_S, CameraHourNode
from console.nodes.halving import CALLS_A_WRITING
from storage.model.ids import new_id
from storage.service.errors import Invalid, Unreachable
from video.events import CameraId, StreamHealth, StreamState

HOUR = datetime(2026, 11, 24, 8, tzinfo=UTC)
CAMERA = new_id()


class Record:
    """Refuses whole what holds an hour of `refused`, as the server does; goes `down_after` so many calls."""

    def __init__(self):
        self.hours = []
        self.down = False
        self.refused = set()
        self.calls = 0
        self.down_after = None

    def write_camera_hours(self, hours):
        self.calls += 1
        if self.down or (self.down_after is not None and self.calls > self.down_after):
            raise Unreachable(host="db")
        if any(one.hour in self.refused for one in hours):
            raise Invalid(field="delay_s")
        self.hours.extend(hours)


class Counting:
    """Rounds of two seconds."""

    def __init__(self, begin=HOUR):
        self.node, self.record = CameraHourNode(), Record()
        self.now, self.now_s = begin, 50.0
        self.node.write(self.record, self.now_s)
        self.round()

    def round(self, state=StreamState.LIVE, after_s=0.0, owned=frozenset({CAMERA}), **more):
        self.now += timedelta(seconds=after_s)
        self.now_s += after_s
        health = {CameraId(str(CAMERA)): StreamHealth(CameraId(str(CAMERA)), state, **more)}
        self.node.count(owned, health, self.now, self.now_s)

    def written(self):
        self.node.write(self.record, self.now_s, at_once=True)
        return self.record.hours


def test_seconds_are_counted_by_state():
    counting = Counting()
    for state in (StreamState.LOST, StreamState.WAITING, StreamState.QUARANTINED, StreamState.FROZEN, StreamState.LATE):
        counting.round(state, 2.0, delay_s=1.5)
    counting.round(StreamState.RECEIVING, 2.0, tampered=True, delay_s=0.3)
    (hour,) = counting.written()
    assert (hour.camera_id, hour.hour) == (CAMERA, HOUR)
    assert (hour.watched_s, hour.lost_s, hour.frozen_s, hour.late_s, hour.tampered_s) == (12.0, 6.0, 2.0, 2.0, 2.0)
    assert hour.delay_s == 1.5


def test_reconnects_and_bytes_are_what_the_counters_grew_by():
    counting = Counting()
    for reconnects, received in ((3, 1000), (4, 5000), (0, 100), (1, 700)):
        counting.round(after_s=2.0, reconnects=reconnects, received_bytes=received)
    (hour,) = counting.written()
    assert (hour.reconnects, hour.bytes) == (3 + 1 + 1, 1000 + 4000 + 600)


def test_a_round_over_the_edge_of_an_hour_is_shared_out():
    counting = Counting(HOUR + timedelta(minutes=59, seconds=58))
    counting.round(StreamState.LOST, after_s=5.0, reconnects=1)
    hours = {one.hour: one for one in counting.written()}
    assert hours[HOUR].watched_s == hours[HOUR].lost_s == 2.0
    assert hours[HOUR + timedelta(hours=1)].watched_s == 3.0
    assert sum(one.reconnects for one in hours.values()) == 1


def test_a_station_that_slept_does_not_say_what_happened_meanwhile():
    counting = Counting()
    counting.round(after_s=LONGEST_STEP_S + 1)
    counting.round(after_s=2.0)
    assert sum(one.watched_s for one in counting.written()) == 2.0


def test_it_is_written_once_a_minute_and_each_time_only_what_came_since():
    counting = Counting()
    for _ in range(90):
        counting.round(after_s=2.0)
        counting.node.write(counting.record, counting.now_s)
    assert len(counting.record.hours) == 180 / WRITE_EVERY_S
    assert sum(one.watched_s for one in counting.record.hours) == 180.0


def test_what_a_record_that_is_gone_could_not_take_is_written_later():
    counting = Counting()
    counting.record.down = True
    for _ in range(60):
        counting.round(after_s=2.0)
    with pytest.raises(Unreachable):
        counting.node.write(counting.record, counting.now_s)
    counting.record.down = False
    assert [one.watched_s for one in counting.written()] == [120.0]


def test_what_waits_for_a_record_has_a_limit_and_the_oldest_goes_first(monkeypatch):
    monkeypatch.setattr(camera_hours, "WAITING_MOST", 5)
    counting = Counting()
    for _ in range(8):
        counting.now += timedelta(hours=1)
        counting.round(after_s=2.0)
    assert [one.hour for one in counting.written()] == [HOUR + timedelta(hours=n) for n in range(4, 9)]


def test_a_camera_of_another_station_is_not_counted():
    counting = Counting()
    counting.round(after_s=2.0, received_bytes=10, owned=frozenset())
    counting.round(after_s=2.0, received_bytes=90)
    (hour,) = counting.written()
    assert (hour.watched_s, hour.bytes) == (2.0, 0)


def count_hours(counting, hours):
    """One round in each of so many hours."""
    for _ in range(hours):
        counting.now += timedelta(hours=1)
        counting.round(after_s=2.0)
    return [HOUR + timedelta(hours=n) for n in range(1, hours + 1)]


def test_an_hour_that_the_record_refuses_is_dropped_with_a_word_and_all_others_are_written_once(caplog):
    caplog.set_level(logging.WARNING)
    counting = Counting()
    hours = count_hours(counting, 40)
    counting.record.refused = {hours[0], hours[17]}
    written = [one.hour for one in counting.written()]
    assert sorted(written) == sorted([HOUR, *hours[1:17], *hours[18:]])
    assert [record.message.split(" of camera ")[0] for record in caplog.records] == [
        f"the hour {hour.isoformat()}" for hour in (hours[0], hours[17])
    ]
    asked = counting.record.calls
    counting.round(after_s=2.0)
    assert len(counting.written()) == len(written) + 1
    assert counting.record.calls == asked + 1


def test_a_record_that_goes_away_while_a_refused_hour_is_looked_for_gets_no_hour_twice():
    counting = Counting()
    hours = count_hours(counting, 20)
    counting.record.refused, counting.record.down_after = {hours[10]}, 4
    with pytest.raises(Unreachable):
        counting.written()
    assert counting.record.hours
    counting.record.down_after = None
    assert sorted(one.hour for one in counting.written()) == [HOUR, *hours[:10], *hours[11:]]


def test_a_record_that_refuses_everything_holds_up_no_round_for_long():
    counting = Counting()
    counting.record.refused = {HOUR, *count_hours(counting, 200)}
    counting.written()
    assert counting.record.calls == CALLS_A_WRITING
    for _ in range(10):
        counting.written()
    counting.round(after_s=2.0)
    counting.record.refused.clear()
    assert len(counting.written()) == 1
