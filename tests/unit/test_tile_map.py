"""The tile map: which province stands where, what colours it, and what it says in words."""

import plotly.graph_objects as go
import polars as pl
import pytest

from dabiao import provinces
from dabiao.charts import theme
from dabiao.charts.tile_map import short_name, tile_map
from dabiao.settings import Language
from dabiao.wording.provinces import map_finding, map_table

PLACES = pl.DataFrame(
    {
        "area_code": ["110000", "150000", "610000", "420000"],
        "area_name_zh": ["北京市", "内蒙古自治区", "陕西省", "湖北省"],
        "area_name_en": ["Beijing", "Inner Mongolia", "Shaanxi", "Hubei"],
        "tile_row": [2, 2, 4, 5],
        "tile_column": [4, 3, 2, 3],
    }
)
ROWS = pl.DataFrame(
    {
        "area_code": ["610000", "610000", "610000", "420000", "100000", "110000"],
        "roll_up": ["achieved", "on_track", "behind", "no_data", "behind", "on_track"],
    }
)


def test_a_tile_takes_the_group_that_needs_attention_first() -> None:
    standing = provinces.standing(PLACES, ROWS)
    groups = dict(standing.select("area_code", "group").iter_rows())
    assert groups == {"110000": "on_track", "150000": None, "610000": "behind", "420000": "no_data"}
    assert standing["targets"].to_list() == [1, 0, 3, 1]
    assert standing.select("achieved", "on_track", "behind", "no_data").row(2) == (1, 1, 1, 0)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("colours", theme.PALETTES.values())
def test_tiles_differ_by_more_than_colour(language: Language, colours: theme.Palette) -> None:
    figure = tile_map(provinces.standing(PLACES, ROWS), language=language, colours=colours)
    assert go.Figure(figure).data
    dashes = [shape["line"]["dash"] for shape in figure["layout"]["shapes"]]
    assert dashes == ["solid", "solid", "solid", "dash"]
    texts = [label["text"] for label in figure["layout"]["annotations"]]
    assert "▼1" in texts[2]
    assert "▲1" in texts[2]
    assert "●1" in texts[2]
    assert not any(shape in texts[1] for shape in "▼▲●○")


def test_the_finding_counts_areas_once() -> None:
    standing = provinces.standing(PLACES, ROWS)
    assert map_finding(standing, "zh") == "4 个省级地区中 3 个有目标：1 个有滞后的，1 个没有，1 个无法判断"
    assert map_finding(standing, "en") == (
        "3 of 4 province-level areas have targets: something is behind in 1, nothing in 1, 1 cannot be judged"
    )
    assert "没有" in map_finding(provinces.standing(PLACES, ROWS.clear()), "zh")
    assert [row["Targets"] for row in map_table(standing, "en")] == ["1", "0", "3", "1"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("陕西省", "陕西"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港"),
        ("北京市", "北京"),
    ],
)
def test_short_names_leave_out_what_all_of_a_kind_share(name: str, short: str) -> None:
    assert short_name(name) == short
