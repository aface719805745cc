"""The only place that computes attainment, pace, status and projection: pure functions over Polars frames.

The definitions stand in ``docs/method.md``. Nothing here reads, writes or knows what day it is.
"""

from typing import Final

from dabiao.judgement.account import Clock, Part, clock, made_of
from dabiao.judgement.basis import USABLE, counts, flow, grows, points
from dabiao.judgement.cases import judge_cases
from dabiao.judgement.judging import JUDGED, as_of, judge, roll_up
from dabiao.judgement.measures import Pace
from dabiao.judgement.projection import Projection, Step, project
from dabiao.judgement.status import RULES, Rule, applied_rule
from dabiao.judgement.timing import baseline_month
from dabiao.judgement.whatif import Outcome, Range, paces, reached_at

RULES_VERSION: Final = 1
"""Raised whenever a judgement may come out differently: stored ones are then made again."""

__all__ = [
    "JUDGED",
    "RULES",
    "RULES_VERSION",
    "USABLE",
    "Clock",
    "Outcome",
    "Pace",
    "Part",
    "Projection",
    "Range",
    "Rule",
    "Step",
    "applied_rule",
    "as_of",
    "baseline_month",
    "clock",
    "counts",
    "flow",
    "grows",
    "judge",
    "judge_cases",
    "made_of",
    "paces",
    "points",
    "project",
    "reached_at",
    "roll_up",
]
