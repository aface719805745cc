"""A table whose rows stand one below the other on a phone has no head there: each cell names its column."""

import re

from tests.conventions.sources import ROOT


def nameless(text: str) -> list[str]:
    """Return the cells of a stacked table that say neither their column nor that they are left out."""
    if "db-stacked" not in text:
        return []
    tags = re.findall(r"<td\b[^>]*>", text)
    return [tag for tag in tags if "data-area=" not in tag and "db-none" not in tag]


def test_every_cell_of_a_stacked_table_names_its_column() -> None:
    templates = sorted((ROOT / "dabiao/web/templates").glob("*.html"))
    texts = {template.name: template.read_text("utf-8") for template in templates}
    assert sum("db-stacked" in text for text in texts.values()) > 5
    assert {name: found for name, text in texts.items() if (found := nameless(text))} == {}


def test_a_cell_without_its_column_is_found() -> None:
    head = '<table class="db-sources db-stacked"><thead><tr><th>Area</th></tr></thead>'
    assert nameless(f'{head}<td class="db-number">7</td></table>') == ['<td class="db-number">']
    assert nameless(f'{head}<td data-area="Area">7</td><td class="db-none"></td></table>') == []
    assert nameless('<table class="db-years"><td>7</td></table>') == []
