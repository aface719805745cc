from pathlib import Path

import pytest

from tests.conventions.formulas import copies, sql_copies
from tests.conventions.sources import ROOT, write_tree

FORMULAS = {
    "attainment": "share = (value - baseline) / (target - baseline)",
    "attainment under other names": "share = (now - then) / (wanted - then)",
    "attainment of a row": "share = (row['value'] - row['baseline']) / (row['target'] - row['baseline'])",
    "attainment on columns": "e = (pl.col('value') - pl.col('baseline')) / pl.col('target')",
    "attainment by method calls": "e = pl.col('value').sub(pl.col('baseline'))",
    "attainment without a baseline": "share = row.value / row.target",
    "attainment through local names": "a = row['value']\nb = row['target']\nshare = a / b",
    "attainment in a function": "def f(row):\n    a, b = row['value'], row['target']\n    return a / b",
    "time share": "elapsed = (end_month - start_month) / 60",
    "remaining time": "left = row['deadline_month'] - row['end_month']",
    "pace ratio": "ratio = row['attainment'] / row['time_share']",
    "pace ratio of columns": "e = pl.col('attainment') / pl.col('time_share')",
    "pace gap": "gap = 100 * (row.attainment - row.time_share)",
    "pace gap in place": "gap = 0\ngap -= row.time_share",
    "distance": "short = max(0, target - value)",
    "required pace": "pace = row['distance'] / quarters",
    "a target met": "met = row['value'] >= row['target']",
    "a target met, on columns": "rows = frame.filter(pl.col('value') >= pl.col('target'))",
    "a target met, by method": "e = pl.col('value').ge(pl.col('target'))",
    "cut-off 95 %": "on_track = ratio >= 0.95",
    "cut-off 60 %": "if 0.6 <= p < 1: pass",
    "tolerance": "near = difference < 1e-9",
    "cut-offs in a list": "steps = [0, 0.60, 0.95, 1]",
    "cut-offs by method": "e = pl.col('x').cut([0.95])",
    "a threshold of one's own": "ahead = [row for row in rows if row['pace_ratio'] > 1]",
    "a threshold on a column": "rows = frame.filter(pl.col('attainment') < 0.5)",
    "a threshold through a local name": "gap = row['pace_gap']\nbehind = gap < -10",
    "telling ahead from behind elsewhere": "behind = row['pace_gap'] < 0",
    "an average of attainments": "e = pl.col('attainment').mean()",
    "an average by name": "e = pl.mean('attainment')",
    "a sum of distances": "total = frame['distance'].sum()",
}

NO_FORMULAS = {
    "pages/progress/overview.py": """
rows = frame.sort("pace_gap", nulls_last=True).filter(pl.col("status") == "on_track")
known = rows.filter(pl.col("attainment").is_not_null())
height = 40 + 30 * known.height
if row["attainment"] is None or row["value"] == None:
    text = value(row, row["value"]) + " / " + target(row)
count = len(rows) / 2
""",
    "dabiao/charts/bullet.py": """
SHOWN_TO = 1.25
def bullets(rows):
    for row in rows:
        share = row["attainment"]
        x = max(0.0, min(share, SHOWN_TO)) * 100
        mark = row["time_share"] * 100
        more = " →" if share > SHOWN_TO else ""
        marker = {"opacity": 0.6, "size": 0.95}
def room(share, low, high):
    return (high - low) * share, share > 3
""",
    "dabiao/charts/trajectory.py": """
path = {"x": [start_month, deadline], "y": [row["baseline"], row["target"]]}
span = {"range": [day(min(months) - 3), day(max(months) + 6)]}
""",
    "dabiao/wording/targets.py": """
gap = row["pace_gap"]
text = ahead if gap >= 0 else behind
needed = number(abs(row["required_pace"]))
""",
    "dabiao/numbers.py": "exact = share * 100",
    "dabiao/progress.py": """
later = pl.col("end_month") <= pl.col("latest_month")
worst = rows.sort("pace_gap").head(5)
""",
    "etl/checks.py": """
amount = value * factor
wrong = pl.col("value") < 0
late = end_month(deadline) <= month_before(plan_start)
""",
    "dabiao/judgement/rules.py": """
share = (value - baseline) / (target - baseline)
on_track = ratio >= 0.95 - 1e-9
""",
}

SQL_FORMULAS = {
    "attainment": "select (value - baseline) / (target - baseline) as share from judgement",
    "value over target": "select o.value / t.value as share from observation as o",
    "pace gap": "select 100 * attainment from judgement",
    "average": "select avg(j.attainment) from judgement as j",
    "threshold": "select area_code from judgement where pace_ratio >= $1",
    "threshold after the figure": "select area_code from judgement where $1 < j.pace_ratio",
    "a range": "select area_code from judgement where attainment between $1 and $2",
    "remaining time": "select deadline_month - end_month as left from judgement",
    "a target met": "select t.value <= o.value as met from target as t",
    "cut-off": "select case when x >= .95 then 1 when x >= 0.60 then 2 end from judgement",
    "tolerance": "select x + 1e-9 from judgement",
}

NO_SQL_FORMULAS = """
-- One row per target; attainment >= 0.95 is only talked about here.
select
    j.area_code, j.value, j.attainment, j.time_share, count(*) as rows, t.value as target,
    'attainment > 0.6' as note
from judgement as j
where publication <= $1 and end_month <= $2 and attainment is not null and value <> 0
group by j.area_code order by attainment desc nulls last, pace_gap
"""


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS.keys())
@pytest.mark.parametrize("place", ["pages/progress/overview.py", "dabiao/charts/own.py", "etl/report.py"])
def test_a_formula_outside_judgement_is_found(place: str, text: str, tmp_path: Path) -> None:
    found = copies(write_tree(tmp_path, {place: text}))
    assert found, text
    assert all(line.startswith(f"{place}:") for line in found)


def test_per_cent_are_made_where_figures_are_shown_only(tmp_path: Path) -> None:
    text = "text = row['attainment'] * 100"
    assert copies(write_tree(tmp_path / "page", {"pages/progress/overview.py": text}))
    assert not copies(write_tree(tmp_path / "numbers", {"dabiao/numbers.py": text}))


def test_showing_figures_is_not_a_formula(tmp_path: Path) -> None:
    assert copies(write_tree(tmp_path, NO_FORMULAS)) == []


@pytest.mark.parametrize("text", SQL_FORMULAS.values(), ids=SQL_FORMULAS.keys())
def test_a_formula_in_sql_is_found(text: str, tmp_path: Path) -> None:
    assert copies(write_tree(tmp_path, {"dabiao/store/queries/rows.sql": text}))


def test_reading_figures_in_sql_is_not_a_formula() -> None:
    assert sql_copies(NO_SQL_FORMULAS) == []


def test_the_product_judges_in_one_place() -> None:
    found = copies(ROOT)
    assert not found, "\n".join(["Formulas outside judgement:", *found])
