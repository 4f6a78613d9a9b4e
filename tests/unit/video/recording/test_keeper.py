"""The keeper: what is deleted and in which order, what is never deleted, and when it says that it is short."""

import json
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.segments import BEGIN_US, SECOND_US, records, write_segment

from video.recording import inventory
from video.recording.keeper import RingKeeper, RingLimits, RingState, RingStatus
from video.recording.locks import NAME, RingLock
from video.recording.ring import Ring

CAMERAS = ("a", "b")
SEGMENTS = 10
NOW_S = BEGIN_US / 1e6 + SEGMENTS * 60
LONG_AGO = timedelta(days=-10)
_Usage = namedtuple("_Usage", "total used free")


class _Disk:
    """A disk of `total` bytes that only the ring and `others` take."""

    def __init__(self, root: Path, total: int) -> None:
        self.root, self.total, self.others = root, total, 0

    def usage(self, path: Path) -> _Usage:
        if not self.root.is_dir():
            raise FileNotFoundError(2, "gone")
        used = self.others + ring_bytes(self.root)
        return _Usage(self.total, used, self.total - used)


def ring_bytes(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two cameras with ten minutes each, a segment a minute, in turn."""
    for number in range(SEGMENTS):
        for place, camera_id in enumerate(CAMERAS):
            begin_us = BEGIN_US + (60 * number + place) * SECOND_US
            write_segment(tmp_path, records(begin_us, seconds=5), camera_id=camera_id)
    return tmp_path


@pytest.fixture
def disk(root: Path, monkeypatch: pytest.MonkeyPatch) -> _Disk:
    made = _Disk(root, 10_000_000)
    monkeypatch.setattr(shutil, "disk_usage", made.usage)
    return made


def tick(keeper: RingKeeper, later_s: float = 0.0) -> RingStatus:
    return keeper.tick(datetime.fromtimestamp(NOW_S + later_s, UTC), 2)


def left(root: Path) -> dict[str, list[int]]:
    """The minutes that are left of each camera."""
    ring = Ring(root)
    return {
        camera_id: [(one.begin_us - BEGIN_US) // (60 * SECOND_US) for one in ring.segments(camera_id, 0, 2**60)]
        for camera_id in CAMERAS
    }


def one_size(root: Path) -> int:
    return next(root.rglob("*.seg")).stat().st_size


def test_within_its_limits_nothing_is_deleted(root: Path, disk: _Disk) -> None:
    status = tick(RingKeeper(root, RingLimits()))
    assert (status.state, status.cameras_recording) == (RingState.GOOD, 2)
    assert status.used_bytes == sum(path.stat().st_size for path in root.rglob("*.seg"))
    assert len(left(root)["a"]) == SEGMENTS


def test_over_the_quota_the_oldest_of_all_cameras_go_first(root: Path, disk: _Disk) -> None:
    quota = 15 * one_size(root) + 200
    status = tick(RingKeeper(root, RingLimits(quota_bytes=quota, promised=timedelta(minutes=1))))
    assert left(root) == {"a": list(range(3, SEGMENTS)), "b": list(range(2, SEGMENTS))}
    assert status.used_bytes <= quota
    assert status.state is RingState.GOOD


def test_a_quota_is_no_reason_to_break_the_promise(root: Path, disk: _Disk) -> None:
    status = tick(RingKeeper(root, RingLimits(quota_bytes=1, promised=timedelta(minutes=5))))
    assert left(root)["a"] == [5, 6, 7, 8, 9]
    assert status.state is RingState.GOOD


def test_a_full_disk_breaks_the_promise_and_says_so_until_it_is_kept_again(root: Path, disk: _Disk) -> None:
    keeper = RingKeeper(root, RingLimits(keep_free_bytes=4 * one_size(root), promised=timedelta(minutes=30)))
    disk.others = disk.total - ring_bytes(root)
    assert tick(keeper).state is RingState.SHORT
    assert left(root)["a"] == [2, 3, 4, 5, 6, 7, 8, 9]
    disk.others = 0
    assert tick(keeper, 60).state is RingState.SHORT
    assert tick(keeper, 30 * 60).state is RingState.GOOD


def test_when_nothing_can_be_freed_it_stops_and_begins_again_when_there_is_room(root: Path, disk: _Disk) -> None:
    keeper = RingKeeper(root, RingLimits(keep_free_share=0.1, promised=timedelta(minutes=1)))
    disk.others = disk.total - ring_bytes(root)
    status = tick(keeper)
    assert (status.state, status.trouble) == (RingState.STOPPED, "recording.reason.full")
    assert not keeper.may_record
    disk.others = round(0.9 * disk.total)
    assert tick(keeper).state is RingState.STOPPED  # just enough is not enough: it would stop again at once
    disk.others = round(0.8 * disk.total)
    tick(keeper)
    assert keeper.may_record


def test_locked_pictures_are_never_deleted_whatever_the_disk_says(root: Path, disk: _Disk) -> None:
    keeper = RingKeeper(root, RingLimits(keep_free_bytes=disk.total))
    keeper.set_locks((RingLock("a", BEGIN_US + 62 * SECOND_US, BEGIN_US + 130 * SECOND_US, 2**60),))
    assert tick(keeper).state is RingState.STOPPED
    assert left(root) == {"a": [1, 2], "b": []}


def test_locks_hold_after_a_restart_without_the_record_and_end_by_themselves(root: Path, disk: _Disk) -> None:
    keeper = RingKeeper(root, RingLimits())
    expires_us = round((NOW_S + 100) * 1e6)
    keeper.set_locks((RingLock("b", BEGIN_US, BEGIN_US + 200 * SECOND_US, expires_us),))
    tick(keeper)
    keeper.close()
    now_s = 0.0
    keeper = RingKeeper(root, RingLimits(keep_free_bytes=disk.total), clock=lambda: now_s)
    tick(keeper)
    assert left(root) == {"a": [], "b": [0, 1, 2, 3]}
    now_s = 101.0
    tick(keeper, 101)
    assert left(root) == {"a": [], "b": []}


def test_locks_that_cannot_be_read_lock_everything_until_the_record_says_which(root: Path, disk: _Disk) -> None:
    (root / NAME).write_text('{"version": 1, "lo')
    keeper = RingKeeper(root, RingLimits(keep_free_bytes=disk.total))
    tick(keeper)
    assert len(left(root)["a"]) == SEGMENTS
    keeper.set_locks(())
    tick(keeper)
    assert left(root) == {"a": [], "b": []}


def test_a_released_lock_lets_the_pictures_go(root: Path, disk: _Disk) -> None:
    keeper = RingKeeper(root, RingLimits(quota_bytes=1, promised=timedelta()))
    keeper.set_locks((RingLock("a", 0, 2**60, 2**60),))
    tick(keeper)
    assert len(left(root)["a"]) == SEGMENTS
    keeper.set_locks(())
    tick(keeper)
    assert left(root)["a"] == []


def test_pictures_older_than_the_days_set_go_and_their_empty_folders_too(root: Path, disk: _Disk) -> None:
    now_s = 0.0
    keeper = RingKeeper(root, RingLimits(most_days=5 / 1440), clock=lambda: now_s)
    tick(keeper)
    assert left(root)["a"] == [5, 6, 7, 8, 9]
    (root / "a" / "notes.txt").write_text("none of ours")
    now_s = 3.0 * 86_400
    for _ in range(2):
        tick(keeper, 3 * 86_400)
    assert [path.name for path in root.iterdir() if path.is_dir()] == ["a"]
    assert [path.name for path in (root / "a").iterdir()] == ["notes.txt"]


def test_segments_that_a_crash_left_are_finished_and_one_that_is_young_is_not(root: Path, disk: _Disk) -> None:
    begin_us = round(NOW_S * 1e6)
    made = records(begin_us, seconds=3)
    path = write_segment(root, made, camera_id="a", whole=False, pad=made[4].pack()[:-7])
    empty = write_segment(root, made[:1], camera_id="b", whole=False)
    empty.write_bytes(empty.read_bytes()[:40])
    at_s = path.stat().st_mtime
    keeper = RingKeeper(root, RingLimits())
    keeper.tick(datetime.fromtimestamp(at_s + 1, UTC))
    assert path.exists()
    keeper.tick(datetime.fromtimestamp(at_s + 10, UTC))
    assert not path.exists()
    assert not empty.exists()
    (whole,) = Ring(root).segments("a", begin_us, 2**60)
    assert (whole.whole, whole.end_us - whole.begin_us) == (True, 3 * SECOND_US)
    assert len(list(Ring(root).packets("a", begin_us))) == 15
    assert len(Ring(root).motion("a", begin_us, 2**60)) == 3


def test_a_folder_that_is_gone_stops_the_recording_and_is_not_made_again(root: Path, disk: _Disk) -> None:
    keeper = RingKeeper(root, RingLimits())
    keeper.start()
    away = root.with_name("away")
    root.rename(away)
    status = tick(keeper)
    assert (status.state, status.trouble) == (RingState.STOPPED, "recording.reason.missing")
    assert not root.exists()
    away.rename(root)
    assert tick(keeper).state is RingState.GOOD


def test_of_two_consoles_on_one_machine_one_keeps_the_ring_and_the_other_takes_over(root: Path, disk: _Disk) -> None:
    first, second = RingKeeper(root, RingLimits()), RingKeeper(root, RingLimits(keep_free_bytes=disk.total))
    tick(first)
    assert tick(second).state is RingState.ELSEWHERE
    assert not second.may_record
    assert len(left(root)["a"]) == SEGMENTS
    first.close()
    tick(second)
    assert left(root)["a"] == []


def test_days_left_follow_from_what_is_written_and_the_room_that_there_is(root: Path, disk: _Disk) -> None:
    now_s = 0.0
    keeper = RingKeeper(root, RingLimits(), clock=lambda: now_s)
    assert tick(keeper).days_left is None
    for number in range(1, 11):
        now_s = 60.0 * number
        write_segment(root, records(round((NOW_S + now_s) * 1e6), seconds=5), camera_id="a")
        status = tick(keeper, now_s)
    size = one_size(root)
    assert status.rate_bytes_s == pytest.approx(size / 60, rel=0.02)
    assert status.days_left == pytest.approx(disk.total / (size / 60) / 86_400, rel=0.05)


def test_a_large_ring_is_looked_at_in_turns_and_holds_nobody_up(
    root: Path, disk: _Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    now_s = 0.0
    real = inventory.Inventory._look_at

    def slow(self: inventory.Inventory, camera_id: str, name: str) -> None:
        nonlocal now_s
        now_s += 0.3
        looked.append(camera_id)
        real(self, camera_id, name)

    monkeypatch.setattr(inventory.Inventory, "_look_at", slow)
    keeper = RingKeeper(root, RingLimits(), clock=lambda: now_s)
    first = tick(keeper)
    assert looked == ["a"]
    assert tick(keeper).used_bytes == 2 * first.used_bytes


def test_a_reader_goes_on_while_its_segments_are_deleted(root: Path, disk: _Disk) -> None:
    packets = Ring(root).packets("a", BEGIN_US)
    first = next(packets)
    tick(RingKeeper(root, RingLimits(quota_bytes=1, promised=timedelta(minutes=2))))
    rest = [record.at_us for _, record in packets]
    assert first[1].at_us == BEGIN_US
    assert rest[:24] == [BEGIN_US + number * SECOND_US // 5 for number in range(1, 25)]
    assert {(at_us - BEGIN_US) // (60 * SECOND_US) for at_us in rest} == {0, 8, 9}


def test_locks_that_a_full_disk_does_not_take_hold_in_memory_and_are_written_later(
    root: Path, disk: _Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = RingKeeper(root, RingLimits(keep_free_bytes=disk.total))
    keeper.set_locks((RingLock("a", 0, 2**60, 2**60),))
    with monkeypatch.context() as patched:
        patched.setattr("video.recording.locks.sync", _full)
        tick(keeper)
        tick(keeper)
    assert len(left(root)["a"]) == SEGMENTS
    assert not (root / NAME).exists()
    tick(keeper)
    assert [lock["camera_id"] for lock in json.loads((root / NAME).read_text())["locks"]] == ["a"]


def _full(descriptor: int) -> None:
    raise OSError(28, "full")
