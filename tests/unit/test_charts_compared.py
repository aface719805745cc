"""Charts of areas beside each other: few and many, unlike ones refused, nothing rounded, nothing covered."""

from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from dabiao import comparison
from dabiao.charts import compare, lanes, together
from dabiao.charts.compare import side_by_side
from dabiao.charts.distribution import distribution
from dabiao.charts.ranking import ALL_UP_TO, ENDS, ranking
from dabiao.charts.theme import DARK, LIGHT, Figure, Palette
from dabiao.charts.together import NAMED_UP_TO
from dabiao.model import Status
from dabiao.periods import end_month
from dabiao.settings import Language
from tests.unit.comparison_frames import frame, silent, standing
from tests.unit.comparison_frames import standings as placed

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOOKS: dict[str, Any] = {"language": "en", "colours": LIGHT}


def standings(*rows: dict[str, Any]) -> pl.DataFrame:
    return comparison.axes(placed(*rows))[0].rows


def many(count: int) -> pl.DataFrame:
    return standings(*(standing(f"{n:06}", n / 100) for n in range(count)))


def path(area: str, *amounts: tuple[str, float | None]) -> list[dict[str, Any]]:
    return [
        {
            "area_code": area,
            "target_id": "plan-local-standards",
            "period": period,
            "end_month": end_month(period),
            "attainment": amount,
            "value": None if amount is None else 400.0 * amount,
            "bound": "=",
        }
        for period, amount in amounts
    ]


