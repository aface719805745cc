"""What there really is of each line at the end of each quarter, whatever is reported of it.

Counts are whole numbers that only grow, and the areas below an area have together no more than it has.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from etl.demo import shapes
from etl.demo.chance import Keys, Numbers
from etl.demo.plan import Line, shared_out

RATE: Final = (0.0, 100.0)
RECOUNT: Final = 0.06
"""Part of a running total that a recount takes away."""


def gains(lines: Sequence[Line], of: Keys, ends: npt.NDArray[np.int64]) -> Numbers:
    """Return what each line has gained since its plan's start at the end of each quarter, in its unit.

    Whole numbers for counts, one decimal for rates and durations; 0 up to the start.

    Args:
        lines: an area after the one it belongs to.
        of: their keys.
        ends: last months of the quarters.
    """
    start = np.array([line.start for line in lines])
    horizon = np.array([line.horizon for line in lines])
    elapsed = (ends[None, :] - start[:, None]) / (horizon - start)[:, None]
    counts = np.array([line.counts for line in lines])
    ways = np.array([line.way for line in lines])
    covered = shapes.covered(
        [line.shape for line in lines],
        of,
        elapsed,
        growing=counts,
        strengths=[line.case.strength if line.case else None for line in lines],
    )
    gained = covered * ways[:, None]
    families = _families(lines)
    whole = _whole(lines, families, gained)
    at_start = np.array([line.at_start for line in lines])[:, None]
    percent = np.array([line.unit == "%" for line in lines])[:, None]
    bounded = np.where(percent, (gained + at_start).clip(*RATE) - at_start, gained)
    return np.where(counts[:, None], whole, np.round(bounded, 1))


def _families(lines: Sequence[Line]) -> dict[int, list[int]]:
    """Return of every line that counts the places of those below it."""
    place = {line.key: number for number, line in enumerate(lines) if line.counts}
    families = defaultdict(list)
    for number, line in enumerate(lines):
        above = place.get(line.above)
        if above is not None:
            families[above].append(number)
    return families


def _whole(lines: Sequence[Line], families: Mapping[int, list[int]], gained: Numbers) -> Numbers:
    """Return whole numbers that only grow, and in no quarter together by more than the line above.

    Each on its own rounded down, many small numbers would be no number at all: what the lines below a line
    have together is rounded down, and every new unit goes to where most is wanting. Deliberate lines go
    first.
    """
    whole = np.floor(gained + 1e-9)
    for above, below in families.items():
        deliberate = [number for number in below if lines[number].case is not None]
        others = [number for number in below if lines[number].case is None]
        room = np.diff(whole[above] - whole[deliberate].sum(axis=0), prepend=0.0)
        together = np.floor(gained[others].sum(axis=0) + 1e-9)
        held = np.zeros(len(others))
        for quarter, total in enumerate(together):
            wanting = (gained[others, quarter] - held).clip(min=0.0)
            more = min(total - held.sum(), room[quarter])
            if wanting.any() and more > 0:
                held = held + shared_out(more, wanting)
            whole[others, quarter] = held
    return whole
