"""How figures develop: the share of the way from the start to the target that is covered over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from etl.demo.chance import Keys, Numbers, draw, draws

Flags = npt.NDArray[np.bool_]
Course = Callable[[Numbers, Numbers], Numbers]
"""Elapsed share of the plan and strength to covered share of the way; both may pass 1."""

STEADINESS: Final = {"calm": 0.12, "usual": 0.5}
"""By how much the increments of a quarter stray from their course, at most."""

AFTERWARDS: Final = 0.3
"""How fast a level goes on once the plan has ended, as a part of before."""

SEASONS: Final = np.array([0.7, 0.9, 1.0, 1.4])
"""How much of a year's work falls into each of its quarters."""


@dataclass(frozen=True)
class Shape:
    """One way to develop."""

    course: Course
    strength: tuple[float, float]
    """Least and greatest strength; each line has one of its own."""
    share: float
    """Of the lines whose shape is left to chance."""
    says_zh: str
    says_en: str
    calm: bool = False


def _stall(elapsed: Numbers, strength: Numbers) -> Numbers:
    return np.minimum(elapsed, 0.42 + 0.04 * elapsed) * strength


def _reversal(elapsed: Numbers, strength: Numbers) -> Numbers:
    return np.where(elapsed < 0.5, elapsed, 0.5 - 0.9 * (elapsed - 0.5)) * strength


def _early(elapsed: Numbers, strength: Numbers) -> Numbers:
    return np.minimum(elapsed * strength, 1.02 + 0.25 * elapsed)


def _in_batches(elapsed: Numbers, strength: Numbers) -> Numbers:
    return (np.floor(elapsed * 5 + 1e-9) + 0.1 * ((elapsed * 5 + 1e-9) % 1)) / 5 * strength


SHAPES: Final[dict[str, Shape]] = {
    "steady": Shape(lambda x, a: a * x, (1.0, 1.1), 0.26, "稳步推进", "steady"),
    "ahead": Shape(lambda x, a: a * x, (1.12, 1.35), 0.12, "快于进度", "ahead of time"),
    "early": Shape(_early, (1.6, 2.3), 0.11, "提前完成", "early finish"),
    "slow_start": Shape(
        lambda x, a: a * x**2.2, (0.95, 1.15), 0.1, "起步慢、后加快", "slow start", calm=True
    ),
    "fast_start": Shape(
        lambda x, a: a * x**0.5, (0.9, 1.05), 0.06, "起步快、后放缓", "fast start", calm=True
    ),
    "lagging": Shape(lambda x, a: a * x, (0.64, 0.9), 0.13, "略慢于进度", "slightly behind"),
    "far_behind": Shape(lambda x, a: a * x, (0.1, 0.5), 0.08, "明显滞后", "far behind"),
    "stall": Shape(_stall, (0.95, 1.1), 0.06, "中途停滞", "stalls half-way"),
    "in_batches": Shape(_in_batches, (0.95, 1.2), 0.06, "年底集中完成", "in yearly batches"),
    "reversal": Shape(_reversal, (0.9, 1.1), 0.02, "先升后降", "rises, then falls back"),
    "away": Shape(lambda x, a: -a * x, (0.15, 0.5), 0.01, "背离目标", "moves away"),
    "still": Shape(lambda x, a: 0.0 * x * a, (0.0, 0.0), 0.0, "没有进展", "stands still"),
    "lost": Shape(
        lambda x, a: a * np.where(x <= 1, x, 1 - 1.6 * (x - 1)),
        (1.03, 1.06),
        0.0,
        "完成后回落",
        "met, then lost",
    ),
    "late": Shape(
        lambda x, a: a * np.where(x <= 1, x, 1 + 0.9 * (x - 1)), (0.88, 0.93), 0.0, "到期后才完成", "met late"
    ),
}
"""By name. A count cannot fall: it stalls where a level would fall back."""

LEVELS_ONLY: Final = ("reversal", "away", "lost")


def by_chance(of: Keys) -> list[str]:
    """Return a shape for each line, in the proportions of `SHAPES`."""
    names = [name for name, shape in SHAPES.items() if shape.share]
    ends = np.cumsum([SHAPES[name].share for name in names])
    places = np.searchsorted(ends / ends[-1], draw(of, "shape"), side="right")
    return [names[place] for place in places]


def covered(
    shapes: list[str],
    of: Keys,
    elapsed: Numbers,
    *,
    growing: Flags,
    strengths: Sequence[float | None],
) -> Numbers:
    """Return the share of the way that each line has covered at each quarter, 0 up to its start.

    Args:
        shapes: of each line.
        of: each line's key.
        elapsed: elapsed share of each line's plan at each quarter; below 0 before it, above 1 after it.
        growing: whether a line's value can only grow; others stray around their course, and slow down once
            the plan has ended.
        strengths: of each line's shape, None where it is left to chance.
    """
    held = [
        SHAPES["stall"] if grows and name in LEVELS_ONLY else SHAPES[name]
        for name, grows in zip(shapes, growing, strict=True)
    ]
    least, most = (np.array([shape.strength[end] for shape in held]) for end in (0, 1))
    chosen = np.array([np.nan if strength is None else strength for strength in strengths])
    strength = np.where(np.isnan(chosen), least + (most - least) * draw(of, "strength"), chosen)[:, None]
    begun = elapsed.clip(min=0.0)
    begun = np.where(growing[:, None], begun, np.minimum(begun, 1.0 + AFTERWARDS * (begun - 1.0)))
    course = np.zeros_like(elapsed)
    for number, shape in enumerate(held):
        course[number] = shape.course(begun[number], strength[number])
    stray = np.array([STEADINESS["calm" if shape.calm else "usual"] for shape in held])[:, None]
    luck = 2.0 * draws(of, "luck", elapsed.shape[1]) - 1.0
    increments = np.diff(course, axis=1, prepend=0.0)
    seasons = SEASONS[(np.arange(elapsed.shape[1]) - 1) % 4]
    uneven = np.cumsum(increments * (1.0 + stray * luck) * seasons, axis=1)
    # As far by the end of the plan, or of the demonstration, as the course says: luck evens out.
    last = (elapsed <= 1.0).sum(axis=1) - 1
    rows = np.arange(len(last))
    reached, meant = uneven[rows, last], course[rows, last]
    even = np.divide(meant, reached, out=np.ones_like(meant), where=reached != 0.0)
    around = course + 0.03 * stray * luck * (elapsed > 0)
    return np.where(growing[:, None], uneven * even[:, None], around)
