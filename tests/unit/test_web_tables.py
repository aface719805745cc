"""Cells of tables: what is not exact stays so, also at the ends of a span."""

import polars as pl
import pytest

from dabiao.settings import Language
from dabiao.web import tables

PLAN = {"area_code": "610000", "framework_id": "shaanxi-2022", "plan_start": "2021"}


def tallied(*groups: tuple[str, float | None, str | None, float | None, str | None]) -> pl.DataFrame:
    columns = ["roll_up", "least", "least_bound", "greatest", "greatest_bound"]
    frame = pl.DataFrame(groups, schema=columns, orient="row")
    return frame.with_columns(
        area_code=pl.lit("610000"), framework_id=pl.lit("shaanxi-2022"), as_of=pl.lit("2024"), targets=2
    )


@pytest.mark.parametrize(
    ("language", "detail"),
    [("zh", "已达成 2；滞后 2；无法判断 2"), ("en", "Achieved 2; Behind 2; Cannot be judged 2")],
)
def test_a_span_keeps_the_bounds_of_its_ends(language: Language, detail: str) -> None:
    groups = (
        ("behind", 0.343, ">=", 0.6, "="),
        ("achieved", 1.0, "=", 1.4, "~"),
        ("no_data", None, None, None, None),
    )
    (cell,) = tables.years(tallied(*groups), PLAN, {"2024": "?"}, language)
    assert cell is not None
    assert cell["span"] == "≥ 34%–≈ 140%"
    assert cell["detail"] == detail
    # Whoever reads the cell and not its hint learns of those that cannot be judged too.
    assert ("no_data", 2) in cell["groups"]


def test_one_attainment_is_no_span_and_none_is_nothing() -> None:
    (one,) = tables.years(tallied(("behind", 0.5, "=", 0.5, "=")), PLAN, {"2024": "?"}, "en")
    (none,) = tables.years(tallied(("no_data", None, None, None, None)), PLAN, {"2024": "?"}, "en")
    assert one is not None
    assert none is not None
    assert (one["span"], none["span"]) == ("50%", "")
    assert (one["judged"], none["judged"]) == (True, False)
