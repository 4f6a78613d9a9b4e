"""Makes the sounds of alarms from sines: `python -m resources.sounds.make` writes call.wav and chime.wav beside itself.

Calm, since people sit beside it for twelve hours: middle frequencies that carry through talk (500 to 1,000 Hz), soft
edges that startle nobody, two notes that are told from a telephone, and more silence than sound.
"""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
LEVEL = 0.25
"""Of full scale, about -12 dB: the desk's own volume does the rest."""
CALL_S = 2.0
"""One round of the call; it is looped without a gap."""
FOLDER = Path(__file__).parent

Samples = NDArray[np.float64]


def note(hz: float, seconds: float, *, fade_s: float) -> Samples:
    """A sine with a quieter octave that rises in 15 ms and dies away by `fade_s`; 1 at its loudest."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave_ = np.sin(2 * np.pi * hz * at) + 0.25 * np.sin(4 * np.pi * hz * at)
    rise = np.minimum(1.0, at / 0.015)
    end = np.minimum(1.0, (seconds - at) / 0.03)
    shaped: Samples = wave_ / 1.25 * rise * end * np.exp(-at / fade_s)
    return shaped


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ))


def call() -> Samples:
    """High and low, twice, then silence until the round is over."""
    pair = [note(880, 0.16, fade_s=0.3), silence(0.04), note(660, 0.22, fade_s=0.3)]
    sound = np.concatenate([*pair, silence(0.16), *pair])
    return np.concatenate([sound, silence(CALL_S - len(sound) / RATE_HZ)])


def chime() -> Samples:
    """One note like a small bell."""
    return note(587, 0.9, fade_s=0.22)


def write(path: Path, samples: Samples) -> None:
    """A mono WAV of 16 bits; `samples` are -1 to 1."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * LEVEL * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    write(FOLDER / "call.wav", call())
    write(FOLDER / "chime.wav", chime())
