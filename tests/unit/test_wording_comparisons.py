"""Sentences about areas beside each other say what the rows hold, in both languages."""

import re

import polars as pl
import pytest

from dabiao.model import Flag, Relation, Status, Withheld
from dabiao.settings import Language
from dabiao.wording import beside, comparisons
from dabiao.wording.series import series
from tests.unit.comparison_frames import frame, silent, standing
from tests.unit.comparison_frames import standings as placed

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        (
            [standing("a", 1.4), standing("b", 0.1), silent("c")],
            "a区居首（140.0%），b区居末（10.0%）；2 个地区参与排名，1 个不排名",
            "District a leads with 140.0%, District b is last with 10.0%; 2 areas ranked, 1 not ranked",
        ),
        (
            [standing("a", 0.5), standing("b", 0.5), standing("c", 0.1)],
            "a区与另外 1 个地区并列第一（50.0%），c区居末（10.0%）；3 个地区参与排名",
            "District a and 1 other lead with 50.0%, District c is last with 10.0%; 3 areas ranked",
        ),
        (
            [standing("a", 0.5), standing("b", 0.5)],
            "2 个地区可以排名，达成率均为 50.0%",
            "2 areas can be ranked, all with an attainment of 50.0%",
        ),
        (
            [standing("a", 0.5), standing("a", 0.2, target_id="other"), standing("b", 0.1)],
            "a区居首（50.0%），b区居末（10.0%）；2 个地区的 3 个目标参与排名",
            "District a leads with 50.0%, District b is last with 10.0%; 2 areas with 3 targets ranked",
        ),
        (
            [standing("a", 0.9996)],
            "此口径下只有a区可比，达成率 99.9%，不作排名",
            "Only District a can be compared here: attainment 99.9%, and nobody to rank it with",
        ),
        (
            [silent("a"), silent("b"), standing("c", flags=[Flag.STALE])],
            "没有地区可以排名：○ 未报告 2、◷ 数据陈旧 1",
            "No area can be ranked: ○ not reported 2, ◷ old figure 1",
        ),
    ],
)
def test_a_ranking_says_who_leads_and_how_many_are_left_out(rows: list[dict], zh: str, en: str) -> None:
    assert comparisons.ranking(placed(*rows), "zh") == zh
    assert comparisons.ranking(placed(*rows), "en") == en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", list(Withheld))
def test_every_reason_for_having_no_place_is_a_sentence_of_its_own(
    reason: Withheld, language: Language
) -> None:
    row = placed(standing("a")).row(0, named=True)
    told = comparisons.withheld(
        row | {"withheld": reason, "absence": "O", "absence_period": "2024-Q3"}, language
    )
    assert told
    assert not re.search(r"[{}_]|None|nan", told)
    assert comparisons.withheld_name(reason, language).startswith(f"{comparisons.WITHHELD_SHAPES[reason]} ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_reasons_share_a_shape_or_a_name(language: Language) -> None:
    told = [comparisons.withheld_name(reason, language).split(" ", 1) for reason in Withheld]
    assert len({shape for shape, _ in told}) == len({name for _, name in told}) == len(Withheld)


def test_a_missing_baseline_without_a_value_shows_no_blank() -> None:
    row = placed(standing("a", None, status=Status.NO_BASELINE, baseline=None)).row(0, named=True)
    assert "—" not in comparisons.withheld(row, "zh")


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("published", "公布数", "published figures"),
        (
            "published-led-or-joined-yearly",
            "公布数（主导或参与，当年数）",
            "published figures (led or joined, within the year)",
        ),
        ("published-led-since-2021", "公布数（主导，2021 年以来）", "published figures (led, since 2021)"),
        (
            "published-to-2020",
            "公布数（2020 年及以前的统计方式）",
            "published figures (way of counting up to 2020)",
        ),
        ("press", "媒体报道数", "press figures"),
        ("bulletin-odd", "“bulletin”（“odd”）", "“bulletin” (“odd”)"),
    ],
)
def test_a_series_is_told_in_words_and_what_has_none_in_quotes(code: str, zh: str, en: str) -> None:
    assert series(code, "zh") == zh
    assert series(code, "en") == en


def test_the_spread_is_told_or_why_it_is_not() -> None:
    cuts = {"quartile_1": 0.5, "median": 0.6, "quartile_3": 0.9996}
    assert "99.9%" in comparisons.spread(cuts, 8, 5, "en")
    assert comparisons.spread(None, 1, 5, "en") == "No distribution: 1 area can be compared, and 5 are needed"


def test_paths_count_who_keeps_to_the_elapsed_time() -> None:
    late = standing("c", 0.95) | {"end_month": standing("c", 0.95)["deadline_month"] + 3}
    rows = placed(standing("a", 0.9), standing("b", 0.2), late)
    told = comparisons.paths(rows, "en")
    assert (
        told == "3 areas over time: 1 of 2 at or ahead of the elapsed time, District a most, District b least"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"area_code": "b"}, "different areas"),
        ({"plan_start": "2016", "deadline": "2020"}, "plan periods (2021–2025; 2016–2020)"),
        ({"basis": "total"}, "count differently"),
        ({"series": "press"}, "defined differently"),
    ],
)
def test_why_related_targets_stay_apart_follows_from_the_rows(changes: dict[str, str], says: str) -> None:
    other = frame(standing("a", indicator_code="part") | changes).with_columns(
        relation=pl.lit(str(Relation.PART)), shared=pl.lit(["part"])
    )
    told = " ".join(beside.apart(frame(standing("a")), other, "en"))
    assert says in told
    assert "one may fall short" in told
    assert told.count(".") == 2  # the difference, and what a part is to its sum
    overlap = other.with_columns(relation=pl.lit(str(Relation.OVERLAP)))
    assert "count twice" in " ".join(beside.apart(frame(standing("a")), overlap, "en"))


def test_side_by_side_counts_what_is_common_and_what_is_alike() -> None:
    rows = frame(
        standing("a"),
        standing("b"),
        standing("a", indicator_code="x"),
        standing("b", indicator_code="x", basis="total"),
    )
    assert beside.side_by_side(rows, 2, "area_code", "en") == (
        "2 indicators with a target among the 2; 2 in several, 1 counted alike"
    )


def test_who_is_ahead_is_told_of_few_and_of_many() -> None:
    few = placed(standing("a", 0.2), standing("b", 0.9))
    assert beside.leads(few, "area", "en") == ["Local standards: District b 90.0%, District a 20.0%"]
    many = placed(*(standing(str(n), n / 10) for n in range(1, 6)))
    assert beside.leads(many, "area", "en") == [
        "Local standards: District 5 50.0% is first, District 1 10.0% last of 5"
    ]
    assert len(beside.leads(few.clear(), "area", "en")) == 1
