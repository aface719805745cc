"""Repeatable chance: numbers that depend on a seed, a name and a purpose, and on nothing else.

Each line has a stream of its own, so that a line more or less changes no other line's figures, and no
library's choice of a generator can change any.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.float64]

_GOLDEN: Final = 0x9E3779B97F4A7C15
_MASK: Final = 2**64 - 1


def keys(names: Iterable[str], seed: int) -> Keys:
    """Return a key for each of ``names``."""
    return np.array([_hashed(f"{seed}/{name}") for name in names], dtype=np.uint64)


def draws(of: Keys, purpose: str, count: int = 1) -> Numbers:
    """Return numbers in [0, 1), one row per key and ``count`` columns: SplitMix64 from key and purpose."""
    steps = np.array([_GOLDEN * number & _MASK for number in range(1, count + 1)], dtype=np.uint64)
    z = (of ^ np.uint64(_hashed(purpose)))[:, None] + steps[None, :]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def draw(of: Keys, purpose: str) -> Numbers:
    """Return one number in [0, 1) per key."""
    return draws(of, purpose)[:, 0]


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
