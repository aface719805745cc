"""Whose document with tasks an area is shown: its own, else that of the nearest area above it."""

import polars as pl
import pytest

from dabiao.tasks import holder

PARENTS = {"100000": None, "610000": "100000", "610100": "610000", "610102": "610100", "420000": "100000"}


@pytest.mark.parametrize(
    ("holders", "area", "nearest"),
    [
        (["610100", "610000"], "610100", "610100"),
        (["610000", "100000"], "610102", "610000"),
        (["610000", "100000"], "420000", "100000"),
        (["610000"], "420000", None),
        ([], "610102", None),
        (["610000"], "999999", None),
    ],
)
def test_the_nearest_area_with_a_document(holders: list[str], area: str, nearest: str | None) -> None:
    documents = pl.DataFrame({"area_code": holders}, schema={"area_code": pl.String})
    assert holder(documents, PARENTS, area) == nearest
