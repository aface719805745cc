"""Parameters to try every query with, on what `test_both_engines` publishes."""

from dabiao.periods import end_month
from dabiao.store.tables import TABLES

PUBLICATIONS = [(0,), (1,), (2,), (3,), (99,)]
NOW = end_month("2024-Q2")

READS: dict[str, list[tuple[object, ...]]] = {
    "areas_with_plans": PUBLICATIONS,
    "areas_with_targets": PUBLICATIONS,
    "figures_of_areas": [
        (1, NOW, ["610000", "100000"]),
        (3, NOW, ["610000"]),
        (3, end_month("2020"), ["610000"]),
        (3, NOW, []),
    ],
    "figures_of_indicator": [
        (1, NOW, "local-standards"),
        (2, end_month("2024"), "group-standards"),
        (3, NOW, "unknown"),
    ],
    "indicator_components": PUBLICATIONS,
    "indicators_in_full": PUBLICATIONS,
    "judged_lines": [
        (2, NOW, None, None, None),
        (3, end_month("2024"), "610000", "shaanxi-2022", "province"),
        (3, 0, None, None, None),
        (3, NOW, "100000", None, "country"),
    ],
    "last_load": [()],
    "latest_publication": [()],
    "line_observations": [
        (1, NOW, None, None),
        (3, NOW, "610000", "shaanxi-2022"),
        (3, end_month("2020"), "610000", None),
        (3, NOW, None, "xian-2023"),
    ],
    "loads": [()],
    "publication": PUBLICATIONS,
    "publications": [()],
    "rejected_rows": [(1,), (2,), (99,)],
    "status_rows": [
        (2, NOW, None, None, None, None),
        (3, NOW, "610000", "shaanxi-2022", "province", "610000"),
        (3, 0, None, None, None, None),
        (3, NOW, None, None, "city", None),
    ],
    "targets_in_full": PUBLICATIONS,
    "touched_observations": [(*publication, ["610000", "100000"]) for publication in PUBLICATIONS],
    "touched_targets": PUBLICATIONS,
    "workspace": [()],
    **{f"newest_{table}": [*PUBLICATIONS, (None,)] for table in TABLES},
    **{f"versions_{table}": PUBLICATIONS for table in TABLES},
}

WRITES: dict[str, list[tuple[tuple[object, ...], str, tuple[object, ...]]]] = {
    "mark_touched_lines": [
        ((99, False), "touched_targets", (99,)),
        ((99, True), "touched_targets", (99,)),
    ],
    "supersede_judgement": [((3,), "judged_lines", (3, NOW, None, None, None))],
}
"""Statements that write: their parameters, and the query with its parameters that shows what they did."""
