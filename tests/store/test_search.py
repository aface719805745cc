"""What can be looked for is the same on both engines and stands as the publication has it."""

import polars as pl
import pytest

from dabiao import search
from dabiao.progress import rejudge
from dabiao.store import Store
from tests.store.sample import content, put, put_judged_content

pytestmark = pytest.mark.begins(after=put_judged_content)


def found(store: Store, text: str, publication: int = 1) -> list[tuple[str, str]]:
    rows = search.find(search.entries(store, publication), text)
    return list(rows.select("kind", "id").iter_rows())


def test_names_are_found_as_a_publication_has_them(store: Store) -> None:
    renamed = content()["indicator"].with_columns(
        name_zh=pl.when(pl.col("indicator_code") == "local-standards")
        .then(pl.lit("重庆市地方标准"))
        .otherwise("name_zh")
    )
    put(store, {"indicator": renamed}, judge=rejudge)
    assert found(store, "cqsdfbz") == []
    assert found(store, "cqsdfbz", 2) == [("indicator", "local-standards")]
    assert found(store, "chongqing", 2) == [("indicator", "local-standards")]


def test_an_area_with_a_target_comes_before_the_others(store: Store) -> None:
    codes = [code for kind, code in found(store, "地区") if kind == "area"]
    assert codes[0] == "610000"
    assert len(codes) > 1


def test_one_letter_finds_no_pinyin_and_nothing_finds_nothing(store: Store) -> None:
    assert ("indicator", "local-standards") not in found(store, "b")
    assert found(store, "bz") != []
    assert found(store, " ·（） ") == []
