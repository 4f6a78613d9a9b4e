from datetime import UTC, datetime, timedelta

import pytest
from support.sight import Sight
from support.small_site import small_site

from console.nodes.outages import WAITING_OUT_S, OutageNode
from storage.service.errors import Invalid, Unreachable
from video.events import StreamState

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class Record:
    """Takes outages, or refuses them while it is gone, and all of them for one of a camera of `refused`."""

    def __init__(self):
        self.written = []
        self.gone = False
        self.refused = set()

    def write_outages(self, outages):
        if self.gone:
            raise Unreachable(host="db")
        if any(outage.camera_id in self.refused for outage in outages):
            raise Invalid(field="camera")
        self.written += outages

    def open_outages(self):
        ended = {outage.id for outage in self.written if outage.ended_at}
        return tuple(outage for outage in self.written if outage.id not in ended)


class Watch:
    def __init__(self):
        self.camera = next(iter(small_site().cameras.values()))
        self.sight, self.record, self.node = Sight(), Record(), OutageNode()
        self.owned = frozenset({self.camera.id})

    def look(self, after_s, state, age_s=0.0):
        self.sight.give(self.camera, state, age_s)
        self.node.tick(self.record, self.owned, self.sight.health(), NOW + timedelta(seconds=after_s))


@pytest.fixture
def watch():
    return Watch()


def test_an_outage_begins_with_the_last_frame_and_ends_with_the_next(watch):
    watch.look(0, StreamState.LIVE)
    watch.look(20, StreamState.LOST, age_s=12.0)
    watch.look(22, StreamState.LOST, age_s=14.0)
    watch.look(80, StreamState.LIVE)
    began, ended = watch.record.written
    assert (began.began_at, began.ended_at) == (NOW + timedelta(seconds=8), None)
    assert (ended.id, ended.ended_at) == (began.id, NOW + timedelta(seconds=80))


def test_a_camera_that_freezes_for_a_moment_has_no_outage(watch):
    watch.look(0, StreamState.LIVE)
    watch.look(4, StreamState.FROZEN, age_s=4.0)
    watch.look(6, StreamState.LIVE)
    assert watch.record.written == []


def test_a_camera_that_never_came_is_out_after_as_long_as_one_may_be_silent(watch):
    watch.look(0, StreamState.WAITING)
    watch.look(WAITING_OUT_S - 1, StreamState.WAITING)
    assert watch.record.written == []
    watch.look(WAITING_OUT_S, StreamState.WAITING)
    (outage,) = watch.record.written
    assert outage.began_at == NOW


def test_a_clock_that_is_set_back_hides_no_camera_that_never_came(watch):
    watch.look(3600, StreamState.WAITING)
    watch.look(2, StreamState.WAITING)
    watch.look(2 + WAITING_OUT_S, StreamState.WAITING)
    (outage,) = watch.record.written
    assert outage.began_at == NOW + timedelta(seconds=2)


def test_what_the_record_could_not_take_is_written_when_it_is_back(watch):
    watch.record.gone = True
    with pytest.raises(Unreachable):
        watch.look(20, StreamState.LOST, age_s=10.0)
    with pytest.raises(Unreachable):
        watch.look(30, StreamState.LIVE)
    watch.record.gone = False
    watch.look(40, StreamState.LIVE)
    began, ended = watch.record.written
    assert began.id == ended.id
    assert ended.ended_at == NOW + timedelta(seconds=30)


def test_an_outage_that_a_former_owner_began_is_gone_on_with_and_ended(watch):
    watch.look(20, StreamState.LOST, age_s=10.0)
    watch.node = OutageNode()
    watch.look(24, StreamState.LOST, age_s=14.0)
    watch.look(60, StreamState.LIVE)
    began, ended = watch.record.written
    assert (ended.id, ended.ended_at) == (began.id, NOW + timedelta(seconds=60))


def test_an_outage_of_a_camera_that_another_station_took_over_is_left_to_it(watch):
    watch.look(20, StreamState.LOST, age_s=10.0)
    watch.owned = frozenset()
    watch.look(30, StreamState.LIVE)
    assert len(watch.record.written) == 1


def test_an_outage_that_the_record_refuses_keeps_no_other_from_being_written(watch, caplog):
    other = next(one for one in small_site().cameras.values() if one.id != watch.camera.id)
    watch.owned |= {other.id}
    watch.sight.give(other, StreamState.LOST, 10.0)
    watch.record.refused = {other.id}
    watch.look(20, StreamState.LOST, age_s=10.0)
    assert [one.camera_id for one in watch.record.written] == [watch.camera.id]
    assert str(other.id) in caplog.text
    watch.look(60, StreamState.LIVE)
    assert [one.camera_id for one in watch.record.written] == [watch.camera.id] * 2
