"""What a publication brought, in words."""

import polars as pl
import pytest

from dabiao.settings import Language
from dabiao.store.tables import TABLES
from dabiao.versions import CHANGE, Counts
from dabiao.wording import publications

LANGUAGES: tuple[Language, ...] = ("zh", "en")
NAMES = {
    "area": {"610000": ("陕西省", "Shaanxi")},
    "indicator": {"local-standards": ("地方标准", "Local standards")},
    "target": {"shaanxi-2022-local-standards": ("地方标准", "Local standards")},
}


def told(*rows: tuple[str, str, str, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=CHANGE, orient="row")


def test_a_changed_row_tells_its_fields_from_what_to_what() -> None:
    key = "610000 / local-standards / published / 2024-Q2"
    (entry,) = publications.entries(
        told(
            ("observation", key, "value", "2155", "2160"),
            ("observation", key, "basis", "level", "running_total"),
            ("observation", key, "note_en", "a", None),
            ("observation", key, "value_reported", "-28.7", "-28.67"),
        ),
        NAMES,
        "zh",
    )
    assert entry.name == "陕西省 · 地方标准 · 公布数 · 2024年第2季度"
    assert entry.kind == "changed"
    assert entry.fields == [
        ("实际值", "2155", "2160"),
        ("统计口径", "时点水平", "历史累计"),
        ("说明（英文）", "a", None),
        ("原报数值", "−28.7", "−28.67"),
    ]


def test_a_new_row_is_told_in_one_language_and_a_withdrawn_one_keeps_what_it_said() -> None:
    fields = [
        ("target", "610000 / shaanxi-2022-local-standards", field, None, value)
        for field, value in (("note_zh", "说明"), ("note_en", "note"), ("indicator_code", "local-standards"))
    ]
    (entry,) = publications.entries(told(*fields), NAMES, "en")
    assert entry.kind == "new"
    assert entry.name == "Shaanxi · Local standards"
    assert [field.after for field in entry.fields] == ["note", "Local standards"]
    gone = [(table, key, field, after, None) for table, key, field, _, after in fields]
    assert publications.entries(told(*gone), NAMES, "en")[0].kind == "withdrawn"


def test_a_listing_says_the_same_as_the_entries() -> None:
    key = "610000 / shaanxi-2022-local-standards"
    changes = told(
        ("target", key, "basis", "level", "in_period"),
        ("target", key, "area_code", None, "610000"),
        ("target", key, "section", "level", None),
    )
    rows = publications.listing(changes, NAMES, "en")
    assert rows["table"].unique().to_list() == ["Numeric targets"]
    assert rows["key"].unique().to_list() == ["Shaanxi · Local standards"]
    (entry,) = publications.entries(changes, NAMES, "en")
    assert rows.select("field", "before", "after").rows() == [tuple(field) for field in entry.fields]
    assert rows["before"][2] == "level", "a clause is no code, whatever it says"


def test_an_id_without_a_name_stands_as_it_is() -> None:
    assert publications.row_name("area", "990000", NAMES, "en") == "990000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_named_and_its_keys_are_known(language: Language) -> None:
    counts = {name: Counts(new=1) for name in TABLES}
    assert len({one["table"] for one in publications.brought(counts, language)}) == len(TABLES)
    assert {name: len(table.key) for name, table in TABLES.items()} == {
        name: len(parts) for name, parts in publications.KEYS.items()
    }
    assert publications.finding({}, 3, language) != publications.finding(counts, 3, language)
