"""Rounds of the keeper on a thread of their own, on a disk that hangs."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from support.segments import BEGIN_US, records, write_segment

from video.recording.apart import HUNG_AFTER_S, KeeperApart
from video.recording.keeper import RingKeeper, RingLimits, RingState, RingStatus

NOW = datetime.fromtimestamp(BEGIN_US / 1e6, UTC)


class Hanging:
    """A disk whose calls do not return while `answers` is not set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers = threading.Event()
        self.answers.set()
        usage = shutil.disk_usage

        def ask(path: Path) -> object:
            assert self.answers.wait(10)
            return usage(path)

        monkeypatch.setattr(shutil, "disk_usage", ask)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    made = Hanging(monkeypatch)
    yield made
    made.answers.set()


def answered(keeper: KeeperApart, state: RingState) -> RingStatus:
    until_s = monotonic() + 5
    while (status := keeper.tick(NOW)).state is not state:
        assert monotonic() < until_s
    return status


def test_a_disk_that_hangs_holds_no_round_up_and_is_said_after_a_while(tmp_path: Path, disk: Hanging) -> None:
    write_segment(tmp_path, records())
    now_s = 0.0
    keeper = KeeperApart(RingKeeper(tmp_path, RingLimits()), patience_s=0.05, clock=lambda: now_s)
    keeper.start()
    used = answered(keeper, RingState.GOOD).used_bytes
    while not used:
        used = answered(keeper, RingState.GOOD).used_bytes
    disk.answers.clear()
    began_s = monotonic()
    states = []
    for later_s in (1.0, 3.0, HUNG_AFTER_S, HUNG_AFTER_S + 1):
        now_s = later_s
        status = keeper.tick(NOW)
        states.append((status.state, status.used_bytes, keeper.may_record))
    assert monotonic() - began_s < 1.0
    assert states[:3] == [(RingState.GOOD, used, True)] * 3
    assert states[3] == (RingState.STOPPED, used, True)  # what comes still waits in memory
    disk.answers.set()
    answered(keeper, RingState.GOOD)
    keeper.close()


def test_nothing_is_recorded_before_the_disk_has_answered_once(tmp_path: Path, disk: Hanging) -> None:
    disk.answers.clear()
    keeper = KeeperApart(RingKeeper(tmp_path / "ring", RingLimits()), patience_s=0.01)
    keeper.start()
    keeper.tick(NOW)
    assert not keeper.may_record
    disk.answers.set()
    answered(keeper, RingState.GOOD)
    until_s = monotonic() + 5
    while not keeper.may_record:
        assert monotonic() < until_s
        keeper.tick(NOW)
    keeper.close()


def test_an_error_of_our_own_is_said_and_the_next_round_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ring = RingKeeper(tmp_path, RingLimits())
    keeper = KeeperApart(ring)
    keeper.start()
    with monkeypatch.context() as broken:
        broken.setattr(ring, "tick", None)
        assert keeper.tick(NOW).trouble == "recording.reason.failing"
    assert "error of our own" in caplog.text
    assert keeper.tick(NOW).state is RingState.GOOD
    keeper.close()


def test_who_closes_lets_another_console_keep_the_ring(tmp_path: Path) -> None:
    first, second = KeeperApart(RingKeeper(tmp_path, RingLimits())), RingKeeper(tmp_path, RingLimits())
    first.start()
    answered(first, RingState.GOOD)
    assert second.tick(NOW).state is RingState.ELSEWHERE
    first.close()
    assert second.tick(NOW).state is RingState.GOOD
    second.close()
