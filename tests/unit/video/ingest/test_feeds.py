"""A camera's feeds by grade: who serves, who takes over, and who is received for the recording alone."""

from dataclasses import dataclass, field

import pytest

from video.events import Analysis, Box, CameraId, FrameStamp
from video.ingest.choosing import Grade
from video.ingest.doings import Doings
from video.ingest.feed import FeedCounts
from video.ingest.feeds import Feeds
from video.ingest.pulse import Doing
from video.ingest.stream_recording import motion_byte

MAIN, SUB, NONE = Grade.MAIN, Grade.SUB, frozenset()
KEPT = frozenset({MAIN})


@dataclass(eq=False)
class _Feed:
    grade: Grade
    counts: FeedCounts = field(default_factory=FeedCounts)
    recorder: object = None
    running: bool = False
    ended: bool = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def join(self, timeout_s: float) -> bool:
        return self.ended


@pytest.fixture
def feeds() -> Feeds:
    return Feeds(_Feed)  # type: ignore[arg-type]


def running(feeds: Feeds) -> list[str]:
    return sorted(feed.grade.value for feed in feeds.held() if feed.running)  # type: ignore[attr-defined]


def test_without_a_recording_one_feed_runs_and_the_other_one_while_it_changes(feeds: Feeds) -> None:
    feeds.choose(SUB, NONE)
    assert (running(feeds), feeds.incoming) == (["sub"], None)
    feeds.choose(MAIN, NONE)
    assert running(feeds) == ["main", "sub"]
    assert feeds.current is feeds.get(SUB)
    feeds.hand_over()
    assert running(feeds) == ["main"]
    assert feeds.current is feeds.get(MAIN)


def test_a_change_of_mind_lets_the_incoming_one_go(feeds: Feeds) -> None:
    feeds.choose(SUB, NONE)
    feeds.choose(MAIN, NONE)
    feeds.choose(SUB, NONE)
    assert (running(feeds), feeds.incoming) == (["sub"], None)


def test_the_recorded_main_stream_is_received_beside_the_sub_and_takes_over_as_it_is(feeds: Feeds) -> None:
    feeds.choose(SUB, KEPT)
    recorded = feeds.get(MAIN)
    assert running(feeds) == ["main", "sub"]
    assert feeds.incoming is None
    feeds.choose(MAIN, KEPT)
    assert feeds.incoming is recorded
    feeds.hand_over()
    assert feeds.current is recorded
    feeds.choose(SUB, KEPT)
    feeds.hand_over()
    assert feeds.get(MAIN) is recorded


def test_when_recording_ends_the_main_stream_is_let_go_where_nobody_sees_it(feeds: Feeds) -> None:
    feeds.choose(SUB, KEPT)
    main = feeds.get(MAIN)
    assert main is not None
    main.recorder = object()  # type: ignore[assignment]
    feeds.choose(SUB, NONE)
    assert running(feeds) == ["sub"]
    assert main.recorder is None


def test_totals_never_fall_while_feeds_come_and_go(feeds: Feeds) -> None:
    before = 0
    for number, (grade, kept) in enumerate([(SUB, NONE), (MAIN, NONE), (MAIN, KEPT), (SUB, KEPT), (SUB, NONE)] * 3):
        feeds.choose(grade, kept)
        for feed in feeds.held():
            feed.counts.decoded += 10 + number
            feed.counts.received_bytes += 100
            feed.counts.connections += 2
        if feeds.incoming is not None:
            feeds.hand_over()
        totals = feeds.totals()
        assert totals.decoded > before
        before = totals.decoded
    assert feeds.totals().reconnects > 0
    feeds.retire_all()
    assert feeds.totals().decoded == before
    assert running(feeds) == []


def test_an_ended_feed_is_forgotten_and_one_that_hangs_is_not(feeds: Feeds) -> None:
    feeds.choose(SUB, NONE)
    feeds.retire_all()
    feeds.forget_ended()
    (left,) = feeds.retired()
    left.ended = True  # type: ignore[attr-defined]
    feeds.forget_ended()
    assert feeds.retired() == ()


def test_one_feed_that_reads_does_not_hide_that_the_other_decodes() -> None:
    told: list[Doing] = []
    doings = Doings(told.append)
    doings.note(SUB, Doing.DECODING)
    doings.note(MAIN, Doing.READING)
    doings.note(MAIN, Doing.NOTHING)
    doings.note(SUB, Doing.NOTHING)
    assert told == [Doing.DECODING, Doing.DECODING, Doing.DECODING, Doing.NOTHING]


@pytest.mark.parametrize(
    ("boxes", "byte"), [((), 0), ((Box(0, 0, 0.1, 0.1),), 26), ((Box(0, 0, 1, 1), Box(0, 0, 1, 1)), 255)]
)
def test_motion_is_the_root_of_the_share_that_moves(boxes: tuple[Box, ...], byte: int) -> None:
    assert motion_byte(Analysis(CameraId("1"), FrameStamp(1, 0.0, 0.0), boxes)) == byte
