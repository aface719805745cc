"""How much text fits where: columns as wide as their texts need, pages as full as they hold."""

import pytest

from dabiao.briefing import fitting
from dabiao.briefing.content import Cell, Column, Table


def table(*rows: tuple[str, ...]) -> Table:
    columns = tuple(Column(f"c{place}") for place, _text in enumerate(rows[0]))
    return Table("t", columns, tuple(tuple(Cell(text, text) for text in row) for row in rows))


def test_columns_fill_the_table_and_short_texts_stay_whole() -> None:
    widths = fitting.widths(table(("陕西省", "a" * 300, "70.8%"), ("湖北省", "b" * 20, "—")), 10.0, 8.0)
    assert sum(widths) == pytest.approx(10.0)
    for text, width in zip(("陕西省", "70.8%"), (widths[0], widths[2]), strict=True):
        assert fitting.lines(text, width, 8.0) == 1
    assert widths[1] > 7


def test_the_longest_of_many_columns_has_a_fifth_at_least() -> None:
    widths = fitting.widths(table(("x" * 12,) * 12 + ("y" * 90,)), 6.0, 8.0)
    assert widths[-1] >= 1.2 - 1e-9
    assert max(widths[:-1]) < widths[-1]


@pytest.mark.parametrize(
    ("text", "holds", "count"),
    [
        ("未报告", 6, 1),
        ("未报告", 5, 2),
        ("2025年第4季度", 14.5, 1),
        ("2025年第4季度", 13, 2),
        ("○ 未报告 · 2025年第4季度", 13.5, 3),
        ("published figures", 10, 2),
        ("a" * 25, 10, 3),
        ("one\ntwo", 40, 2),
        ("", 10, 1),
    ],
)
def test_a_line_is_broken_between_words_and_chinese_characters(text: str, holds: float, count: int) -> None:
    assert fitting.lines(text, holds * fitting.LETTER * 10 / 72 + 1e-9, 10) == count


def test_two_long_columns_share_evenly() -> None:
    first, second = fitting.widths(table(("x" * 200, "y" * 500)), 6.0, 8.0)
    assert first == pytest.approx(second)


def test_a_wide_table_is_written_smaller() -> None:
    assert fitting.size(table(("a", "b")), 6.0, (8.0, 7.0)) == 8.0
    assert fitting.size(table(("a" * 60, "b" * 60)), 6.0, (8.0, 7.0)) == 7.0


def test_pages_hold_what_fits_and_one_thing_at_least() -> None:
    parts = list(fitting.pages([1.0, 1.0, 5.0, 0.5, 0.5], 2.0))
    assert [(part.start, part.stop) for part in parts] == [(0, 2), (2, 3), (3, 5)]
    assert list(fitting.pages([], 2.0)) == []
