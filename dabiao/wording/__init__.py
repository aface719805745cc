"""Sentences made from rows, in Chinese and English: findings, captions, explanations.

Every figure in a sentence comes from the row it is about; nothing is computed or looked up here.
"""

from dabiao.wording.figures import (
    Row,
    attainment,
    estimate,
    name,
    period,
    rows,
    short,
    short_target,
    target,
    unit,
    value,
)
from dabiao.wording.findings import (
    as_of,
    attainments,
    behind,
    completeness,
    coverage,
    dated,
    plans,
    silent,
    standing,
)
from dabiao.wording.sentences import (
    Outlook,
    explanation,
    latest_source,
    outlook,
    pace,
    reached,
    required,
    shortfall,
    silence,
    verdict,
)

__all__ = [
    "Outlook",
    "Row",
    "as_of",
    "attainment",
    "attainments",
    "behind",
    "completeness",
    "coverage",
    "dated",
    "estimate",
    "explanation",
    "latest_source",
    "name",
    "outlook",
    "pace",
    "period",
    "plans",
    "reached",
    "required",
    "rows",
    "short",
    "short_target",
    "shortfall",
    "silence",
    "silent",
    "standing",
    "target",
    "unit",
    "value",
    "verdict",
]