def points(*paths: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([point for one in paths for point in one], infer_schema_length=None)


def notes(figure: Figure) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def all_charts(rows: pl.DataFrame, language: Language, colours: Palette) -> list[Figure]:
    looks: dict[str, Any] = {"language": language, "colours": colours}
    line = points(*(path(area, ("2022", 0.1), ("2023", 0.4)) for area in rows["area_code"]))
    cuts = {"low": 0.0, "quartile_1": 0.2, "median": 0.5, "quartile_3": 0.7, "high": 1.0}
    return [
        ranking(rows, **looks),
        distribution(rows, cuts, **looks),
        together.together(rows, line, measure="attainment", **looks),
        together.together(rows, line, measure="value", **looks),
        side_by_side(rows, rows["area_code"].to_list(), by="area", **looks),
        side_by_side(rows, rows["framework_id"].to_list(), by="framework", **looks),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("status", list(Status))
def test_every_status_can_be_drawn(language: Language, colours: Palette, status: Status) -> None:
    rows = standings(standing("a", 0.9), standing("b", 0.2)).with_columns(status=pl.lit(str(status)))
    for figure in all_charts(rows, language, colours):
        assert go.Figure(figure).data


@pytest.mark.parametrize("count", [1, 2, 5, ALL_UP_TO, ALL_UP_TO + 1, 120])
def test_few_and_many_areas_can_be_drawn(count: int) -> None:
    for figure in all_charts(many(count), "zh", LIGHT):
        assert go.Figure(figure).data
        assert len(figure["data"]) <= count + 4


@pytest.mark.parametrize(
    "different", [{"basis": "total"}, {"series": "returns"}, {"level": "city"}, {"deadline": "2027"}]
)
def test_unlike_targets_are_refused_an_axis(different: dict[str, str]) -> None:
    rows = placed(standing("a"), standing("b", **different))
    line = points(path("a", ("2022", 0.1)), path("b", ("2022", 0.1)))
    with pytest.raises(ValueError, match=next(iter(different))):
        ranking(rows, **LOOKS)
    with pytest.raises(ValueError, match=next(iter(different))):
        distribution(rows, dict.fromkeys(("quartile_1", "median", "quartile_3"), 0.5), **LOOKS)
    for measure in ("attainment", "value"):
        with pytest.raises(ValueError, match=next(iter(different))):
            together.together(rows, line, measure=measure, **LOOKS)  # type: ignore[arg-type]


def test_of_many_areas_the_ends_are_drawn_and_the_gap_is_told() -> None:
    rows = many(120)
    part = ranking(rows, **LOOKS)
    assert len(part["layout"]["yaxis"]["ticktext"]) == 2 * ENDS
    assert "90 areas between" in " ".join(notes(part))
    assert part["layout"]["yaxis"]["ticktext"][0].startswith("<b>1</b>")
    assert part["layout"]["yaxis"]["ticktext"][-1].startswith("<b>120</b>")
    whole = ranking(rows, whole=True, **LOOKS)
    assert len(whole["layout"]["yaxis"]["ticktext"]) == 120
    assert not notes(whole)


def test_equal_places_are_written_as_equal() -> None:
    figure = ranking(standings(standing("a", 0.5), standing("b", 0.5)), **LOOKS)
    assert [text[:8] for text in figure["layout"]["yaxis"]["ticktext"]] == ["<b>1</b>", "<b>1</b>"]


def test_two_documents_of_one_area_are_told_apart() -> None:
    rows = standings(
        standing("a", 0.5), standing("a", 0.4, framework_name_en="Later plan", target_id="later")
    )
    names = " ".join(ranking(rows, **LOOKS)["layout"]["yaxis"]["ticktext"])
    assert "Later" in names
    assert "Opinions" in names


@pytest.mark.parametrize(("share", "label"), [(3.15, "315.0%→"), (0.9996, "99.9%"), (-0.6, "−60.0%")])
def test_a_bar_may_clip_and_its_number_does_not(share: float, label: str) -> None:
    figure = ranking(standings(standing("a", share)), **LOOKS)
    bar, _tick, written, _mark = figure["data"]
    assert lanes.SHOWN_FROM * 100 <= bar["x"][0] <= lanes.SHOWN_TO * 100
    assert [text.strip() for text in written["text"]] == [label]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low <= bar["x"][0] <= high


def test_few_paths_are_all_named_and_many_only_at_the_ends() -> None:
    few = many(NAMED_UP_TO)
    line = points(*(path(area, ("2022", 0.1), ("2023", 0.5)) for area in few["area_code"]))
    assert len(notes(together.together(few, line, measure="attainment", **LOOKS))) == NAMED_UP_TO
    crowd = many(60)
    line = points(*(path(area, ("2022", 0.1), ("2023", 0.5)) for area in crowd["area_code"]))
    figure = together.together(crowd, line, measure="attainment", **LOOKS)
    assert len(notes(figure)) == 4
    widths = [trace["line"]["width"] for trace in figure["data"][1:]]
    assert widths == sorted(widths)  # what is named lies over what is grey


def test_a_path_that_ends_at_a_bound_is_named_with_it() -> None:
    line = points(*(path(area, ("2022", 0.1), ("2023", 2.62)) for area in many(1)["area_code"]))
    figure = together.together(many(1), line.with_columns(bound=pl.lit(">=")), measure="attainment", **LOOKS)
    assert notes(figure)[0].endswith("≥ 262.0% ↑")


def test_names_of_paths_that_end_together_lie_apart_and_inside() -> None:
    rows = many(NAMED_UP_TO)
    line = points(*(path(area, ("2023", 1.0)) for area in rows["area_code"]))
    figure = together.together(rows, line, measure="attainment", **LOOKS)
    low, high = figure["layout"]["yaxis"]["range"]
    heights = [note["y"] for note in figure["layout"]["annotations"]]
    gaps = [above - below for above, below in pairwise(heights)]
    assert min(gaps) >= together.LABEL * (high - low) * 0.999
    assert low <= min(heights) <= max(heights) <= high


def test_a_path_beyond_the_scale_keeps_its_number() -> None:
    rows = standings(standing("a", 3.15))
    figure = together.together(rows, points(path("a", ("2023", 3.15))), measure="attainment", **LOOKS)
    assert "315.0% ↑" in notes(figure)[0]
    assert figure["layout"]["yaxis"]["range"][1] < 200


def test_points_without_a_measure_are_not_drawn_as_zero() -> None:
    rows = standings(standing("a", 0.5), silent("b"))
    line = points(path("a", ("2022", None), ("2023", 0.5)), path("b", ("2022", None)))
    _expected, *drawn = together.together(rows, line, measure="attainment", **LOOKS)["data"]
    assert [trace["y"] for trace in drawn] == [[50.0]]


def test_a_path_without_a_place_is_broken() -> None:
    rows = standings(standing("a", 0.5), standing("b", 0.4, bound=">="))
    line = points(path("a", ("2023", 0.5)), path("b", ("2023", 0.4)))
    _expected, *drawn = together.together(rows, line, measure="attainment", **LOOKS)["data"]
    assert sorted(trace["line"]["dash"] for trace in drawn) == ["dash", "solid"]


def test_dots_at_one_attainment_do_not_cover_each_other() -> None:
    rows = standings(*(standing(f"{n:02}", 0.5) for n in range(12)))
    cuts = dict.fromkeys(("quartile_1", "median", "quartile_3"), 0.5)
    dots = distribution(rows, cuts, **LOOKS)["data"][0]
    assert len(set(dots["y"])) == 12
    assert max(map(abs, dots["y"])) <= 1.05


def test_side_by_side_what_counts_unlike_stands_under_its_own_heading() -> None:
    rows = frame(standing("a", 0.5), standing("b", 0.4), standing("c", 0.3, basis="total"))
    figure = side_by_side(rows, ["a", "b", "c"], by="area", **LOOKS)
    headings = notes(figure)
    assert len(headings) == 2
    assert "increment within the plan period" in headings[0]
    assert "total at the deadline" in headings[1]
    assert figure["layout"]["yaxis"]["ticktext"] == ["District a", "District b", "District c"]
    assert compare.HEADING > 0


def test_areas_that_share_a_documents_target_have_a_path_each() -> None:
    rows = many(NAMED_UP_TO + 1)
    assert rows["target_id"].n_unique() == 1
    line = points(*(path(area, ("2022", 0.1), ("2023", 0.5)) for area in rows["area_code"]))
    figure = together.together(rows, line, measure="attainment", **LOOKS)
    _expected, threads, *named = figure["data"]
    assert len(named) == len(notes(figure)) == 4
    assert threads["y"].count(None) == rows.height - 4 - 1
    assert {text.split("</b>")[0][3:] for text in threads["text"] if text} == {
        f"District {code}" for code in rows["area_code"].to_list()[2:-2]
    }
