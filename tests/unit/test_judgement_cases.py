"""The worked cases of the method, through the same door as ``status --cases``."""

import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dabiao.judgement import judge_cases

FILE = Path(__file__).parents[1] / "fixtures" / "cases" / "status_cases.csv"

CASES = pl.read_csv(FILE, infer_schema=False)
NUMBERS = {"lin_attainment", "lin_time_share", "lin_pace"}

COMPOUND_UNDEFINED = {
    "D07": "the target is 0",
    "E07": "the baseline meets the target",
    "E10": "the baseline meets the target",
    "G04": "the latest figure is later than the deadline",
    "G07": "the latest figure is later than the deadline",
    "I04": "the values are negative",
    "L01": "the baseline meets the target",
}
"""Cases for which the file gives a compound ratio all the same."""


def result(case_id: str, cases: pl.DataFrame = CASES) -> dict[str, Any]:
    return judge_cases(cases).row(by_predicate=pl.col("case_id") == case_id, named=True)


@pytest.mark.parametrize("case", CASES.to_dicts(), ids=CASES["case_id"].to_list())
def test_a_worked_case_comes_out(case: dict[str, str | None]) -> None:
    found = result(case["case_id"] or "")
    for name in NUMBERS:
        expected = case[name]
        if expected:
            assert math.isclose(found[name], float(expected), rel_tol=0, abs_tol=1e-12), name
        else:
            assert found[name] is None, name
    assert found["rec_status"] == case["rec_status"]
    assert found["rec_flags"] == (case["rec_flags"] or "")


@pytest.mark.parametrize("case", CASES.to_dicts(), ids=CASES["case_id"].to_list())
def test_the_compound_ratio_of_a_case_is_the_file_s_where_the_method_defines_one(
    case: dict[str, str | None],
) -> None:
    found = result(case["case_id"] or "")["cagr"]
    if case["eu_ratio"] and case["case_id"] not in COMPOUND_UNDEFINED:
        assert math.isclose(found, float(case["eu_ratio"]), rel_tol=0, abs_tol=1e-12)
    else:
        assert found is None


def test_all_cases_are_answered_in_their_order() -> None:
    shuffled = CASES.sample(fraction=1, shuffle=True, seed=7)
    found = judge_cases(shuffled)
    assert found["case_id"].to_list() == shuffled["case_id"].to_list()
    assert found.columns == [
        "case_id",
        "lin_attainment",
        "lin_time_share",
        "lin_pace",
        "rec_status",
        "rec_flags",
        "cagr",
    ]
    assert found.sort("case_id").equals(judge_cases(CASES).sort("case_id"))


def test_numbers_may_come_as_texts_or_as_numbers_and_blanks_as_nulls_or_empty() -> None:
    typed = pl.read_csv(FILE)
    assert judge_cases(typed).equals(judge_cases(CASES))
    assert judge_cases(CASES.fill_null("")).equals(judge_cases(CASES))


def test_no_cases_give_no_rows() -> None:
    assert judge_cases(CASES.head(0)).height == 0


@pytest.mark.parametrize(
    ("field", "text"), [("latest_value", "many"), ("target_year", "soon"), ("extra_points", "2021:?")]
)
def test_a_text_that_is_no_number_is_refused(field: str, text: str) -> None:
    broken = CASES.head(1).with_columns(pl.lit(text).alias(field))
    with pytest.raises(pl.exceptions.InvalidOperationError):
        judge_cases(broken)


def test_a_case_is_seen_from_its_latest_year_whatever_the_others_are() -> None:
    late = CASES.head(1).with_columns(case_id=pl.lit("later"), extra_points=pl.lit("2024:150"))
    found = judge_cases(pl.concat([CASES, late]))
    assert found.head(CASES.height).equals(judge_cases(CASES))
    assert result("later", late)["rec_status"] == "on_track"


@pytest.mark.parametrize("extra", ["2023:500", "2022:90;2023:500"])
def test_the_latest_value_of_a_case_stands_even_if_an_extra_point_names_its_year(extra: str) -> None:
    twice = CASES.head(1).with_columns(extra_points=pl.lit(extra))
    assert judge_cases(twice).equals(judge_cases(CASES.head(1)))


def test_several_flags_are_joined_like_the_points() -> None:
    row = {
        **CASES.row(by_predicate=pl.col("case_id") == "K04", named=True),
        "base_value": "500",
        "extra_points": "2021:600;2022:550",
    }
    assert result("K04", pl.DataFrame([row], schema=CASES.schema))["rec_flags"] == (
        "revised_down;baseline_meets_target"
    )
