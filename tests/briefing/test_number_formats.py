"""A figure in a workbook is a number that shows its bound, its unit and as many decimals as its text."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from dabiao import contents
from dabiao.briefing.content import Content
from dabiao.briefing.workbook import number_format
from dabiao.progress import rejudge
from dabiao.rights import VISITOR
from dabiao.store import open_store
from dabiao.views import SavedView
from tests.store.sample import content, figure, put, rows

PART = re.compile(
    r'^(?P<before>(?:"[^"]*"|[+−])*)(?P<figure>#,##0|0)(?P<point>\.0+)?(?P<share>%)?(?P<after>.*)$'
)
"""A format of one section: what stands before the figure, the figure, its decimals, what stands after it."""


def shown(value: float, format_: str) -> str:
    """Return what a sheet shows of a number in a format."""
    if format_ == "General":
        return f"{value:g}"
    sections = format_.split(";")
    part = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    found = PART.match(part)
    if found is None:  # a text alone
        return part.replace('"', "")
    sign = "−" if value < 0 and len(sections) == 1 else ""
    exact = abs(Decimal(repr(value))) * (100 if found["share"] else 1)
    step = Decimal(1).scaleb(-len((found["point"] or ".")[1:]))
    rounded = exact.quantize(step, ROUND_HALF_UP)
    written = f"{rounded:,f}" if "," in found["figure"] else f"{rounded:f}"
    return sign + f"{found['before']}{written}{found['share'] or ''}{found['after']}".replace('"', "")


def alike(sheet: str, text: str, kind: str) -> bool:
    """Return whether a sheet shows a text's figure: or more decimals of it."""
    if kind == "share" and sheet != text:
        return "99" in text and sheet.startswith(text.removesuffix("%"))
    return sheet == text or (kind == "points" and sheet == f"{text}.0")


def figures(told: list[Content]) -> Iterator[tuple[float, str, str]]:
    """Yield every number of the tables of contents, how it is written, and what its column holds."""
    for table in (table for one in told for table in one.tables):
        for row in table.rows:
            for cell, column in zip(row, table.columns, strict=True):
                if isinstance(cell.value, int | float):
                    yield cell.value, cell.text, column.kind


@pytest.mark.parametrize("language", ["chinese", "english"])
def test_a_sheet_shows_every_number_as_its_text_says(language: str, request: pytest.FixtureRequest) -> None:
    held = list(figures(request.getfixturevalue(language)))
    assert len(held) > 100
    told = [
        (value, text, shown(float(value), number_format(float(value), text, kind)), kind)
        for value, text, kind in held
    ]
    assert [each for each in told if not alike(each[2], each[1], each[3])] == []


def test_a_figure_in_ten_thousands_is_shown_in_ten_thousands(tmp_path: Path) -> None:
    world = content()
    others = world["observation"].filter(pl.col("period") != "2024-Q2")
    reported = figure("2024-Q2", 2155.0, value_reported="0.2155", unit="万项")
    world["observation"] = pl.concat([others, rows("observation", reported)])
    store = open_store(tmp_path / "dabiao.duckdb")
    put(store, world, judge=rejudge)
    choices = {"area": "610000", "target": "shaanxi-2022-local-standards", "as_of": "2024-Q2"}
    told = contents.of_view(store, VISITOR, SavedView.of("target", choices, 1), "zh")
    store.close()
    held = [each for each in figures([told]) if each[1].endswith("万项")]
    assert [shown(value, number_format(value, text, kind)) for value, text, kind in held] == ["0.2155万项"]


@pytest.mark.parametrize(
    ("value", "text", "kind", "shown_as"),
    [
        (283.0, "283项", "number", '#,##0"项"'),
        (21529.0, "≥ 21,529 items", "number", '"≥ "#,##0" items"'),
        (19.5, "≤ 19.5个月", "number", '"≤ "#,##0.0"个月"'),
        (82.0, "≥85%", "number", '"≥"#,##0"%"'),
        (0.7075, "70.8%", "share", "#,##0.0%"),
        (2.62, "≥ 262.0%", "share", '"≥ "#,##0.0%'),
        (0.99996, "99.9%", "share", "#,##0.000%"),
        (1.0, "100.0%", "share", "#,##0.0%"),
        (-6.67, "−6.7", "points", "+#,##0.0;−#,##0.0;0.0"),
        (-0.04, "+0", "points", '"+0"'),
        (-5.0, "≥ −5项", "number", '"≥ "#,##0"项";"≥ "−#,##0"项"'),
        (202.0, "≥ +202", "points", '"≥ "+#,##0.0;"≥ "−#,##0.0;"≥ "0.0'),
        (3.0, "3", "count", "#,##0"),
        (4.0, '4 "x"', "number", '#,##0" x"'),
        (21529.0, "21529项", "number", '0"项"'),
        (0.2155, "0.2155万项", "number", '#,##0.0000"万项"'),
        (5.0, "—", "number", "General"),
    ],
)
def test_a_number_is_shown_as_its_text_says(value: float, text: str, kind: str, shown_as: str) -> None:
    assert number_format(value, text, kind) == shown_as
