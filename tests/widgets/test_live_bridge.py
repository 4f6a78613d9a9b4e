from support.small_site import small_site

from console.bridge.live import LiveBridge
from console.presenters.jobs import ImmediateJobs
from storage.service.errors import Unreachable


class Listener:
    def __init__(self):
        self.started = self.closed = 0

    def start(self):
        self.started += 1

    def close(self):
        self.closed += 1


class Record:
    """Away at first."""

    away = True

    def feed_position(self):
        if self.away:
            raise Unreachable(host="db")
        return 7


def bridge():
    listeners, positions = [], []

    def follow(_record, _changes, _state, position):
        positions.append(position)
        listeners.append(Listener())
        return listeners[-1]

    return LiveBridge(follow, ImmediateJobs()), listeners, positions


def test_a_record_that_is_away_when_somebody_signs_in_is_listened_to_once_it_is_there(qtbot, monkeypatch):
    monkeypatch.setattr("console.bridge.live.AGAIN_MS", 1)
    live, listeners, positions = bridge()
    failures = []
    live.failed.connect(failures.append)
    record = Record()
    live.begin(record, small_site().person("operator1").me())
    qtbot.waitUntil(lambda: len(failures) > 2)
    record.away = False
    qtbot.waitUntil(lambda: positions == [7])
    live.begin(record, small_site().person("operator1").me())
    assert [one.started for one in listeners] == [1]
    live.end()
    assert [one.closed for one in listeners] == [1]


def test_nobody_listens_for_who_signed_out_while_the_record_was_away(qtbot, monkeypatch):
    monkeypatch.setattr("console.bridge.live.AGAIN_MS", 1)
    live, listeners, _ = bridge()
    failures = []
    live.failed.connect(failures.append)
    record = Record()
    live.begin(record, small_site().person("operator1").me())
    live.end()
    record.away = False
    qtbot.wait(20)
    assert (listeners, len(failures)) == ([], 1)
