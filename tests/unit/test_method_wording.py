"""What is printed of the method is what runs: formulas, cut-offs and parameters are tried on the code."""

from dataclasses import asdict, replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabiao import method, terms, wording
from dabiao.judgement import Projection, measures, status
from dabiao.model import Flag, NoInterval, ObservationBasis, Status
from dabiao.numbers import number
from dabiao.settings import Language
from dabiao.web import ui
from dabiao.wording import clause, comparisons
from dabiao.wording import method as words
from tests.unit.test_charts import row

LANGUAGES: tuple[Language, ...] = ("zh", "en")
AMOUNTS = st.floats(-1e6, 1e6).filter(lambda amount: abs(amount) > 1e-3)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(1, 40), st.integers(1, 40), st.sampled_from([1.0, -1.0]))
def test_every_printed_formula_computes_what_the_code_computes(
    y: float, y0: float, target: float, elapsed: int, left: int, sign: float
) -> None:
    point = pl.DataFrame(
        {
            "value": [y],
            "baseline": [y0],
            "target_value": [target],
            "sign": [sign],
            "t0": [24000],
            "end_month": [24000 + 3 * elapsed],
            "deadline_month": [24000 + 3 * (elapsed + left)],
        }
    )
    point = point.with_columns(attainment=measures.attainment(), time_share=measures.time_share())
    point = point.with_columns(
        pace_gap=measures.pace_gap(),
        pace_ratio=measures.pace_ratio("linear"),
        distance=measures.distance(),
        required_pace=measures.required_pace(),
        average_pace=measures.average_pace(),
    )
    computed = point.row(0, named=True)
    # Time in quarters, as paces are per quarter.
    known = {
        "y": y,
        "y0": y0,
        "yT": target,
        "d": sign,
        "t0": 0,
        "t": elapsed,
        "T": elapsed + left,
        "max": max,
    }
    for column, measure in words.MEASURES.items():
        if computed[column] is None:
            continue
        written = measure.formula.replace("−", "-").replace("×", "*").replace("÷", "/")
        known[measure.symbol] = eval(written, {"__builtins__": {}}, known)
        assert known[measure.symbol] == pytest.approx(computed[column], rel=1e-9, abs=1e-9), column


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cut_off_printed_is_the_one_that_decides(language: Language) -> None:
    printed = {row["number"]: row for row in words.rules(method.RULES, language)}
    assert list(printed) == list(range(1, len(method.RULES) + 1))
    for rule in method.RULES:
        for end in (rule.lowest, rule.below):
            if end is not None:
                assert number(end, language) in printed[rule.number]["condition"]
        if rule.lowest is not None:
            assert judged(rule.lowest) == printed[rule.number]["status"]
            assert judged(rule.lowest - 1e-6) != printed[rule.number]["status"]
        elif rule.below is not None:
            assert judged(rule.below - 1e-6) == printed[rule.number]["status"]


def judged(ratio: float) -> str:
    """The status of a line half-way through its time with this pace ratio."""
    point = pl.DataFrame(
        {
            "value": [ratio * 50.0],
            "baseline": [0.0],
            "target_value": [100.0],
            "sign": [1.0],
            "t0": [24000],
            "end_month": [24030],
            "deadline_month": [24060],
            "pace_ratio": [ratio],
            "final_reported": [False],
            "final_value": [None],
        },
        schema_overrides={"final_value": pl.Float64},
    )
    return str(point.select(status.status()).item())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_is_printed_with_the_group_it_is_counted_in(language: Language) -> None:
    rows = words.rules(method.RULES, language)
    assert {row["status"] for row in rows} == set(Status)
    assert all(row["group"] == Status(row["status"]).roll_up for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_absence_and_basis_is_explained(language: Language) -> None:
    assert len(words.flags(language)) == len(Flag)
    assert len({term for term, _ in words.absences(language)}) == 5
    figures = [figure for basis in words.bases(method.USABLE, language) for figure in basis["figures"]]
    assert len(figures) == sum(map(len, method.USABLE.values()))
    assert words.CONVERSIONS.keys() < set(ObservationBasis) | {ObservationBasis.LEVEL}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_is_printed(language: Language) -> None:
    text = " ".join(meaning for _, meaning in words.parameters(asdict(method.PARAMETERS), language))
    for printed in ("80%", "4", "12", "8", "6", "10%", "3", "2", "0.000000001"):
        assert printed in text


CHANGED = {
    "on_track": (0.915, "91.5%"),
    "lagging": (0.37, "37%"),
    "interval": (0.66, "66%"),
    "interval_increments": (17, "17"),
    "interval_months": (29, "29"),
    "near_months": (19, "19"),
    "stale_periods": (13, "13"),
}
"""Cut-offs that no rule has, and how they read."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_tell_the_cut_offs_that_run_and_follow_when_they_change(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(language)
    monkeypatch.setattr(
        method, "PARAMETERS", replace(method.PARAMETERS, **{name: at for name, (at, _) in CHANGED.items()})
    )
    after = told(language)
    for place, names in {
        Status.ON_TRACK: ("on_track",),
        Status.LAGGING: ("on_track", "lagging"),
        Status.FAR_BEHIND: ("lagging",),
        Flag.STALE: ("stale_periods",),
        Flag.BASELINE_NEAR: ("near_months",),
        "too short": ("interval_increments", "interval_months"),
        "fan": ("interval",),
        "wanted": ("near_months",),
        "not ranked": ("stale_periods",),
    }.items():
        assert after[place] != before[place]
        for name in names:
            assert CHANGED[name][1] in after[place]


def told(language: Language) -> dict[str, str]:
    """What sentences outside the method's own page say of the cut-offs."""
    too_short = Projection(0, 3, (), None, NoInterval.TOO_SHORT, None, None, None, False)
    old = row(withheld="stale", absence=None, absence_period=None, plan_start="2021")
    return {
        **{status: terms.status_meaning(status, language) for status in Status},
        **{flag: terms.flag_meaning(flag, language) for flag in Flag},
        "too short": "".join(wording.outlook(too_short, row(), language)),
        "fan": dict(ui.trajectory_legend(language))["fan"],
        "wanted": clause.wanted(row(basis="in_period"), "2020", language),
        "not ranked": comparisons.withheld(old, language),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_older_publication_says_by_which_rules_it_was_judged(language: Language) -> None:
    assert words.versions(2, 2, 5, language) != words.versions(2, 1, 5, language)
    assert "5" in words.versions(2, 1, 5, language)
