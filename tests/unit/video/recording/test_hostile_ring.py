"""A ring among wrong clocks, foreign folders, damaged locks and links."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.segments import BEGIN_US, SECOND_US, records, write_segment

from video.recording.keeper import RingKeeper, RingLimits, RingState, RingStatus
from video.recording.locks import NAME, RingLock
from video.recording.naming import camera_folder
from video.recording.part import Part
from video.recording.ring import Ring
from video.recording.wall_time import BELIEVED_AFTER_S

MONTH_S = 30 * 86_400


def write(root: Path, minutes: int, later_s: int = 0) -> None:
    for number in range(minutes):
        write_segment(root, records(BEGIN_US + (later_s + 60 * number) * SECOND_US, seconds=5), camera_id="a")


def tick(keeper: RingKeeper, later_s: float) -> RingStatus:
    return keeper.tick(datetime.fromtimestamp(BEGIN_US / 1e6 + later_s, UTC), 1)


def minutes_from(root: Path, since_s: int) -> int:
    return len(Ring(root).segments("a", BEGIN_US + since_s * SECOND_US, BEGIN_US + (since_s + 86_000) * SECOND_US))


def one_size(root: Path) -> int:
    return next(root.rglob("*.seg")).stat().st_size


def test_a_clock_that_jumps_a_month_ahead_empties_no_ring_unless_it_stays_there(tmp_path: Path) -> None:
    write(tmp_path, 10)
    now_s = 0.0
    keeper = RingKeeper(tmp_path, RingLimits(most_days=7), clock=lambda: now_s)
    tick(keeper, 600)
    for now_s in (2.0, 4.0):
        tick(keeper, 600 + now_s + MONTH_S)
    assert minutes_from(tmp_path, 0) == 10
    now_s = 6.0
    tick(keeper, 606)  # set right again
    now_s += BELIEVED_AFTER_S + 2
    tick(keeper, 606 + BELIEVED_AFTER_S)
    assert minutes_from(tmp_path, 0) == 10
    tick(keeper, now_s + MONTH_S)
    now_s += BELIEVED_AFTER_S
    tick(keeper, now_s + MONTH_S)
    assert minutes_from(tmp_path, 0) == 0


def test_a_lock_does_not_end_by_a_clock_that_jumps(tmp_path: Path) -> None:
    write(tmp_path, 3)
    now_s = 0.0
    keeper = RingKeeper(tmp_path, RingLimits(quota_bytes=1, promised=timedelta()), clock=lambda: now_s)
    keeper.set_locks((RingLock("a", 0, 2**60, BEGIN_US + 86_400 * SECOND_US),))
    tick(keeper, 600)
    now_s = 2.0
    tick(keeper, MONTH_S)
    assert minutes_from(tmp_path, 0) == 3


def test_what_a_wrong_clock_dated_ahead_does_not_crowd_out_the_present(tmp_path: Path) -> None:
    write(tmp_path, 40)
    write(tmp_path, 30, MONTH_S)
    keeper = RingKeeper(tmp_path, RingLimits(quota_bytes=35 * one_size(tmp_path)))
    tick(keeper, 40 * 60)
    assert (minutes_from(tmp_path, 0), minutes_from(tmp_path, MONTH_S)) == (30, 5)


def test_of_a_clock_that_was_set_back_an_hour_both_hours_are_kept_and_read(tmp_path: Path) -> None:
    write(tmp_path, 10, 3600)
    write(tmp_path, 10)
    tick(RingKeeper(tmp_path, RingLimits()), 600)
    ring = Ring(tmp_path)
    spans = ring.spans("a", BEGIN_US, BEGIN_US + 7200 * SECOND_US)
    assert len(spans) == 20
    begins = [record.at_us for _, record in ring.packets("a", BEGIN_US, BEGIN_US + 7200 * SECOND_US)]
    assert begins == sorted(begins)
    assert len(begins) == 500


@pytest.mark.parametrize(
    "text",
    [
        '{"locks": [{"camera_id": "a", "since_us": "x", "until_us": "y", "expires_us": null}]}',
        '{"locks": [{"camera_id": "a", "since_us": 0, "until_us": 1e999, "expires_us": 1e999}]}',
        '{"locks": {}}',
        "[" * 100_000,
    ],
)
def test_damaged_locks_lock_everything_and_end_no_round(tmp_path: Path, text: str) -> None:
    write(tmp_path, 3)
    (tmp_path / NAME).write_text(text)
    tick(RingKeeper(tmp_path, RingLimits(quota_bytes=1, promised=timedelta())), 6000)
    assert minutes_from(tmp_path, 0) == 3


def test_a_folder_that_may_not_be_read_does_not_stop_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`lost+found` lies in the root of every ext disk, and is root's alone."""
    write(tmp_path, 3)
    foreign = tmp_path / "lost+found"
    foreign.mkdir()
    listed, looked = Path.iterdir, Path.lstat

    def refused(path: Path) -> None:
        if path == foreign or foreign in path.parents:
            raise PermissionError(13, "not ours")

    def iterdir(path: Path) -> object:
        refused(path)
        return listed(path)

    def lstat(path: Path) -> object:
        if path != foreign:
            refused(path)
        return looked(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    monkeypatch.setattr(Path, "lstat", lstat)
    keeper = RingKeeper(tmp_path, RingLimits(quota_bytes=1, promised=timedelta()))
    assert [tick(keeper, 6000).state for _ in range(3)] == [RingState.GOOD] * 3
    assert not list(tmp_path.rglob("*.seg"))


def test_nothing_is_deleted_through_a_link_nor_what_is_no_segment(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "ring", tmp_path / "elsewhere"
    root.mkdir()
    write(elsewhere, 2)
    (root / "a").symlink_to(elsewhere / "a")
    (root / "b").mkdir()
    (root / "b" / "2026-01-01").symlink_to(next((elsewhere / "a").iterdir()))
    (root / "c" / "downloads").mkdir(parents=True)
    foreign = root / "c" / "downloads" / "film.mp4.part"
    foreign.write_bytes(b"half")
    keeper = RingKeeper(root, RingLimits(quota_bytes=1, promised=timedelta()))
    for _ in range(2):
        tick(keeper, 6000)
    assert minutes_from(elsewhere, 0) == 2
    assert foreign.exists()


def test_what_is_recorded_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    root = tmp_path / "ring"
    keeper = RingKeeper(root, RingLimits())
    keeper.start()
    keeper.set_locks((RingLock("a", 0, 1, 2),))
    Part(root, "a", BEGIN_US).abandon(keep=True)
    tick(keeper, 0)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*"))}
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


def test_many_deletions_are_spread_over_rounds_and_are_no_alarm(tmp_path: Path) -> None:
    write(tmp_path, 20)
    now_s = 0.0

    def clock() -> float:
        nonlocal now_s
        now_s += 0.05
        return now_s

    keeper = RingKeeper(tmp_path, RingLimits(quota_bytes=1, promised=timedelta()), clock=clock)
    first = tick(keeper, 6000)
    assert first.state is RingState.GOOD
    assert 0 < minutes_from(tmp_path, 0) < 20
    for _ in range(30):
        tick(keeper, 6000)
    assert minutes_from(tmp_path, 0) == 0


def test_the_folder_above_is_no_camera(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="plain"):
        camera_folder(tmp_path, "..")


def test_a_segment_that_ends_up_with_the_times_of_another_does_not_replace_it(tmp_path: Path) -> None:
    for number in range(2):
        part = Part(tmp_path, "a", BEGIN_US)
        part.write(bytes([number]))
        part.finish(BEGIN_US, BEGIN_US + 5 * SECOND_US)
    assert sorted(path.read_bytes() for path in tmp_path.rglob("*.seg")) == [b"\0", b"\1"]
