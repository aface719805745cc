"""The only place that computes attainment, pace, status and projection: pure functions over Polars frames.

The definitions stand in ``docs/method.md``. Nothing here reads, writes or knows what day it is.
"""

from typing import Final

from dabiao.judgement.basis import USABLE, counts, grows, points
from dabiao.judgement.cases import judge_cases
from dabiao.judgement.judging import JUDGED, as_of, judge
from dabiao.judgement.measures import Pace
from dabiao.judgement.projection import Projection, Step, project
from dabiao.judgement.timing import baseline_month

RULES_VERSION: Final = 1
"""Raised whenever a judgement may come out differently: stored ones are then made again."""

__all__ = [
    "JUDGED",
    "RULES_VERSION",
    "USABLE",
    "Pace",
    "Projection",
    "Step",
    "as_of",
    "baseline_month",
    "counts",
    "grows",
    "judge",
    "judge_cases",
    "points",
    "project",
]
