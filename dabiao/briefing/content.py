"""What a document or a slide says of a view: sentences, charts and tables, each figure with what it rests on.

Contents are made by `dabiao.contents` from the rows of a publication; the writers of this package lay them
out. The same view at the same publication has the same content for ever: `canonical` is the text that a
document's digest is made of.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from dabiao.canonical import text as canonical_text
from dabiao.settings import Language, Workspace

MARK: Final = re.compile(r"\[(\d+)\](?:–\[(\d+)\])?")
"""What refers to a source, or to several that follow one another."""

LONGEST_BAR: Final = 1.5
"""Attainment at which a bar ends: a bar may be cut off, the number beside it never is."""
CUT: Final = " →"
"""Stands behind the number of a bar that is cut off."""

Kind = Literal["text", "number", "share", "points", "count"]
"""What the values of a column are; shares are 1 for 100 %, points are percentage points."""
ChartKind = Literal["bars", "stacked", "path"]
Style = Literal["bar", "line", "solid", "dotted", "dashed"]
"""Of a path: a line with marks, lines without."""
Value = float | int | str | None


class Cell(NamedTuple):
    """A value of a table and how it is written; an absence is written and has no value."""

    value: Value
    text: str


class Column(NamedTuple):
    """A column of a table."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Rows of typed cells."""

    caption: str
    """What it is, where its section does not stand beside it: the name of its sheet, its description."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0
    """Rows that the view has beside these."""


@dataclass(frozen=True)
class Series:
    """A line or a row of bars of a chart."""

    name: str
    values: tuple[float | None, ...]
    """One per category, in a path one per day."""
    at: tuple[dt.date, ...] = ()
    """Days of the values of a path."""
    texts: tuple[str, ...] = ()
    """How each is written, where it is written beside its mark."""
    style: Style = "bar"
    colours: tuple[str, ...] = ()
    """``#rrggbb`` per value, or one for all."""


@dataclass(frozen=True)
class Chart:
    """What is drawn; bars lie and begin with the first category on top, a path runs over days."""

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    """Of the values; ``%`` for shares, which are 1 for 100 %."""
    share: bool = False
    left_out: int = 0
    """Categories that the view has beside these; the figure for the screen draws them all."""
    in_table: bool = True
    """Whether a table of the content holds those too; else the view alone does."""
    figure: Callable[[Any], dict[str, Any]] | None = field(default=None, compare=False, repr=False)
    """Draws it for the screen in the colours of a `dabiao.charts.theme.Palette`."""

    @property
    def of_attainment(self) -> bool:
        """Whether its bars are shares of what is to be attained: 100 % is marked, and they end beyond it."""
        return self.kind == "bars" and self.share

    def text(self, series: Series, place: int) -> str:
        """Return what is written beside a mark: how its value is written, and that its bar is cut off."""
        told, value = series.texts[place], series.values[place]
        return f"{told}{CUT}" if self.of_attainment and value is not None and value > LONGEST_BAR else told


class Tile(NamedTuple):
    """A figure of the headline."""

    name: str
    value: int
    colour: str


@dataclass(frozen=True)
class Section:
    """One finding, with what shows it: a slide, or a chapter of a paper."""

    heading: str
    sentences: tuple[str, ...] = ()
    tiles: tuple[Tile, ...] = ()
    chart: Chart | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Content:
    """What is said of one view at its publication."""

    title: str
    lead: str
    """The answer of the view in a sentence."""
    provenance: str
    """Publication, its date, as-of and vintage in a line."""
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    """Who published the figures; a text refers to the first of them as ``[1]``."""
    view: str
    """The view as it is kept, with the publication it is at."""
    publication: int
    published_at: dt.datetime
    """In UTC."""
    as_of: str
    vintage: str
    language: Language
    workspace: Workspace

    @property
    def page(self) -> str:
        """Path of the page whose view it is of."""
        return str(json.loads(self.view)["page"])

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts of all sections."""
        return tuple(section.chart for section in self.sections if section.chart is not None)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of all sections."""
        return tuple(section.table for section in self.sections if section.table is not None)

    def texts(self) -> tuple[str, ...]:
        """Return every text that a document of this content shows in words."""
        found = [self.title, self.lead, self.provenance, *self.sources]
        for section in self.sections:
            found += [section.heading, *section.sentences, *(tile.name for tile in section.tiles)]
            if section.table is not None:
                found += [column.name for column in section.table.columns]
                found += [cell.text for row in section.table.rows for cell in row]
        return tuple(text for text in found if text)


@dataclass(frozen=True)
class Cover:
    """What stands before the contents of a document."""

    title: str
    date: dt.date
    issuer: str
    language: Language
    workspace: Workspace
    made_at: dt.datetime
    """In UTC; what the file says of its own making. The same contents give the same file."""
    number: str = ""
    """Of the document; empty for one that was not issued."""
    digest: str = ""
    verify: str = ""
    """Address at which number and digest are compared with what is stored."""


def marked(numbers: Iterable[int]) -> str:
    """Return what refers to sources with these numbers, in their order: ``[1][3]–[9]``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "".join(
        f"[{run[0]}]–[{run[-1]}]" if len(run) > 2 else "".join(f"[{number}]" for number in run)
        for run in runs
    )


def cited(texts: Iterable[str]) -> list[int]:
    """Return the numbers of the sources that texts refer to (`marked`), each once, in their order."""
    found: set[int] = set()
    for text in texts:
        for first, last in MARK.findall(text):
            found.update(range(int(first), int(last or first) + 1))
    return sorted(found)


def canonical(contents: Iterable[Content]) -> str:
    """Return contents as the one text that their digest is made of: the same for the same figures."""
    told = [_plain(content) for content in contents]
    return canonical_text(told)


def _plain(content: Content) -> dict[str, Any]:
    return {
        "title": content.title,
        "lead": content.lead,
        "provenance": content.provenance,
        "view": json.loads(content.view),
        "publication": content.publication,
        "published_at": content.published_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "as_of": content.as_of,
        "vintage": content.vintage,
        "language": content.language,
        "workspace": content.workspace,
        "sources": list(content.sources),
        "sections": [_section(section) for section in content.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    told: dict[str, Any] = {"heading": section.heading, "sentences": list(section.sentences)}
    if section.tiles:
        told["tiles"] = [[tile.name, tile.value] for tile in section.tiles]
    if section.chart is not None:
        told["chart"] = {
            "kind": section.chart.kind,
            "share": section.chart.share,
            "unit": section.chart.unit,
            "categories": list(section.chart.categories),
            "series": [
                {
                    "name": one.name,
                    "style": one.style,
                    "values": list(one.values),
                    "at": [day.isoformat() for day in one.at],
                    "texts": list(one.texts),
                }
                for one in section.chart.series
            ],
        }
        if section.chart.left_out:
            told["chart"]["left_out"] = section.chart.left_out
    if section.table is not None:
        told["table"] = {
            "caption": section.table.caption,
            "columns": [[column.name, column.kind] for column in section.table.columns],
            "rows": [[[cell.value, cell.text] for cell in row] for row in section.table.rows],
            "left_out": section.table.left_out,
        }
    return told
