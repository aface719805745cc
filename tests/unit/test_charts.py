"""Every chart on every kind of row: what Plotly cannot draw, what covers the reader, what rounds wrongly."""

from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from dabiao.charts import theme
from dabiao.charts.attainment import LABELLED_UP_TO, LANE_HEIGHT, LEVELS, attainment_by_area
from dabiao.charts.bullet import SHOWN_TO, bullets
from dabiao.charts.trajectory import LABELLED_UP_TO as LABELLED_POINTS
from dabiao.charts.trajectory import trajectory
from dabiao.model import Absence, Status
from dabiao.periods import end_month
from dabiao.settings import Language
from dabiao.terms import ROLL_UP_SHAPES, STATUS_SHAPES, absence_label

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def row(**changes: Any) -> dict[str, Any]:
    return {
        "area_code": "610000",
        "area_name_zh": "陕西省",
        "area_name_en": "Shaanxi",
        "framework_name_zh": "陕西实施意见",
        "framework_name_en": "Shaanxi opinions",
        "indicator_code": "local-standards",
        "indicator_name_zh": "地方标准",
        "indicator_name_en": "Local standards",
        "target_id": "shaanxi-2022-local-standards",
        "comparator": ">=",
        "target": 400.0,
        "unit": "项",
        "unit_name_zh": "项",
        "unit_name_en": "items",
        "deadline": "2025",
        "deadline_month": end_month("2025"),
        "period": "2024-Q2",
        "end_month": end_month("2024-Q2"),
        "value": 283.0,
        "bound": "=",
        "baseline": 0.0,
        "attainment": 0.7075,
        "time_share": 0.7,
        "pace_gap": 0.75,
        "status": "on_track",
        "flags": [],
    } | changes


def points(*amounts: tuple[str, float, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"period": period, "end_month": end_month(period), "value": amount, "bound": bound}
            for period, amount, bound in amounts
        ],
        schema={"period": pl.String, "end_month": pl.Int32, "value": pl.Float64, "bound": pl.String},
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("colours", theme.PALETTES.values())
@pytest.mark.parametrize("status", list(Status))
def test_every_status_can_be_drawn_by_every_chart(
    language: Language, colours: theme.Palette, status: Status
) -> None:
    rows = pl.DataFrame([row(status=str(status))])
    for figure in (
        attainment_by_area(rows, language=language, colours=colours),
        bullets(rows, language=language, colours=colours),
        trajectory(
            row(status=str(status)),
            points(("2024-Q2", 283.0, "=")),
            None,
            start_month=end_month("2020"),
            language=language,
            colours=colours,
        ),
    ):
        assert go.Figure(figure).data


def test_every_status_has_its_own_shape() -> None:
    assert len(set(theme.MARKS.values())) == len(Status)
    assert len(set(STATUS_SHAPES.values())) == len(Status)


def test_no_status_has_the_shape_of_an_absence() -> None:
    absences = {absence_label(absence, "en").split(" ")[0] for absence in Absence}
    assert absences.isdisjoint({*STATUS_SHAPES.values(), *ROLL_UP_SHAPES.values()})
    # A reported zero is drawn as the figure that it is.
    marks = {mark for absence, mark in theme.ABSENCE_MARKS.items() if absence != Absence.ZERO}
    assert marks.isdisjoint(theme.MARKS.values())


@pytest.mark.parametrize(
    ("share", "label"), [(3.15, "315.0%"), (0.9996, "99.9%"), (-0.4, "−40.0%"), (1.0, "100.0%")]
)
def test_a_bar_may_clip_and_its_number_does_not(share: float, label: str) -> None:
    figure = bullets(pl.DataFrame([row(attainment=share)]), language="en", colours=theme.LIGHT)
    widest = max(bar["x"][0] for bar in figure["data"])
    assert widest <= SHOWN_TO * 100
    assert any(label in note["text"] for note in figure["layout"]["annotations"])


def test_every_bar_is_marked_where_it_should_be_by_now() -> None:
    rows = pl.DataFrame([row(time_share=0.7), row(time_share=None), row(time_share=0.25)])
    ticks = bullets(rows, language="en", colours=theme.LIGHT)["layout"]["shapes"]
    assert all(tick["x0"] == tick["x1"] for tick in ticks)
    at = [(round((tick["y0"] + tick["y1"]) / 2, 6), tick["x0"]) for tick in ticks]
    assert at == [(0, 100), (0, 70), (1, 100), (2, 100), (2, 25)]
    target, now = ticks[:2]
    assert now["y1"] - now["y0"] > target["y1"] - target["y0"]
    assert now["line"]["width"] > target["line"]["width"]


