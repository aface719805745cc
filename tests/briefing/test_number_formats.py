"""A figure in a workbook is a number that shows its bound, its unit and as many decimals as its text."""

import pytest

from dabiao.briefing.workbook import number_format


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
        (-6.67, "−6.7", "points", "+0.0;−0.0;0.0"),
        (-0.04, "+0", "points", '"+0"'),
        (-5.0, "≥ −5项", "number", '"≥ "#,##0"项";"≥ "−#,##0"项"'),
        (202.0, "≥ +202", "points", '"≥ "+0.0;"≥ "−0.0;"≥ "0.0'),
        (3.0, "3", "count", "#,##0"),
        (4.0, '4 "x"', "number", '#,##0" x"'),
        (5.0, "—", "number", "General"),
    ],
)
def test_a_number_is_shown_as_its_text_says(value: float, text: str, kind: str, shown_as: str) -> None:
    assert number_format(value, text, kind) == shown_as
