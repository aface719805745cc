"""Where every target stands: the rows of ``status``, for pages, command line and links alike.

A row is a function of (choices, publication, vintage). The rules stand in `dabiao.judgement`; here they are
only applied: after a publication to the lines it touched, and on reading to pick what was known at an as-of.
"""

from dabiao.progress.absences import on_axis, registered, with_absences
from dabiao.progress.changes import changed
from dabiao.progress.figures import observations, undated, vintages, with_sources
from dabiao.progress.judging import RULES_VERSION, rejudge
from dabiao.progress.outlook import Projection, fan, projection, start_month
from dabiao.progress.plans import areas, areas_with_targets
from dabiao.progress.recomputing import Misjudged, Recomputation, recompute
from dabiao.progress.standing import SEVERITY, line, seen, status, tallies
from dabiao.progress.summaries import (
    attained,
    caught_up,
    completeness,
    counts,
    drawable,
    furthest_behind,
    of_documents,
    tallied_then,
)
from dabiao.progress.supposed import supposed
from dabiao.progress.vintage import LATEST, InvalidVintageError

__all__ = [
    "LATEST",
    "RULES_VERSION",
    "SEVERITY",
    "InvalidVintageError",
    "Misjudged",
    "Projection",
    "Recomputation",
    "areas",
    "areas_with_targets",
    "attained",
    "caught_up",
    "changed",
    "completeness",
    "counts",
    "drawable",
    "fan",
    "furthest_behind",
    "line",
    "observations",
    "of_documents",
    "on_axis",
    "projection",
    "recompute",
    "registered",
    "rejudge",
    "seen",
    "start_month",
    "status",
    "supposed",
    "tallied_then",
    "tallies",
    "undated",
    "vintages",
    "with_absences",
    "with_sources",
]