def test_a_lower_bound_stays_one_in_value_and_attainment() -> None:
    figure = bullets(pl.DataFrame([row(bound=">=")]), language="en", colours=theme.LIGHT)
    texts = " ".join(note["text"] for note in figure["layout"]["annotations"])
    assert "≥ 283 items" in texts
    assert "≥ 70.8%" in texts


def test_a_lower_bound_of_what_should_fall_is_at_most_that_far() -> None:
    figure = bullets(pl.DataFrame([row(comparator="<=", bound=">=")]), language="en", colours=theme.LIGHT)
    assert "≤ 70.8%" in " ".join(note["text"] for note in figure["layout"]["annotations"])


def test_names_are_left_to_the_hover_and_marks_share_a_lane_when_there_are_many() -> None:
    few = pl.DataFrame([row(target_id=str(n)) for n in range(LABELLED_UP_TO)])
    many = pl.DataFrame([row(target_id=str(n)) for n in range(LABELLED_UP_TO + 1)])
    lanes = attainment_by_area(few, language="en", colours=theme.LIGHT)
    assert len({mark["y"][0] for mark in lanes["data"]}) == LABELLED_UP_TO
    assert lanes["layout"]["height"] > LABELLED_UP_TO * LANE_HEIGHT
    assert sum("Local standards" in note["text"] for note in lanes["layout"]["annotations"]) == LABELLED_UP_TO
    # Names end above their lane, the marks of 100 % begin below that.
    names = [note["y"] for note in lanes["layout"]["annotations"] if "Local standards" in note["text"]]
    whole = [shape for shape in lanes["layout"]["shapes"] if shape["x0"] == shape["x1"] == 100]
    assert len(whole) == LABELLED_UP_TO
    assert all(name < mark["y0"] < mark["y1"] < name + 0.5 for name, mark in zip(names, whole, strict=True))
    crowd = attainment_by_area(many, language="en", colours=theme.LIGHT)
    heights = {mark["y"][0] for mark in crowd["data"]}
    assert len(heights) == len(LEVELS)
    assert max(heights) - min(heights) < 1
    assert [note["text"] for note in crowd["layout"]["annotations"]] == ["<b>Shaanxi</b>"]


def test_a_projection_opens_at_the_latest_point_and_fits_the_axis() -> None:
    fan = pl.DataFrame(
        {
            "end_month": [end_month("2024-Q2"), end_month("2025")],
            "low": [283.0, 350.0],
            "centre": [283.0, 404.0],
            "high": [283.0, 512.0],
        }
    )
    figure = trajectory(
        row(),
        points(("2022", 110.0, "="), ("2024-Q2", 283.0, "=")),
        fan,
        start_month=end_month("2020"),
        language="zh",
        colours=theme.LIGHT,
    )
    assert go.Figure(figure).data[0].fill == "toself"
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 0
    assert high > 512


def test_only_first_and_last_of_many_points_carry_their_figure() -> None:
    quarters = [f"{year}-Q{quarter}" for year in (2021, 2022, 2023) for quarter in (1, 2, 3, 4)]
    line = points(*((quarter, 20.0 * n, "=") for n, quarter in enumerate(quarters, 1)))
    figure = trajectory(row(), line, None, start_month=end_month("2020"), language="en", colours=theme.LIGHT)
    texts = figure["data"][-1]["text"]
    assert len(texts) > LABELLED_POINTS
    assert [place for place, text in enumerate(texts) if text] == [0, len(texts) - 1]
    assert all(figure["data"][-1]["hovertext"])


def test_a_target_without_baseline_has_no_expected_path() -> None:
    line = points(("2022", 30.0, "~"), ("2023", 34.0, "="))
    figure = trajectory(
        row(baseline=None, attainment=None, target=50.0),
        line,
        None,
        start_month=end_month("2020"),
        language="zh",
        colours=theme.DARK,
    )
    assert len(figure["data"]) == 1
    assert figure["data"][0]["text"][0] == "≈ 30项"
    assert figure["data"][0]["marker"]["symbol"] == ["circle-open", "circle"]
