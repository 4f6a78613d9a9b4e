"""From packets to frames, on a stream made in memory."""

import av
import numpy as np
import pytest
from av import CodecContext, VideoFrame

from video.ingest.decoding import PacketDecoder, VideoPacket

GOP = 10


@pytest.fixture(scope="module")
def packets() -> list[VideoPacket]:
    """40 frames in 4 groups, frame n all of luma 20 + 4 n."""
    encoder = CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = 64, 48, "yuv420p"
    encoder.framerate = 25
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": f"keyint={GOP}:scenecut=0"}
    made: list[VideoPacket] = []
    for number in range(4 * GOP):
        planes = np.full((72, 64), 128, np.uint8)
        planes[:48] = 20 + 4 * number
        frame = VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts = number
        made.extend(encoder.encode(frame))
    made.extend(encoder.encode(None))
    assert [packet.is_keyframe for packet in made].count(True) == 4
    return made


@pytest.fixture
def decoder() -> PacketDecoder:
    codec = CodecContext.create("h264", "r")
    assert isinstance(codec, av.VideoCodecContext)
    codec.thread_count = 1
    return PacketDecoder(codec)


def number_of(frame: VideoFrame) -> int:
    return round((float(frame.to_ndarray()[:48].mean()) - 20) / 4)


def test_nothing_is_shown_before_the_first_key_frame(decoder: PacketDecoder, packets: list[VideoPacket]) -> None:
    assert [decoder.decode(packet) for packet in packets[3:GOP]] == [[]] * (GOP - 3)
    assert [number_of(frame) for frame in decoder.decode(packets[GOP])] == [GOP]


def test_a_hidden_stream_shows_at_once_when_it_is_needed(decoder: PacketDecoder, packets: list[VideoPacket]) -> None:
    for packet in packets[: GOP + 5]:
        decoder.skip(packet, now_s=0.0, proof_every_s=1e9)
    frames = decoder.decode(packets[GOP + 5])
    assert number_of(frames[-1]) == GOP + 5


def test_frames_are_right_after_every_change_between_needed_and_not(
    decoder: PacketDecoder, packets: list[VideoPacket]
) -> None:
    for number, packet in enumerate(packets):
        if number % 7 < 3:
            decoder.skip(packet, now_s=0.0, proof_every_s=1e9)
            continue
        assert number_of(decoder.decode(packet)[-1]) == number


def test_a_hidden_stream_proves_a_picture_by_one_key_frame_in_ten_seconds(
    decoder: PacketDecoder, packets: list[VideoPacket]
) -> None:
    proofs = [decoder.skip(packet, number * 0.5, 10.0) for number, packet in enumerate(packets)]
    assert [number for number, proof in enumerate(proofs) if proof] == [0, 2 * GOP]
    last = proofs[2 * GOP]
    assert last is not None
    assert number_of(last) == 2 * GOP


def test_a_long_run_of_rubbish_is_broken_and_a_single_bad_packet_is_not(
    decoder: PacketDecoder, packets: list[VideoPacket]
) -> None:
    decoder.decode(packets[0])
    rubbish = av.Packet(b"\x00\x00\x00\x01\x65" + b"\xff" * 40)
    rubbish.is_keyframe = True
    decoder.decode(rubbish)
    assert not decoder.broken
    for _ in range(300):
        decoder.decode(rubbish)
    assert decoder.broken


def broken(packet: VideoPacket) -> VideoPacket:
    """The same packet with noise in its slices; its head and parameter sets stay."""
    data = bytes(packet)
    half = len(data) // 2
    made = av.Packet(data[:half] + bytes(value ^ 0x5A for value in data[half:]))
    made.pts, made.dts, made.time_base, made.is_keyframe = packet.pts, packet.dts, packet.time_base, packet.is_keyframe
    return made


def believed(decoder: PacketDecoder, packets: list[VideoPacket]) -> list[bool]:
    """Of each packet whether a frame came of it that may be believed."""
    return [bool(decoder.decode(packet)) and decoder.whole for packet in packets]


def test_clean_frames_of_a_group_whose_key_frame_was_broken_are_no_pictures(
    decoder: PacketDecoder, packets: list[VideoPacket]
) -> None:
    sent = [*packets[:GOP], broken(packets[GOP]), *packets[GOP + 1 : 3 * GOP]]
    assert believed(decoder, sent) == [True] * GOP + [False] * GOP + [True] * GOP


def test_a_stream_that_begins_with_a_broken_key_frame_has_no_picture_before_the_next(
    decoder: PacketDecoder, packets: list[VideoPacket]
) -> None:
    assert believed(decoder, [broken(packets[0]), *packets[1 : 2 * GOP]]) == [False] * GOP + [True] * GOP


def test_a_key_frame_without_its_parameter_sets_is_no_picture_and_nor_is_its_group(
    decoder: PacketDecoder, packets: list[VideoPacket]
) -> None:
    bare = av.Packet(b"\x00\x00\x00\x01" + bytes(packets[0]).split(b"\x00\x00\x00\x01")[-1].split(b"\x00\x00\x01")[-1])
    bare.pts, bare.is_keyframe = packets[0].pts, True
    assert bare.size < packets[0].size
    assert believed(decoder, [bare, *packets[1 : GOP + 1]]) == [False] * GOP + [True]


def test_a_proof_of_a_hidden_stream_that_is_broken_is_none(decoder: PacketDecoder, packets: list[VideoPacket]) -> None:
    decoder.decode(packets[0])
    decoder.skip(broken(packets[GOP]), 100.0, 10.0)
    assert not decoder.whole
