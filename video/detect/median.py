"""Per-pixel order statistics of a stack of pictures by a sorting network: a few SIMD passes, no partition."""

from functools import lru_cache

import numpy as np

from video.detect.arrays import AnyArray, Gray


@lru_cache(maxsize=8)
def network(count: int, ranks: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """The compare-exchanges (Batcher's odd-even merge) that put the values of `ranks` of `count` in their places.

    Those that cannot reach a wanted output are left out.
    """
    pairs = [pair for pair in _odd_even_merge_sort(count) if pair[1] < count]
    needed, kept = set(ranks), []
    for low, high in reversed(pairs):
        if low in needed or high in needed:
            needed |= {low, high}
            kept.append((low, high))
    return tuple(reversed(kept))


def _odd_even_merge_sort(count: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    p = 1
    while p < count:
        k = p
        while k >= 1:
            for j in range(k % p, count - k, 2 * k):
                for i in range(min(k, count - j - k)):
                    if (i + j) // (2 * p) == (i + j + k) // (2 * p):
                        pairs.append((i + j, i + j + k))
            k //= 2
        p *= 2
    return pairs


def sort_ranks(stack: Gray, *ranks: int) -> tuple[Gray, ...]:
    """For each of `ranks` the so-manieth smallest value of each pixel over `stack` (n, h, w), from 0 on.

    Sorts in the stack's own room: its layers and what comes back may be the same memory.
    """
    layers = list(stack)
    spare = np.empty_like(layers[0])
    for low, high in network(len(layers), ranks):
        np.minimum(layers[low], layers[high], out=spare)
        np.maximum(layers[low], layers[high], out=layers[high])
        layers[low], spare = spare, layers[low]
    return tuple(layers[rank] for rank in ranks)


def median_of_counts(counts: AnyArray) -> float:
    """The median of whole numbers from 0 on, given how often each occurs; as `np.median` of the numbers themselves."""
    upto = np.cumsum(counts)
    total = int(upto[-1])
    low, high = np.searchsorted(upto, ((total - 1) // 2, total // 2), side="right")
    return (int(low) + int(high)) / 2
