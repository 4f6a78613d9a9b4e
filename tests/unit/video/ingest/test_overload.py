"""A stream with a share of the processor time that it needs, on a simulated clock: decoder and catching up together."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

import av
import pytest
from av import VideoFrame
from av.video.codeccontext import VideoCodecContext

from video.ingest.decoding import PacketDecoder, VideoPacket
from video.ingest.health import CatchUp, Pace

STEP_S = 0.04
GOP = 50
COST_S = 0.03


@dataclass(frozen=True)
class Frame:
    pts: int
    is_corrupt: bool = False


@dataclass
class Processor:
    """A clock that decoding moves on, slower by the share of the processor that is to be had."""

    share: float = 1.0
    now_s: float = 0.0
    most_held: int = 0
    flushes: int = 0

    def clock(self) -> float:
        return self.now_s

    def decode(self, packet: VideoPacket) -> list[VideoFrame]:
        self.now_s += COST_S / self.share
        return [cast(VideoFrame, Frame(cast(int, packet.pts)))]

    def flush_buffers(self) -> None:
        self.flushes += 1


@dataclass
class Camera:
    processor: Processor
    number: int = 0
    shown: list[tuple[int, float]] = field(default_factory=list)  # which frame, and how late
    late_s: float = 0.0

    def __post_init__(self) -> None:
        codec = cast(VideoCodecContext, self.processor)
        self.decoder = PacketDecoder(codec, self.processor.clock)
        self.catch_up = CatchUp(1.0)

    def run(self, seconds: float) -> list[tuple[int, float]]:
        """Read for so long; the frames that were shown meanwhile."""
        until_s, before = self.processor.now_s + seconds, len(self.shown)
        while self.processor.now_s < until_s:
            self._read()
        return self.shown[before:]

    def _read(self) -> None:
        sent_s = self.number * STEP_S
        self.processor.now_s = max(self.processor.now_s + 0.0002, sent_s)
        packet = cast(VideoPacket, av.Packet(b"x"))
        packet.pts, packet.is_keyframe = self.number, self.number % GOP == 0
        self.number += 1
        if self.catch_up.judge(self.processor.now_s - sent_s, self.processor.now_s) is Pace.SKIP:
            self.decoder.keep(packet)
            return
        frames = self.decoder.decode(packet)
        self.processor.most_held = max(self.processor.most_held, len(frames))
        self.shown.extend((cast(int, frame.pts), self.processor.now_s - sent_s) for frame in frames)


@pytest.mark.parametrize(("share", "least"), [(1.0, 0.99), (0.5625, 0.49), (0.375, 0.42), (0.1875, 0.17)])
def test_nearly_every_decoded_picture_is_shown_however_little_processor_time_there_is(
    share: float, least: float
) -> None:
    """The stream needs 0.75 of the processor: three quarters, half and a quarter of that.

    What it leaves over while it waits for a key frame is for its neighbours; here it has none.
    """
    processor = Processor(share)
    camera = Camera(processor)
    camera.run(4.0)
    shown = camera.run(20.0)
    seen = [number for number, _ in shown]
    assert len(seen) / (20.0 / STEP_S) > least
    assert seen == sorted(set(seen))
    assert max(late_s for _, late_s in shown) < 1.0 + 2 * COST_S / share
    assert max(after - before for before, after in pairwise(seen)) <= GOP + 1
    assert processor.most_held == 1


def test_when_the_load_goes_the_next_key_frame_is_the_last_that_is_waited_for() -> None:
    processor = Processor(0.1875)
    camera = Camera(processor)
    camera.run(11.0)
    processor.share = 1.0
    camera.run(GOP * STEP_S + 0.5)
    assert not camera.decoder.behind
    assert len(camera.run(5.0)) == pytest.approx(125, abs=2)


def test_a_stop_of_the_network_costs_no_key_frame_where_there_is_processor_time() -> None:
    processor = Processor(10.0)
    camera = Camera(processor)
    camera.run(4.2)
    processor.now_s += 1.3
    shown = camera.run(0.2)
    assert shown[-1][0] % GOP > 10
    assert shown[-1][1] < 0.1
