"""Feeds mutated packets to the decoding part of ingest, in a process of its own. Arguments: seeds, files.

Prints how many packets went in and how many frames came out, as JSON. It must end by itself: nothing that a packet
holds may stop it.
"""

import json
import random
import sys

import av

from video.ingest.decoding import PacketDecoder
from video.ingest.scaling import Scaler, as_planar, luma_of

ROOM = (160, 90)


def mutated(data: bytes, dice: random.Random) -> bytes:
    """Bits turned, a piece cut out, doubled, swapped for noise, or the end gone; now and then untouched."""
    out = bytearray(data)
    match dice.randrange(7):
        case 0:
            for _ in range(dice.randrange(1, 30)):
                out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
        case 1:
            del out[dice.randrange(len(out)) :]
        case 2:
            at = dice.randrange(len(out))
            del out[at : at + dice.randrange(1, 64)]
        case 3:
            at = dice.randrange(len(out))
            out[at:at] = dice.randbytes(dice.randrange(1, 64))
        case 4:
            at = dice.randrange(len(out))
            out[at:at] = out[at : at + 200]
        case 5:
            out[: dice.randrange(1, 40)] = dice.randbytes(dice.randrange(1, 40))
        case _:
            return data
    return bytes(out) or b"\x00"


def play(file: str, seed: int) -> tuple[int, int]:
    """One round over the file's packets; (packets, frames)."""
    dice = random.Random(seed)
    packets = frames = 0
    scaler = Scaler()
    with av.open(file) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        decoder = PacketDecoder(stream.codec_context)
        for number, packet in enumerate(container.demux(stream)):
            if packet.size == 0 or number > 60:
                break
            packets += 1
            bad = av.Packet(mutated(bytes(packet), dice))
            bad.pts, bad.dts, bad.time_base = packet.pts, packet.dts, packet.time_base
            bad.is_keyframe = packet.is_keyframe if dice.random() < 0.9 else not packet.is_keyframe
            if dice.random() < 0.1:
                proof = decoder.skip(bad, number / 25, 0.2)
                made = [proof] if proof is not None else []
            else:
                made = decoder.decode(bad)
            for frame in made:
                frames += 1
                planar = as_planar(frame)
                scaler.scale(planar, ROOM, None)
                luma_of(planar, 64, None)
        decoder.drain()
    return packets, frames


def main() -> None:
    packets = frames = 0
    for seed in range(int(sys.argv[1])):
        for file in sys.argv[2:]:
            went_in, came_out = play(file, seed)
            packets, frames = packets + went_in, frames + came_out
    print(json.dumps({"packets": packets, "frames": frames}))


if __name__ == "__main__":
    av.logging.set_level(None)
    main()
